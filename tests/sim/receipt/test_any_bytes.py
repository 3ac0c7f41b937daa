"""Any bytes in any pieces: no exception, nothing without bounds, the same paper."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.receipt import parser
from sim.receipt.commands import COMMANDS
from tests.sim.receipt.kit import CUT, SHIFT_JIS, Bench, process_id

BUFFERS_MAX = parser.RECEIVE_BUFFER_BYTES + parser.HELD_BACK_MAX_BYTES

WORDS = st.sampled_from(
    [
        "領収書　金額 600円\n".encode("cp932"),
        b"\x97",
        b"\n",
        b"A" * 60,
        b"\xca\xdd\xb6\xb8",
        CUT,
        SHIFT_JIS,
        b"\x1c&",
        b"\x1c.",
        b"\x1d!\x77",
        b"\x1dW\x05\x00",
        b"\x1b3\x00",
        b"\x1da\xff",
        b"\x1dr\x01",
        b"\x10\x04\x01",
        b"\x10\x05\x02",
        b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
        b"\x1dv0\x00\x02\x00\x1a\x00",
        b"\x1b*\x21\x05\x00",
        b"\x1d(k\x03\x001Q0\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0",
        b"\x1dVa\x20",
        b"\x1dVh\x00",
        process_id(b"0001"),
        process_id(b"0002"),
    ]
)
CODES = st.builds(lambda code, args: code + args, st.sampled_from(sorted(COMMANDS)), st.binary(max_size=6))
PARTS = WORDS | CODES | st.binary(max_size=40)
STREAMS = (st.lists(PARTS, max_size=5) | st.lists(PARTS, min_size=15, max_size=40)).map(b"".join)


def outcome(fragments: list[bytes]) -> tuple[object, ...]:
    bench = Bench()
    printer = bench.printer
    for fragment in fragments:
        bench.send(fragment)
        assert printer.waiting_bytes + printer.held_back_bytes <= BUFFERS_MAX
    bench.settle()
    return (
        bench.answers(),
        [(piece.rows, piece.slivers, piece.length_dots, piece.printed_at_ns) for piece in printer.pieces],
        [piece.rows for piece in printer.scraps],
        printer.paper_hanging,
        printer.unknown_commands,
        printer.refused_commands,
        printer.waiting_bytes,
        printer.dropped_bytes,
    )


def cut_up(data: bytes, places: list[int]) -> list[bytes]:
    marks = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(marks)]


@settings(deadline=None, max_examples=120)
@given(STREAMS, st.lists(st.integers(0, 2000), max_size=12))
@example(b"\x10\x10\x04\x01\x10\x04", [1, 2, 3, 4, 5])
@example(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08x\n", [3, 9, 10])
@example(b"\x1cC1\x97\xcc\x97\n\x8e", [4, 5, 6, 7])
def test_the_same_whole_and_in_pieces(data: bytes, places: list[int]) -> None:
    whole = outcome([data])
    assert outcome(cut_up(data, places)) == whole
    assert outcome([data[n : n + 1] for n in range(len(data))]) == whole


@settings(deadline=None, max_examples=5)
@given(STREAMS, st.integers(100, 9000))
def test_the_same_when_far_too_much_comes(data: bytes, size: int) -> None:
    flood = (data + b"x\n\x10\x04\x01") * (30_000 // (len(data) + 5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "HELD_BACK_MAX_BYTES", 16 * 1024)
        whole = outcome([flood])
        assert outcome([flood[n : n + size] for n in range(0, len(flood), size)]) == whole


PEOPLE = "open_cover close_cover near_end end_paper load_paper jam_cutter clear_cutter take_receipt"
ACTS = st.sampled_from([*PEOPLE.split(), "power_cycle", "mute", "unmute"])


@settings(deadline=None, max_examples=100)
@given(st.lists(STREAMS | ACTS | st.integers(0, 3000), max_size=12))
def test_people_and_bytes_in_any_order(steps: list[bytes | str | int]) -> None:
    bench = Bench()
    for step in steps:
        if isinstance(step, bytes):
            bench.send(step)
        elif isinstance(step, str):
            getattr(bench.printer, step)()
        else:
            bench.pass_ms(step)
        printer = bench.printer
        assert printer.next_due_ns() is None or not printer.offline
        assert printer.waiting_bytes + printer.held_back_bytes <= BUFFERS_MAX
    for act in ("close_cover", "load_paper", "clear_cutter"):
        getattr(bench.printer, act)()
    bench.pass_ms(1000)
    bench.send(b"\x10\x05\x01")
    bench.settle()
    assert not bench.printer.offline
    assert not bench.printer.busy


@settings(deadline=None, max_examples=25)
@given(STREAMS)
def test_whatever_was_printed_can_be_drawn(data: bytes) -> None:
    bench = Bench()
    bench.print(SHIFT_JIS + data)
    bench.print(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" + CUT)
    for piece in bench.printer.pieces:
        if piece.length_dots < 5000:
            assert piece.render().size == (576, piece.length_dots)
