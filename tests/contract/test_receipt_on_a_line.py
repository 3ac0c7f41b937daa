"""The receipt printer on a serial line instead of the network: a pty, the same driver, the same paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from device.clock import RealClock
from device.ports.opening import open_stream
from drivers.port import Port
from drivers.receipt import Columns, Condition, Line, Printed, ReceiptPrinter, Text, encode
from sim.hosts import Reactor, open_pty
from sim.hosts import RealClock as WorldClock
from sim.receipt import Model
from sim.receipt import ReceiptPrinter as Printer

LINES: list[Line] = [Text("領収書", align="center", size=2), Columns("手数料合計", "600円")]
LONG: list[Line] = [Columns(f"{n}", "円" * 20) for n in range(1000)]


@dataclass
class Ends:
    """Both ends of a line."""

    printer: Printer
    driver: ReceiptPrinter
    reactor: Reactor
    clock: RealClock
    port: Port

    def in_s(self, seconds: float) -> int:
        return self.clock.monotonic_ns() + round(seconds * 1e9)


@pytest.fixture(params=["hardware", "software", "none"])
def ends(request: pytest.FixtureRequest) -> Iterator[Ends]:
    world_clock, clock = WorldClock(), RealClock()
    printer = Printer(world_clock, Model(xonxoff=request.param == "software"))
    with Reactor(world_clock) as reactor:
        port = open_stream(open_pty(reactor, printer, None), clock, baud=38400, flow=request.param)()
        yield Ends(printer, ReceiptPrinter(port, clock), reactor, clock, port)
        port.close()


def test_a_receipt_over_a_pty_is_printed_and_said_so(ends: Ends) -> None:
    assert ends.driver.start().condition is Condition.READY
    assert ends.driver.print(LINES, 1, deadline_ns=ends.in_s(10)) == Printed()
    (piece,) = ends.reactor.call(lambda: list(ends.printer.presented))
    assert "領収書" in piece.text
    assert "600円" in piece.text


@pytest.mark.parametrize(
    ("ends", "held_bytes"), [("software", range(3968, 20_000)), ("none", range(40_000, 80_000))], indirect=["ends"]
)
def test_a_printer_that_asks_to_wait_is_waited_for_to_the_deadline(ends: Ends, held_bytes: range) -> None:
    assert len(encode(LONG)) in range(40_000, 80_000)
    assert ends.driver.start().condition is Condition.READY
    ends.reactor.call(lambda: ends.printer.faults.drop(1))
    ends.reactor.call(ends.printer.open_cover)  # the report is lost
    began_ns = ends.clock.monotonic_ns()
    assert ends.driver.print(LONG, 1, deadline_ns=began_ns + 1_500_000_000) != Printed()
    held = ends.reactor.call(lambda: ends.printer.peak_bytes)
    assert held in held_bytes
