"""The self-check of a device that reported trouble: asked until it is well again (232; S1 §21).

Events only say that trouble began, never that it ended, so a device in trouble is asked once a second.
"""

from __future__ import annotations

from typing import Final

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.clock import NS_PER_S
from drivers.errors import NoAnswer

EVERY_NS: Final = NS_PER_S


class SelfCheck:
    """Watches the fault code of one device. 0 is well (S3 Table 3)."""

    def __init__(self, bus: Bus, address: int) -> None:
        self._bus, self._address = bus, address
        self._due_ns: int | None = None
        self._told = 0
        self.fault = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing is to be asked or told."""
        return self._due_ns is None and self.fault == self._told

    def now(self) -> int:
        """Ask, and go on asking if something is wrong; the fault code. Raises what `Bus.ask` raises."""
        self._ask(None)
        return self.fault

    def is_due(self) -> None:
        """Something may be wrong: ask at the next `step`."""
        self._due_ns = self._bus.clock.monotonic_ns()

    def step(self, deadline_ns: int | None) -> None:
        """Ask if it is time to."""
        if self._due_ns is None or self._bus.clock.monotonic_ns() < self._due_ns:
            return
        self._due_ns = self._next()
        try:
            self._ask(deadline_ns)
        except NoAnswer:
            # It has just answered the poll, so it lives; a full test may take longer than a poll
            # may wait (S2 3.24: product-specific). The last known fault stands, and it is asked again.
            return

    def news(self) -> int | None:
        """The fault code if it is another than the one last told here."""
        if self.fault == self._told:
            return None
        self._told = self.fault
        return self.fault

    def _ask(self, deadline_ns: int | None) -> None:
        self.fault = self._bus.ask(self._address, headers.SELF_CHECK, deadline_ns=deadline_ns)[0]
        self._due_ns = self._next() if self.fault else None

    def _next(self) -> int:
        return self._bus.clock.monotonic_ns() + EVERY_NS
