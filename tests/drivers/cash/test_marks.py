"""The host was down: what came in meanwhile is told apart from what was already counted."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.counter import Mark
from drivers.cash.device import CashDevice
from drivers.cash.inventory import CashInventory, Marks
from drivers.cash.occurrences import (
    AcceptorWasReset,
    CoinCredited,
    CreditsLost,
    NoteCredited,
    Occurrence,
)
from drivers.errors import NoAnswer
from tests.drivers.cash.line import Line, VirtualClock
from tests.drivers.cash.scenes import (
    ACCEPTOR,
    HOPPERS,
    VALIDATOR,
    acceptor_starts,
    events,
    hopper_starts,
    is_shut,
    knows_its_coins,
    meets,
    reads_twice,
    validator_starts,
)

SERIAL = 0x302012


def told(inventory: CashInventory) -> tuple[Occurrence, ...]:
    """What came while the host was down, without the marks."""
    return tuple(happening.occurrence for happening in inventory.earlier)


def restarts(
    mark: Mark | None, counter: int, *slots: tuple[int, int]
) -> tuple[Line, CashDevice, CashInventory]:
    """A new driver for an acceptor whose buffer shows this."""
    line = Line(VirtualClock())
    device = CashDevice(line, line.clock, hoppers={}, echo="off")
    meets(line, ACCEPTOR, "Coin Acceptor")
    knows_its_coins(line)
    reads_twice(line, ACCEPTOR, counter, *slots)
    is_shut(line)
    line.expect(ACCEPTOR, h.SELF_CHECK).reply([0])
    inventory = device.start(marks=None if mark is None else Marks(acceptor=mark))
    line.finish()
    return line, device, inventory


@pytest.mark.parametrize(
    ("mark", "counter", "slots", "earlier"),
    [
        (None, 9, [(4, 0)] * 5, ()),
        (Mark(SERIAL, 9), 9, [(4, 0)] * 5, ()),
        (Mark(SERIAL, 8), 9, [(3, 0), (4, 0)], (CoinCredited(100, 0),)),
        (Mark(SERIAL, 254), 1, [(1, 0), (3, 0)], (CoinCredited(100, 0), CoinCredited(10, 0))),
        (Mark(SERIAL, 0), 2, [(1, 0), (3, 0)], (CoinCredited(100, 0), CoinCredited(10, 0))),
        (Mark(SERIAL, 3), 10, [(1, 0)] * 5, (CreditsLost(2), *[CoinCredited(10, 0)] * 5)),
        (Mark(SERIAL, 77), 0, [], (AcceptorWasReset(),)),
        (Mark(SERIAL, 77), 1, [(3, 0)], (AcceptorWasReset(), CoinCredited(100, 0))),
        (Mark(SERIAL + 1, 8), 9, [(3, 0), (4, 0)], ()),  # somebody has changed the acceptor
    ],
)
def test_coins_since_the_mark_are_told_once_as_earlier_ones(
    mark: Mark | None, counter: int, slots: list[tuple[int, int]], earlier: tuple[Occurrence, ...]
) -> None:
    line, device, inventory = restarts(mark, counter, *slots)
    assert told(inventory) == earlier
    assert device.marks.acceptor == Mark(SERIAL, counter)
    line.expect(ACCEPTOR, h.EVENTS).reply(events(counter, *slots))
    assert device.poll() == ()
    line.finish()


def test_coins_after_the_start_are_not_earlier_ones() -> None:
    line, device, inventory = restarts(Mark(SERIAL, 5), 6, (3, 0))
    assert told(inventory) == (CoinCredited(100, 0),)
    line.expect(ACCEPTOR, h.EVENTS).reply(events(7, (4, 0), (3, 0)))
    assert device.poll() == (CoinCredited(500, 0),)
    assert device.marks.acceptor == Mark(SERIAL, 7)
    line.finish()


def test_a_start_that_fails_keeps_the_earlier_coins_for_the_next_one() -> None:
    """The hopper is dead at the first start: nothing was told, so nothing may be marked as told."""
    line = Line(VirtualClock())
    device = CashDevice(line, line.clock, hoppers={10: 3}, echo="off")
    marks = Marks(acceptor=Mark(SERIAL, 5))
    acceptor_starts(line, 6)  # its newest slot is a 500 yen coin
    for _ in range(3):
        line.expect(3, h.SIMPLE_POLL).silent()
    with pytest.raises(NoAnswer):
        device.start(marks=marks)
    assert device.marks == marks
    acceptor_starts(line, None)
    hopper_starts(line, 10)
    assert told(device.start(marks=marks)) == (CoinCredited(500, 1),)
    assert device.marks.acceptor == Mark(SERIAL, 6)
    line.finish()


def test_a_second_start_of_the_same_driver_trusts_its_own_mark() -> None:
    """The journal may lag behind: its mark would tell a coin again that poll has told."""
    line, device, _ = restarts(None, 5)
    line.expect(ACCEPTOR, h.EVENTS).reply(events(6, (3, 0)))
    assert device.poll() == (CoinCredited(100, 0),)
    acceptor_starts(line, None)
    assert told(device.start(marks=Marks(acceptor=Mark(SERIAL, 5)))) == ()
    line.expect(ACCEPTOR, h.EVENTS).reply(events(7, (4, 0), (3, 0)))
    assert device.poll() == (CoinCredited(500, 0),)
    line.finish()


def test_a_note_that_was_stacked_while_the_host_was_down() -> None:
    line = Line(VirtualClock())
    device = CashDevice(line, line.clock, hoppers=HOPPERS, validator=VALIDATOR, echo="off")
    acceptor_starts(line, 0)
    validator_starts(line, 12, (1, 0), (1, 1))
    for yen in HOPPERS:
        hopper_starts(line, yen)
    marks = Marks(acceptor=Mark(SERIAL, 0), validator=Mark(0x302038, 11))
    assert told(device.start(marks=marks)) == (NoteCredited(1_000),)
    assert device.marks.validator == Mark(0x302038, 12)
    line.finish()


@pytest.mark.parametrize("last", [0, 3, 253, 254, 255])
@pytest.mark.parametrize("booked", range(6))
def test_the_host_dies_after_any_of_five_coins_of_one_poll(last: int, booked: int) -> None:
    """Each coin comes with the mark it leaves: a host that starts again with the last one it booked is told
    the others, and none twice."""
    newest = [(4, 0), (3, 0), (2, 0), (1, 0), (4, 0)]
    counter = (last - 1 + 5) % 255 + 1 if last else 5
    line, device, _ = restarts(None, last)
    line.expect(ACCEPTOR, h.EVENTS).reply(events(counter, *newest))
    happened = device.look()
    assert len(happened) == 5
    mark = happened[booked - 1].mark if booked else Mark(SERIAL, last)
    _, _, inventory = restarts(mark, counter, *newest)
    assert told(inventory) == tuple(happening.occurrence for happening in happened[booked:])


def test_what_tells_nothing_is_part_of_the_mark_before_it() -> None:
    """A coin and then a null event (S2 3.27.1): nothing is left to tell after the coin's mark."""
    line, device, _ = restarts(None, 5)
    line.expect(ACCEPTOR, h.EVENTS).reply(events(7, (0, 0), (3, 0)))
    (happening,) = device.look()
    assert happening.mark == device.marks.acceptor == Mark(SERIAL, 7)
