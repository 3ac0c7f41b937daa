"""The receipt's figures of `make bench`: its bytes, its time on a serial line, and what pictures would cost instead."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from device.clock import TOKYO, RealClock
from device.config.service import load_municipalities
from device.ports.opening import open_stream
from device.slips.slips import Slips
from device.texts.catalogue import Texts
from device.wiring import RECEIPT_BAUD
from drivers.clock import NS_PER_S
from drivers.receipt import PAPERS, Line, Printed, ReceiptPrinter, encode
from drivers.receipt.commands import process_tag, request_process_id
from drivers.receipt.raster import raster
from statemachine.commands import PrintReceipt

if TYPE_CHECKING:
    from sim.receipt import Piece

RUNS = 5
"""The least disturbed of them counts."""
LIMIT = 1.2
RASTER_SHARE = 0.1
BITS_PER_BYTE = 10
"""8N1."""
ANSWER_BYTES = 7
MECHANICS_AWAY = 1000

Figure = tuple[str, str, bool]


def figures() -> Iterator[Figure]:
    """Both of them, for a receipt of three copies on 80 mm paper."""
    runs = [_print_on_a_paced_line(_receipt()) for _ in range(RUNS)]
    took_s = min(took_s for took_s, _ in runs)
    job = len(encode(_receipt())) + len(request_process_id(process_tag(1)))
    wire_s = (job + ANSWER_BYTES) * BITS_PER_BYTE / RECEIPT_BAUD
    yield (
        f"a receipt over {RECEIPT_BAUD} baud, proof included, against the wire's limit (goal at most {LIMIT})",
        f"{job} bytes in {took_s * 1e3:.0f} ms, {took_s / wire_s:.2f} of {wire_s * 1e3:.0f} ms",
        took_s / wire_s <= LIMIT,
    )
    picture = runs[0][1].render().point(lambda level: 255 - level).convert("1")
    drawn = len(raster(picture.width, picture.tobytes()))
    yield (
        f"the same receipt's bytes against those of its picture (goal at most {RASTER_SHARE:g})",
        f"{job / drawn:.3f} of {drawn} bytes",
        job / drawn <= RASTER_SHARE,
    )


def _receipt() -> list[Line]:
    order = PrintReceipt(
        number="DEMO-1-1-1000001",
        municipality="16202",
        certificate_kind="juminhyo",
        copies=3,
        unit_fee_yen=200,
        inserted_yen=1_000,
        returned_yen=400,
        owed_yen=0,
    )
    slips = Slips(Texts(), load_municipalities(), "窓口ストア 見本店", "DEMO-1")
    return slips.receipt(order, datetime(2026, 11, 24, 10, 5, tzinfo=TOKYO))


def _print_on_a_paced_line(lines: list[Line]) -> tuple[float, Piece]:
    """Seconds from the order to the proof, on a printer whose mechanics cost nothing; and what came out."""
    from sim.hosts import Reactor, open_pty
    from sim.hosts import RealClock as WorldClock
    from sim.receipt import ReceiptPrinter as SimulatedPrinter
    from sim.receipt import Timing

    clock, world_clock = RealClock(), WorldClock()
    printer = SimulatedPrinter(world_clock, timing=Timing().hurried(MECHANICS_AWAY))
    with Reactor(world_clock) as reactor:
        path = open_pty(reactor, printer, None, pace_baud=RECEIPT_BAUD)
        port = open_stream(path, clock, baud=RECEIPT_BAUD, flow="hardware")()
        try:
            driver = ReceiptPrinter(port, clock, paper=PAPERS[80])
            driver.start()
            began = time.perf_counter()
            outcome = driver.print(lines, 1, deadline_ns=clock.monotonic_ns() + 10 * NS_PER_S)
            took_s = time.perf_counter() - began
        finally:
            port.close()
        assert outcome == Printed(), outcome
        (piece,) = reactor.call(lambda: list(printer.pieces))
    return took_s, piece
