"""Whatever comes over the wire and whatever people do: no exception, no loss, bounded memory."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cash.agenda import Agenda
from sim.cash.bowl import Bowl
from sim.cash.frames import Receiver, checks, frame
from sim.cash.hopper import Hopper
from sim.cash.metal import CASHBOX, HOPPERS, IN_FLIGHT, RETURN_CUP, Metal
from sim.cash.timing import Timing
from tests.sim.cash.bench import MS, golden, make_bench, request

HEADERS = st.sampled_from(
    [254, 249, 245, 242, 232, 231, 229, 228, 217, 210, 209, 197, 184, 172, 168, 167, 166, 164, 163, 4, 1]
)
FRAMES = st.builds(
    lambda address, header, data: request(address, header, *data),
    st.integers(0, 7),
    HEADERS,
    st.one_of(
        st.sampled_from([b"", b"\x01", b"\xa5", b"\xff\xff", b"\x01\x05"]),
        st.sampled_from([1_503_010, 1_503_100]).map(lambda code: code.to_bytes(3, "little") + b"\x05"),
        st.binary(max_size=12),
    ),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 80)), max_size=12), st.booleans())
def test_any_bytes_at_any_time(writes: list[tuple[bytes, int]], echo: bool) -> None:
    bench = make_bench(echo=echo)
    for raw, pause_ms in writes:
        bench.send(raw)
        assert len(bench.heard) <= len(raw) * 10
        bench.wait(pause_ms)
    bench.wait(1000)
    assert bench.send(request(3, 254)).endswith(golden("1 0 3 0 252"))


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=2000), st.lists(st.integers(1, 400), max_size=40))
def test_a_receiver_holds_less_than_one_frame_and_does_not_mind_the_cuts(raw: bytes, cuts: list[int]) -> None:
    at_once = Receiver(50 * MS).feed(raw, 0)
    receiver, frames, rest = Receiver(50 * MS), [], raw
    for size in (*cuts, len(raw)):
        frames += receiver.feed(rest[:size], 0)
        rest = rest[size:]
        assert len(receiver) < 260
    assert frames == at_once
    assert b"".join(frames) == raw[: sum(map(len, frames))]


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.binary(max_size=255))
def test_a_frame_comes_back_as_it_was(destination: int, source: int, header: int, data: bytes) -> None:
    raw = frame(destination, source, header, data)
    assert checks(raw)
    assert raw[:4] == bytes((destination, len(data), source, header))
    assert raw[4:-1] == data
    assert Receiver(0).feed(raw, 0) == [raw]
    assert not checks(raw[:-1] + bytes((raw[-1] ^ 1,)))


ACTS = st.one_of(
    st.tuples(st.just("insert"), st.sampled_from([1, 5, 10, 50, 100, 500])),
    st.tuples(st.sampled_from(["empty", "jam", "clear_jam"]), st.sampled_from([10, 100])),
    st.tuples(
        st.sampled_from(
            ["press_return_lever", "power_cycle", "take_coins", "block_acceptor", "clear_acceptor", "unplug"]
        )
    ),
    st.tuples(st.just("write"), FRAMES),
    st.tuples(st.just("fault"), st.sampled_from(["drop", "corrupt", "duplicate", "split"])),
    st.tuples(st.just("wait"), st.integers(0, 1500)),
)


@settings(deadline=None, max_examples=120)
@given(st.lists(ACTS, max_size=40))
def test_metal_is_never_made_nor_lost(acts: list[tuple[Any, ...]]) -> None:
    bench = make_bench()
    bench.open_acceptor()
    for name, *arguments in acts:
        if name == "wait":
            bench.wait(arguments[0])
        elif name == "write":
            if bench.connection is None:
                bench.box.plug()
                bench.plug_in()
            bench.send(arguments[0])
        elif name == "fault":
            getattr(bench.box.faults, arguments[0])(1)
        else:
            getattr(bench.box, name)(*arguments)
            if name == "unplug":
                bench.connection = None
        bench.box.check_metal()
    bench.wait(20_000)
    bench.box.clear_acceptor()
    metal = bench.box.metal
    assert metal["in_flight"] == {}
    assert bench.box.next_due_ns() is None
    bench.box.check_metal()


def test_payouts_begun_and_stopped_for_ever_do_not_fill_the_memory() -> None:
    agenda, metal, timing = Agenda(), Metal(), Timing()
    bowl = Bowl(HOPPERS[10], metal)
    bowl.fill(10, 20)
    hopper = Hopper(10, 3, agenda, timing, bowl)
    code = hopper.answer(242, b"", 0)
    assert isinstance(code, bytes)
    for _ in range(500):
        assert hopper.answer(164, b"\xa5", 0) == b""
        assert isinstance(hopper.answer(167, code + b"\x09", 0), bytes)
        assert hopper.answer(172, b"", 0) == b"\x09"
        assert len(agenda) <= Agenda.CANCELLED_MAX + 1
    agenda.run(10_000 * MS)
    assert len(bowl) == 20


def test_the_ledger_notices_a_coin_from_nowhere() -> None:
    metal = Metal()
    metal.arrive("inserted", IN_FLIGHT, 100)
    metal.check({})
    metal.move(IN_FLIGHT, HOPPERS[100], 100)
    with pytest.raises(AssertionError, match="ledger"):
        metal.check({HOPPERS[100]: {}})
    metal.move(IN_FLIGHT, HOPPERS[100], 100)
    with pytest.raises(AssertionError, match="fewer than no coins"):
        metal.check({})


def test_the_ledger_notices_a_wrong_sum() -> None:
    metal = Metal()
    metal.arrive("filled", HOPPERS[10], 10, 2)
    metal.arrive("paid_out", CASHBOX, 10)
    with pytest.raises(AssertionError, match="do not add up"):
        metal.check({})
    metal = Metal()
    metal.arrive("filled", HOPPERS[10], 10, 2)
    metal.move(HOPPERS[10], RETURN_CUP, 10)
    with pytest.raises(AssertionError, match="return cup"):
        metal.check({})
