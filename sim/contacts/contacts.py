"""Three contacts, closed while something lies: under the sheets, behind the receipt, under the coins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sim.cash import CashBox
from sim.page import PagePrinter
from sim.receipt import ReceiptPrinter

INPUTS: Final[Mapping[str, str]] = MappingProxyType({"certificate": "cts", "receipt": "dsr", "change": "dcd"})
"""Tray -> the modem-status input of the port that its contact closes (TIA-232: CTS, DSR, DCD)."""


class Contacts:
    """The contacts of a kiosk's trays, and the plug of their port.

    plugged: whether the port's cable is in. watch: told whenever the plug goes in or out
    """

    def __init__(self, page: PagePrinter, receipt: ReceiptPrinter, cash: CashBox) -> None:
        self._lies: dict[str, Callable[[], bool]] = {
            "certificate": lambda: bool(page.output_tray) or page.strangers_sheets > 0,
            "receipt": lambda: bool(receipt.presented),
            "change": lambda: cash.coins_in_cup > 0,
        }
        self._stuck: dict[str, bool] = {}
        self.plugged = True
        self.watch: Callable[[], None] = lambda: None

    def closed(self) -> frozenset[str]:
        """The inputs whose contact is closed now."""
        lies = {tray: self._stuck.get(tray, look()) for tray, look in self._lies.items()}
        return frozenset(INPUTS[tray] for tray in lies if lies[tray])

    def stick(self, tray: str) -> None:
        """A contact stays as it is, whatever lies there."""
        self._stuck[tray] = self._stuck.get(tray, self._lies[tray]())

    def free(self, tray: str) -> None:
        """It moves again."""
        self._stuck.pop(tray, None)

    def unplug(self) -> None:
        """The port's cable is out."""
        self.plugged = False
        self.watch()

    def plug(self) -> None:
        """The port's cable is in again."""
        self.plugged = True
        self.watch()
