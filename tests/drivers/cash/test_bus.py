"""What a line does to requests and replies, and what the bus makes of it."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.bus import Bus
from drivers.cash.headers import Header
from drivers.errors import BadAnswer, DeviceError, NoAnswer, Refused
from tests.drivers.cash.line import MS, Line, VirtualClock, packet
from tests.drivers.cash.scenes import POLL, count, events, quiet_bus

OTHER = events(9, (4, 1))


def test_the_reply_comes_back() -> None:
    _, line, bus = quiet_bus()
    line.expect(2, h.EVENTS).reply(POLL)
    line.expect(3, h.SIMPLE_POLL).ack()
    assert bus.ask(2, h.EVENTS) == POLL
    assert bus.ask(3, h.SIMPLE_POLL) == b""
    line.finish()


def test_a_lost_reply_is_asked_for_again() -> None:
    clock, line, bus = quiet_bus()
    line.expect(2, h.EVENTS).silent()
    line.expect(2, h.EVENTS).silent()
    line.expect(2, h.EVENTS).reply(POLL)
    began = clock.now_ns
    assert bus.ask(2, h.EVENTS) == POLL
    assert clock.now_ns - began < 300 * MS
    line.finish()


def test_a_dead_device_is_named_with_port_address_and_command() -> None:
    _, line, bus = quiet_bus()
    bus.name(5, "100 yen hopper")
    for _ in range(3):
        line.expect(5, h.HOPPER_STATUS).silent()
    with pytest.raises(NoAnswer) as error:
        bus.ask(5, h.HOPPER_STATUS)
    assert str(error.value) == (
        "100 yen hopper at test line, address 5: request hopper status (166): no reply within 125 ms"
        " after 3 tries; check the cable, the device's supply and its address"
    )
    line.finish()


@pytest.mark.parametrize("fault", ["corrupt", "truncated"])
def test_a_damaged_reply_is_asked_for_again_after_silence(fault: str) -> None:
    _, line, bus = quiet_bus()
    getattr(line.expect(2, h.EVENTS).reply(POLL), fault)()
    line.expect(2, h.EVENTS).reply(POLL)
    assert bus.ask(2, h.EVENTS) == POLL
    line.finish()


def test_a_line_that_damages_everything_is_reported_with_the_last_bytes() -> None:
    _, line, bus = quiet_bus()
    for _ in range(3):
        line.expect(2, h.DISPENSE_COUNT).reply(count(0x123456)).corrupt()
    with pytest.raises(BadAnswer, match=r"wrong checksum.*last bytes 01 03 02 00 56 34 16"):
        bus.ask(2, h.DISPENSE_COUNT)
    line.finish()


def test_a_doubled_reply_does_not_answer_the_next_question() -> None:
    """Coin ids look alike: the doubled answer for position 1 must not become that of position 2."""
    for gap_ms in (0, 3, 40):
        _, line, bus = quiet_bus()
        line.expect(2, h.COIN_ID, [1]).reply("JP500A").twice(gap_ms)
        line.expect(2, h.SIMPLE_POLL).ack(after_ms=45)
        line.expect(2, h.COIN_ID, [2]).reply("JP010A")
        assert bus.ask(2, h.COIN_ID, b"\x01") == b"JP500A"
        bus.ask(2, h.SIMPLE_POLL)
        assert bus.ask(2, h.COIN_ID, b"\x02") == b"JP010A"
        line.finish()


def test_a_reply_doubled_in_one_piece_is_waited_out() -> None:
    _, line, bus = quiet_bus()
    line.expect(2, h.COIN_ID, [1]).raw(packet(1, 2, 0, b"JP500A") * 2 + packet(1, 2, 0, b"JP500A")[:5]).raw(
        packet(1, 2, 0, b"JP500A")[5:], 20
    )
    line.expect(2, h.COIN_ID, [2]).reply("JP010A")
    assert bus.ask(2, h.COIN_ID, b"\x01") == b"JP500A"
    assert bus.ask(2, h.COIN_ID, b"\x02") == b"JP010A"
    line.finish()


def test_a_late_reply_to_the_first_try_does_not_answer_the_next_question() -> None:
    _, line, bus = quiet_bus()
    line.expect(2, h.COIN_ID, [1]).reply("JP500A").late(150)
    line.expect(2, h.COIN_ID, [1]).reply("JP500A").late(25)
    line.expect(2, h.COIN_ID, [2]).reply("JP010A")
    assert bus.ask(2, h.COIN_ID, b"\x01") == b"JP500A"
    assert bus.ask(2, h.COIN_ID, b"\x02") == b"JP010A"
    line.finish()


def test_a_reply_that_comes_after_giving_up_does_not_answer_the_next_question() -> None:
    _, line, bus = quiet_bus()
    line.expect(3, h.DISPENSE, [1, 2, 3, 9]).reply([8]).late(520)
    line.expect(3, h.SERIAL).reply([1, 2, 3])
    with pytest.raises(NoAnswer):
        bus.ask(3, h.DISPENSE, bytes([1, 2, 3, 9]))
    assert bus.ask(3, h.SERIAL) == bytes([1, 2, 3])
    line.finish()


@pytest.mark.parametrize(
    "foreign",
    [
        packet(1, 3, 0, OTHER),  # another device
        packet(4, 2, 0, OTHER),  # to another host
        packet(2, 1, 229),  # an echo although there should be none
        packet(1, 2, 0, b"\x05"),  # a late reply of another length
        packet(1, 2, 17, OTHER),  # no reply at all
    ],
)
def test_packets_that_are_not_the_reply_are_passed_over(foreign: bytes) -> None:
    _, line, bus = quiet_bus()
    line.expect(2, h.EVENTS).reply(POLL).after_foreign(foreign)
    assert bus.ask(2, h.EVENTS) == POLL
    line.finish()


def test_a_reply_of_the_wrong_length_is_no_reply() -> None:
    _, line, bus = quiet_bus()
    for _ in range(3):
        line.expect(2, h.EVENTS).reply([1, 2, 3])
    with pytest.raises(BadAnswer, match="a reply of 3 bytes does not fit"):
        bus.ask(2, h.EVENTS)
    line.expect(2, h.EVENTS).reply([1, 2, 3])
    assert bus.ask(2, h.EVENTS, reply_length=range(3, 4)) == bytes([1, 2, 3])
    line.finish()


def test_stale_bytes_are_thrown_away_before_asking() -> None:
    _, line, bus = quiet_bus()
    line.now_arrives(packet(1, 2, 0, events(99)) + b"\x01\x0b\x02")
    line.expect(2, h.EVENTS).reply(POLL)
    assert bus.ask(2, h.EVENTS) == POLL
    line.finish()


def test_slow_bytes_are_waited_for_and_a_pause_of_more_than_50_ms_ends_a_packet() -> None:
    _, line, bus = quiet_bus()
    line.expect(2, h.SELF_CHECK).reply([0, 0]).byte_by_byte(45)
    assert bus.ask(2, h.SELF_CHECK) == b"\0\0"
    line.expect(3, h.DISPENSE, [1, 2, 3, 4]).reply([1]).byte_by_byte(51)
    with pytest.raises(BadAnswer, match="broke off"):
        bus.ask(3, h.DISPENSE, bytes([1, 2, 3, 4]))
    line.finish()


def test_what_must_not_be_repeated_is_sent_once() -> None:
    for header in (h.DISPENSE, h.RESET):
        data = [1, 2, 3, 4] if header is h.DISPENSE else []
        for fault in ("silent", "corrupt", "truncated"):
            _, line, bus = quiet_bus()
            getattr(line.expect(3, header, data).reply(), fault)()
            with pytest.raises((NoAnswer, BadAnswer), match="after 1 try"):
                bus.ask(3, header, bytes(data))
            line.finish()


def test_a_nak_is_a_refusal() -> None:
    _, line, bus = quiet_bus()
    line.expect(3, h.DISPENSE, [1, 2, 3, 4]).nak()
    with pytest.raises(Refused, match=r"dispense hopper coins \(167\)"):
        bus.ask(3, h.DISPENSE, bytes([1, 2, 3, 4]))
    line.finish()


def test_a_busy_device_is_asked_again_later() -> None:
    clock, line, bus = quiet_bus()
    line.expect(2, h.EVENTS).busy()
    line.expect(2, h.EVENTS).reply(POLL)
    began = clock.now_ns
    assert bus.ask(2, h.EVENTS) == POLL
    assert clock.now_ns - began >= 50 * MS
    for _ in range(3):
        line.expect(2, h.EVENTS).busy()
    with pytest.raises(NoAnswer, match="busy"):
        bus.ask(2, h.EVENTS)
    line.finish()


def test_a_deadline_ends_the_tries() -> None:
    clock, line, bus = quiet_bus()
    line.expect(2, h.EVENTS).silent()
    line.expect(2, h.EVENTS).silent()
    began = clock.now_ns
    with pytest.raises(NoAnswer, match="2 tries"):
        bus.ask(2, h.EVENTS, deadline_ns=began + 200 * MS)
    assert clock.now_ns - began <= 200 * MS
    line.finish()


@pytest.mark.parametrize("header", [h.EVENTS, h.DISPENSE])
def test_a_line_that_never_falls_silent_ends_the_try(header: Header) -> None:
    class Babble(Line):
        """A short circuit: foreign packets without end, and no time passes."""

        def write(self, data: bytes, deadline_ns: int) -> None: ...

        def read(self, size_max: int, deadline_ns: int) -> bytes:
            return packet(9, 9, 9)

    clock = VirtualClock()
    bus = Bus(Babble(clock), clock, "off")
    with pytest.raises(DeviceError, match="never silent"):
        bus.ask(2, header, b"\1\2\3\4" if header is h.DISPENSE else b"")
