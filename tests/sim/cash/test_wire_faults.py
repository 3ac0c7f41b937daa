"""What the line does to frames: each fault by count, and always the same."""

from __future__ import annotations

import pytest

from tests.sim.cash.bench import ACCEPTOR, ACK, HOPPER_10, Bench, golden, make_bench, request

POLL = request(ACCEPTOR, 254)
POLLED = golden("1 0 2 0 253")
OTHER = golden("1 0 3 0 252")


def test_two_replies_in_one_piece(rig: Bench) -> None:
    rig.box.faults.join(1)
    assert rig.send(POLL) == b""
    assert rig.send(request(HOPPER_10, 254)) == POLLED + OTHER
    assert rig.send(POLL) == POLLED


def test_a_reply_that_waits_for_another_is_lost_with_its_controller(rig: Bench) -> None:
    rig.box.faults.join(1)
    assert rig.send(POLL) == b""
    rig.plug_in()
    assert rig.send(POLL) == POLLED


def test_a_reply_that_breaks_off(rig: Bench) -> None:
    rig.box.faults.truncate(1)
    assert rig.send(POLL) == POLLED[:2]
    rig.wait(1000)
    assert rig.heard == POLLED[:2]
    assert rig.send(POLL) == POLLED


def test_junk_between_the_frames(rig: Bench) -> None:
    rig.box.faults.junk(2)
    for _ in range(2):
        assert rig.send(POLL) == bytes((0x55, 0x00, 0xFF)) + POLLED
    assert rig.send(POLL) == POLLED


def test_a_request_that_never_arrives_is_not_obeyed(rig: Bench) -> None:
    rig.box.faults.deafen(1)
    assert rig.ask(ACCEPTOR, 231, 0x0F, 0) is None
    assert rig.ask(ACCEPTOR, 230) == (0, 0)


def test_a_lost_dispense_pays_nothing(rig: Bench) -> None:
    rig.ask(HOPPER_10, 164, 165)
    code = rig.ask(HOPPER_10, 242) or ()
    rig.box.faults.deafen(1)
    assert rig.ask(HOPPER_10, 167, *code, 2) is None
    rig.wait(1000)
    assert rig.ask(HOPPER_10, 166) == (0, 0, 0, 0)
    assert rig.ask(HOPPER_10, 167, *code, 2) == (1,)


def test_a_controller_that_does_not_hear_itself() -> None:
    rig = make_bench(echo=True)
    rig.box.faults.lose_echo(1)
    assert rig.send(POLL) == POLLED
    assert rig.send(POLL) == POLL + POLLED


def test_a_truncated_reply_with_its_echo() -> None:
    rig = make_bench(echo=True)
    rig.box.faults.truncate(1)
    assert rig.send(POLL) == POLL + POLLED[:2]


def test_a_healed_wire_has_forgotten_everything() -> None:
    rig = make_bench(echo=True)
    faults = rig.box.faults
    for fault in (faults.join, faults.truncate, faults.junk, faults.deafen, faults.lose_echo):
        fault(3)
    faults.clear()
    assert rig.send(POLL) == POLL + POLLED


def test_spared_replies_come_first(rig: Bench) -> None:
    rig.box.faults.spare(1)
    rig.box.faults.truncate(1)
    assert rig.send(POLL) == POLLED
    assert rig.send(POLL) == POLLED[:2]


@pytest.mark.parametrize("fault", ["join", "truncate", "junk", "deafen", "lose_echo", "spare"])
def test_no_fault_happens_fewer_than_no_times(rig: Bench, fault: str) -> None:
    with pytest.raises(ValueError, match="negative"):
        getattr(rig.box.faults, fault)(-1)


def test_a_device_counts_what_it_heard_badly(rig: Bench) -> None:
    assert rig.ask(ACCEPTOR, 2) == (0, 0, 0)
    rig.send(POLL[:-1] + b"\x00")
    rig.send(POLL[:3])
    rig.wait(51)
    assert rig.ask(ACCEPTOR, 2) == (1, 0, 1)
    assert rig.ask(HOPPER_10, 2) == (1, 0, 0)  # the bad checksum was another's
    assert rig.ask(ACCEPTOR, 3) == ACK
    assert rig.ask(ACCEPTOR, 2) == (0, 0, 0)


def test_a_null_byte_before_a_command_resets_nobody(rig: Bench) -> None:
    # S4 5.1: the line shorted to ground makes a broadcast reset of `2 1 1 228 1 23`, but with two data bytes.
    rig.open_acceptor()
    assert rig.send(golden("0 2 1 1 228 1 23")) == b""
    assert rig.ask(ACCEPTOR, 227) == (1,)
