"""What is in the machines before the first customer comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sim.cash.bowl import CAPACITY_COINS
from sim.cash.coins import DENOMINATIONS_YEN
from sim.contacts import INPUTS
from sim.journeys import reading
from sim.journeys.errors import KeyPath, ScriptError
from sim.journeys.reading import Table
from sim.page.engine import TRAY_CAPACITY

SHEETS: Final = TRAY_CAPACITY


@dataclass(frozen=True, slots=True)
class Setup:
    """The state of the world at the start.

    coins: yen -> coins in the hopper of that denomination; a hopper left out holds its usual float
    sheets: blank A4 sheets in the tray, 0..250
    cutter: whether the receipt printer has one
    echo: whether the cash wire gives the controller its own bytes back (one-wire ccTalk)
    contacts: trays whose contact is wired to the kiosk (`certificate`, `receipt`, `change`); none if left out
    phones: whether the shop's chain lets phones serve in place of cards
    """

    coins: Mapping[int, int] = field(default_factory=dict)
    sheets: int = SHEETS
    cutter: bool = True
    echo: bool = False
    phones: bool = True
    contacts: tuple[str, ...] = ()


def read_setup(value: object, path: KeyPath) -> Setup:
    """The table `[setup]`. Raises `ScriptError`."""
    table = Table(value, path)
    setup = Setup(
        coins=table.get("coins", _coins, {}),
        sheets=table.get("sheets", _sheets, SHEETS),
        cutter=table.get("cutter", reading.flag, True),
        echo=table.get("echo", reading.flag, False),
        phones=table.get("phones", reading.flag, True),
        contacts=table.get("contacts", _contacts, ()),
    )
    table.finish()
    return setup


def _contacts(value: object, path: KeyPath) -> tuple[str, ...]:
    trays = tuple(reading.texts(value, path))
    if not set(trays) <= set(INPUTS):
        raise ScriptError(path, f"a list of some of {', '.join(INPUTS)}")
    return trays


def _coins(value: object, path: KeyPath) -> dict[int, int]:
    """Kept with its zeros: no coins is not the usual float."""
    table = Table(value, path)
    known = {str(yen): yen for yen in DENOMINATIONS_YEN}
    found = {yen: table.get(key, _coins_that_fit, None) for key, yen in known.items()}
    table.finish()
    return {yen: coins for yen, coins in found.items() if coins is not None}


def _coins_that_fit(value: object, path: KeyPath) -> int:
    return _at_most(CAPACITY_COINS, value, path)


def _sheets(value: object, path: KeyPath) -> int:
    return _at_most(TRAY_CAPACITY, value, path)


def _at_most(limit: int, value: object, path: KeyPath) -> int:
    number = reading.count(value, path)
    if number > limit:
        raise ScriptError(path, f"at most {limit}")
    return number
