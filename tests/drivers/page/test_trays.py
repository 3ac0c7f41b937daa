"""Sheets in the trays and room in the output, as printers of several makes tell of them."""

from __future__ import annotations

import pytest

from drivers.page import PageStatus, Stock
from tests.drivers.page.octets import answer, keywords, octet_strings, printer
from tests.drivers.page.support import ScriptedPrinter

A4 = "mediafeed=297000;mediaxfeed=210000"
MAIN = f"type=sheetFeedAutoRemovableTray;dimunit=micrometers;{A4};maxcapacity=250;level=%s;status=0;name=main"
OUT = "type=unRemovableBin;maxcapacity=150;remaining=%s;status=0;name=face-down;pagedelivery=faceDown"

EVE = (
    "type=sheetFeedAutoRemovableTray;mediafeed=0;mediaxfeed=0;maxcapacity=-2;level=-2;status=0;name=auto",
    "type=sheetFeedAutoRemovableTray;mediafeed=0;mediaxfeed=0;maxcapacity=250;level=100;status=0;name=main",
    "type=sheetFeedManual;mediafeed=0;mediaxfeed=0;maxcapacity=1;level=-2;status=0;name=manual",
)
"""ippeveprinter 2.4.2."""
TEN_THOUSANDTHS = (
    "type=other;mediafeed=116929;mediaxfeed=82677;maxcapacity=-2;level=-2;status=19;name=Auto;",
    "type=sheetFeedAutoNonRemovableTray;mediafeed=116929;mediaxfeed=82677;maxcapacity=100;level=0;status=19;name=MP;",
    "type=sheetFeedAutoNonRemovableTray;mediafeed=116929;mediaxfeed=82677;maxcapacity=250;level=-3;status=19;name=1;",
)
"""An office printer's: sizes in 1/10000 inch, and every tray called broken."""
PERCENT = (
    f"type=sheetFeedAutoNonRemovable;dimunit=micrometers;{A4};maxcapacity=-2;level=40;unit=percent;status=0;name=2",
)


def told(
    *trays: str, out: tuple[str, ...] = (), ready: tuple[str, ...] = (), reasons: tuple[str, ...] = ()
) -> PageStatus:
    octets = (
        printer(3, *reasons) + octet_strings("printer-input-tray", *trays) + octet_strings("printer-output-tray", *out)
    )
    return ScriptedPrinter(answer(octets + keywords("media-ready", *ready))).printer.status()


@pytest.mark.parametrize(
    ("trays", "sheets", "counted"),
    [
        ((MAIN % 31,), 31, True),
        ((MAIN % 31, MAIN % 20), 51, True),
        ((MAIN % 0,), 0, True),
        ((MAIN % -3,), 0, False),
        ((MAIN % 31, MAIN % -2), 31, False),
        ((MAIN % "many",), 0, False),
        ((MAIN % 999_999_999,), 0, False),
        (((MAIN % 31).replace(A4, "mediafeed=210000;mediaxfeed=297000"),), 31, True),
        (((MAIN % 31).replace(A4, "mediafeed=279400;mediaxfeed=215900"),), 0, False),
        (((MAIN % 31).replace(A4, "mediafeed=29700;mediaxfeed=21000"),), 31, True),
        (((MAIN % 31).replace("status=0", "status=3"),), 0, False),
        (((MAIN % 31).replace("status=0", "status=32"),), 0, False),
        (((MAIN % 31) + "\x00",), 31, True),
        (EVE, 100, False),
        (TEN_THOUSANDTHS, 0, False),
        (PERCENT, 0, False),
        (("",), 0, False),
        (("x" * 2_000,), 0, False),
        ((), 0, False),
    ],
)
def test_sheets_are_counted_where_they_are_and_unknown_where_not(
    trays: tuple[str, ...], sheets: int, counted: bool
) -> None:
    stock = told(*trays).stock
    assert (stock.sheets, stock.counted) == (sheets, counted)


@pytest.mark.parametrize(
    ("out", "room"),
    [((), None), ((OUT % 150,), 150), ((OUT % 0,), 0), ((OUT % -2,), None), ((OUT % 3, OUT % -2), None)],
)
def test_room_in_the_output_is_a_number_or_unknown(out: tuple[str, ...], room: int | None) -> None:
    status = told(out=out)
    assert status.stock.room == room
    assert status.output_full is (room == 0)
    assert status.short_of_room(10) is (room == 0)


@pytest.mark.parametrize("reason", ["output-area-full-warning", "output-tray-missing-error"])
def test_a_full_output_is_known_by_its_reason_too(reason: str) -> None:
    assert told(out=(OUT % -2,), reasons=(reason,)).output_full


@pytest.mark.parametrize(
    ("trays", "reasons", "asked", "short"),
    [
        ((MAIN % 3,), (), 3, False),
        ((MAIN % 3,), (), 4, True),
        ((MAIN % 3,), ("media-low-report",), 3, False),
        ((MAIN % 3, MAIN % -2), (), 30, False),  # nobody knows: it is tried
        ((MAIN % -3,), ("media-low-warning",), 1, False),
        ((MAIN % -3,), ("media-low-warning",), 2, True),
        ((), (), 30, False),
        ((), ("media-low",), 2, True),
    ],
)
def test_an_order_is_too_long_when_it_cannot_be_counted_on(
    trays: tuple[str, ...], reasons: tuple[str, ...], asked: int, short: bool
) -> None:
    assert told(*trays, reasons=reasons).short_of_paper(asked) is short


def test_a4_is_missing_only_where_the_printer_tells_what_it_has() -> None:
    assert told(ready=("na_letter_8.5x11in",)).a4_missing
    assert not told(ready=("na_letter_8.5x11in", "iso_a4_210x297mm")).a4_missing
    assert not told().a4_missing
    assert told().stock == Stock()
