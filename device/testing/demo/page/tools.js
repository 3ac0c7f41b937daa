// The bench's hands: whatever they do is a verb of the simulators' own table, or a jump of the clock.
import { element } from "./screen.js";
import { post } from "./wire.js";

const $ = (id) => document.getElementById(id);
const GROUPS = { customer: "お客さま", staff: "係員", fate: "故障・出来事" };
const TOAST_MS = 4000;

let toastTimer = 0;

export async function tools() {
  document.addEventListener("click", clicked);
  const { verbs, quick, residents } = await (await fetch("/tools")).json();
  $("resident").replaceChildren(
    ...residents.map((each) => element("option", { value: each.id }, `${each.name}(暗証番号 ${each.pin})`)),
  );
  const says = () => {
    $("resident-says").textContent = residents.find((each) => each.id === $("resident").value).says;
  };
  $("resident").addEventListener("change", says);
  says();
  $("lay").addEventListener("click", () => act("lay", ["card", $("resident").value]));
  $("quick").replaceChildren(...quick.map(quickly));
  allOf(verbs);
}

function clicked(event) {
  const pressed = event.target.closest("[data-verb], [data-yen], [data-note], [data-jump]");
  if (!pressed) return;
  const { verb, thing, yen, note, jump } = pressed.dataset;
  if (jump) post("/jump", { seconds: Number(jump) }).then(toast);
  else if (yen) act("insert", [Number(yen)]);
  else if (note) act("insert_note", [Number(note)]);
  else act(verb, thing ? [thing] : []);
}

async function act(verb, list) {
  toast(await post("/do", { verb, arguments: list }));
}

function toast(wrong) {
  const line = $("toast");
  clearTimeout(toastTimer);
  line.hidden = !wrong;
  line.textContent = wrong ? "いまはできません。" : "";
  line.append(...(wrong ? [element("small", { lang: "en" }, wrong)] : []));
  toastTimer = setTimeout(() => {
    line.hidden = true;
  }, TOAST_MS);
}

function quickly({ verb, arguments: list, label }) {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", () => act(verb, list));
  return made;
}

// Every verb of the table, with a field for each of its arguments.
function allOf(verbs) {
  for (const [who, name] of Object.entries(GROUPS)) {
    const rows = verbs.map((row, n) => [row, n]).filter(([row]) => row.who === who);
    const options = rows.map(([row, n]) => element("option", { value: n, title: row.says }, row.label));
    $("verb").append(element("optgroup", { label: name }, ...options));
  }
  const chosen = () => verbs[Number($("verb").value)];
  const fields = () => $("arguments").replaceChildren(...chosen().kinds.map(field));
  $("verb").addEventListener("change", fields);
  fields();
  $("verb-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { verb, thing, kinds } = chosen();
    const values = [...$("arguments").querySelectorAll("input, select")].map((input) => input.value.trim());
    const given = values.filter((value, n) => value !== "" || !kinds[n].optional);
    act(verb, [...(thing ? [thing] : []), ...given.map((value, n) => typed(value, kinds[n].example))]);
  });
}

function field(kind) {
  const none = kind.optional ? [element("option", { value: "" }, "指定なし")] : [];
  const named = { "aria-label": kind.name };
  const input = kind.options.length
    ? element("select", named, ...none, ...kind.options.map(({ value, label }) => element("option", { value }, label)))
    : element("input", { ...named, type: "text", value: kind.optional ? "" : String(kind.example) });
  return element("label", {}, element("span", {}, kind.name), input);
}

// A field's text as JSON of the same type as the example.
function typed(text, example) {
  if (typeof example === "number") return Number(text);
  return Array.isArray(example) ? text.split(",").map((part) => part.trim()) : text;
}
