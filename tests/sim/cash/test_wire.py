"""Bytes on the line: what is answered, what is met with silence, and what goes wrong."""

from __future__ import annotations

import pytest

from sim.cash import Timing
from tests.sim.cash.bench import ACCEPTOR, ACK, HOPPER_10, VALIDATOR, Bench, golden, make_bench, request

POLL = request(ACCEPTOR, 254)
POLLED = golden("1 0 2 0 253")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(golden("2 0 1 254 254"), id="bad checksum"),
        pytest.param(request(41, 254), id="a second bill validator's address"),
        pytest.param(request(ACCEPTOR, 167, 1, 2, 3, 1), id="an acceptor asked to pay"),
        pytest.param(request(HOPPER_10, 229), id="a hopper asked for credits"),
        pytest.param(request(ACCEPTOR, 0), id="a reply"),
        pytest.param(request(ACCEPTOR, 254, 7), id="a poll with data"),
        pytest.param(request(ACCEPTOR, 231), id="an inhibit mask of no bytes"),
        pytest.param(POLL[:-1], id="an incomplete frame"),
    ],
)
def test_silence(rig: Bench, sent: bytes) -> None:
    assert rig.send(sent) == b""


@pytest.mark.parametrize("address", range(2, 7))
def test_every_device_answers_a_poll_from_its_own_address(rig: Bench, address: int) -> None:
    assert rig.ask(address, 254) == ACK


def test_the_minimum_sets_of_appendix_13_are_complete(rig: Bench) -> None:
    dates = {196, 195, 170}
    core = {254, 246, 245, 244, 242, 241, 216, 192, 4} | dates
    audit = {226, 225, 194, 193}
    data = {
        231: (255, 255), 228: (1,), 184: (1,), 209: (1,), 210: (1, 1), 222: (255,), 189: (5,), 164: (165,),
        167: (0, 0, 0, 1), 219: (0, 0, 0, 0), 218: (0, 0, 0, 0), 165: (0,), 157: (1,), 156: (74, 80), 154: (1,),
        153: (3,), 150: (1,), 149: (1,), 212: (1,), 162: (0, 0, 255, 0, 0, 255), 135: (0,), 155: (74, 80), 151: (1, 0),
    }  # fmt: skip
    acceptor = core | audit | {232, 231, 230, 229, 228, 227, 197, 184, 222, 221, 210, 209, 189, 188}
    acceptor |= {249, 248, 213, 212, 162, 135, 169, 3, 2}
    hopper = core | {217, 172, 171, 168, 167, 166, 164, 163, 219, 218, 197, 247, 165, 169, 3, 2}
    validator = core | audit | {247, 232, 231, 230, 228, 227, 213, 197, 159, 157, 156, 154, 153, 152, 145, 141}
    validator |= {155, 151, 150, 149, 169, 3, 2}
    for address, headers in ((ACCEPTOR, acceptor), (VALIDATOR, validator), *((a, hopper) for a in range(3, 7))):
        for header in sorted(headers):
            assert rig.send(request(address, header, *data.get(header, ()))), (address, header)
        assert rig.ask(address, 1) == ACK


def test_strings_and_lengths_follow_table_8(rig: Bench) -> None:
    serials = set()
    categories = {ACCEPTOR: b"Coin Acceptor", VALIDATOR: b"Bill Validator"}
    for address in (*range(2, 7), VALIDATOR):
        for header, fewest, most in ((246, 3, 32), (245, 3, 16), (244, 3, 16), (192, 3, 32), (241, 3, 32)):
            text = rig.ask(address, header)
            assert text is not None
            assert fewest <= len(text) <= most
            assert all(32 <= char < 127 for char in text)
        category = bytes(rig.ask(address, 245) or ())
        assert category == categories.get(address, b"Payout")
        assert rig.ask(address, 216) == (0, 0, 0, 0, 0)
        assert rig.ask(address, 4) == (1, 4, 7)
        serials.add(rig.ask(address, 242))
    assert len(serials) == 6


def test_a_request_byte_by_byte_is_understood(rig: Bench) -> None:
    for byte in POLL[:-1]:
        assert rig.send(bytes((byte,))) == b""
        rig.wait(50)
    assert rig.send(POLL[-1:]) == POLLED


def test_a_pause_of_more_than_50_ms_forgets_half_a_frame(rig: Bench) -> None:
    rig.send(POLL[:3])
    rig.wait(51)
    assert rig.send(POLL[3:]) == b""
    rig.wait(51)
    assert rig.send(POLL) == POLLED


def test_noise_hides_a_frame_until_the_line_was_quiet(rig: Bench) -> None:
    assert rig.send(b"\x07" + POLL) == b""
    rig.wait(51)
    assert rig.send(POLL) == POLLED


def test_two_requests_in_one_write_are_both_answered(rig: Bench) -> None:
    assert rig.send(POLL + request(HOPPER_10, 254)) == POLLED + golden("1 0 3 0 252")


def test_on_one_wire_the_controller_hears_itself_first() -> None:
    rig = make_bench(echo=True)
    assert rig.send(POLL) == POLL + POLLED
    assert rig.send(request(41, 254)) == request(41, 254)


def test_all_devices_answer_a_broadcast_at_once_with_address_0(rig: Bench) -> None:
    assert rig.send(request(0, 254)) == golden("1 0 0 0 255")  # six equal answers in unison
    category = rig.send(request(0, 245))
    assert category[:4] == golden("1 4 0 0")  # lengths 13, 6 and 14 on one wire: 1101, 0110 and 1110
    assert sum(category) % 256  # a collision


def test_a_device_is_deaf_while_it_resets(rig: Bench) -> None:
    assert rig.ask(HOPPER_10, 1) == ACK
    rig.wait(129)
    assert rig.ask(HOPPER_10, 254) is None
    assert rig.ask(ACCEPTOR, 254) == ACK
    rig.wait(1)
    assert rig.ask(HOPPER_10, 254) == ACK


def test_after_a_power_cut_nobody_answers_for_a_while(rig: Bench) -> None:
    rig.box.power_cycle()
    rig.wait(629)
    assert [rig.ask(address, 254) for address in range(2, 7)] == [None] * 5
    rig.wait(1)
    assert [rig.ask(address, 254) for address in range(2, 7)] == [ACK] * 5


def test_cable_pulled_and_put_back(rig: Bench) -> None:
    old = rig.connection
    assert old is not None
    rig.box.unplug()
    assert rig.hung_up == 1
    old.receive(POLL)
    assert rig.heard == b""
    assert rig.plug_in() is None
    rig.box.plug()
    assert rig.plug_in() is not None
    assert rig.send(POLL) == POLLED
    old.receive(POLL)
    assert rig.heard == POLLED


def test_a_second_controller_takes_the_line(rig: Bench) -> None:
    rig.plug_in()
    assert rig.hung_up == 1
    assert rig.send(POLL) == POLLED


def test_a_new_controller_begins_with_a_clean_line(rig: Bench) -> None:
    rig.send(POLL[:3])
    assert rig.connection is not None
    rig.connection.closed()
    rig.plug_in()
    assert rig.hung_up == 0
    assert rig.send(POLL) == POLLED


def test_a_lost_reply_was_obeyed_all_the_same(rig: Bench) -> None:
    rig.box.faults.drop(1)
    assert rig.ask(ACCEPTOR, 231, 0x0F, 0) is None
    assert rig.ask(ACCEPTOR, 230) == (0x0F, 0)


def test_a_late_reply_comes_between_others(rig: Bench) -> None:
    rig.box.faults.delay(1, 120)
    assert rig.send(POLL) == b""
    assert rig.box.next_due_ns() == rig.clock.now_ns + 120_000_000
    assert rig.send(request(HOPPER_10, 254)) == golden("1 0 3 0 252")
    rig.heard.clear()
    rig.wait(120)
    assert rig.heard == POLLED


def test_a_late_reply_does_not_reach_a_controller_that_has_gone(rig: Bench) -> None:
    rig.box.faults.delay(1, 120)
    assert rig.send(POLL) == b""
    assert rig.connection is not None
    rig.connection.closed()
    rig.plug_in()
    rig.wait(200)
    assert rig.heard == b""


def test_a_corrupted_reply_does_not_add_up(rig: Bench) -> None:
    rig.box.faults.corrupt(2)
    for _ in range(2):
        reply = rig.send(POLL)
        assert len(reply) == 5
        assert sum(reply) % 256
    assert rig.send(POLL) == POLLED


def test_a_doubled_reply(rig: Bench) -> None:
    rig.box.faults.duplicate(1)
    assert rig.send(POLL) == POLLED * 2
    assert rig.send(POLL) == POLLED


def test_a_reply_in_two_halves(rig: Bench) -> None:
    rig.box.faults.split(1)
    assert rig.send(POLL) == POLLED[:2]
    rig.wait(5)
    assert rig.heard == POLLED


def test_faults_add_up_and_can_be_taken_back(rig: Bench) -> None:
    faults = rig.box.faults
    faults.drop(1)
    faults.corrupt(2)
    faults.delay(2, 10)
    assert rig.send(POLL) == b""
    assert rig.box.next_due_ns() is None  # dropped, not late
    assert rig.send(POLL) == b""
    rig.wait(10)
    assert sum(rig.heard) % 256
    assert rig.send(POLL) == POLLED
    faults.drop(5)
    faults.split(5)
    faults.clear()
    assert rig.send(POLL) == POLLED
    with pytest.raises(ValueError, match="negative"):
        faults.drop(-1)
    with pytest.raises(ValueError, match="negative"):
        faults.delay(1, -1)


def test_a_line_at_9600_baud_takes_its_time() -> None:
    rig = make_bench(timing=Timing(byte_ns=1_041_667))
    assert rig.send(POLL) == b""
    rig.wait(5.2)
    assert rig.heard == b""
    rig.wait(0.1)
    assert rig.heard == POLLED
