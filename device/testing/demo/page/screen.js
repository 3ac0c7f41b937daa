// The customer's screen: lays out the words of one `show` message (docs/screen.md) and adds none.
import { picture } from "./pictures.js";
import { post } from "./wire.js";

const TILES = new Set(["start", "issue", "register"]); // what a menu offers, large in the middle
const STEPS = /^(region|prefecture|row|town|page):/; // choices of the lists of municipalities
const LEFT = ["cancel", "back"]; // at the foot, the ways out on the left

const root = document.getElementById("screen");
let last = "";
let warned = null; // when the question "still there?" was asked, and the seconds it said

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export function show(message, at) {
  const text = JSON.stringify(message);
  warned = message.warning && { at, seconds: message.warning.seconds };
  if (text === last) return; // nothing new: what is being pressed stays under the finger
  last = text;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.press : undefined;
  root.dataset.screen = message.screen;
  root.replaceChildren(head(message), ...languages(message), message.warning ? asked(message) : body(message), foot(message));
  if (focused) root.querySelector(`[data-press="${CSS.escape(focused)}"]`)?.focus();
}

// The seconds left of the question, by the clock of the kiosk's world.
export function countdown(at) {
  const shown = document.getElementById("seconds");
  if (!shown || !warned) return;
  const left = Math.max(0, warned.seconds - (at - warned.at));
  shown.textContent = Math.ceil(left);
  shown.style.setProperty("--left", left / warned.seconds);
}

root.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-press]");
  if (!pressed) return;
  const [what, ...id] = pressed.dataset.press.split(" ");
  post("/press", { [what]: id.join(" ") }); // refused where the screen has moved on: then it shows that
});

function button(press, label, attributes, ...more) {
  return element("button", { type: "button", "data-press": press, ...attributes }, label, ...more);
}

function head(message) {
  return element(
    "header",
    {},
    element("span", { class: "number" }, message.number),
    element("h1", {}, message.title),
  );
}

// What receipt and slips are to be in, each language by its own name.
function languages(message) {
  const offered = message.slip_languages;
  if (!offered) return [];
  const key = (each) =>
    button(`choice ${each.id}`, each.label, { lang: each.id.split(":")[1], "aria-pressed": String(each.chosen) });
  return [
    element(
      "div",
      { class: "languages", role: "group", "aria-label": offered.title },
      element("span", {}, offered.title),
      ...offered.choices.map(key),
    ),
  ];
}

// A line of words; where it has to be broken, between two sentences first.
function paragraph(line) {
  return element("p", {}, ...line.split(/(?<=。)/).map((sentence) => element("span", {}, sentence)));
}

function body(message) {
  const drawn = message.pictures.length ? null : picture(message.screen);
  const tiles = message.buttons.filter((each) => TILES.has(each.id));
  return element(
    "div",
    { class: "body" },
    ...(drawn ? [drawn] : []),
    element("div", { class: "lines", "aria-live": "polite" }, ...message.lines.map(paragraph)),
    ...message.pictures.map(pictures),
    ...(message.choices.length ? [choices(message.choices)] : []),
    ...(message.keypad ? [message.keypad === "digits" ? keypad(message) : keyboard(message)] : []),
    ...(message.table.length ? [table(message.table)] : []),
    ...(tiles.length ? [element("div", { class: "tiles" }, ...tiles.map(tile))] : []),
  );
}

// A group of drawings under its heading (the kiosk's own, by their ids).
function pictures(group) {
  const figure = (each) =>
    element(
      "figure",
      { "data-picture": each.id },
      element("img", { src: `/pictures/${each.id}.svg`, alt: "" }),
      element("figcaption", {}, each.caption),
    );
  return element(
    "section",
    { class: `pictures ${group.id}` },
    element("h2", {}, group.title),
    element("div", {}, ...group.pictures.map(figure)),
  );
}

function asked(message) {
  const lines = [...new Set([...message.warning.lines, ...message.lines])];
  return element(
    "div",
    { class: "body asked", role: "alertdialog", "aria-labelledby": "asked-lines" },
    element(
      "div",
      { class: "question" },
      element("span", { id: "seconds", role: "timer" }, String(message.warning.seconds)),
      element("div", { id: "asked-lines" }, ...lines.map(paragraph)),
    ),
  );
}

function buttonOf(each) {
  return button(`button ${each.id}`, each.label, { class: each.id, disabled: !each.enabled });
}

// What a menu offers; what explains it stands beside it.
function tile(each) {
  const about = each.about ? [element("p", {}, ...notes(each.about))] : [];
  return element("div", { class: "tile" }, buttonOf(each), ...about);
}

// The sentences of an explanation; what begins with ※ has a line of its own.
function notes(words) {
  return words.split(/(?=※)/).map((sentence) => element("span", {}, sentence));
}

function foot(message) {
  const inBody = (id) => TILES.has(id) || (id === "correct" && message.keypad);
  const rest = message.buttons.filter((each) => !inBody(each.id));
  const left = LEFT.flatMap((id) => rest.filter((each) => each.id === id));
  const right = rest.filter((each) => !LEFT.includes(each.id));
  return element(
    "footer",
    {},
    element("div", {}, ...left.map(buttonOf)),
    element("div", {}, ...right.map(buttonOf)),
  );
}

// Choices in a list; `…:yes` followed by `…:no` is one question with its two answers.
function choices(all) {
  if (all.length && all.every((each) => each.id.startsWith("writing:name:"))) return parts(all);
  const rows = [];
  for (let n = 0; n < all.length; n += 1) {
    const next = all[n + 1];
    if (next && all[n].id.endsWith(":yes") && next.id === all[n].id.replace(/yes$/, "no")) {
      rows.push(pair(all[n], next));
      n += 1;
    } else {
      rows.push(choice(all[n], all[n].label));
    }
  }
  const listed = all.some((each) => STEPS.test(each.id));
  const width = listed ? "choices list" : rows.length > 5 ? "choices many" : "choices";
  return element("div", { class: width }, ...rows);
}

// The writings of each part of a name, one column a part.
function parts(all) {
  const of = (each) => each.id.split(":")[2];
  const columns = [...new Set(all.map(of))].map((part) => all.filter((each) => of(each) === part));
  const column = (part) => element("div", { class: "choices", role: "group" }, ...part.map((each) => choice(each, each.label)));
  return element("div", { class: "parts" }, ...columns.map(column));
}

function choice(each, label) {
  const note = each.note ? [element("small", {}, each.note)] : [];
  const about = each.about ? [element("em", {}, each.about)] : [];
  const step = STEPS.test(each.id) && each.id.split(":")[0]; // leads on at once: nothing is marked
  const marked = step && step !== "town" ? {} : { "aria-pressed": String(each.chosen) };
  return button(
    `choice ${each.id}`,
    element("span", {}, label, ...about),
    { ...marked, class: step || null, "aria-label": each.label, disabled: !each.enabled },
    ...note,
  );
}

function pair(yes, no) {
  const cut = yes.label.lastIndexOf(" ");
  const answer = (each) => choice(each, each.label.slice(each.label.lastIndexOf(" ") + 1));
  const words = yes.label.slice(0, Math.max(cut, 0));
  return element("div", { class: "pair", role: "group", "aria-label": words }, element("span", {}, words), answer(yes), answer(no));
}

function keypad(message) {
  const digit = (key) => button(`key ${key}`, key, {});
  const correct = message.buttons.find((each) => each.id === "correct");
  return element(
    "div",
    { class: "entry" },
    element(
      "div",
      { class: "typed" },
      element("output", {}, message.entry),
      ...(message.hint ? [element("small", {}, message.hint)] : []),
    ),
    element(
      "div",
      { class: "keypad" },
      ..."123456789".split("").map(digit),
      correct ? buttonOf(correct) : element("span"),
      digit("0"),
    ),
  );
}

// Letters, kana, the numbers of lots: rows of keys as the kiosk gives them, an empty text is a gap.
function keyboard(message) {
  const correct = message.buttons.find((each) => each.id === "correct");
  const key = (each) => (each ? button(`key ${each}`, each, { class: each.length > 1 ? "word" : null }) : element("span"));
  return element(
    "div",
    { class: `keyboard ${message.keypad}` },
    element("div", { class: "typed" }, element("output", {}, message.entry), ...(correct ? [buttonOf(correct)] : [])),
    ...message.keys.map((row) => element("div", { class: "row" }, ...row.map(key))),
  );
}

function table(rows) {
  const row = ([label, ...cells]) =>
    element("tr", {}, element("th", { scope: "row" }, label), ...cells.map((cell) => element("td", {}, cell)));
  return element("table", {}, element("tbody", {}, ...rows.map(row)));
}
