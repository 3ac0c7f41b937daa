// The bench's eyes: how the world stands, as it is told.
import { papers } from "./paper.js";
import { element } from "./screen.js";

const $ = (id) => document.getElementById(id);
const DAYS = "日月火水木金土";
const HOPPERS_YEN = [500, 100, 50, 10];

// The wall clock of the kiosk's world is Japan's, whatever this machine's zone.
export function clock({ wall }) {
  const [date, time] = wall.slice(0, 19).split("T");
  const [year, month, day] = date.split("-").map(Number);
  const weekday = DAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  $("wall").textContent = `${year}年${month}月${day}日(${weekday}) ${time}`;
  $("wall").dateTime = wall;
}

export function bench(now) {
  call(now.attendant);
  lying("lying-sheets", now.sheets.filter((sheet) => !sheet.taken).length);
  lying("lying-receipts", now.receipts.filter((receipt) => !receipt.taken).length);
  lying("lying-coins", sum(now.coins.return_cup));
  lying("lying-notes", sum(now.notes.mouth));
  $("lay").disabled = now.card;
  document.querySelector("[data-verb=take][data-thing=card]").disabled = !now.card;
  papers(now.sheets, now.receipts);
  metal(now);
  log(now.log);
}

function call(cause) {
  $("call").hidden = !cause;
  $("call").textContent = cause ? `係員を呼んでいます: ${cause}` : "";
}

function lying(id, count) {
  $(id).textContent = count ? `(${count}枚)` : "";
  $(id).closest("button").classList.toggle("there", count > 0);
}

function sum(coins) {
  return Object.values(coins).reduce((all, count) => all + count, 0);
}

function listed(coins) {
  const rows = Object.entries(coins).sort(([a], [b]) => b - a);
  return rows.length ? rows.map(([yen, count]) => `${yen}円×${count}`).join(" ") : "なし";
}

function metal(now) {
  const rows = [
    ...HOPPERS_YEN.map((yen) => [`${yen}円ホッパー`, `${now.coins.hoppers[yen]}枚`]),
    ["金庫", listed(now.coins.cashbox)],
    ["通過中", listed(now.coins.in_flight)],
    ["返却口", listed(now.coins.return_cup)],
    ["紙幣投入口", listed(now.notes.mouth)],
    ["紙幣の保留", listed(now.notes.escrow)],
    ["紙幣の収納庫", listed(now.notes.stacker)],
    ["用紙トレイ", `${now.blank_sheets}枚`],
    ["カードリーダー", now.reader ? "接続" : "未接続"],
  ];
  const row = ([name, value]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value));
  $("metal").replaceChildren(...rows.map(row));
}

function log(entries) {
  const list = $("log");
  list.replaceChildren(
    ...entries.map((entry) =>
      element("li", { class: `seen-${entry.what}` }, element("time", {}, stamp(entry.at_s)), element("span", {}, entry.words)),
    ),
  );
  list.scrollTop = list.scrollHeight;
}

function stamp(at) {
  const minutes = Math.floor(at / 60);
  return `${minutes}:${(at - minutes * 60).toFixed(1).padStart(4, "0")}`;
}
