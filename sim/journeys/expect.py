"""Judging a finished world: what came out of it, what was seen and heard, what the centre was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sim.journeys import outcome, shown
from sim.journeys.always import ALWAYS
from sim.journeys.script import Script

if TYPE_CHECKING:
    from sim.world import World

Judge = Callable[["World", Any], Iterator[str]]
"""Compares one expectation with the world: a sentence for each thing that is not so."""


def judge(script: Script, world: World) -> list[str]:
    """Everything in which the world is not as the script expects; empty when all is well.

    Beside the script's own expectations, those of every journey are judged (`sim.journeys.always`).
    """
    failures = [failure for check in ALWAYS for failure in check(world)]
    for name, check in _JUDGES.items():
        expected = getattr(script.expect, name)
        if expected is not None:
            failures += check(world, expected)
    return failures


_JUDGES: Final[Mapping[str, Judge]] = MappingProxyType(
    {
        "coins_back": outcome.coins_back,
        "notes_back": outcome.notes_back,
        "kept_yen": outcome.kept_yen,
        "places": outcome.places,
        "sheets": outcome.sheets_out,
        "bundles": outcome.bundles,
        "sheet_text": outcome.sheet_text,
        "sheet_text_never": outcome.sheet_text_never,
        "receipts": outcome.receipts,
        "receipt_text": outcome.receipt_text,
        "receipt_text_never": outcome.receipt_text_never,
        "screens": shown.screens,
        "never_screens": shown.never_screens,
        "lines": shown.lines,
        "lines_never": shown.lines_never,
        "voice": shown.voice,
        "table": shown.table,
        "alarms": shown.alarms,
        "delivered": outcome.delivered,
        "void": outcome.void,
        "tray": outcome.tray,
        "attendant": shown.attendant,
        "last_screen": shown.last_screen,
        "pictures": shown.pictures,
        "tries_left": outcome.tries_left,
        "password_tries_left": outcome.password_tries_left,
        "registration": outcome.registration,
        "tries_left_of": outcome.tries_left_of,
        "after": shown.afters,
    }
)
"""How each key of `[expect]` is judged that can be told from the world alone; whoever has the kiosk's books judges
the others by them (`owed_yen`, `ledger_off`)."""
