"""Whether the book's coins are in a hopper: what its level sensors and its failed payouts say against it."""

from __future__ import annotations

from collections.abc import Iterable

from statemachine.commands import CallAttendant
from statemachine.desk import Desk

_SLACK_COINS = 5
"""So many more than the sensor allows may be coins that still fall, or single ones miscounted."""


def believe_sensors(desk: Desk, levels: Iterable[tuple[int, str]]) -> None:
    """A bare lower sensor outweighs a book that says many coins: none of them are promised to anybody, and staff
    hear of it. A sensor that is covered bears the book out."""
    for value, level in levels:
        if level != "low":
            desk.money.withheld.pop(value, None)
        elif _booked(desk, value) > desk.rules.low_level_coins + _SLACK_COINS:
            if value not in desk.money.withheld:
                desk.give(CallAttendant(cause=f"hopper_{value}_empty"))
            _withhold(desk, value)


def found_empty(desk: Desk, value: int) -> None:
    """Its motor turned and no coin came: what the book still has of them is not promised to anybody.

    Staff have been called to it for its failure.
    """
    if _booked(desk, value):
        _withhold(desk, value)


def _withhold(desk: Desk, value: int) -> None:
    """What lies there by the book now; coins that come in from here on can be paid out again."""
    if value not in desk.money.withheld:
        desk.note(f"hopper_empty:{value}:{_booked(desk, value)}")
    desk.money.withheld[value] = _booked(desk, value)


def _booked(desk: Desk, value: int) -> int:
    return desk.money.till.get((f"hopper-{value}", value), 0)
