"""Virtual time: who runs when, what a wait is woken by, and when the world has come to a stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.clock import TOKYO
from device.hub import Flag, Hub, Stuck
from device.mailbox import CAPACITY, HubMailbox, MailboxFull
from statemachine.commands import ReadCard, Speak

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
S = 1_000_000_000


@pytest.fixture
def hub() -> Hub:
    return Hub(MORNING)


class Bell:
    """A passive object that rings at given seconds."""

    def __init__(self, hub: Hub, name: str, log: list[str], *seconds: float) -> None:
        self._hub, self._name, self._log = hub, name, log
        self._due = [round(s * S) for s in seconds]

    def next_due_ns(self) -> int | None:
        return self._due[0] if self._due else None

    def tick(self) -> None:
        assert self._hub.now_ns == self._due.pop(0)
        self._log.append(self._name)


def sleeper(hub: Hub, log: list[str], name: str, *until_s: float) -> Callable[[], None]:
    def run() -> None:
        for second in until_s:
            hub.wait_until(round(second * S))
            log.append(f"{name}@{hub.now_ns / S:g}")

    return run


# --- order ------------------------------------------------------------------------------------------


def test_workers_run_in_the_order_of_their_due_times_and_equal_ones_in_the_order_of_asking(hub: Hub) -> None:
    log: list[str] = []
    hub.spawn(sleeper(hub, log, "cash", 2, 3))
    hub.spawn(sleeper(hub, log, "page", 1, 3))
    hub.spawn(sleeper(hub, log, "card", 2, 3))
    hub.run_for(5)
    # at 3 s it is page that asked first: it had been waiting since 1 s
    assert log == ["page@1", "cash@2", "card@2", "page@3", "cash@3", "card@3"]
    assert hub.now_ns == 5 * S


def test_at_one_moment_the_world_moves_before_the_workers_look_at_it(hub: Hub) -> None:
    log: list[str] = []
    hub.join(Bell(hub, "coin", log, 1, 2))
    hub.join(Bell(hub, "sheet", log, 1, 2))
    hub.spawn(sleeper(hub, log, "poll", 1, 2))
    hub.run_for(3)
    assert log == ["coin", "sheet", "poll@1", "coin", "sheet", "poll@2"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 20), max_size=5), min_size=1, max_size=5))
def test_the_same_waits_run_in_the_same_way_and_time_never_goes_back(waits: list[list[int]]) -> None:
    def played() -> list[str]:
        hub, log, times = Hub(MORNING), list[str](), list[int]()
        hub.before_jump = times.append
        for number, seconds in enumerate(waits):
            hub.spawn(sleeper(hub, log, f"w{number}", *seconds))
        hub.run_for(21)
        assert times == sorted(set(times))
        assert len(log) == sum(map(len, waits))
        return log

    assert played() == played()


# --- waking -----------------------------------------------------------------------------------------


def waiter(hub: Hub, flag: Flag, log: list[float], *due_s: float) -> Callable[[], None]:
    def run() -> None:
        for second in due_s:
            hub.block(round(second * S), flag)
            log.append(hub.now_ns / S)

    return run


def test_bytes_that_arrive_wake_a_reader_before_its_deadline_and_the_deadline_then_means_nothing(hub: Hub) -> None:
    flag, log = Flag(), list[float]()
    hub.spawn(waiter(hub, flag, log, 5, 20))
    hub.run_for(2)
    hub.wake(flag)
    hub.run_for(8)  # over the old deadline at 5 s
    assert log == [2]
    hub.run_for(20)
    assert log == [2, 20]


def test_bytes_that_arrive_after_the_deadline_find_nobody_waiting(hub: Hub) -> None:
    flag, log = Flag(), list[float]()
    hub.spawn(waiter(hub, flag, log, 1))
    hub.run_for(2)
    hub.wake(flag)
    hub.wake(flag)
    hub.run_for(2)
    assert log == [1]


def test_bytes_at_the_very_deadline_wake_a_reader_once(hub: Hub) -> None:
    flag, log = Flag(), list[float]()

    class Arrival(Bell):
        def tick(self) -> None:
            super().tick()
            hub.wake(flag)
            hub.wake(flag)

    hub.spawn(waiter(hub, flag, log, 1, 9))
    hub.join(Arrival(hub, "byte", [], 1))
    hub.run_for(3)
    assert log == [1]
    hub.run_for(9)
    assert log == [1, 9]


def test_a_driver_called_by_hand_outside_any_task_waits_while_the_world_goes_on(hub: Hub) -> None:
    flag, log = Flag(), list[str]()
    hub.spawn(sleeper(hub, log, "sim", 1, 2, 3))
    hub.wait_until(2 * S)  # it asked before the simulator asked for its second wait
    assert (log, hub.now_ns) == (["sim@1"], 2 * S)

    def ring() -> None:
        hub.wait_until(round(2.5 * S))
        hub.wake(flag)

    hub.spawn(ring)
    hub.block(60 * S, flag)
    assert (log, hub.now_ns) == (["sim@1", "sim@2"], 2.5 * S)
    hub.wait_until(1 * S)  # past: at once
    assert hub.now_ns == 2.5 * S


def test_a_mistake_in_a_worker_reaches_whoever_runs_the_world(hub: Hub) -> None:
    def run() -> None:
        hub.wait_until(S)
        raise ZeroDivisionError("a mistake")

    hub.spawn(run)
    with pytest.raises(ZeroDivisionError, match="a mistake"):
        hub.run_for(2)


# --- the end ----------------------------------------------------------------------------------------


def test_closing_the_world_lets_every_worker_put_its_things_away(hub: Hub) -> None:
    log: list[str] = []

    def worker(name: str) -> Callable[[], None]:
        def run() -> None:
            try:
                hub.wait_until(3600 * S)
                log.append("never")
            finally:
                log.append(f"{name} closed its port")

        return run

    hub.spawn(worker("cash"))
    hub.spawn(worker("page"))
    hub.run_for(1)
    hub.spawn(worker("never begun"))
    hub.close()
    assert log == ["cash closed its port", "page closed its port"]
    with pytest.raises(Stuck):
        hub.step()
    hub.close()


# --- stuck ------------------------------------------------------------------------------------------


def poller(hub: Hub) -> Callable[[], None]:
    def run() -> None:
        while True:
            hub.block(hub.now_ns + S, None, poll=True)

    return run


def test_a_kiosk_that_only_polls_while_a_customer_waits_is_stuck(hub: Hub) -> None:
    hub.spawn(poller(hub))
    hub.at_rest = lambda: False
    with pytest.raises(Stuck, match="not at rest"):
        hub.run_until(lambda: False, limit_s=3600)
    assert hub.now_ns <= S


def test_a_kiosk_at_rest_may_poll_for_hours(hub: Hub) -> None:
    hub.spawn(poller(hub))
    assert not hub.run_until(lambda: False, limit_s=7200)
    assert hub.now_ns == 7200 * S


def test_whoever_really_waits_for_something_keeps_the_world_going(hub: Hub) -> None:
    log: list[str] = []
    hub.at_rest = lambda: False
    hub.spawn(poller(hub))
    hub.spawn(sleeper(hub, log, "printer", 30))
    assert hub.run_until(lambda: bool(log), limit_s=3600)
    assert log == ["printer@30"]


def test_an_empty_world_is_stuck(hub: Hub) -> None:
    with pytest.raises(Stuck, match="at all"):
        hub.step()


def test_a_limit_is_a_limit_also_when_the_next_thing_happens_long_after_it(hub: Hub) -> None:
    log: list[str] = []
    hub.spawn(sleeper(hub, log, "far", 100))
    assert not hub.run_until(lambda: bool(log), limit_s=10)
    assert (hub.now_ns, log) == (10 * S, [])
    assert hub.run_until(lambda: bool(log), limit_s=90)
    assert hub.now_ns == 100 * S


# --- clocks -----------------------------------------------------------------------------------------


def test_the_wall_clock_may_jump_and_nobody_waits_longer_or_shorter(hub: Hub) -> None:
    log: list[str] = []
    hub.spawn(sleeper(hub, log, "worker", 10))
    hub.run_for(4)
    assert hub.wall() == MORNING + timedelta(seconds=4)
    hub.set_wall(MORNING - timedelta(days=3))
    assert (hub.monotonic_ns(), hub.wall()) == (4 * S, MORNING - timedelta(days=3))
    hub.run_for(6.5)
    assert log == ["worker@10"]
    assert hub.wall() == MORNING - timedelta(days=3) + timedelta(seconds=6.5)


def test_the_wall_clock_is_tokyos_whatever_the_given_one_was() -> None:
    utc = Hub(datetime.fromisoformat("2026-11-24T01:00:00+00:00"))
    assert (utc.wall(), utc.wall().hour, utc.wall().utcoffset()) == (MORNING, 10, timedelta(hours=9))


def test_the_hook_that_paces_a_demonstration_hears_each_jump_once(hub: Hub) -> None:
    jumps: list[int] = []
    hub.before_jump = jumps.append
    hub.spawn(sleeper(hub, [], "a", 1, 1, 300))
    hub.run_for(400)
    assert jumps == [1 * S, 300 * S, 400 * S]


# --- the mailbox ------------------------------------------------------------------------------------


def test_a_command_wakes_its_worker_at_once_and_commands_keep_their_order(hub: Hub) -> None:
    mailbox, log = HubMailbox(hub), list[tuple[float, str | None]]()

    def worker() -> None:
        for _ in range(4):
            command = mailbox.take(10 * S)
            log.append((hub.now_ns / S, command.id if command else None))

    hub.spawn(worker)
    hub.run_for(3)
    for name in ("a", "b", "c"):
        mailbox.put(Speak(id=name, text="voice.take_card"))
    hub.run_for(60)
    assert log == [(3, "a"), (3, "b"), (3, "c"), (10, None)]


def test_a_worker_that_takes_nothing_fills_its_mailbox_and_that_is_said(hub: Hub) -> None:
    mailbox = HubMailbox(hub)
    for number in range(CAPACITY):
        mailbox.put(ReadCard(id=str(number)))
    with pytest.raises(MailboxFull, match="card: 64 commands"):
        mailbox.put(ReadCard(id="one more"))
    taken = [mailbox.take(0) for _ in range(CAPACITY)]
    assert [command.id for command in taken if command] == [str(n) for n in range(CAPACITY)]
    assert mailbox.take(0) is None
