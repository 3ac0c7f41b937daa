"""A serial line's speed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.hosts.pacing import Pacer


def test_9600_baud_takes_just_over_a_millisecond_a_byte() -> None:
    pacer = Pacer(9600)
    pacer.put(b"\x02\x00\x01", 0)
    assert pacer.due_ns == 1_041_666
    assert pacer.take(1_041_665) == b""
    assert pacer.take(1_041_666) == b"\x02"
    assert pacer.take(3 * 1_041_666) == b"\x00\x01"
    assert pacer.due_ns is None


def test_a_line_without_speed_is_none() -> None:
    with pytest.raises(ValueError, match="one bit"):
        Pacer(0)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.binary(max_size=20), st.integers(0, 30_000_000)), max_size=10))
def test_every_byte_comes_once_in_order_and_no_faster_than_the_line(told: list[tuple[bytes, int]]) -> None:
    pacer, now_ns, came = Pacer(9600), 0, bytearray()
    for data, pause_ns in told:
        pacer.put(data, now_ns)
        now_ns += pause_ns
        came += pacer.take(now_ns)
        assert len(came) * pacer.byte_ns <= now_ns
    came += pacer.take(now_ns + 300 * pacer.byte_ns)
    assert came == b"".join(data for data, _ in told)
    assert len(pacer) == 0
