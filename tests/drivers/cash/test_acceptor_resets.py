"""The acceptor loses its power, and its event counter with it: seen, told, put right."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.occurrences import (
    AcceptorWasReset,
    CoinCredited,
    CoinRejected,
)
from drivers.errors import NoAnswer
from tests.drivers.cash.scenes import (
    ALL_OPEN,
    acceptor_starts,
    events,
    is_set,
    reads_twice,
)
from tests.drivers.cash.slot import accepting, started


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


def test_a_shut_acceptor_is_not_told_again() -> None:
    clock, line, acceptor = started()
    clock.pass_ms(60_000)
    line.expect(2, h.EVENTS).reply(events(0))
    acceptor.poll()
    line.finish()


def test_a_coin_in_the_moment_of_a_restart_is_not_lost() -> None:
    """The cable was out for a second: the same acceptor goes on counting, and so does the driver."""
    _, line, acceptor = accepting(counter=9)
    acceptor_starts(line, counter=None)
    acceptor.start()
    line.expect(2, h.EVENTS).reply(events(10, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
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


def test_the_null_event_after_power_up_is_ignored() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (0, 0)))
    assert acceptor.poll() == ()
    line.finish()
