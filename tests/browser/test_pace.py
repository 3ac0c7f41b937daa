"""Virtual time held to real time, by a clock in the test's hand; what the pages are told; the words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from device.hub import Flag, Hub
from device.testing.demo.audience import WAITING_MAX, Audience, Page
from device.testing.demo.bench import bench
from device.testing.demo.kiosk import DemoKiosk
from device.testing.demo.pace import Pace
from device.testing.demo.words import ACTS, SCREENS, SEEN, seen_in_words
from device.testing.demo.world import Busy, PacedWorld
from drivers.clock import NS_PER_S
from sim.journeys.seen import WHATS, Seen
from sim.verbs import TABLE, ActError, perform
from statemachine.table.states import STATES
from tests.browser.conftest import MORNING


class HandClock:
    """Real time, as far as the demo is concerned."""

    def __init__(self) -> None:
        self.now_ns = 1000 * NS_PER_S

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return MORNING

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def world(clock: HandClock) -> Iterator[PacedWorld]:
    paced = PacedWorld(MORNING, clock, Audience())
    paced.start()
    yield paced
    paced.stop()
    assert paced.failure is None


def now_s(world: PacedWorld) -> float:
    return world.ask(lambda kiosk: kiosk.hub.now_ns) / NS_PER_S


def test_the_world_is_never_ahead_of_real_time_and_never_far_behind(world: PacedWorld, clock: HandClock) -> None:
    assert now_s(world) == 0.0
    for half_seconds in range(1, 9):
        clock.now_ns += NS_PER_S // 2
        assert now_s(world) == half_seconds / 2
    assert world.ask(lambda kiosk: kiosk.state) == "idle"


def test_a_world_that_was_held_up_does_not_hurry_after(world: PacedWorld, clock: HandClock) -> None:
    clock.now_ns += 3600 * NS_PER_S
    assert now_s(world) == 0.0
    clock.now_ns += NS_PER_S
    assert now_s(world) == 1.0


def test_a_jump_happens_at_once_and_time_goes_on_from_there(world: PacedWorld, clock: HandClock) -> None:
    world.leap(300)
    assert now_s(world) == 300.0
    clock.now_ns += NS_PER_S
    assert now_s(world) == 301.0


def test_what_is_asked_happens_at_the_time_at_which_it_was_asked(world: PacedWorld, clock: HandClock) -> None:
    clock.now_ns += 123_456_789
    world.ask(lambda kiosk: perform(kiosk.world, "lay", "card"))
    log = world.ask(lambda kiosk: list(kiosk.world.log))
    assert next(seen.at_ns for seen in log if seen.what == "card") == 123_456_789


def test_what_cannot_be_done_is_told_to_whoever_asked_and_to_nobody_else(world: PacedWorld) -> None:
    with pytest.raises(ActError):
        world.ask(lambda kiosk: perform(kiosk.world, "take", "card"))
    assert world.alive


def test_an_ended_world_answers_nobody(clock: HandClock) -> None:
    world = PacedWorld(MORNING, clock, Audience())
    world.start()
    world.stop()
    with pytest.raises(Busy):
        world.ask(lambda kiosk: kiosk.state)


def test_pace_gives_real_and_virtual_time_both_ways() -> None:
    pace = Pace(5, 100)
    pace.leap(20)
    assert pace.virtual_ns(101) == 26
    assert pace.real_ns(26) == 101


def test_the_hub_says_when_something_happens_next() -> None:
    hub, flag = Hub(MORNING), Flag()
    assert hub.next_due_ns() is None
    hub.spawn(lambda: hub.block(7, flag))
    assert hub.next_due_ns() == 0  # the task itself, now
    hub.step()
    assert hub.next_due_ns() == 7
    hub.wake(flag)
    assert hub.next_due_ns() == 0
    hub.step()
    assert hub.next_due_ns() is None


# --- the pages --------------------------------------------------------------------------------------


def taken(page: Page) -> list[str]:
    """Kinds of what a page gets, to the end."""
    return [event.decode().split("\n")[0].removeprefix("event: ") for event in page]


def test_a_late_page_gets_the_last_screen_and_no_old_voice() -> None:
    audience = Audience()
    audience.hear(b'{"type":"show","screen":"idle"}', NS_PER_S)
    audience.hear(b'{"type":"voice","say":"x"}', NS_PER_S)
    audience.hear(b'{"type":"show","screen":"menu"}', NS_PER_S)
    page = audience.join()
    audience.hear(b'{"type":"alarm","on":true}', 2 * NS_PER_S)
    audience.close()
    (show, alarm) = list(page)
    assert json.loads(show.decode().split("data: ")[1]) == {"at_s": 1.0, "message": {"type": "show", "screen": "menu"}}
    assert alarm.startswith(b"event: alarm\n")
    assert taken(audience.join()) == ["show", "alarm"]


def test_a_page_that_takes_nothing_is_dropped() -> None:
    audience = Audience()
    page = audience.join()
    for n in range(WAITING_MAX + 1):
        audience.tell_bench({"n": n})
    assert not audience.somebody
    assert list(page) == []


# --- the words --------------------------------------------------------------------------------------


def test_every_act_screen_and_sight_has_its_japanese() -> None:
    assert set(ACTS) == {(row.name, row.thing) for row in TABLE}
    assert set(SCREENS) == set(STATES)
    assert set(SEEN) == set(WHATS)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen(0, "act", "lay card yamada-taro"), "お客さま: カードを置く(yamada-taro)"),
        (Seen(0, "act", "key"), "お客さま: キーを押す"),
        (Seen(0, "fate", "jam hopper 100"), "出来事: ホッパーが詰まる(100)"),
        (Seen(0, "screen", "entering_pin"), "画面: ⑤ 暗証番号の入力"),
        (Seen(0, "coins_out", "100"), "返却口へ: 100円"),
        (Seen(0, "note", "{detail}"), "{detail}"),
    ],
)
def test_the_log_reads(seen: Seen, words: str) -> None:
    assert seen_in_words(seen) == words


def test_the_bench_is_plain_json_and_names_nobody() -> None:
    with DemoKiosk(MORNING, lambda message, at_ns: None) as kiosk:
        kiosk.run_until_state("idle")
        perform(kiosk.world, "lay", "card")
        perform(kiosk.world, "insert", 500)
        kiosk.hub.run_for(3)
        text = json.dumps(bench(kiosk), ensure_ascii=False)
    assert "山田" not in text
    assert "1234" not in text
