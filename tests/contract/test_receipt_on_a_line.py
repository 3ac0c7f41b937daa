"""The receipt printer on a serial line instead of the network: a pty, the same driver, the same paper."""

from __future__ import annotations

from device.clock import RealClock
from device.ports.opening import open_stream
from drivers.receipt import Columns, Condition, Line, Printed, ReceiptPrinter, Text
from sim.hosts import Reactor, open_pty
from sim.hosts import RealClock as WorldClock
from sim.receipt import ReceiptPrinter as Printer


def test_a_receipt_over_a_pty_is_printed_and_said_so() -> None:
    world_clock, clock = WorldClock(), RealClock()
    printer = Printer(world_clock)
    with Reactor(world_clock) as reactor:
        reactor.add(printer)
        port = open_stream(open_pty(reactor, printer, None), clock, baud=38400)()
        driver = ReceiptPrinter(port, clock)
        assert driver.start().condition is Condition.READY
        lines: list[Line] = [Text("領収書", align="center", size=2), Columns("手数料合計", "600円")]
        assert driver.print(lines, 1, deadline_ns=clock.monotonic_ns() + 10_000_000_000) == Printed()
        port.close()
        (piece,) = reactor.call(lambda: list(printer.presented))
    assert "領収書" in piece.text
    assert "600円" in piece.text
