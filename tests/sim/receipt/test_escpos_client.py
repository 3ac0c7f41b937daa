"""A well-known client library prints on it: what python-escpos sends comes out as meant."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.sim.receipt.kit import SHIFT_JIS, Bench


@pytest.fixture(scope="module")
def dummy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A new python-escpos printer without a port; the import's traces stay in a folder of the test."""
    handlers = logging.root.handlers[:]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path_factory.mktemp("escpos")))
        from escpos.printer import Dummy

        yield lambda: Dummy(profile="TM-T20II")
    logging.root.handlers[:] = handlers


def test_text_and_cut(dummy: Any) -> None:
    client, bench = dummy(), Bench()
    client.set(align="center", bold=True, double_width=True, double_height=True)
    client.text("RECEIPT\n")
    client.set_with_default()
    client.text("Total 600\n")
    client.text("ﾘｮｳｼｭｳｼｮ\n")
    client.cut()
    bench.print(client.output)
    assert bench.printer.unknown_commands == 0
    (piece,) = bench.printer.pieces
    assert [line.strip() for line in piece.text.splitlines()] == ["RECEIPT", "Total 600", "ﾘｮｳｼｭｳｼｮ"]
    assert piece.rows[0].height_dots == 48


def test_japanese_sent_raw(dummy: Any) -> None:
    client, bench = dummy(), Bench()
    client._raw(SHIFT_JIS + "領収書　高岡市\n".encode("cp932"))
    client.cut()
    bench.print(client.output)
    assert bench.printer.pieces[0].text == "領収書　高岡市"


def test_japanese_through_its_text_is_visibly_wrong(dummy: Any) -> None:
    client, bench = dummy(), Bench()
    client._raw(SHIFT_JIS)
    client.text("領収書\n")
    client.cut()
    bench.print(client.output)
    assert "領" not in bench.printer.pieces[0].text


def test_native_qr(dummy: Any) -> None:
    client, bench = dummy(), Bench()
    client.qr("https://example.jp/0001", native=True, size=5)
    client.cut()
    bench.print(client.output)
    assert bench.printer.pieces[0].symbols == (b"https://example.jp/0001",)
    assert (bench.printer.unknown_commands, bench.printer.refused_commands) == (0, 0)


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_the_same_picture_three_ways(dummy: Any, way: str) -> None:
    picture = Image.new("1", (64, 48), 1)
    for n in range(48):
        picture.putpixel((n, n), 0)
    client, bench = dummy(), Bench()
    client.image(picture, impl=way)
    client.cut()
    bench.print(client.output)
    assert (bench.printer.unknown_commands, bench.printer.refused_commands) == (0, 0)
    (piece,) = bench.printer.pieces
    top = piece.rows[0].y_dots
    seen = piece.render().crop((0, top, 64, top + 48))
    assert seen.tobytes() == picture.convert("L").tobytes()
