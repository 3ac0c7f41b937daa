"""A kiosk that is nothing but its till: real machine, loop, journal, cash worker and driver on a simulated cash box.

Whatever else a kiosk has (card, centre, printers, screen) does at once what it is told, so that a visit is its
payment. The box, its metal and the journal outlive the host, which can lose its power at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from device.box import started
from device.hub import Hub
from device.loop import Loop
from device.mailbox import HubMailbox
from device.ports.reopening import ReopeningPort
from device.store.opening import connect_writer
from device.testing.inline_port import opener
from device.testing.obliging import READY, TO_PIN, answer_of, to_payment
from device.vault import Vault
from device.workers.base import Desk
from device.workers.cash import CashWorker
from device.workers.cash_events import marks_in
from drivers.cash.bus import Echo
from drivers.cash.codec import CRC
from drivers.cash.device import CashDevice
from drivers.clock import NS_PER_S
from drivers.port import Port
from sim.cash import CashBox, Timing
from sim.cash.security import Security
from statemachine import events as e
from statemachine.commands import Command
from statemachine.events import Event
from statemachine.machine import KioskMachine
from tests.device.scripted import MORNING, rules
from tests.faults.noisy.books import Books
from tests.faults.noisy.cut import Fate, HostPowerCut, WatchedPort, WatchedStore

ACCEPTOR, VALIDATOR = 2, 40
ONWARD: dict[str, Event] = {
    "waiting_for_certificate": e.TakenPressed(),
    "waiting_for_receipt": e.TakenPressed(),
    "card_left": e.CardRemoved(),
}
"""What the customer does at once where the till has nothing to do with it."""


@dataclass(frozen=True)
class Setting:
    """How a box is built, and how it is when the kiosk is first switched on.

    echo: whether the line brings the host's bytes back; told: what the host was told of that
    coin_events, note_events: how far the event counters are
    """

    float_coins: tuple[tuple[int, int], ...] = ((10, 50), (50, 50), (100, 50), (500, 20))
    echo: bool = False
    told: Echo = "auto"
    crc: tuple[int, ...] = ()
    security: Security = "serial"
    coin_events: int = 0
    note_events: int = 0
    byte_ns: int = 0


class _WorldClock:
    """The time of the box, which goes on while the host is down."""

    def __init__(self) -> None:
        self.hub = Hub(MORNING)

    def monotonic_ns(self) -> int:
        return self.hub.now_ns

    def wall(self) -> datetime:
        return self.hub.wall()


class Till:
    """The box and its kiosk. Time passes in `run` alone.

    books: what was committed, over all boots; printer_fails: whether the next copies do not come out
    """

    def __init__(self, setting: Setting) -> None:
        self.setting, self.fate, self.books, self.clock = setting, Fate(), Books(), _WorldClock()
        self.printer_fails = False
        timing = Timing(byte_ns=setting.byte_ns)
        self.box = CashBox(
            self.clock,
            float_coins=dict(setting.float_coins),
            echo=setting.echo,
            timing=timing,
            crc=setting.crc,
            security=setting.security,
        )
        for _ in range(setting.coin_events):
            self.box.press_return_lever()
        for _ in range(setting.note_events):
            self.box.bills.fail(41)
            self.box.bills.clear()
        self._journal = connect_writer(None)
        self._start()

    # --- one boot of the host -------------------------------------------------------------------

    def _start(self) -> None:
        self.clock.hub = hub = _hub_at(self.clock.hub.now_ns)
        self.store = WatchedStore(self._journal, "the store in memory", None)
        self.store.fate, self.store.books = self.fate, self.books
        self.machine = KioskMachine(replace(rules(), opening_float=self.setting.float_coins))
        vault = Vault()
        self.loop = Loop(self.machine, self.store, vault, hub, self._deliver)
        self._mailbox = HubMailbox(hub)
        open_port = opener(hub, "sim://cash", self.box)

        def watched() -> Port:
            return WatchedPort(open_port(), self.fate)

        self._port = ReopeningPort("sim://cash", watched)
        self._cash = CashDevice(
            self._port, hub, validator=VALIDATOR, checksums=dict.fromkeys(self.setting.crc, CRC), echo=self.setting.told
        )
        desk = Desk(self.loop.post, self._mailbox, hub, vault, self.machine.desk.delays)
        self._marks = marks_in(self.store.memory())
        worker = CashWorker(desk, self._cash, self._marks)
        hub.join(self.box)
        hub.join(self.loop)
        self.loop.post(started(self.store))
        for row in self.store.unanswered():
            cause = "the kiosk stopped before the answer came"
            self.loop.post(e.CommandFailed(answers=row.id, command=row.kind, outcome="unknown", cause=cause))
        for event in READY:
            self.loop.post(event)
        hub.spawn(worker.run)

    def restart(self) -> None:
        """The host loses its power and starts again, on the same box and from its journal."""
        self.clock.hub.close()
        self._port.close()
        self._start()

    def close(self) -> None:
        """End of the world."""
        self.clock.hub.close()
        self._journal.close()

    def _deliver(self, command: Command) -> None:
        if command.device == "cash":
            self._mailbox.put(command)
        else:
            self.loop.post(answer_of(command, printer_fails=self.printer_fails))

    # --- time, and what people do ---------------------------------------------------------------

    @property
    def state(self) -> str:
        """The machine's situation."""
        return self.machine.state

    @property
    def coins_told(self) -> int:
        """The acceptor's event counter up to which the host was told; 0 too when it never was."""
        mark = self._cash.marks.acceptor or self._marks.acceptor
        return 0 if mark is None else mark.counter

    @property
    def notes_told(self) -> int:
        """The same of the validator."""
        mark = self._cash.marks.validator or self._marks.validator
        return 0 if mark is None else mark.counter

    def run(self, seconds: float) -> None:
        """Let so much time pass, power cuts included."""
        end_ns = self.clock.hub.now_ns + round(seconds * NS_PER_S)
        self._go_on(lambda hub: hub.run_for(max(0, end_ns - hub.now_ns) / NS_PER_S))

    def run_until(self, done: Callable[[], bool], limit_s: float) -> bool:
        """As `Hub.run_until`, power cuts included; the limit begins again with each."""
        found = [False]

        def go_on(hub: Hub) -> None:
            found[0] = hub.run_until(done, limit_s=limit_s)

        self._go_on(go_on)
        return found[0]

    def _go_on(self, run: Callable[[Hub], None]) -> None:
        while True:
            try:
                run(self.clock.hub)
                step = ONWARD.get(self.state)
                if step is None:
                    return
                self.loop.post(step)
                self.clock.hub.run_for(0)
            except HostPowerCut:
                self.restart()

    def take(self, *happened: Event) -> None:
        """Each event by itself."""
        for event in happened:
            self.loop.post(event)
            self.run(0)

    def arrive(self, copies: int) -> None:
        """A customer with his card, to ⑫ if the kiosk lets him."""
        self.take(*TO_PIN)
        self.run(0.9)
        self.take(*to_payment(copies))

    def hang(self, seconds: float) -> None:
        """The host does nothing for a while; the box goes on."""
        self.clock.hub.now_ns += round(seconds * NS_PER_S)
        self.box.tick()


def _hub_at(now_ns: int) -> Hub:
    hub = Hub(MORNING)
    hub.now_ns = now_ns
    return hub
