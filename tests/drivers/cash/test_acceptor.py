"""Stories at the coin slot."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.bus import Bus
from drivers.cash.occurrences import (
    AcceptorAlarm,
    AcceptorFault,
    AcceptorWasReset,
    CoinCredited,
    CoinRejected,
    CoinSwallowed,
    CreditsLost,
    ReturnLeverPressed,
)
from drivers.errors import BadAnswer, NoAnswer
from tests.drivers.cash.line import MS, Line, VirtualClock
from tests.drivers.cash.scenes import (
    ALL_OPEN,
    VALUES,
    acceptor_starts,
    events,
    is_opened,
    is_set,
    is_shut,
    knows_its_coins,
    meets,
    quiet_bus,
    reads_twice,
)


def started(counter: int = 0) -> tuple[VirtualClock, Line, CoinAcceptor]:
    clock, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    acceptor_starts(line, counter)
    acceptor.start()
    line.finish()
    return clock, line, acceptor


def accepting(counter: int = 0) -> tuple[VirtualClock, Line, CoinAcceptor]:
    clock, line, acceptor = started(counter)
    is_opened(line)
    acceptor.accept(VALUES)
    line.finish()
    return clock, line, acceptor


def test_it_says_who_it_is_and_which_coins_it_knows() -> None:
    _, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    acceptor_starts(line)
    identity = acceptor.start()
    assert identity.category == "Coin Acceptor"
    assert identity.build == "STD01"
    assert identity.serial_number == 0x302012
    assert acceptor.values == {1: 10, 2: 50, 3: 100, 4: 500, 5: 500, 6: 5}


def test_a_reset_before_the_first_coin_shows_nothing_and_the_acceptor_is_told_again_what_it_may_take() -> None:
    clock, line, acceptor = accepting()
    clock.pass_ms(1_900)
    line.expect(2, h.EVENTS).reply(events(0))
    acceptor.poll()
    clock.pass_ms(200)
    line.expect(2, h.EVENTS).reply(events(0))
    is_set(line, ALL_OPEN)
    assert acceptor.poll() == ()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    clock.pass_ms(10_000)
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    acceptor.poll()  # from the first event on a reset shows in the counter
    line.finish()


def test_a_reset_and_as_many_coins_as_before_show_in_the_coins() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    for _ in range(2):
        line.expect(2, h.EVENTS).reply(events(1, (2, 0)))
    is_set(line, ALL_OPEN)
    assert acceptor.poll() == (AcceptorWasReset(), CoinCredited(50, 0))
    line.expect(2, h.EVENTS).reply(events(1, (2, 0)))
    assert acceptor.poll() == ()
    line.finish()


def test_a_buffer_that_is_read_wrong_once_credits_nothing() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    line.expect(2, h.EVENTS).reply(events(1, (4, 0)))
    for _ in range(2):
        line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == ()
    line.finish()


def test_a_shut_acceptor_is_not_told_again() -> None:
    clock, line, acceptor = started()
    clock.pass_ms(60_000)
    line.expect(2, h.EVENTS).reply(events(0))
    acceptor.poll()
    line.finish()


@pytest.mark.parametrize("category", ["coin acceptor", "COIN ACCEPTOR", "Payout", "Coin\xe9"])
def test_another_device_at_its_address_is_noticed(category: str) -> None:
    _, line, bus = quiet_bus()
    line.expect(2, h.SIMPLE_POLL).ack()
    line.expect(2, h.CATEGORY).reply(category.encode("latin-1"))
    with pytest.raises(BadAnswer, match="calls itself"):
        CoinAcceptor(bus).start()
    line.finish()


def test_an_acceptor_for_six_coins_stays_silent_for_the_others() -> None:
    _, line, bus = quiet_bus()
    meets(line, 2, "Coin Acceptor")
    for position in range(1, 17):
        if position <= 6:
            line.expect(2, h.COIN_ID, [position]).reply(f"JP{(10, 50, 100, 500, 1, 5)[position - 1]:03}C")
        else:
            for _ in range(3):
                line.expect(2, h.COIN_ID, [position]).silent()
            line.expect(2, h.SIMPLE_POLL).ack()
    for _ in range(3):
        line.expect(2, h.OPTION_FLAGS).silent()
    line.expect(2, h.SIMPLE_POLL).ack()
    reads_twice(line, 2, 0)
    is_shut(line)
    line.expect(2, h.SELF_CHECK).reply([0])
    acceptor = CoinAcceptor(bus)
    acceptor.start()
    assert acceptor.values == {1: 10, 2: 50, 3: 100, 4: 500, 5: 1, 6: 5}
    line.finish()


def test_coins_from_before_the_start_are_not_credited() -> None:
    _, line, acceptor = started(counter=200)
    line.expect(2, h.EVENTS).reply(events(200, (4, 1), (4, 1)))
    assert acceptor.poll() == ()
    line.finish()


def test_an_acceptor_that_sends_values_instead_of_positions() -> None:
    """Coin value format (S3 Appendix 3.2): 500 yen is 178; 100 yen must not be taken for position 100."""
    _, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    meets(line, 2, "Coin Acceptor")
    knows_its_coins(line, flags=1)
    reads_twice(line, 2, 0)
    is_shut(line)
    line.expect(2, h.SELF_CHECK).reply([0])
    acceptor.start()
    line.expect(2, h.EVENTS).reply(events(4, (255, 0), (3, 0), (178, 1), (10, 0)))
    ten, five_hundred, unknown, token = acceptor.poll()
    assert (ten, five_hundred) == (CoinCredited(10, 0), CoinCredited(500, 1))
    assert isinstance(unknown, CoinSwallowed)
    assert isinstance(token, CoinSwallowed)
    line.finish()


def test_a_coin_in_the_moment_of_a_restart_is_not_lost() -> None:
    """The cable was out for a second: the same acceptor goes on counting, and so does the driver."""
    _, line, acceptor = accepting(counter=9)
    acceptor_starts(line, counter=None)
    acceptor.start()
    line.expect(2, h.EVENTS).reply(events(10, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    line.finish()


def test_coins_are_credited_oldest_first_with_their_path() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (4, 3)))
    line.expect(2, h.EVENTS).reply(events(1, (4, 3)))
    line.expect(2, h.EVENTS).reply(events(4, (5, 3), (1, 0), (2, 8), (4, 3)))
    assert acceptor.poll() == (CoinCredited(500, 3),)
    assert acceptor.poll() == ()
    assert acceptor.poll() == (CoinCredited(50, 8), CoinCredited(10, 0), CoinCredited(500, 3))
    line.finish()


def test_the_counter_goes_from_255_to_1() -> None:
    _, line, acceptor = accepting(counter=255)
    line.expect(2, h.EVENTS).reply(events(1, (3, 0), (4, 1), (4, 1)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    line.finish()


def test_a_reply_read_twice_is_credited_once() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0))).twice()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    assert acceptor.poll() == ()
    line.finish()


def test_a_damaged_poll_costs_no_coin() -> None:
    _, line, acceptor = accepting()
    for _ in range(3):
        line.expect(2, h.EVENTS).reply(events(1, (3, 0))).corrupt()
    with pytest.raises(BadAnswer):
        acceptor.poll()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    line.finish()


def test_more_than_five_events_are_lost_credits_and_the_inhibits_are_set_again() -> None:
    _, line, acceptor = accepting(counter=10)
    reads_twice(line, 2, 18, *[(1, 0)] * 5)
    line.expect(2, h.SET_INHIBITS, ALL_OPEN).ack()
    line.expect(2, h.SET_MASTER_INHIBIT, [1]).ack()
    assert acceptor.poll() == (CreditsLost(3), *[CoinCredited(10, 0)] * 5)
    line.finish()


def test_an_old_buffer_that_comes_once_more_credits_nothing_again() -> None:
    """It looks like 254 events; read again it is the true one."""
    _, line, acceptor = accepting(counter=10)
    line.expect(2, h.EVENTS).reply(events(9, *[(1, 0)] * 5))
    for _ in range(2):
        line.expect(2, h.EVENTS).reply(events(11, (4, 0), *[(1, 0)] * 4))
    assert acceptor.poll() == (CoinCredited(500, 0),)
    line.finish()


def test_a_buffer_that_reads_differently_each_time_is_not_believed() -> None:
    _, line, acceptor = accepting(counter=10)
    for counter in (0, 200, 0, 200):
        line.expect(2, h.EVENTS).reply(events(counter))
    with pytest.raises(BadAnswer, match="4 readings in a row differ"):
        acceptor.poll()
    line.expect(2, h.EVENTS).reply(events(11, (4, 0), *[(1, 0)] * 4))
    assert acceptor.poll() == (CoinCredited(500, 0),)
    line.finish()


def test_power_lost_while_accepting_the_inhibits_are_set_again() -> None:
    _, line, acceptor = accepting(counter=67)
    reads_twice(line, 2, 0)
    line.expect(2, h.SET_INHIBITS, ALL_OPEN).ack()
    line.expect(2, h.SET_MASTER_INHIBIT, [1]).ack()
    assert acceptor.poll() == (AcceptorWasReset(),)
    line.expect(2, h.EVENTS).reply(events(1, (4, 0)))
    assert acceptor.poll() == (CoinCredited(500, 0),)
    line.finish()


def test_power_lost_while_shut_it_is_shut_again() -> None:
    _, line, acceptor = started(counter=67)
    reads_twice(line, 2, 0)
    line.expect(2, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(2, h.SET_INHIBITS, [0, 0]).ack()
    assert acceptor.poll() == (AcceptorWasReset(),)
    line.finish()


def test_a_reset_is_told_even_when_the_inhibits_cannot_be_set_and_they_are_set_later() -> None:
    _, line, acceptor = accepting(counter=67)
    reads_twice(line, 2, 0)
    for _ in range(3):
        line.expect(2, h.SET_INHIBITS, ALL_OPEN).silent()
    assert acceptor.poll() == (AcceptorWasReset(),)
    line.expect(2, h.EVENTS).reply(events(0))
    for _ in range(3):
        line.expect(2, h.SET_INHIBITS, ALL_OPEN).silent()
    with pytest.raises(NoAnswer):
        acceptor.poll()
    line.expect(2, h.EVENTS).reply(events(0))
    line.expect(2, h.SET_INHIBITS, ALL_OPEN).ack()
    line.expect(2, h.SET_MASTER_INHIBIT, [1]).ack()
    assert acceptor.poll() == ()
    line.finish()


def test_a_reset_at_counter_zero_shows_as_an_inhibited_coin() -> None:
    """S2 3.27.1: the counter cannot tell; the coin that comes back although it is enabled does."""
    for code in (2, 128 + 2):
        _, line, acceptor = accepting()
        line.expect(2, h.EVENTS).reply(events(1, (0, code)))
        line.expect(2, h.SET_INHIBITS, ALL_OPEN).ack()
        line.expect(2, h.SET_MASTER_INHIBIT, [1]).ack()
        (event,) = acceptor.poll()
        assert isinstance(event, CoinRejected)
        assert event.code == code
        line.finish()


def test_a_coin_that_is_inhibited_on_purpose_just_comes_back() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 128 + 5)))  # 5 yen
    assert acceptor.poll() == (CoinRejected(133, "inhibited coin (type 6)"),)
    line.finish()


def test_the_null_event_after_power_up_is_ignored() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 0)))
    assert acceptor.poll() == ()
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


def test_only_the_wanted_values_are_opened() -> None:
    _, line, acceptor = started()
    is_opened(line, [0b11000, 0])
    acceptor.accept(frozenset({500, 1000}))
    assert acceptor.open_values == {500}
    line.finish()


def test_a_coin_that_no_kiosk_takes_stays_shut_whoever_asks_for_it() -> None:
    _, line, acceptor = started()
    is_opened(line, [0b00001, 0])
    acceptor.accept(frozenset({1, 5, 10, 2000}))  # position 6 knows 5 yen
    assert acceptor.open_values == {10}
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


def test_an_acceptor_that_takes_other_inhibits_is_shut() -> None:
    _, line, acceptor = started()
    line.expect(2, h.SET_INHIBITS, ALL_OPEN).ack()
    line.expect(2, h.SET_MASTER_INHIBIT, [1]).ack()
    line.expect(2, h.INHIBITS).reply([0xFF, 0xFF])
    with pytest.raises(BadAnswer, match="0xffff where 0x001f"):
        acceptor.accept(VALUES)
    line.expect(2, h.EVENTS).reply(events(0))
    line.expect(2, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(2, h.SET_INHIBITS, [0, 0]).ack()
    assert acceptor.poll() == ()
    line.finish()


def test_a_coin_past_the_gate_is_credited_after_shutting() -> None:
    _, line, acceptor = accepting()
    is_shut(line)
    acceptor.shut()
    line.expect(2, h.EVENTS).reply(events(1, (4, 0)))
    assert acceptor.poll() == (CoinCredited(500, 0),)
    line.finish()


def test_polling_before_the_start_is_a_mistake() -> None:
    clock = VirtualClock()
    line = Line(clock)
    line.expect(2, h.EVENTS).reply(events(3))
    with pytest.raises(RuntimeError, match="started"):
        CoinAcceptor(Bus(line, clock, "off")).poll()
