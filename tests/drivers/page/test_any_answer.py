"""Any octets as the printer's answer: a value, or an error of the house, in bounded time and space."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drivers.errors import BadAnswer, DeviceError
from drivers.page import PagePrinter
from drivers.page.limits import LIMITS
from drivers.page.tags import Operation
from sim.http import Response
from tests.drivers.page.octets import (
    END,
    JOB,
    PREAMBLE,
    PRINTER,
    UNSUPPORTED,
    answer,
    description,
    field,
    job,
    named,
    octet_strings,
    printer,
    raster,
)
from tests.drivers.page.support import NS_PER_S, ScriptedPrinter

PDF = b"%PDF-1.7"
QUESTIONS: dict[str, Callable[[PagePrinter], object]] = {
    "status": lambda printer: printer.status(),
    "capabilities": lambda printer: printer.check_capabilities(),
    "submit": lambda printer: printer.submit("x", PDF),
    "find": lambda printer: printer.find("x"),
    "unfinished": lambda printer: printer.unfinished(),
    "job": lambda printer: printer.job(7, "x"),
    "cancel": lambda printer: printer.cancel(7),
}
ASK = pytest.mark.parametrize("question", QUESTIONS)

NAMES = st.sampled_from(
    [
        "printer-state",
        "printer-state-reasons",
        "printer-is-accepting-jobs",
        "media-ready",
        "printer-input-tray",
        "printer-output-tray",
        "document-format-supported",
        "media-supported",
        "operations-supported",
        "sides-supported",
        "printer-resolution-supported",
        "pwg-raster-document-resolution-supported",
        "pwg-raster-document-sheet-back",
        "pwg-raster-document-type-supported",
        "printer-make-and-model",
        "job-id",
        "job-name",
        "job-state",
        "job-state-reasons",
        "job-impressions-completed",
        "job-originating-user-name",
    ]
)
TAGS = st.sampled_from([0x10, 0x12, 0x13, *range(0x21, 0x24), *range(0x30, 0x38), 0x41, 0x42, 0x44, 0x49, 0x4A, 0x7F])
NUMBERS = st.integers(-(2**31), 2**31 - 1).map(lambda number: number.to_bytes(4, "big", signed=True))
WORDS = st.sampled_from(
    b"application/pdf image/pwg-raster iso_a4_210x297mm two-sided-long-edge none media-empty-error".split()
)
TRAYS = st.lists(
    st.sampled_from(
        ["level=9", "level=-3", "level=99999999999", "level=", "unit=percent", "status=19", "type=other", "=", "x"]
    )
).map(lambda parts: ";".join(parts).encode())
VALUES = st.one_of(NUMBERS, WORDS, TRAYS, st.binary(max_size=9))
ATTRIBUTES = st.builds(field, TAGS, st.one_of(NAMES, st.just("")), VALUES)
GROUPS = st.sampled_from([PRINTER, JOB, UNSUPPORTED, b"\x01", b"\x0b"])
REPLIES = st.tuples(
    st.lists(st.one_of(GROUPS, ATTRIBUTES), max_size=14).map(b"".join),
    st.sampled_from([0, 0, 0, 1, 0x0404, 0x0406, 0x0507, 0x7FFF]),
)


def ask(question: str, told: bytes | Response | Callable[[bytes], bytes]) -> ScriptedPrinter:
    """Ask, with that answer to everything; whatever happens is a value or a `DeviceError`."""
    world = ScriptedPrinter(*[told] * 4)
    with suppress(DeviceError):
        QUESTIONS[question](world.printer)
    assert world.clock.now_ns <= 40 * NS_PER_S
    return world


@ASK
@given(REPLIES)
@settings(deadline=None, max_examples=120)
@example((description(), 0))
@example((description(("image/pwg-raster",), more=raster()), 0))
@example((printer(3) + octet_strings("printer-input-tray", "level=" + "9" * 2_000), 0))
@example((job(9, impressions=2) + named(7, "x"), 0))
def test_any_attributes_are_an_answer_or_an_error_of_the_house(question: str, told: tuple[bytes, int]) -> None:
    groups, code = told
    ask(question, answer(groups, code=code))


@ASK
@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_octets_are_an_error_of_the_house(question: str, octets: bytes) -> None:
    world = ScriptedPrinter(*[octets] * 4)
    with pytest.raises(BadAnswer):
        QUESTIONS[question](world.printer)


GOOD = {
    "status": printer(3) + octet_strings("printer-input-tray", "type=a;level=3", "level=-2"),
    "job": job(9, "job-completed-successfully", impressions=2),
    "unfinished": named(7, "x") + named(8, "y"),
    "capabilities": description(),
}


@pytest.mark.parametrize("question", GOOD)
@given(st.data())
@settings(deadline=None, max_examples=150)
def test_a_good_answer_with_an_octet_turned_over_is_one_or_an_error(question: str, data: st.DataObject) -> None:
    good = answer(GOOD[question])(bytes(8))
    at = data.draw(st.integers(8, len(good) - 1))
    octet = data.draw(st.integers(0, 255))
    ask(question, lambda request: good[:4] + request[4:8] + good[8:at] + bytes([octet]) + good[at + 1 :])


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("status", Operation.GET_PRINTER_ATTRIBUTES),
        ("job", Operation.GET_JOB_ATTRIBUTES),
        ("unfinished", Operation.GET_JOBS),
        ("cancel", Operation.CANCEL_JOB),
    ],
)
def test_an_answer_without_end_is_left_unread(question: str, operation: Operation) -> None:
    size = LIMITS[operation].answer_bytes
    endless = Response(200, "application/ipp", bytes(size + 1))
    world = ScriptedPrinter(endless)
    with pytest.raises(BadAnswer, match=f"over {size} bytes"):
        QUESTIONS[question](world.printer)


@ASK
def test_sixty_thousand_groups_are_read_in_one_go(question: str) -> None:
    ask(question, lambda request: b"\x02\x00\x00\x00" + request[4:8] + PREAMBLE + JOB * 60_000 + END)
