"""The kiosk in its box: real ports, threads, a file store, and a clean end in any state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from device.box import Box, Host, Wires
from device.config.kiosk import KioskConfig
from device.loop import ServiceStopped
from device.screen.wire import ScreenWire
from device.store import Store
from device.threads import Threads
from drivers.clock import NS_PER_S, Clock
from statemachine.events import DeviceReady, DeviceUnready, Event, StopRequested
from statemachine.machine import KioskMachine
from statemachine.rules import Rules
from statemachine.table.states import STATES

GRACE_S = 60.0
"""How long a customer may take to be brought to an end; what is his then is on record in the store."""

OpenWires = Callable[[Callable[[bytes], None], Callable[[bytes], None]], Wires]
"""Makes the wires, given the ways to the customer and to the attendant."""


class Kiosk:
    """One running kiosk. `serve` runs it in the calling thread, which also owns the store."""

    def __init__(
        self,
        config: KioskConfig,
        clock: Clock,
        open_wires: OpenWires,
        *,
        screen: tuple[str, int],
        staff: tuple[str, int],
        make_machine: Callable[[Rules], KioskMachine] = KioskMachine,
        say: Callable[[str], None],
        report: Callable[[Event, Mapping[str, object]], None] | None = None,
    ) -> None:
        """say: one line for whoever looks after the box.

        Raises `StoreError` when another kiosk has the store, `Disconnected` when a screen port is taken."""
        self._clock = clock
        self.store = Store.open(config.store_path)
        self.threads = Threads(clock)
        self._ending = False
        self._grace_until_ns: int | None = None
        self._say, self._report = say, report
        self.screen_wire = ScreenWire(screen, lambda line: self.box.screen.receive(line))
        self.staff_wire = ScreenWire(staff, lambda line: self.box.screen.receive_staff(line))
        host = Host(clock=clock, mailbox=self.threads.mailbox, spawn=self.threads.spawn)
        wires = open_wires(self.screen_wire.send, self.staff_wire.send)
        self.box = Box(config, wires, host, store=self.store, make_machine=make_machine, report=self._tell)

    def _tell(self, event: Event, states: Mapping[str, object]) -> None:
        match event:
            case DeviceReady():
                self._say(f"{event.device}: ready")
            case DeviceUnready():
                self._say(f"{event.device}: {event.detail or event.cause}")
        if self._report is not None:
            self._report(event, states)

    def end(self) -> None:
        """Bring whoever is served to an end, then stop. Safe to call from a signal handler or thread."""
        self._ending = True

    def _over(self) -> bool:
        if self._ending and self._grace_until_ns is None:
            self._grace_until_ns = self._clock.monotonic_ns() + round(GRACE_S * NS_PER_S)
            self.box.loop.post(StopRequested())
            return False
        if self._grace_until_ns is None:
            return False
        rests = STATES[self.box.machine.state].phase == "resting" and not self.box.loop.waiting
        return rests or self._clock.monotonic_ns() > self._grace_until_ns

    def serve(self, until: Callable[[], bool] = lambda: False) -> int:
        """Run until ended (0) or until the service had to stop (1); everything is closed then."""
        try:
            return self.run(until)
        finally:
            self.close()

    def run(self, until: Callable[[], bool]) -> int:
        """As `serve`, but leave store and wires open for whoever wants to look."""
        self.box.start()
        try:
            self.threads.run(self.box.loop, lambda: self._over() or until())
        except ServiceStopped as stopped:
            self._say(f"the service stopped: {stopped}")
            return 1
        for failure in self.threads.failures:
            self._say(f"the service stopped: {failure}")
        return 1 if self.threads.failures else 0

    def close(self) -> None:
        """Stop workers, wires and store, whatever they are doing."""
        self.box.stop()
        for name in self.threads.stop():
            self._say(f"{name} hangs in its device and is left behind")
        self.screen_wire.close()
        self.staff_wire.close()
        self.store.close()
