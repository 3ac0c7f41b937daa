// Line drawings for the screens that ask for a movement of the hand; without words.

const CARD = '<rect x="62" y="26" width="76" height="48" rx="6"/><rect x="72" y="38" width="16" height="12" rx="2"/><path d="M72 62h40"/>';
const TRAY = '<path d="M30 92h140l10 20H20z"/>';
const SHEET = '<path d="M70 16h46l16 16v64H70z"/><path d="M116 16v16h16M80 46h40M80 58h40M80 70h26"/>';
const BUSY = '<g class="busy"><circle cx="70" cy="60" r="9"/><circle cx="100" cy="60" r="9"/><circle cx="130" cy="60" r="9"/></g>';
const DOWN = '<path class="move" d="M160 24v40m-12-12 12 12 12-12"/>';
const UP = '<path class="move" d="M160 64V24m-12 12 12-12 12 12"/>';
const COIN = '<circle cx="88" cy="44" r="24"/><circle cx="88" cy="44" r="15"/><path d="M60 96h80v16H60zM84 104h32"/>';
const PRINTER = '<path d="M70 44V18h60v26M50 44h100v42H50zM66 74h68v34H66zM78 86h44M78 96h30"/><circle cx="136" cy="58" r="3"/>';
const RECEIPT = '<path d="M76 14h48v88l-8-6-8 6-8-6-8 6-8-6-8 6zM86 32h28M86 46h28M86 60h18M86 76h28"/>';

const DRAWN = {
  starting: BUSY,
  waiting_for_card: CARD + TRAY + DOWN,
  reading_card: BUSY,
  verifying: BUSY,
  waiting_for_card_removal: CARD + TRAY + UP,
  card_left: CARD + TRAY + UP,
  preparing: BUSY,
  accepting_cash: COIN + DOWN,
  settling: BUSY,
  printing: PRINTER,
  paying_change: COIN + UP,
  waiting_for_certificate: SHEET + UP,
  printing_receipt: PRINTER,
  waiting_for_receipt: RECEIPT + UP,
  refunding: COIN + UP,
};

export function picture(screen) {
  if (!(screen in DRAWN)) return null;
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="picture" viewBox="0 0 200 120" aria-hidden="true">${DRAWN[screen]}</svg>`;
  return holder.content.firstChild;
}
