"""How the world stands, for the bench beside the screen: only what somebody who stands there can see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from device.testing.demo.words import seen_in_words
from device.testing.inline import Inline
from sim.cash.coins import DENOMINATIONS_YEN

LOG_LINES: Final = 80
PAPERS: Final = 24
"""The latest of each kind; older ones can still be asked for by their numbers."""

NOTE_PLACES: Final = ("mouth", "escrow", "stacker")

NOT_LOGGED: Final = frozenset({"line"})
"""The words of the screen stand on the screen."""


def bench(kiosk: Inline) -> Mapping[str, object]:
    """Everything but the clocks, ready for JSON. `log`: the latest last; at_s in virtual seconds."""
    world = kiosk.world
    return {
        "card": world.tray.card is not None,
        "reader": world.tray.plugged,
        "attendant": world.attendant.cause,
        "sheets": _sheets(kiosk),
        "blank_sheets": world.page.sheets_left,
        "receipts": _receipts(kiosk),
        "coins": _coins(world.cash.metal),
        "notes": {place: {str(yen): n for yen, n in world.cash.notes[place].items()} for place in NOTE_PLACES},
        "log": _log(kiosk),
    }


def _sheets(kiosk: Inline) -> list[dict[str, int]]:
    """The printed sheets in the order in which they came out, which is how /sheet/N counts them."""
    page = kiosk.world.page
    taken = len(page.taken)
    return [
        {"n": n, "taken": n <= taken, "back": sheet.page_back is not None}
        for n, sheet in enumerate([*page.taken, *page.output_tray], 1)
    ][-PAPERS:]


def _receipts(kiosk: Inline) -> list[dict[str, int]]:
    printer = kiosk.world.receipt
    lying = {id(piece) for piece in printer.presented}
    return [{"n": n, "taken": id(piece) not in lying} for n, piece in enumerate(printer.pieces, 1)][-PAPERS:]


def _coins(metal: Mapping[str, Mapping[int, int]]) -> dict[str, object]:
    """Where the metal is: coins by denomination; what else lies in the cup by its own value."""
    hoppers = {str(yen): metal[f"hopper_{yen}"].get(yen, 0) for yen in DENOMINATIONS_YEN}
    places = ("cashbox", "in_flight", "return_cup")
    return {"hoppers": hoppers, **{place: {str(yen): n for yen, n in metal[place].items()} for place in places}}


def _log(kiosk: Inline) -> list[dict[str, object]]:
    """The tail of what a bystander saw; names are never in it (`sim.journeys.seen`)."""
    tail: list[dict[str, object]] = []
    for seen in reversed(kiosk.world.log):
        if seen.what not in NOT_LOGGED:
            tail.append({"at_s": round(seen.at_ns / 1e9, 3), "what": seen.what, "words": seen_in_words(seen)})
            if len(tail) == LOG_LINES:
                break
    return tail[::-1]
