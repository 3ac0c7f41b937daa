"""Coins that give no credit, levers, sensors, faults."""

from __future__ import annotations

from drivers.cash import headers as h
from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.occurrences import (
    AcceptorAlarm,
    AcceptorFault,
    CoinCredited,
    CoinRejected,
    CoinSwallowed,
    ReturnLeverPressed,
)
from tests.drivers.cash.line import MS
from tests.drivers.cash.scenes import (
    acceptor_starts,
    events,
    quiet_bus,
)
from tests.drivers.cash.slot import accepting, started


def test_a_coin_that_is_inhibited_on_purpose_just_comes_back() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 128 + 5)))  # 5 yen
    assert acceptor.poll() == (CoinRejected(133, "inhibited coin (type 6)"),)
    line.finish()


def test_coins_that_come_back_levers_and_alarms() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(4, (0, 20), (0, 254), (0, 8), (0, 1)))
    assert acceptor.poll() == (
        CoinRejected(1, "reject coin"),
        CoinRejected(8, "2nd close coin error"),
        ReturnLeverPressed(),
        AcceptorAlarm(20, "coin-on-string mechanism activated"),
    )
    line.finish()


def test_a_swallowed_coin_is_told_and_never_credited() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 36)))
    line.expect(2, h.SELF_CHECK).reply([0])
    assert acceptor.poll() == (CoinSwallowed(36, "swallowed coin"),)
    line.finish()


def test_a_credit_without_a_known_value_is_not_guessed() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (12, 0)))
    (event,) = acceptor.poll()
    assert isinstance(event, CoinSwallowed)
    assert event.code == 0
    assert "code 12" in event.meaning


def test_a_blocked_sensor_is_checked_every_second_until_it_is_free() -> None:
    clock, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 14)))
    line.expect(2, h.SELF_CHECK).reply([3, 0])
    assert acceptor.poll() == (
        CoinRejected(14, "credit sensor blocked"),
        AcceptorFault(3, "fault on credit sensor"),
    )
    line.expect(2, h.EVENTS).reply(events(1, (0, 14)))
    assert acceptor.poll() == ()
    clock.pass_ms(1000)
    line.expect(2, h.EVENTS).reply(events(1, (0, 14)))
    line.expect(2, h.SELF_CHECK).reply([3, 0])
    assert acceptor.poll() == ()
    clock.pass_ms(1000)
    line.expect(2, h.EVENTS).reply(events(1, (0, 14)))
    line.expect(2, h.SELF_CHECK).reply([0, 0])
    assert acceptor.poll() == (AcceptorFault(0, "OK (no fault detected)"),)
    clock.pass_ms(5000)
    line.expect(2, h.EVENTS).reply(events(1, (0, 14)))
    assert acceptor.poll() == ()
    line.finish()


def test_a_fault_at_start_is_told_by_the_first_poll() -> None:
    _, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    acceptor_starts(line, fault=43)
    acceptor.start()
    line.expect(2, h.EVENTS).reply(events(0))
    assert acceptor.poll() == (AcceptorFault(43, "accept gate failed closed"),)
    acceptor_starts(line, counter=None)
    acceptor.start()
    line.expect(2, h.EVENTS).reply(events(0))
    assert acceptor.poll() == (AcceptorFault(0, "OK (no fault detected)"),)
    line.finish()


def test_a_self_check_that_takes_long_does_not_stop_the_coins() -> None:
    clock, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 255)))
    line.expect(2, h.SELF_CHECK).silent()
    began = clock.now_ns
    assert acceptor.poll(began + 365 * MS) == (AcceptorAlarm(255, "unspecified alarm code"),)
    assert clock.now_ns - began <= 365 * MS
    line.expect(2, h.EVENTS).reply(events(2, (3, 0), (0, 255)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    line.finish()


def test_what_stands_still_is_asked_for_and_may_be_unknown() -> None:
    _, line, acceptor = started()
    for reply, words in (([0], ""), ([2], "C.O.S. mechanism activated (coin-on-string)")):
        line.expect(2, h.STATUS).reply(reply)
        assert acceptor.status() == words
    line.expect(2, h.STATUS).nak()
    line.expect(2, h.SIMPLE_POLL).ack()
    assert acceptor.status() == ""
    line.finish()
