"""Whatever comes over the wire and whatever people do: no exception, no loss, bounded memory."""

from __future__ import annotations

from contextlib import suppress
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cash.agenda import Agenda
from sim.cash.bowl import Bowl
from sim.cash.coin_errors import FATES
from sim.cash.frames import Receiver, checks, frame
from sim.cash.hopper import Hopper
from sim.cash.metal import CASHBOX, HAND, HOPPERS, IN_FLIGHT, RETURN_CUP, Metal
from sim.cash.timing import Timing
from tests.sim.cash.bench import MS, golden, make_bench, request

HEADERS = st.sampled_from(
    [254, 253, 252, 249, 248, 245, 242, 232, 231, 229, 228, 222, 217, 210, 209, 197, 184, 172, 168, 167, 166, 165,
     164, 163, 162, 161, 160, 159, 157, 156, 154, 153, 145, 135, 4, 2, 1]
)
FRAMES = st.builds(
    lambda address, header, data: request(address, header, *data),
    st.one_of(st.integers(0, 7), st.just(40)),
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
    rig = make_bench(echo=echo)
    for raw, pause_ms in writes:
        rig.send(raw)
        assert len(rig.heard) <= len(raw) * 10
        rig.wait(pause_ms)
    rig.wait(1000)
    assert rig.send(request(3, 254)).endswith(golden("1 0 3 0 252"))


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
            ["press_return_lever", "power_cycle", "take_coins", "block_acceptor", "clear_acceptor", "stick_gate",
             "unplug"]
        )
    ),
    st.tuples(st.just("write"), FRAMES),
    st.tuples(
        st.just("fault"),
        st.sampled_from(["drop", "corrupt", "duplicate", "split", "join", "truncate", "junk", "deafen"]),
    ),
    st.tuples(st.just("bills.insert"), st.sampled_from([1000, 10_000])),
    st.tuples(st.sampled_from(["bills.route", "bills.open"])),
    st.tuples(
        st.sampled_from(
            ["take", "pull", "clear", "clear_stacker", "jam", "jam_stacker", "fill_stacker", "remove_stacker",
             "insert_stacker"]
        ).map("bills.{}".format)
    ),
    st.tuples(st.just("trouble.trouble"), st.sampled_from(sorted(FATES))),
    st.tuples(st.just("trouble.lie"), st.just(100), st.integers(-2, 2)),
    st.tuples(st.sampled_from(["trouble.block_exit", "trouble.light_exit", "trouble.overload"]), st.just(100)),
    st.tuples(st.just("wait"), st.integers(0, 1500)),
)


@settings(deadline=None, max_examples=120)
@given(st.lists(ACTS, max_size=40))
def test_metal_is_never_made_nor_lost(acts: list[tuple[Any, ...]]) -> None:
    rig = make_bench()
    rig.open_acceptor()
    for name, *arguments in acts:
        if name == "wait":
            rig.wait(arguments[0])
        elif name == "write":
            if rig.connection is None:
                rig.box.plug()
                rig.plug_in()
            rig.send(arguments[0])
        elif name == "fault":
            getattr(rig.box.faults, arguments[0])(1)
        elif name in ("bills.route", "bills.open"):
            if rig.connection is not None:
                rig.send(request(40, 154, 1) if name == "bills.route" else request(40, 231, 255))
                rig.send(request(40, 228, 1))
        else:
            with suppress(ValueError):  # nothing there to take, to pull, to remove
                attrgetter(name)(rig.box)(*arguments)
            if name == "unplug":
                rig.connection = None
        rig.box.check_metal()
    rig.wait(60_000)  # the escrow's time-out too
    rig.box.clear_acceptor()
    rig.box.bills.clear_stacker()
    rig.wait(5000)
    metal, notes = rig.box.metal, rig.box.notes
    assert (metal["in_flight"], metal["hand"]) == ({}, {})
    assert (notes["transport"], notes["escrow"]) == ({}, {})
    assert rig.box.next_due_ns() is None
    rig.box.check_metal()


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
    metal.arrive("offered", HAND, 100)
    metal.move(HAND, IN_FLIGHT, 100, "inserted")
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
