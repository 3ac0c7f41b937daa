"""What a script expects of the world when it is over, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from sim.cash.metal import CASHBOX, HOPPERS, IN_FLIGHT, RETURN_CUP
from sim.cash.paper import INSIDE, MOUTH
from sim.journeys import reading
from sim.journeys.errors import KeyPath, ScriptError, nearest
from sim.journeys.kinds import PERSONA, BadValue
from sim.journeys.reading import Read, Table
from sim.journeys.seen import WHATS

PLACES: Final = (*HOPPERS.values(), CASHBOX, RETURN_CUP, IN_FLIGHT, MOUTH, *INSIDE)
"""Where coins and notes can be once they have left the customer's hand."""


@dataclass(frozen=True, slots=True)
class After:
    """Time between two things seen: the first `see`, and the first `then` after it.

    see, then: labels (`screen:idle`; a bare `voice` is any). last: count from the last `see` before
    that `then` instead. at_least_s, at_most_s: bounds, both included; None for none.
    """

    see: str
    then: str
    at_least_s: float = 0.0
    at_most_s: float | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Expect:
    """Every field but `after` may be left out (None): it is then not judged.

    coins_back: yen -> coins that came out to the customer; `inserted`: the very coins put in
    notes_back: yen -> notes that came out of the slot again
    kept_yen: inserted less given back, coins and notes
    places: place in the machine -> yen -> coins or notes that lie there; places that are not named are not judged
    owed_yen: what the kiosk's ledger owes to customers; 0 if left out
    ledger_off: place -> yen -> coins or notes by which the kiosk's ledger has more there than there are (below 0:
        fewer), since something befell the machine that no device could tell; none if left out
    sheets, receipts: how many came out, taken or not
    bundles: how many sheets each print job brought, in order; each sheet with its number and that of all, and one
        number that makes them one bundle
    sheet_text, sheet_text_never: what stands on every sheet, and on none
    receipt_text, receipt_text_never: what stands on one of the receipts, and on none
    screens: shown in this order, others may be between; never_screens: not shown at all
    lines, voice: shown and said, word for word; lines_never: not shown, not even as part of a line
    table: first cell -> text that a second cell beside it contains, on some screen; likewise a choice and its note
    alarms: how often the alarm was switched on
    delivered, void: copies that the centre was told so of
    tray: what lies on it at the end
    attendant: causes called, in order
    last_screen: the screen at the end
    pictures: drawings shown, by their ids
    tries_left: of the PIN on the customer's own card
    password_tries_left: of the 署名用 password on the customer's own card
    registration: municipality -> how far the customer's 利用登録申請 is with the centre
    tries_left_of: persona -> of the PIN on that one's card
    """

    coins_back: Mapping[int, int] | Literal["inserted"] | None = None
    notes_back: Mapping[int, int] | None = None
    kept_yen: int | None = None
    places: Mapping[str, Mapping[int, int]] | None = None
    owed_yen: int | None = None
    ledger_off: Mapping[str, Mapping[int, int]] | None = None
    sheets: int | None = None
    bundles: tuple[int, ...] | None = None
    sheet_text: tuple[str, ...] | None = None
    sheet_text_never: tuple[str, ...] | None = None
    receipts: int | None = None
    receipt_text: tuple[str, ...] | None = None
    receipt_text_never: tuple[str, ...] | None = None
    screens: tuple[str, ...] | None = None
    never_screens: tuple[str, ...] | None = None
    lines: tuple[str, ...] | None = None
    lines_never: tuple[str, ...] | None = None
    voice: tuple[str, ...] | None = None
    table: Mapping[str, str] | None = None
    alarms: int | None = None
    delivered: int | None = None
    void: int | None = None
    tray: str | None = None
    attendant: tuple[str, ...] | None = None
    last_screen: str | None = None
    pictures: tuple[str, ...] | None = None
    tries_left: int | None = None
    password_tries_left: int | None = None
    registration: Mapping[str, str] | None = None
    tries_left_of: Mapping[str, int] | None = None
    after: tuple[After, ...] = field(default=())


def _coins_back(value: object, path: KeyPath) -> Mapping[int, int] | str:
    if isinstance(value, Mapping):
        return reading.coins(value, path)
    if value != "inserted":
        raise ScriptError(path, 'a table of yen and coins, or "inserted"')
    return "inserted"


def _places(read: Read[dict[int, int]]) -> Read[dict[str, dict[int, int]]]:
    def all_places(value: object, path: KeyPath) -> dict[str, dict[int, int]]:
        table = Table(value, path)
        found = {place: table.get(place, read, {}) for place in PLACES}
        table.finish()
        return {place: found[place] for place in table.values}

    return all_places


def _differences(value: object, path: KeyPath) -> dict[int, int]:
    """`{ "100" = -2 }`: yen -> pieces, more or fewer."""
    table = Table(value, path)
    signs = {key: -1 if isinstance(each, int) and each < 0 else 1 for key, each in table.values.items()}
    sizes = {key: abs(each) if isinstance(each, int) else each for key, each in table.values.items()}
    return {yen: signs[str(yen)] * pieces for yen, pieces in reading.coins(sizes, path).items()}


def _cells(value: object, path: KeyPath) -> dict[str, str]:
    table = Table(value, path)
    return {key: table.get(key, reading.text, "") for key in table.values}


def _tries(value: object, path: KeyPath) -> dict[str, int]:
    table = Table(value, path)
    found = {persona: table.get(persona, reading.count, 0) for persona in table.values}
    for persona in found:
        try:
            PERSONA.convert(persona)
        except BadValue as error:
            raise ScriptError((*path, persona), str(error)) from None
    return found


def _bundles(value: object, path: KeyPath) -> tuple[int, ...]:
    return tuple(reading.items(value, path, reading.count, "a list of numbers of sheets"))


def _label(value: object, path: KeyPath) -> str:
    label = reading.text(value, path)
    what = label.partition(":")[0]
    if what not in WHATS:
        raise ScriptError(path, f"what or what:detail, what is one of {', '.join(WHATS)}{nearest(what, WHATS)}")
    return label


def _after(value: object, path: KeyPath) -> After:
    table = Table(value, path)
    after = After(
        see=table.need("see", _label, "what is seen first"),
        then=table.need("then", _label, "what is seen then"),
        at_least_s=table.get("at_least_s", reading.seconds, 0.0),
        at_most_s=table.get("at_most_s", reading.seconds, None),
        last=table.get("last", reading.flag, False),
    )
    table.finish()
    if after.at_most_s is not None and after.at_most_s < after.at_least_s:
        raise ScriptError((*path, "at_most_s"), "at least at_least_s")
    return after


def _afters(value: object, path: KeyPath) -> tuple[After, ...]:
    return tuple(reading.items(value, path, _after, "a list of tables"))


FIELDS: Final[Mapping[str, Read[Any]]] = MappingProxyType(
    {
        "coins_back": _coins_back,
        "notes_back": reading.coins,
        "kept_yen": reading.count,
        "places": _places(reading.coins),
        "owed_yen": reading.count,
        "ledger_off": _places(_differences),
        "sheets": reading.count,
        "bundles": _bundles,
        "sheet_text": reading.texts,
        "sheet_text_never": reading.texts,
        "receipts": reading.count,
        "receipt_text": reading.texts,
        "receipt_text_never": reading.texts,
        "screens": reading.texts,
        "never_screens": reading.texts,
        "lines": reading.texts,
        "lines_never": reading.texts,
        "voice": reading.texts,
        "table": _cells,
        "alarms": reading.count,
        "delivered": reading.count,
        "void": reading.count,
        "tray": reading.one_of("empty", "card"),
        "attendant": reading.texts,
        "last_screen": reading.text,
        "pictures": reading.texts,
        "tries_left": reading.count,
        "password_tries_left": reading.count,
        "registration": _cells,
        "tries_left_of": _tries,
        "after": _afters,
    }
)
"""How each key of `[expect]` is read."""


def read_expect(value: object, path: KeyPath) -> Expect:
    """The table `[expect]`. Raises `ScriptError`."""
    table = Table(value, path)
    found: dict[str, Any] = {key: table.need(key, read, "") for key, read in FIELDS.items() if key in table.values}
    table.finish(FIELDS)
    return Expect(**found)
