"""Waiting for paper in real time, without a guess how long it takes."""

from __future__ import annotations

import threading

from sim.hosts import Reactor
from sim.receipt import Piece, ReceiptPrinter

LIMIT_S = 20.0


def came_out(reactor: Reactor, printer: ReceiptPrinter, count: int) -> list[Piece]:
    """The first `count` pieces, as soon as they are there."""
    enough = threading.Event()

    def look(_: Piece | None = None) -> None:
        if len(printer.pieces) >= count:
            enough.set()

    def watch() -> None:
        printer.on_piece = look
        look()

    reactor.call(watch)
    assert enough.wait(LIMIT_S), "nothing came out"
    return reactor.call(lambda: list(printer.pieces))
