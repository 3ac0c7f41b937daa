"""A bench for one printer: a clock that is set by hand, and a wire that keeps what comes back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sim.receipt import Model, ReceiptPrinter
from sim.wire import NS_PER_MS, Connection, Peripheral

JST = timezone(timedelta(hours=9))

SHIFT_JIS = b"\x1b@\x1cC\x01\x1bt\x01\x1bR\x08"  # initialize, Shift_JIS, Katakana page, Japan
CUT = b"\x1dVB\x00"  # feed to the blade, cut
DLE_EOT = {n: bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)}


def process_id(digits: bytes) -> bytes:
    return b"\x1d(H\x06\x0000" + digits


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now_ns = 5_000_000_000

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return datetime(2024, 10, 1, 9, 0, tzinfo=JST)


class Bench:
    """A printer, its clock and an open wire."""

    def __init__(
        self, *, cutter: bool = True, paper_mm: int = 80, process_ids: bool = True, xonxoff: bool = False
    ) -> None:
        self.clock = Clock()
        self.printer = ReceiptPrinter(self.clock, Model(paper_mm, cutter, process_ids, xonxoff))
        self.heard: list[bytes] = []
        self.hung_up = 0
        self.wire = self.open()

    def open(self) -> Connection:
        wire = self.printer.accept(self.heard.append, self._hang_up)
        assert wire is not None
        return wire

    def _hang_up(self) -> None:
        self.hung_up += 1

    def send(self, data: bytes) -> None:
        self.wire.receive(data)

    def answers(self) -> bytes:
        """What came back since the last look."""
        data = b"".join(self.heard)
        self.heard.clear()
        return data

    def ask(self, data: bytes) -> bytes:
        self.answers()
        self.send(data)
        return self.answers()

    def pass_ms(self, ms: float) -> None:
        """Time goes by, with a tick at every due moment on the way."""
        end_ns = self.clock.now_ns + round(ms * NS_PER_MS)
        while (due_ns := self.printer.next_due_ns()) is not None and due_ns <= end_ns:
            self.clock.now_ns = max(due_ns, self.clock.now_ns)
            self.printer.tick()
        self.clock.now_ns = end_ns

    def settle(self) -> None:
        """Until the mechanism stands still."""
        while (due_ns := self.printer.next_due_ns()) is not None:
            self.clock.now_ns = max(due_ns, self.clock.now_ns)
            self.printer.tick()

    def print(self, data: bytes) -> None:
        self.send(data)
        self.settle()


def as_host(bench: Bench) -> Peripheral:
    """The printer as nothing but what a host may know of it."""
    return bench.printer
