"""The inline link to one card, with everything that can befall it on the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NoReturn

from device.hub import Flag, Hub
from device.ports.pcsc_lane import Limits
from drivers.card.reader import CardGone
from drivers.clock import NS_PER_S
from drivers.errors import Disconnected, KioskError, NoAnswer
from sim.card import Tray, VirtualCard
from sim.card.exchange import UNHEARD

NAME: Final = "sim://card"

LIMITS: Final = Limits()
"""How long a card may take, as on PC/SC."""


def lost(tray: Tray) -> str:
    """Why the reader cannot be reached; empty where it can."""
    if not tray.service.running:
        return "the PC/SC service does not run"
    return "" if tray.plugged else "the reader is gone"


class InlineLink:
    """APDUs to one card, each taking the time that real metal needs.

    What breaks it breaks it for good: the card gone, the reader lost, a card that did not answer in time.
    """

    def __init__(self, hub: Hub, tray: Tray, card: VirtualCard) -> None:
        self._hub, self._tray, self._card, self._flag = hub, tray, card, Flag()
        self._broken: Callable[[str], KioskError] | None = None
        self._unwatch: Callable[[], None] | None = tray.watch(self._look)

    @property
    def holds(self) -> bool:
        """Whether the card is this link's alone."""
        return self._unwatch is not None and self._broken is None

    def power_up(self) -> None:
        """The field on, and the answer to reset. Raises `NoAnswer` for a mute card, and as `transmit`."""
        self._card.power_on()
        self._await_voice("connect", self._limit_ns(LIMITS.connect_s))

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        """As `Link.transmit`; a card that does not answer in time raises `NoAnswer`. ValueError after `release`."""
        if self._unwatch is None:
            raise ValueError("the link was released")
        self._check("transmit")
        limit_ns = self._limit_ns(LIMITS.transmit_s)
        exchange = self._tray.ask(bytes(apdu))
        self._wait("transmit", exchange.duration_ns, limit_ns)
        if self._await_voice("transmit", limit_ns):
            return UNHEARD
        answer = exchange.carry_out()
        self._wait("transmit", exchange.late_ns, limit_ns)
        if self._await_voice("transmit", limit_ns):
            return UNHEARD
        exchange.handed_over()
        return answer

    def release(self) -> None:
        """Power off and let go."""
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
            if self._broken in (None, _too_late):
                self._card.power_off()

    # Inside

    def _look(self) -> None:
        """The tray has changed: what is gone once is gone for this link."""
        if self._tray.card is not self._card:
            self._broken = _gone
        elif cause := lost(self._tray):
            self._broken = partial(reader_lost, cause)
        self._hub.wake(self._flag)

    def _limit_ns(self, limit_s: float) -> int:
        return self._hub.now_ns + round(limit_s * NS_PER_S)

    def _wait(self, action: str, duration_ns: int, limit_ns: int) -> None:
        """Until so much time has passed, and not beyond the limit."""
        due_ns = self._hub.now_ns + duration_ns
        while self._hub.now_ns < min(due_ns, limit_ns):
            self._hub.block(min(due_ns, limit_ns), self._flag)
            self._check(action)
        self._check(action)
        if due_ns > limit_ns:
            self._give_up(action)

    def _await_voice(self, action: str, limit_ns: int) -> bool:
        """Wait while the card is mute; whether it was."""
        if not self._tray.faults.muted:
            return False
        while self._tray.faults.muted:
            if self._hub.now_ns >= limit_ns:
                self._give_up(action)
            self._hub.block(limit_ns, self._flag)
            self._check(action)
        return True

    def _give_up(self, action: str) -> NoReturn:
        self._broken = _too_late
        raise _too_late(action)

    def _check(self, action: str) -> None:
        if self._broken is not None:
            raise self._broken(action)


def _gone(action: str) -> KioskError:
    return CardGone(f"{NAME}: {action}: the card was taken")


def _too_late(action: str) -> KioskError:
    return NoAnswer(NAME, action, "the card does not answer in time", "lay it down again")


def reader_lost(cause: str, action: str) -> Disconnected:
    """The error for a reader that cannot be reached."""
    return Disconnected(NAME, action, cause, "check its cable, and whether pcscd runs")
