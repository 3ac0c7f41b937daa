"""The PC/SC service between the reader and the kiosk: while it is stopped, nobody hears of the tray."""

from __future__ import annotations

from collections.abc import Callable

Switches = tuple[Callable[[], None], Callable[[], None]]
"""How a real service is stopped and started. Neither waits until it has happened."""


class ServiceError(ValueError):
    """Raised when the service is not run from here."""


class ReaderService:
    """In virtual time no more than a state; on real wires the switches of a real pcscd.

    changed: called when it was stopped, and when it was started again
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._running = self._ours = True
        self._switches: Switches | None = None

    @property
    def running(self) -> bool:
        """Whether it was last started, not stopped."""
        return self._running

    def is_real(self, switches: Switches | None) -> None:
        """A real service reads this tray. switches: None where it is somebody else's."""
        self._switches, self._ours = switches, switches is not None

    def stop(self) -> None:
        """As `systemctl stop pcscd`: every program loses its reader, the card its power. Nothing where it is
        stopped. Raises `ServiceError` where it cannot be stopped from here."""
        self._turn(running=False)

    def start(self) -> None:
        """Start it again. Nothing where it runs. Raises `ServiceError`."""
        self._turn(running=True)

    def _turn(self, *, running: bool) -> None:
        if not self._ours:
            raise ServiceError("the reader's service does not belong to this simulator")
        if running is not self._running:
            self._running = running
            if self._switches is not None:
                self._switches[running]()
            self._changed()
