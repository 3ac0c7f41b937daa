"""The till's figures of `make bench`: a wired 9600-baud line, and the frames and the noisy line in virtual time."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from device.testing.obliging import answer_of
from drivers.port import Port

if TYPE_CHECKING:
    from sim.cash import CashBox
    from statemachine.commands import Command
    from statemachine.events import Event

BAUD = 9600
BYTE_S = 10 / BAUD
"""On the line: 8N1."""
COINS = 100
COIN_YEN = 10
COPIES = 10
"""2000 yen: more than all the coins, so that the acceptor stays open."""
PAUSE_S = (0.45, 0.75)
"""Between two coins: at any phase of the polls; the slot takes one every 0.4 s."""
SEED = 20251009
P99_MAX = 1.5
SHARE_MAX = 0.4
START_S = 20.0
FRAMES = 40_000
RUNS = 60
NOISY_LINE = Path("tests/faults/test_noisy_line_coins.py")

Figure = tuple[str, str, bool]


def figures() -> Iterator[Figure]:
    """All of them."""
    yield from _credits()
    yield _frames()
    yield _noisy_line()


class _Counted:
    """A port that counts the bytes on the line, both directions."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self.bytes = 0
        self.name = port.name
        self.close = port.close

    def write(self, data: bytes, deadline_ns: int) -> None:
        """As `Port.write`."""
        self.bytes += len(data)
        self._port.write(data, deadline_ns)

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """As `Port.read`."""
        data = self._port.read(size_max, deadline_ns)
        self.bytes += len(data)
        return data


class _Eyes:
    """When each coin was credited in the metal, and when its credit stood on the screen."""

    def __init__(self) -> None:
        self.box: CashBox | None = None
        self.fell: list[float] = []
        self.shown: list[float] = []

    def at_the_hopper(self) -> None:
        """Called after whatever moved in the box."""
        assert self.box is not None
        metal = self.box.metal
        inside = metal["inserted"].get(COIN_YEN, 0) - metal["in_flight"].get(COIN_YEN, 0)
        self.fell += [time.perf_counter()] * (inside - len(self.fell))

    def at_the_screen(self, message: bytes) -> None:
        """Called with each message to the customer."""
        credit_yen = _credit_in(json.loads(message))
        self.shown += [time.perf_counter()] * (credit_yen // COIN_YEN - len(self.shown))


def _credit_in(message: dict[str, Any]) -> int:
    """The credit that ⑫ shows, the second row of its table; 0 on any other screen."""
    if message.get("screen") != "accepting_cash":
        return 0
    return int("".join(sign for sign in message["table"][1][1] if sign.isdigit()))


def _credits() -> Iterator[Figure]:
    """Coins at random moments into a till on a paced line: from the credit in the acceptor to the screen."""
    from sim.cash import CashBox
    from sim.customer.bystander import Watched
    from sim.hosts import Reactor, RealClock, open_pty

    eyes = _Eyes()
    with Reactor(clock := RealClock()) as reactor:
        eyes.box = box = CashBox(clock)
        reactor.add(Watched(box, eyes.at_the_hopper))
        path = open_pty(reactor, box, pace_baud=BAUD)
        till = _Till(path, eyes.at_the_screen)
        till.run_to_payment()
        chance = random.Random(SEED)
        began, bytes_before = time.perf_counter(), till.port.bytes
        for _ in range(COINS):
            reactor.call(lambda: box.insert(COIN_YEN))
            time.sleep(chance.uniform(*PAUSE_S))
        time.sleep(1.0)
        share = (till.port.bytes - bytes_before) * BYTE_S / (time.perf_counter() - began)
        till.close()
    late = sorted((shown - fell) / till.poll_s for fell, shown in zip(eyes.fell, eyes.shown, strict=True))
    median, most = late[len(late) // 2], late[int(0.99 * len(late))]
    yield (
        f"a coin's credit from the acceptor to the screen, {BAUD} baud (goal 99 % within {P99_MAX} polls)",
        f"half within {median:.2f} polls of {till.poll_s} s, 99 % within {most:.2f}, all within {late[-1]:.2f}",
        len(late) == COINS and most <= P99_MAX,
    )
    yield f"  share of the line while it accepts (goal at most {SHARE_MAX:.0%})", f"{share:.0%}", share <= SHARE_MAX


class _Till:
    """Worker, driver, loop, machine and screen as in the box, as threads; what else a kiosk has obeys at once."""

    def __init__(self, path: str, to_screen: Callable[[bytes], None]) -> None:
        from device.box import started
        from device.clock import RealClock
        from device.config.kiosk import load_demo
        from device.config.service import load_municipalities
        from device.loop import Loop
        from device.ports.serial_port import SerialPort
        from device.rules import rules_for
        from device.store import Store
        from device.testing.obliging import READY
        from device.texts.catalogue import Texts
        from device.threads import Threads
        from device.vault import Vault
        from device.workers.base import Desk
        from device.workers.cash import CashWorker
        from device.workers.screen import ScreenWorker
        from drivers.cash.device import CashDevice
        from statemachine.machine import KioskMachine

        clock, config = RealClock(), load_demo()
        clock.set_wall(_noon())
        self._threads = threads = Threads(clock)
        self._machine = KioskMachine(rules_for(config, load_municipalities()))
        self.poll_s = self._machine.desk.delays.cash_poll_accepting_s
        self.port = _Counted(SerialPort(path, clock, baud=BAUD))
        vault, mailboxes = Vault(), {"cash": threads.mailbox(), "screen": threads.mailbox()}

        def deliver(command: Command) -> None:
            if command.device in mailboxes:
                mailboxes[command.device].put(command)
            else:
                self._loop.post(answer_of(command))

        def run() -> None:
            store = Store.open(None)
            self._loop = Loop(self._machine, store, vault, clock, deliver)
            for event in (started(store), *READY):
                self._loop.post(event)
            desks = {
                name: Desk(self._loop.post, box, clock, vault, self._machine.desk.delays)
                for name, box in mailboxes.items()
            }
            cash = CashDevice(self.port, clock, validator=config.cash.validator)
            self._workers = [
                CashWorker(desks["cash"], cash),
                ScreenWorker(desks["screen"], Texts(), to_screen, lambda _message: None),
            ]
            for worker in self._workers:
                threads.spawn(worker.run)
            threads.run(self._loop, lambda: self._over)
            store.close()

        self._over = False
        self._thread = Thread(target=run, daemon=True)
        self._thread.start()

    def run_to_payment(self) -> None:
        """A customer with his card, to ⑫; raises RuntimeError where he does not get there."""
        from device.testing.obliging import TO_PIN, to_payment

        self._await("idle")
        self._take(TO_PIN)
        self._await("waiting_for_card_removal")
        self._take(to_payment(COPIES))
        self._await("accepting_cash")
        time.sleep(1.0)  # the acceptor opens

    def _take(self, events: Iterable[Event]) -> None:
        for event in events:  # each with all that follows from it
            self._loop.post(event)
            time.sleep(0.05)

    def _await(self, state: str) -> None:
        until = time.perf_counter() + START_S
        while self._machine.state != state:
            if time.perf_counter() > until:
                raise RuntimeError(f"the till stays in {self._machine.state} and does not reach {state}")
            time.sleep(0.05)

    def close(self) -> None:
        """End all threads."""
        for worker in self._workers:
            worker.stopping = True
        self._over = True
        self._thread.join()
        self._threads.stop()
        self.port.close()


def _noon() -> datetime:
    from device.clock import TOKYO

    return datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)


def _frames() -> Figure:
    """A poll's reply, made and taken apart again."""
    from drivers.cash.codec import Decoder, encode, parse

    decoder, data = Decoder(), bytes(range(11))
    began = time.process_time()
    for _ in range(FRAMES):
        (packet,) = decoder.feed(encode(1, 0, data, 2))
        assert parse(packet) is not None
    rate = FRAMES / (time.process_time() - began)
    return "ccTalk frames encoded, cut and checked per second (report)", f"{rate:,.0f}", True


def _noisy_line() -> Figure:
    """Runs of the noisy-line test, in a process of its own, where the tests are at hand."""
    name = "runs of the noisy line per second of one core (report)"
    if not NOISY_LINE.exists():
        return name, "not measured: the tests are not here", True
    code = (
        "import time; from tests.faults.test_noisy_line_coins import TestNoisyCoins as T; t = time.process_time();"
        "T().runTest(); print(time.process_time() - t)"
    )
    environment = {**os.environ, "NOISY_LINE_EXAMPLES": str(2 * RUNS), "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    if done.returncode:
        return name, "a run has failed: see `make campaign-cash`", False
    return name, f"{RUNS / float(done.stdout.split()[-1]):.0f}", True
