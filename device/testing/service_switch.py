"""Stops and starts the private pcscd for those who must not wait until it has happened."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

from device.testing.pcscd import PrivatePcscd

if TYPE_CHECKING:
    from sim.card import Tray


class ServiceSwitch:
    """One after the other, in a thread of its own: a reactor that waited would keep every other wire waiting.

    A context manager: at its end the service runs again. Raises `PcscdFailed` there for whatever did not work.
    """

    def __init__(self, service: PrivatePcscd) -> None:
        self._service = service
        self._hand = ThreadPoolExecutor(1, "ServiceSwitch")
        self._turned: list[Future[None]] = []

    def stop(self) -> None:
        """Have the service stopped."""
        self._turned.append(self._hand.submit(self._service.stop_daemon))

    def start(self) -> None:
        """Have the service started."""
        self._turned.append(self._hand.submit(self._service.start_daemon))

    def goes_with_the_cable_of(self, tray: Tray) -> None:
        """Have the service stopped while the reader's cable is out: vpcd is always plugged in, and to a client the
        service without its reader and the reader without its service are the same loss."""
        plugged = tray.plugged

        def look() -> None:
            nonlocal plugged
            if tray.plugged != plugged:
                plugged = tray.plugged
                if not plugged:
                    self.stop()
                elif tray.service.running:
                    self.start()

        tray.watch(look)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._turned:
            self.start()
        self._hand.shutdown()
        for turned in self._turned:
            turned.result()
