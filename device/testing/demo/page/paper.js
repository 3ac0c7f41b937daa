// Printed paper: small pictures on the bench, a large one on request.
import { element } from "./screen.js";

const $ = (id) => document.getElementById(id);
let shown = "";

export function papers(sheets, receipts) {
  const all = [
    ...sheets.map((sheet) => ({ kind: "sheet", name: "証明書", ...sheet })),
    ...receipts.map((receipt) => ({ kind: "receipt", name: "領収書", ...receipt })),
  ];
  const text = JSON.stringify(all);
  if (text === shown) return;
  shown = text;
  $("papers").replaceChildren(...all.map(thumbnail));
}

function thumbnail(paper) {
  const name = `${paper.name} ${paper.n}`;
  const source = `/${paper.kind}/${paper.n}.png`;
  const made = element(
    "button",
    { type: "button", class: paper.kind, "data-paper": `${paper.kind} ${paper.n}`, "aria-label": `${name}を見る` },
    element("img", { src: source, alt: name, loading: "lazy" }),
    element("span", {}, paper.taken ? name : `${name} 未受取`),
  );
  made.addEventListener("click", () => open(paper, name, source));
  return made;
}

function open(paper, name, source) {
  const picture = $("paper-picture");
  const turn = $("paper-side");
  const pdf = $("paper-pdf");
  picture.src = source;
  picture.alt = name;
  picture.className = paper.kind;
  turn.hidden = !paper.back;
  turn.textContent = "裏面";
  turn.onclick = () => {
    const front = picture.getAttribute("src") === source;
    picture.src = front ? `/${paper.kind}/${paper.n}-back.png` : source;
    turn.textContent = front ? "表面" : "裏面";
  };
  pdf.hidden = paper.kind !== "sheet";
  pdf.href = `/sheet/${paper.n}.pdf`;
  $("paper").showModal();
}
