"""Bytes on the line: what is answered, what is met with silence, and what goes wrong."""

from __future__ import annotations

import pytest

from sim.cash import Timing
from tests.sim.cash.bench import ACCEPTOR, ACK, HOPPER_10, Bench, golden, make_bench, request

POLL = request(ACCEPTOR, 254)
POLLED = golden("1 0 2 0 253")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(golden("2 0 1 254 254"), id="bad checksum"),
        pytest.param(request(40, 254), id="a bill validator's address"),
        pytest.param(request(ACCEPTOR, 167, 1, 2, 3, 1), id="an acceptor asked to pay"),
        pytest.param(request(HOPPER_10, 229), id="a hopper asked for credits"),
        pytest.param(request(ACCEPTOR, 0), id="a reply"),
        pytest.param(request(ACCEPTOR, 254, 7), id="a poll with data"),
        pytest.param(request(ACCEPTOR, 231), id="an inhibit mask of no bytes"),
        pytest.param(POLL[:-1], id="an incomplete frame"),
    ],
)
def test_silence(bench: Bench, sent: bytes) -> None:
    assert bench.send(sent) == b""


@pytest.mark.parametrize("address", range(2, 7))
def test_every_device_answers_a_poll_from_its_own_address(bench: Bench, address: int) -> None:
    assert bench.ask(address, 254) == ACK


def test_the_minimum_sets_of_appendix_13_are_complete(bench: Bench) -> None:
    core = {254, 246, 245, 244, 242, 241, 216, 192, 4}
    data = {231: (255, 255), 228: (1,), 184: (1,), 209: (1,), 210: (1, 1), 164: (165,), 167: (0, 0, 0, 1)}
    acceptor = core | {232, 231, 230, 229, 228, 227, 197, 184, 249, 226, 225, 194, 193, 210, 209}
    hopper = core | {217, 172, 171, 168, 167, 166, 164, 163}
    for address, headers in ((ACCEPTOR, acceptor), *((a, hopper) for a in range(3, 7))):
        for header in sorted(headers):
            assert bench.send(request(address, header, *data.get(header, ()))), (address, header)
        assert bench.ask(address, 1) == ACK


def test_strings_and_lengths_follow_table_8(bench: Bench) -> None:
    serials = set()
    for address in range(2, 7):
        for header, fewest, most in ((246, 3, 32), (245, 3, 16), (244, 3, 16), (192, 3, 32), (241, 3, 32)):
            text = bench.ask(address, header)
            assert text is not None
            assert fewest <= len(text) <= most
            assert all(32 <= char < 127 for char in text)
        category = bytes(bench.ask(address, 245) or ())
        assert category == (b"Coin Acceptor" if address == ACCEPTOR else b"Payout")
        assert bench.ask(address, 216) == (0, 0, 0, 0, 0)
        assert bench.ask(address, 4) == (1, 4, 7)
        serials.add(bench.ask(address, 242))
    assert len(serials) == 5


def test_a_request_byte_by_byte_is_understood(bench: Bench) -> None:
    for byte in POLL[:-1]:
        assert bench.send(bytes((byte,))) == b""
        bench.wait(50)
    assert bench.send(POLL[-1:]) == POLLED


def test_a_pause_of_more_than_50_ms_forgets_half_a_frame(bench: Bench) -> None:
    bench.send(POLL[:3])
    bench.wait(51)
    assert bench.send(POLL[3:]) == b""
    bench.wait(51)
    assert bench.send(POLL) == POLLED


def test_noise_hides_a_frame_until_the_line_was_quiet(bench: Bench) -> None:
    assert bench.send(b"\x07" + POLL) == b""
    bench.wait(51)
    assert bench.send(POLL) == POLLED


def test_two_requests_in_one_write_are_both_answered(bench: Bench) -> None:
    assert bench.send(POLL + request(HOPPER_10, 254)) == POLLED + golden("1 0 3 0 252")


def test_on_one_wire_the_controller_hears_itself_first() -> None:
    bench = make_bench(echo=True)
    assert bench.send(POLL) == POLL + POLLED
    assert bench.send(request(40, 254)) == request(40, 254)


def test_all_devices_answer_a_broadcast_at_once_with_address_0(bench: Bench) -> None:
    assert bench.send(request(0, 254)) == golden("1 0 0 0 255")  # five equal answers in unison
    category = bench.send(request(0, 245))
    assert category[:4] == golden("1 4 0 0")  # lengths 13 and 6 on one wire: 1101 and 0110
    assert sum(category) % 256  # a collision


def test_a_device_is_deaf_while_it_resets(bench: Bench) -> None:
    assert bench.ask(HOPPER_10, 1) == ACK
    bench.wait(129)
    assert bench.ask(HOPPER_10, 254) is None
    assert bench.ask(ACCEPTOR, 254) == ACK
    bench.wait(1)
    assert bench.ask(HOPPER_10, 254) == ACK


def test_after_a_power_cut_nobody_answers_for_a_while(bench: Bench) -> None:
    bench.box.power_cycle()
    bench.wait(629)
    assert [bench.ask(address, 254) for address in range(2, 7)] == [None] * 5
    bench.wait(1)
    assert [bench.ask(address, 254) for address in range(2, 7)] == [ACK] * 5


def test_cable_pulled_and_put_back(bench: Bench) -> None:
    old = bench.connection
    assert old is not None
    bench.box.unplug()
    assert bench.hung_up == 1
    old.receive(POLL)
    assert bench.heard == b""
    assert bench.plug_in() is None
    bench.box.plug()
    assert bench.plug_in() is not None
    assert bench.send(POLL) == POLLED
    old.receive(POLL)
    assert bench.heard == POLLED


def test_a_second_controller_takes_the_line(bench: Bench) -> None:
    bench.plug_in()
    assert bench.hung_up == 1
    assert bench.send(POLL) == POLLED


def test_a_new_controller_begins_with_a_clean_line(bench: Bench) -> None:
    bench.send(POLL[:3])
    assert bench.connection is not None
    bench.connection.closed()
    bench.plug_in()
    assert bench.hung_up == 0
    assert bench.send(POLL) == POLLED


def test_a_lost_reply_was_obeyed_all_the_same(bench: Bench) -> None:
    bench.box.faults.drop(1)
    assert bench.ask(ACCEPTOR, 231, 0x0F, 0) is None
    assert bench.ask(ACCEPTOR, 230) == (0x0F, 0)


def test_a_late_reply_comes_between_others(bench: Bench) -> None:
    bench.box.faults.delay(1, 120)
    assert bench.send(POLL) == b""
    assert bench.box.next_due_ns() == bench.clock.now_ns + 120_000_000
    assert bench.send(request(HOPPER_10, 254)) == golden("1 0 3 0 252")
    bench.heard.clear()
    bench.wait(120)
    assert bench.heard == POLLED


def test_a_late_reply_does_not_reach_a_controller_that_has_gone(bench: Bench) -> None:
    bench.box.faults.delay(1, 120)
    assert bench.send(POLL) == b""
    assert bench.connection is not None
    bench.connection.closed()
    bench.plug_in()
    bench.wait(200)
    assert bench.heard == b""


def test_a_corrupted_reply_does_not_add_up(bench: Bench) -> None:
    bench.box.faults.corrupt(2)
    for _ in range(2):
        reply = bench.send(POLL)
        assert len(reply) == 5
        assert sum(reply) % 256
    assert bench.send(POLL) == POLLED


def test_a_doubled_reply(bench: Bench) -> None:
    bench.box.faults.duplicate(1)
    assert bench.send(POLL) == POLLED * 2
    assert bench.send(POLL) == POLLED


def test_a_reply_in_two_halves(bench: Bench) -> None:
    bench.box.faults.split(1)
    assert bench.send(POLL) == POLLED[:2]
    bench.wait(5)
    assert bench.heard == POLLED


def test_faults_add_up_and_can_be_taken_back(bench: Bench) -> None:
    faults = bench.box.faults
    faults.drop(1)
    faults.corrupt(2)
    faults.delay(2, 10)
    assert bench.send(POLL) == b""
    assert bench.box.next_due_ns() is None  # dropped, not late
    assert bench.send(POLL) == b""
    bench.wait(10)
    assert sum(bench.heard) % 256
    assert bench.send(POLL) == POLLED
    faults.drop(5)
    faults.split(5)
    faults.clear()
    assert bench.send(POLL) == POLLED
    with pytest.raises(ValueError, match="negative"):
        faults.drop(-1)
    with pytest.raises(ValueError, match="negative"):
        faults.delay(1, -1)


def test_a_line_at_9600_baud_takes_its_time() -> None:
    bench = make_bench(timing=Timing(byte_ns=1_041_667))
    assert bench.send(POLL) == b""
    bench.wait(5.2)
    assert bench.heard == b""
    bench.wait(0.1)
    assert bench.heard == POLLED
