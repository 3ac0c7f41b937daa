"""A bystander: looks at the machines after whatever moved in them, and enters what came out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from sim.card import Tray
from sim.cash import CashBox
from sim.customer.senses import See
from sim.page import PagePrinter
from sim.receipt import Piece, ReceiptPrinter


class Timed(Protocol):
    """Anything that lives by due times (`sim.wire.Peripheral`, a customer)."""

    def next_due_ns(self) -> int | None: ...

    def tick(self) -> None: ...


class Watched:
    """A machine under a bystander's eyes, as a host runs it.

    A machine moves when it is ticked, and also when the kiosk's bytes come in late enough to find
    something due. Its next due time has then changed, and that is what is looked for: the host asks
    for it after every call, and nothing is counted while nothing moves.
    """

    def __init__(self, machine: Timed, look: Callable[[], None]) -> None:
        self._machine, self._look = machine, look
        self._due_ns: int | None = None

    def next_due_ns(self) -> int | None:
        """As the machine says."""
        due_ns = self._machine.next_due_ns()
        if due_ns != self._due_ns:
            self._due_ns = due_ns
            self._look()
        return due_ns

    def tick(self) -> None:
        """Everything that is due by now."""
        self._machine.tick()
        self._look()


_COINS: Final = (("coin", ("inserted",)), ("coins_out", ("paid_out", "rejected")))
_NOTES: Final = (("note_in", ("inserted",)), ("note_out", ("returned",)))
"""What is seen, and the totals of the coins' or the notes' ledger that count it."""


class Bystander:
    """Sees cards, coins, sheets and receipts come and go."""

    def __init__(self, see: See, tray: Tray, cash: CashBox, receipt: ReceiptPrinter, page: PagePrinter) -> None:
        self._see = see
        self._tray, self._cash, self._receipt, self._page = tray, cash, receipt, page
        self._card = tray.card is not None
        self._money: dict[tuple[str, int], int] = {}
        self._sheets = {"out": 0, "taken": 0}
        self._receipts: dict[str, Piece | None] = {"out": None, "taken": None}
        tray.watch(self.look_at_tray)

    def look(self) -> None:
        """Look at everything."""
        self.look_at_tray()
        self.look_at_cash()
        self.look_at_page()
        self.look_at_receipt()

    def look_at_tray(self) -> None:
        """A card laid or taken."""
        card = self._tray.card is not None
        if card != self._card:
            self._card = card
            self._see("card", "laid" if card else "taken")

    def look_at_cash(self) -> None:
        """Coins in through the slot, coins out into the cup; notes in, notes out again."""
        for books, rows in ((self._cash.metal, _COINS), (self._cash.notes, _NOTES)):
            for what, totals in rows:
                for yen in sorted({yen for total in totals for yen in books[total]}):
                    pieces = sum(books[total].get(yen, 0) for total in totals)
                    for _ in range(pieces - self._money.get((what, yen), 0)):
                        self._see(what, str(yen))
                    self._money[what, yen] = pieces

    def look_at_page(self) -> None:
        """Sheets in the output tray, sheets in somebody's hand."""
        taken = len(self._page.taken)
        for detail, sheets in (("out", taken + len(self._page.output_tray)), ("taken", taken)):
            for _ in range(sheets - self._sheets[detail]):
                self._see("sheet", detail)
            self._sheets[detail] = sheets

    def look_at_receipt(self) -> None:
        """Receipts off the roll, receipts in somebody's hand."""
        for detail, pieces in (("out", self._receipt.pieces), ("taken", self._receipt.taken)):
            for _ in range(_newer(pieces, self._receipts[detail])):
                self._see("receipt", detail)
            self._receipts[detail] = pieces[-1] if pieces else None


def _newer(pieces: list[Piece], last: Piece | None) -> int:
    """How many came after `last`; the printer forgets its oldest, so that counting is not enough."""
    for back, piece in enumerate(reversed(pieces)):
        if piece is last:
            return back
    return len(pieces)
