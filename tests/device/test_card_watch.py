"""Whatever a reader sees, its watcher tells it as a person would: cards that come, cards that leave, nothing seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from device.workers.card_watch import CardWatcher
from drivers.card.reader import Presence, Sight
from statemachine.events import Event
from tests.device.stand import Stand

TRAY = {"card_placed": Presence.PRESENT, "card_removed": Presence.ABSENT, "card_unknown": Presence.UNKNOWN}
"""What somebody who hears this takes the tray for."""


class Sights:
    """A reader's watch that sees one thing after the other, and then that the day is over.

    begins: how many events there were before each sight
    """

    name = "a reader"

    def __init__(self, sights: list[Sight], said: list[Event], evening: Callable[[], None]) -> None:
        self._sights, self._said, self._evening = iter(sights), said, evening
        self.begins: list[int] = []

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        self.begins.append(len(self._said))
        sight = next(self._sights, None)
        if sight is None:
            self._evening()
            return known
        return sight

    def close(self) -> None:
        """Nothing to close."""


def told(sights: list[Sight]) -> list[list[str]]:
    """What is said of each sight, event by event."""
    stand = Stand()
    watch = Sights(sights, stand.said, lambda: setattr(watcher, "stopping", True))
    watcher = CardWatcher(stand.desk(), watch)
    watcher.run()
    stand.hub.close()
    return [[event.trigger for event in stand.said[a:b]] for a, b in pairwise(watch.begins)]


def flat(said: list[list[str]], *kinds: str) -> Iterator[str]:
    return (trigger for part in said for trigger in part if trigger in kinds)


@st.composite
def of_a_reader(draw: st.DrawFn) -> list[Sight]:
    """Sights as readers have them: the counter moves with the tray, begins anew with the service, may skip."""
    count, sights = draw(st.integers(0, 3)), []
    for presence in draw(st.lists(st.sampled_from(Presence), max_size=30)):
        count = 0 if presence is Presence.UNKNOWN else count + draw(st.integers(0, 3))
        sights.append(Sight(presence, count))
    return sights


@given(of_a_reader())
def test_who_hears_the_events_knows_the_tray_at_every_moment(sights: list[Sight]) -> None:
    tray: Presence | None = None
    for sight, triggers in zip(sights, told(sights), strict=True):
        for trigger in triggers:
            tray = TRAY.get(trigger, tray)
        assert tray is sight.presence


@given(of_a_reader())
def test_each_card_is_placed_once_and_no_two_lie_there_at_once(sights: list[Sight]) -> None:
    said = told(sights)
    changes = [now for before, now in pairwise([None, *sights]) if now is not None and now != before]
    assert sum(1 for _ in flat(said, "card_placed")) == sum(now.presence is Presence.PRESENT for now in changes)
    assert all((a, b) != ("card_placed", "card_placed") for a, b in pairwise(flat(said, *TRAY)))


@given(of_a_reader())
def test_the_same_sight_again_is_no_news(sights: list[Sight]) -> None:
    said = told([sight for sight in sights for _ in range(2)])
    assert all(not again for again in said[1::2])


@given(of_a_reader())
def test_a_lost_reader_takes_no_card_away(sights: list[Sight]) -> None:
    for sight, triggers in zip(sights, told(sights), strict=True):
        if sight.presence is Presence.UNKNOWN:
            assert "card_removed" not in triggers
            assert "card_placed" not in triggers


@given(of_a_reader())
def test_the_reader_is_ready_while_it_can_be_asked(sights: list[Sight]) -> None:
    ready: bool | None = None
    for sight, triggers in zip(sights, told(sights), strict=True):
        for trigger in triggers:
            if trigger in ("device_ready", "device_unready"):
                assert ready is not (trigger == "device_ready"), "said twice"
                ready = trigger == "device_ready"
        assert ready is (sight.presence is not Presence.UNKNOWN)
