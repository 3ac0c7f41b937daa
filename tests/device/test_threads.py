"""The box's host in real time: mailboxes between threads, a loop that wakes, workers that die loudly."""

from __future__ import annotations

import threading

import pytest

from device.clock import RealClock
from device.loop import Loop
from device.mailbox import CAPACITY, MailboxFull
from device.store import Store
from device.threads import Threads
from device.vault import Vault
from statemachine.commands import ReadCard
from statemachine.events import KioskStarted
from statemachine.machine import KioskMachine
from tests.statemachine.worlds import rules

CLOCK = RealClock()


def soon_ns(seconds: float = 5.0) -> int:
    return CLOCK.monotonic_ns() + round(seconds * 1e9)


def test_a_command_wakes_the_worker_that_waits_for_it() -> None:
    threads = Threads(CLOCK)
    mailbox, got = threads.mailbox(), threading.Event()

    def worker() -> None:
        command = mailbox.take(soon_ns())
        if command is not None and command.id == "x":
            got.set()

    threads.spawn(worker)
    mailbox.put(ReadCard(id="x"))
    assert got.wait(5)
    assert threads.stop() == []


def test_a_deadline_that_is_past_only_looks() -> None:
    mailbox = Threads(CLOCK).mailbox()
    assert mailbox.take(0) is None
    mailbox.put(ReadCard(id="x"))
    assert mailbox.take(0) == ReadCard(id="x")


def test_a_mailbox_that_nobody_empties_says_so() -> None:
    mailbox = Threads(CLOCK).mailbox()
    for _ in range(CAPACITY):
        mailbox.put(ReadCard())
    with pytest.raises(MailboxFull, match="card"):
        mailbox.put(ReadCard())


def test_stopping_ends_a_worker_that_waits_for_hours() -> None:
    threads = Threads(CLOCK)
    mailbox = threads.mailbox()


    def worker() -> None:
        mailbox.take(soon_ns(3600))

    threads.spawn(worker)
    assert threads.stop() == []


def test_an_event_from_a_worker_wakes_the_loop_and_a_dead_worker_ends_it() -> None:
    threads = Threads(CLOCK)
    with Store.open(None) as store:
        loop = Loop(KioskMachine(rules()), store, Vault(), CLOCK, lambda _command: None)

        def worker() -> None:
            loop.post(KioskStarted(boot=1))
            raise KeyError("a programmer's mistake")

        threads.spawn(worker)
        threads.run(loop, until=lambda: False)
        assert [row.kind for row in store.events()] in (["kiosk_started"], [])
    (failure,) = threads.failures
    assert "KeyError" in failure
    assert "test_threads.py" in failure
