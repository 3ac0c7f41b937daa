"""Telling a printer's messages apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.receipt.replies import BLOCK_BYTES_MAX, Asb, Block, Junk, RealTime, Reply, ReplyParser

DONE_7 = b"\x37\x220007\x00"
BLOCK_7 = Block(0x22, b"0007")


def parsed(*chunks: bytes) -> list[Reply]:
    parser = ReplyParser()
    return [reply for chunk in chunks for reply in parser.feed(chunk)]


@pytest.mark.parametrize("status", [0x12, 0x16, 0x1A, 0x32, 0x72, 0x7E])
def test_real_time_status_is_one_byte(status: int) -> None:
    assert parsed(bytes((status,))) == [RealTime(status)]


def test_asb_is_four_bytes() -> None:
    assert parsed(bytes.fromhex("14000F0F 38084C6F")) == [
        Asb(bytes.fromhex("14000F0F")),
        Asb(bytes.fromhex("38084C6F")),
    ]


def test_block_data_ends_with_its_zero() -> None:
    assert parsed(DONE_7 + b"\x37\x25\x00" + b"_TM-T88V\x00") == [
        BLOCK_7,
        Block(0x25, b""),
        Block(ord("T"), b"M-T88V"),
    ]


def test_everything_at_once() -> None:
    assert parsed(b"\x12" + bytes.fromhex("10000000") + DONE_7 + b"\x1a") == [
        RealTime(0x12),
        Asb(bytes.fromhex("10000000")),
        BLOCK_7,
        RealTime(0x1A),
    ]


def test_flow_control_may_stand_anywhere() -> None:
    assert parsed(bytes.fromhex("10 13 00 11 00 00 37 13 22 30303037 11 00")) == [
        Asb(bytes.fromhex("10000000")),
        BLOCK_7,
    ]


def test_asb_cut_short_by_a_power_cycle() -> None:
    assert parsed(bytes.fromhex("1000"), b"\x12", DONE_7) == [
        Junk(bytes.fromhex("1000")),
        RealTime(0x12),
        BLOCK_7,
    ]


@pytest.mark.parametrize(
    "rest", [b"\x37", b"\x37\x22", b"\x37\x2200", b"\x37\x22000", b"\x37\x220000", b"\x37\x37", b"_"]
)
def test_process_id_after_a_block_cut_short(rest: bytes) -> None:
    assert parsed(rest + DONE_7)[-1] == BLOCK_7
    assert parsed(*(bytes((byte,)) for byte in rest + DONE_7))[-1] == BLOCK_7


@pytest.mark.parametrize("block", [b"\x37\x22007\x00", b"\x37\x2200007\x00", b"\x37\x22\x00", b"\x37\x220\x0107\x00"])
def test_process_id_of_the_wrong_shape_is_none(block: bytes) -> None:
    assert not any(isinstance(reply, Block) for reply in parsed(block))


def test_answers_to_what_is_never_asked_are_junk() -> None:
    assert parsed(b"\x20\x43\xff") == [Junk(b"\x20"), Junk(b"\x43"), Junk(b"\xff")]


def test_block_that_never_ends_is_given_up() -> None:
    parser = ReplyParser()
    for _ in range(100):
        parser.feed(b"\x37A" + b"A" * 50)
        assert len(parser._held) <= BLOCK_BYTES_MAX
    assert parser.feed(b"\x01" + DONE_7)[-1] == BLOCK_7


NOISY = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from([b"\x12", bytes.fromhex("10000000"), DONE_7, DONE_7[:4], b"\x37\x22", b"\x10", b"7777"]),
    ),
    max_size=12,
).map(b"".join)


@settings(deadline=None, max_examples=250)
@given(NOISY, st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_fragmentation_changes_nothing_and_memory_is_bounded(stream: bytes, sizes: list[int]) -> None:
    parser = ReplyParser()
    replies: list[Reply] = []
    at = turn = 0
    while at < len(stream):
        size = sizes[turn % len(sizes)]
        replies += parser.feed(stream[at : at + size])
        assert len(parser._held) <= BLOCK_BYTES_MAX
        at, turn = at + size, turn + 1
    assert replies == parsed(stream)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from([b"\x12", b"\x1a", bytes.fromhex("180C0C0F"), DONE_7, b"\x37\x25\x00"]), max_size=20))
def test_whole_messages_all_come_through(messages: list[bytes]) -> None:
    replies = parsed(b"".join(messages))
    assert len(replies) == len(messages)
    assert not any(isinstance(reply, Junk) for reply in replies)
