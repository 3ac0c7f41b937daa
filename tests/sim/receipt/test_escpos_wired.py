"""python-escpos, which knows nothing of this house, prints over TCP and over a serial line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from sim.hosts import Reactor, RealClock, listen, open_pty
from sim.receipt import Model, Piece, ReceiptPrinter, Timing
from tests.sim.receipt.kit import SHIFT_JIS
from tests.sim.receipt.wired import came_out

BAUD = 115_200
WAIT_S = 5.0

Connect = Callable[[], Any]


@pytest.fixture
def reactor() -> Iterator[Reactor]:
    with Reactor(RealClock()) as running:
        yield running


@pytest.fixture
def printer(reactor: Reactor) -> ReceiptPrinter:
    return ReceiptPrinter(reactor.clock, Model(), Timing().hurried(100))


@pytest.fixture(params=["tcp", "pty"])
def client(
    request: pytest.FixtureRequest,
    reactor: Reactor,
    printer: ReceiptPrinter,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """An open python-escpos printer; the import's traces stay in a folder of the test."""
    handlers = logging.root.handlers[:]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path_factory.mktemp("escpos")))
        from escpos.printer import Network, Serial
    logging.root.handlers[:] = handlers
    if request.param == "tcp":
        host, port = listen(reactor, printer)
        made = Network(host, port, timeout=WAIT_S, profile="TM-T20II")
    else:
        path = open_pty(reactor, printer, None)
        made = Serial(path, baudrate=BAUD, timeout=0.3, profile="TM-T20II")
    yield made
    made.close()


def pieces(reactor: Reactor, printer: ReceiptPrinter, count: int = 1) -> list[Piece]:
    return came_out(reactor, printer, count)


def test_it_asks_and_is_answered(client: Any, reactor: Reactor, printer: ReceiptPrinter) -> None:
    assert client.is_online()
    assert client.paper_status() == 2
    reactor.call(printer.near_end)
    assert client.paper_status() == 1
    reactor.call(printer.end_paper)
    assert client.paper_status() == 0
    assert not client.is_online()


def test_text_japanese_qr_and_cut_come_out_as_meant(client: Any, reactor: Reactor, printer: ReceiptPrinter) -> None:
    client.set(align="center", bold=True, custom_size=True, width=2, height=2)
    client._raw(SHIFT_JIS + "領収書\n".encode("cp932"))
    client.set_with_default()
    client.text("Total 600\n")
    client.qr("https://example.jp/0001", native=True, size=4)
    client.cut()
    (piece,) = pieces(reactor, printer)
    assert [line.strip() for line in piece.text.splitlines() if line.strip()] == ["領収書", "Total 600"]
    assert piece.symbols == (b"https://example.jp/0001",)
    assert reactor.call(lambda: (printer.unknown_commands, printer.refused_commands)) == (0, 0)


def test_a_picture_many_times_the_buffer_comes_out_whole(
    client: Any, reactor: Reactor, printer: ReceiptPrinter
) -> None:
    picture = Image.new("1", (576, 2000), 1)
    for n in range(2000):
        picture.putpixel((n % 576, n), 0)
    client.image(picture, impl="bitImageRaster")
    client.cut()
    (piece,) = pieces(reactor, printer)
    top = piece.rows[0].y_dots
    assert piece.render().crop((0, top, 576, top + 2000)).tobytes() == picture.convert("L").tobytes()
    assert reactor.call(lambda: printer.dropped_bytes) == 0


def test_two_receipts_one_after_the_other(client: Any, reactor: Reactor, printer: ReceiptPrinter) -> None:
    for n in (1, 2):
        client.text(f"No. {n}\n")
        client.cut()
    assert [piece.text for piece in pieces(reactor, printer, 2)] == ["No. 1", "No. 2"]
