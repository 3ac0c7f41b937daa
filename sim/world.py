"""The world around one kiosk: every machine's other end, the people, and what a bystander saw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sim.card import Tray, VirtualCard, card_for
from sim.card.faults import Moment
from sim.cash import CashBox
from sim.cash import Timing as CashTiming
from sim.cash.box import FLOAT_COINS
from sim.cash.security import Security
from sim.centre import Centre
from sim.centre.centre import THINK_MS
from sim.contacts import Contacts
from sim.customer.attendant import Attendant
from sim.customer.bystander import Bystander, Timed, Watched
from sim.customer.customer import Customer
from sim.journeys.seen import Seen
from sim.journeys.setup import Setup
from sim.page import PagePrinter
from sim.page import Timing as PageTiming
from sim.receipt import Model as ReceiptModel
from sim.receipt import ReceiptPrinter
from sim.receipt import Timing as ReceiptTiming
from sim.verbs import ActError, perform
from sim.wire import Clock

__all__ = ["Seen", "Setup", "World"]

LOG_MAX: Final = 200_000
"""Entries kept; beyond, the older half is forgotten. A journey makes a few hundred."""


def _hurried_page(factor: int) -> PageTiming:
    """The same printer, its mechanics `factor` times as fast; how long it waits for a document stays."""
    usual = PageTiming()
    return replace(
        usual,
        spool_ms=max(1, usual.spool_ms // factor),
        warm_up_ms=max(1, usual.warm_up_ms // factor),
        sheet_ms=max(1, usual.sheet_ms // factor),
        boot_ms=max(1, usual.boot_ms // factor),
    )


class World:
    """Machines, people and cards around one kiosk.

    A host opens the wires of `cash`, `receipt`, `page` and `centre`, puts a reader over `tray`,
    connects `customer` and `attendant` (`receive`, `send`), gives `set_wall`, and runs the
    `participants` by their due times. `sim.verbs.perform` does things to it.

    set_wall: given by the host, lets the wall clock jump
    hurry: divides mechanical and human times, here those of the customer; a host divides the cards' by it
    log: everything seen and heard so far, in order of time
    participants: whatever has due times, bystander included
    """

    def __init__(
        self,
        clock: Clock,
        *,
        tray: Tray,
        cash: CashBox,
        receipt: ReceiptPrinter,
        page: PagePrinter,
        centre: Centre,
        hurry: float = 1,
    ) -> None:
        self.clock, self.hurry = clock, hurry
        self.tray, self.cash, self.receipt, self.page, self.centre = tray, cash, receipt, page, centre
        self.contacts = Contacts(page, receipt, cash)
        self.log: list[Seen] = []
        self.set_wall: Callable[[datetime], None] | None = None
        self._cards: dict[str, VirtualCard] = {}
        self.customer = Customer(
            clock, self.see, lambda verb, arguments: perform(self, verb, *arguments), hurry=hurry
        )
        self.attendant = Attendant(self.see)
        bystander = Bystander(self.see, tray, cash, receipt, page)
        self.look = bystander.look
        self.see("wall", clock.wall().isoformat(timespec="seconds"))
        self.participants: Sequence[Timed] = (
            Watched(cash, bystander.look_at_cash),
            Watched(receipt, bystander.look_at_receipt),
            Watched(page, bystander.look_at_page),
            centre,
            self.customer,
        )

    @classmethod
    def build(
        cls,
        clock: Clock,
        setup: Setup | None = None,
        *,
        hurry: float = 1,
        page_uri: str | None = None,
        secret: bytes | None = None,
        residents_file: Path | None = None,
        cash_crc: Collection[int] = (),
        cash_security: Security = "serial",
        receipt_model: ReceiptModel | None = None,
    ) -> World:
        """A world as it is before the first customer comes.

        hurry: a whole number from 1 that divides what machines and people take their time for, and no
            time-out of a wire
        page_uri: what the page printer calls itself, where its port is known
        secret: the centre's; on a real wire a random one, so that nothing it hands out can be foreseen.
            Fixed when not given, so that a run repeats
        residents_file: where the centre keeps residents and record; in memory when not given
        cash_crc: addresses of the cash devices that speak the 16-bit CRC
        cash_security: what the hoppers want to see before they pay
        receipt_model: which receipt printer it is; whether it has a cutter is the setup's

        Raises ValueError for a `hurry` that is none, and for a `cash_crc` address without a device.
        """
        factor = int(hurry)
        if factor != hurry or factor < 1:
            raise ValueError("hurry is a whole number from 1")
        setup = setup or Setup()
        think_ms = {path: ms // factor for path, ms in THINK_MS.items()}
        return cls(
            clock,
            tray=Tray(),
            cash=CashBox(
                clock,
                float_coins={**FLOAT_COINS, **setup.coins},
                echo=setup.echo,
                timing=CashTiming().hurried(factor),
                crc=cash_crc,
                security=cash_security,
            ),
            receipt=ReceiptPrinter(
                clock,
                replace(receipt_model or ReceiptModel(), cutter=setup.cutter),
                ReceiptTiming().hurried(factor),
            ),
            page=PagePrinter(clock, sheets_in_tray=setup.sheets, timing=_hurried_page(factor), uri=page_uri),
            centre=Centre(clock, think_ms=think_ms, secret=secret, residents_file=residents_file),
            hurry=factor,
        )

    # What is seen

    def see(self, what: str, detail: str = "") -> Seen:
        """Enter something into the log, now."""
        seen = Seen(self.clock.monotonic_ns(), what, detail)
        self.log.append(seen)
        if len(self.log) > LOG_MAX:
            del self.log[: LOG_MAX // 2]
        return seen

    def unsee(self, seen: Seen) -> None:
        """Take an entry back: what was about to be done could not be done."""
        for index in range(len(self.log) - 1, -1, -1):
            if self.log[index] is seen:
                del self.log[index]
                return

    def check(self) -> None:
        """Raises AssertionError where a coin or a note has come from nowhere or is gone."""
        self.cash.check_metal()

    def card_of(self, persona_id: str) -> VirtualCard:
        """The one card of a persona, with what it remembers. Raises `UnknownPersonaError`."""
        if persona_id not in self._cards:
            self._cards[persona_id] = card_for(persona_id)
        return self._cards[persona_id]

    # Hands. Each raises `ActError` where there is nothing to take.

    def lay_card(self, persona_id: str | None = None) -> None:
        """Lay a card on the tray, the customer's own unless another's is named."""
        self.tray.lay(self.card_of(persona_id or self.customer.persona.id))

    def swap_card(self, n: int, persona_id: str, moment: Moment = "before") -> None:
        """At the `n`-th command from now another card lies on the tray. Raises `UnknownPersonaError`."""
        self.tray.faults.swap(n, self.card_of(persona_id), moment)

    def take_card(self) -> None:
        """Take the card off the tray."""
        self.tray.take()

    def take_certificate(self) -> None:
        """Take all sheets out of the page printer's output tray."""
        if not self.page.take_sheets():
            raise ActError("no sheet lies in the printer")

    def take_receipt(self) -> None:
        """Take the receipt that lies on top."""
        if self.receipt.take_receipt() is None:
            raise ActError("no receipt is there")

    def take_coins(self) -> None:
        """Take everything out of the coin cup."""
        if not self.cash.take_coins():
            raise ActError("no coin is in the cup")

    def jump_wall(self, wall: datetime) -> None:
        """The wall clock jumps."""
        if self.set_wall is None:
            raise ActError("the host's wall clock cannot jump")
        self.see("wall", wall.isoformat(timespec="seconds"))
        self.set_wall(wall)
