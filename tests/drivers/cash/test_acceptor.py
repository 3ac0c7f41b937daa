"""Stories at the coin slot."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.bus import Bus
from drivers.cash.occurrences import (
    CoinCredited,
    CoinSwallowed,
    CreditsLost,
)
from drivers.errors import BadAnswer
from tests.drivers.cash.line import Line, VirtualClock
from tests.drivers.cash.scenes import (
    ALL_OPEN,
    VALUES,
    acceptor_starts,
    events,
    is_opened,
    is_shut,
    knows_its_coins,
    meets,
    quiet_bus,
    reads_twice,
)
from tests.drivers.cash.slot import accepting, started


def test_it_says_who_it_is_and_which_coins_it_knows() -> None:
    _, line, bus = quiet_bus()
    acceptor = CoinAcceptor(bus)
    acceptor_starts(line)
    identity = acceptor.start()
    assert identity.category == "Coin Acceptor"
    assert identity.build == "STD01"
    assert identity.serial_number == 0x302012
    assert acceptor.values == {1: 10, 2: 50, 3: 100, 4: 500, 5: 500, 6: 5}


def test_a_buffer_that_is_read_wrong_once_credits_nothing() -> None:
    _, line, acceptor = accepting()
    line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == (CoinCredited(100, 0),)
    line.expect(2, h.EVENTS).reply(events(1, (4, 0)))
    for _ in range(2):
        line.expect(2, h.EVENTS).reply(events(1, (3, 0)))
    assert acceptor.poll() == ()
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
