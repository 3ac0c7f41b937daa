"""What a device that works wants staff to know: said once, until it is over."""

from __future__ import annotations

from collections.abc import Callable

from statemachine.events import DeviceRemarked, Event


class Remarks:
    """The remarks of one device; each becomes an event when it begins to hold, and again when it does so anew."""

    def __init__(self, device: str, post: Callable[[Event], None]) -> None:
        self._device, self._post = device, post
        self._standing: set[str] = set()

    def hold(self, remark: str, holds: bool) -> None:
        """Whether it is so now."""
        if not holds:
            self._standing.discard(remark)
        elif remark not in self._standing:
            self._standing.add(remark)
            self.make(remark)

    def make(self, remark: str) -> None:
        """Say it, whether or not it was said before."""
        self._post(DeviceRemarked(device=self._device, remark=remark))
