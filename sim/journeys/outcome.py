"""What came out of the machines, what lies on the tray, what the centre was told: one check each.

A check compares one expectation with the world, and yields a sentence for each thing that is not so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sim.card.jpki import SIGNATURE_PIN

if TYPE_CHECKING:
    from sim.centre import Outcome
    from sim.world import World


# Money


def _coins(world: World, *totals: str) -> dict[int, int]:
    """Yen -> coins, over some of the metal's totals."""
    metal = world.cash.metal
    found: dict[int, int] = {}
    for total in totals:
        for yen, coins in metal[total].items():
            found[yen] = found.get(yen, 0) + coins
    return found


def _yen(coins: Mapping[int, int]) -> int:
    return sum(yen * count for yen, count in coins.items())


def _in_words(pieces: Mapping[int, int], none: str = "no coin") -> str:
    return ", ".join(f"{count} × {yen} yen" for yen, count in sorted(pieces.items())) or none


def coins_back(world: World, expected: Mapping[int, int] | str) -> Iterator[str]:
    """The coins that came out to the customer; `inserted` wants those put in."""
    came = _coins(world, "paid_out", "rejected")
    wanted = _coins(world, "inserted") if isinstance(expected, str) else dict(expected)
    if came != wanted:
        yield f"{_in_words(came)} came out to the customer, not {_in_words(wanted)}"


def notes_back(world: World, expected: Mapping[int, int]) -> Iterator[str]:
    """The notes that came out of the slot again, refused or returned."""
    came = world.cash.notes["returned"]
    if came != dict(expected):
        yield f"{_in_words(came, 'no note')} came back to the customer, not {_in_words(expected, 'no note')}"


def places(world: World, expected: Mapping[str, Mapping[int, int]]) -> Iterator[str]:
    """What lies where in the machine."""
    lies = {**world.cash.metal, **world.cash.notes}
    for place, wanted in expected.items():
        if lies[place] != dict(wanted):
            yield f"in {place} there is {_in_words(lies[place], 'nothing')}, not {_in_words(wanted, 'nothing')}"


def kept_yen(world: World, expected: int) -> Iterator[str]:
    """Inserted less given back, coins and notes."""
    notes = world.cash.notes
    inserted = _yen(_coins(world, "inserted")) + _yen(notes["inserted"])
    back = _yen(_coins(world, "paid_out", "rejected")) + _yen(notes["returned"])
    if inserted - back != expected:
        yield f"the machine kept {inserted - back} yen of {inserted}, not {expected}"


# Paper


_BUNDLE: Final = re.compile(r"発行番号(\d{5}-\d{10})")


def plain(text: str) -> str:
    """Without white space, which only lays words out, and with one form for each character."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _texts_of_sheets(world: World) -> list[str]:
    return [plain(sheet.text()) for sheet in (*world.page.taken, *world.page.output_tray)]


def sheets_out(world: World, expected: int) -> Iterator[str]:
    """How many sheets came out of the page printer."""
    out = len(world.page.taken) + len(world.page.output_tray)
    if out != expected:
        yield f"{out} sheets came out, not {expected}"


def bundles(world: World, expected: Sequence[int]) -> Iterator[str]:
    """Each print job's sheets belong together: numbered, and bound by one number."""
    jobs: dict[str, list[str]] = {}
    for sheet in (*world.page.taken, *world.page.output_tray):
        jobs.setdefault(sheet.job_name, []).append(plain(sheet.text()))
    sizes = [len(sheets) for sheets in jobs.values()]
    if sizes != list(expected):
        yield f"the jobs brought {sizes} sheets, not {list(expected)}"
    for name, sheets in jobs.items():
        for number, text in enumerate(sheets, 1):
            if f"{number}/{len(sheets)}" not in text:
                yield f"sheet {number} of job {name} does not say that it is {number}/{len(sheets)}"
        numbers = {number for text in sheets for number in _BUNDLE.findall(text) or [""]}
        if len(numbers) != 1 or "" in numbers:
            yield f"the sheets of job {name} do not bear one number of their bundle"


def sheet_text(world: World, expected: Sequence[str]) -> Iterator[str]:
    """What every sheet says."""
    sheets = _texts_of_sheets(world)
    if expected and not sheets:
        yield "no sheet came out that could say anything"
    for number, sheet in enumerate(sheets, 1):
        for text in expected:
            if plain(text) not in sheet:
                yield f"sheet {number} does not say 「{text}」"


def sheet_text_never(world: World, expected: Sequence[str]) -> Iterator[str]:
    """What no sheet says."""
    for number, sheet in enumerate(_texts_of_sheets(world), 1):
        for text in expected:
            if plain(text) in sheet:
                yield f"sheet {number} says 「{text}」"


def receipts(world: World, expected: int) -> Iterator[str]:
    """How many pieces came off the receipt roll."""
    out = len(world.receipt.pieces)
    if out != expected:
        yield f"{out} receipts came out, not {expected}"


def receipt_text(world: World, expected: Sequence[str]) -> Iterator[str]:
    """What one of the receipts says."""
    pieces = [plain(piece.text) for piece in world.receipt.pieces]
    for text in expected:
        if not any(plain(text) in piece for piece in pieces):
            yield f"no receipt says 「{text}」"


def receipt_text_never(world: World, expected: Sequence[str]) -> Iterator[str]:
    """What no receipt says."""
    pieces = [plain(piece.text) for piece in world.receipt.pieces]
    for text in expected:
        if any(plain(text) in piece for piece in pieces):
            yield f"a receipt says 「{text}」"


# The rest


def delivered(world: World, expected: int) -> Iterator[str]:
    """How many copies the centre was told to be in the customer's hands."""
    yield from _told(world, "delivered", expected)


def void(world: World, expected: int) -> Iterator[str]:
    """How many copies the centre was told to be void."""
    yield from _told(world, "void", expected)


def _told(world: World, outcome: Outcome, expected: int) -> Iterator[str]:
    copies = list(world.centre.deliveries.values()).count(outcome)
    if copies != expected:
        yield f"the centre was told of {copies} copies that they are {outcome}, not of {expected}"


def tray(world: World, expected: str) -> Iterator[str]:
    """Whether a card lies there."""
    there = "empty" if world.tray.card is None else "card"
    if there != expected:
        yield "a card lies on the tray" if there == "card" else "no card lies on the tray"


def tries_left(world: World, expected: int) -> Iterator[str]:
    """Of the PIN on the customer's own card."""
    left = world.card_of(world.customer.persona.id).tries_left
    if left != expected:
        yield f"the customer's card has {left} tries left, not {expected}"


def password_tries_left(world: World, expected: int) -> Iterator[str]:
    """Of the 署名用 password on the customer's own card."""
    left = world.card_of(world.customer.persona.id).pin_tries_left(SIGNATURE_PIN)
    if left != expected:
        yield f"the customer's card has {left} tries of the 署名用 password left, not {expected}"


def registration(world: World, expected: Mapping[str, str]) -> Iterator[str]:
    """How far the customer's application is with the centre."""
    for municipality, state in expected.items():
        found = world.centre.registration(world.customer.persona.id, municipality)
        if found != state:
            yield f"the customer's registration at {municipality} is {found}, not {state}"


def tries_left_of(world: World, expected: Mapping[str, int]) -> Iterator[str]:
    """Of the PINs on other people's cards."""
    for persona, tries in expected.items():
        left = world.card_of(persona).tries_left
        if left != tries:
            yield f"the card of {persona} has {left} tries left, not {tries}"
