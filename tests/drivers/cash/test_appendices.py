"""The conversations of S3 Appendices 11 and 16, as a driver hears them: what is told when."""

from __future__ import annotations

from drivers.cash import headers as h
from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.bus import Bus
from drivers.cash.occurrences import (
    AcceptorEvent,
    CoinCredited,
    NoteCredited,
    NoteInEscrow,
    NoteRejected,
    NoteReturned,
    Stacker,
    StackerChanged,
    ValidatorAlarm,
)
from drivers.cash.validator import BillValidator
from tests.drivers.cash.golden import APPENDIX_11, APPENDIX_16, section
from tests.drivers.cash.line import Line
from tests.drivers.cash.scenes import (
    VALIDATOR,
    acceptor_starts,
    is_opened,
    is_set,
    quiet_bus,
    validator_starts,
)

INVALID = NoteRejected(2, "invalid bill (due to validation fail)")
JAPANESE = [0b1011, 0]  # of the types of this test's validator; type 3 is the 2000 yen note


def buffers(heading: str) -> list[bytes]:
    """The 159 replies of one example, as packets."""
    return [received for sent, received in section(APPENDIX_16, heading) if sent[3] == h.BILL_EVENTS.number]


def open_validator() -> tuple[Line, Bus, BillValidator]:
    """The examples speak of bill 3; here that is the 2000 yen note. It stays shut, but its events are told."""
    _, line, bus = quiet_bus()
    validator = BillValidator(bus)
    validator_starts(line)
    validator.start()
    is_opened(line, JAPANESE, VALIDATOR)
    validator.accept(frozenset({1_000, 5_000}))
    line.finish()
    return line, bus, validator


def hears(line: Line, reply: bytes) -> None:
    line.expect(VALIDATOR, h.BILL_EVENTS).raw(reply)


def test_example_1_accepted_and_rejected_notes() -> None:
    line, _, validator = open_validator()
    zero_1, zero_2, zero_3, held, stacked, invalid, transport = buffers("10.1.1")
    for reply in (zero_1, zero_2, zero_3):
        hears(line, reply)
        assert validator.poll() == ()
    hears(line, held)
    assert validator.poll() == (NoteInEscrow(2_000),)
    hears(line, held)
    order, ack = next(pair for pair in section(APPENDIX_16, "10.1.1") if pair[0][3] == h.ROUTE_BILL.number)
    line.expect_packet(order).raw(ack)
    validator.stack_note()
    hears(line, stacked)
    assert validator.poll() == (NoteCredited(2_000),)
    hears(line, invalid)
    assert validator.poll() == (INVALID, NoteReturned(None))
    hears(line, transport)
    assert validator.poll() == (NoteRejected(3, "invalid bill (due to transport problem)"), NoteReturned(None))
    line.finish()


def test_example_2_a_coupon_is_given_back_here() -> None:
    """The example stacks it. A kiosk takes none, so the next event would be its return."""
    line, _, validator = open_validator()
    *_, held, _ = buffers("10.1.2")
    hears(line, held)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).ack()
    (event,) = validator.poll()
    assert isinstance(event, NoteRejected)
    line.finish()


def test_example_3_stringing_attack() -> None:
    line, _, validator = open_validator()
    *_, attack = buffers("10.1.3")
    hears(line, attack)
    assert validator.poll() == (ValidatorAlarm(9, "bill tamper"), NoteReturned(None))
    line.finish()


def test_example_4_polling_stopped_for_five_seconds_and_the_validator_is_opened_again() -> None:
    line, _, validator = open_validator()
    _, _, invalid, shut_itself, quiet_1, quiet_2, invalid_again, returned = buffers("10.1.4")
    hears(line, invalid)
    assert validator.poll() == (INVALID, NoteReturned(None))
    hears(line, shut_itself)
    is_set(line, JAPANESE, VALIDATOR)
    reopening = next(sent for sent, _ in section(APPENDIX_16, "10.1.4") if sent[3] == h.SET_MASTER_INHIBIT.number)
    assert line.script[-1].request == reopening
    assert validator.poll() == ()
    for reply in (quiet_1, quiet_2):
        hears(line, reply)
        assert validator.poll() == ()
    hears(line, invalid_again)
    assert validator.poll() == (INVALID,)
    hears(line, returned)
    assert validator.poll() == (NoteReturned(None),)
    line.finish()


def test_example_5_stacker_full_and_emptied() -> None:
    line, bus, validator = open_validator()
    *_, full, removed, inserted = buffers("10.1.5")
    hears(line, buffers("10.1.5")[4])  # coupon stacked: the events before are of no matter here
    validator.poll()
    for reply, stacker, fault in ((full, Stacker.FULL, 45), (removed, Stacker.REMOVED, 44)):
        hears(line, reply)
        line.expect(VALIDATOR, h.SELF_CHECK).reply([fault])
        assert validator.poll()[0] == StackerChanged(stacker)
    bus.clock.wait_until(bus.clock.monotonic_ns() + 500_000_000)
    hears(line, inserted)
    is_set(line, JAPANESE, VALIDATOR)
    assert validator.poll() == (StackerChanged(Stacker.OK),)
    line.finish()


def test_appendix_11_credit_polling() -> None:
    """Position 1 by path 5 twice, position 5 by path 5, then a rejected coin; here in yen."""
    _, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    acceptor_starts(line)
    acceptor.start()
    told: list[AcceptorEvent] = []
    for sent, received in section(APPENDIX_11, "4.3"):
        line.expect_packet(sent).raw(received)
        told += acceptor.poll()
    line.finish()
    assert told[:3] == [CoinCredited(10, 5), CoinCredited(10, 5), CoinCredited(500, 5)]
    assert len(told) == 4
    assert not isinstance(told[3], CoinCredited)
