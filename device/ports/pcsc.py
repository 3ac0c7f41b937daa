"""A card reader over PC/SC: exclusive links, every call bounded, the power cut at their end.

Each link has a thread and a PC/SC context of its own (`pcsc_lane`). A call that does not come back in time is given up
together with them; when it does come back, late, that thread cuts the card's power and ends.
"""

from __future__ import annotations

from device.clock import RealClock
from device.ports.pcsc_doubt import Partings
from device.ports.pcsc_lane import PROCESS, Hung, Lane, Limits, Overdue
from device.ports.pcsc_service import (
    CARD_GONE,
    CONTEXT_LOST,
    NO_CARD,
    NOT_INSTALLED,
    NOT_TRANSACTED,
    NOT_YET,
    READER_LOST,
    REFUSALS,
    SHARING_VIOLATION,
    SUCCESS,
    TIMEOUT,
    words,
)
from device.ports.pcsc_visit import Visit
from drivers.card.reader import CardGone, Link
from drivers.clock import Clock, after_ms
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer, Refused

TRY_AGAIN_MS = 100
"""Between two attempts to connect."""

_LOST = CONTEXT_LOST | READER_LOST | {NOT_INSTALLED}
_RESTART = "restart pcscd; power-cycle the reader"


class PcscReader:
    """The reader whose name contains `pattern`, or `auto`: the first that is no SAM slot. For one thread.

    clock: real, for the pause between two attempts; partings: told of cards that PC/SC itself may not have missed;
    hung: the threads that were given up, those of the whole process as a rule.
    """

    def __init__(
        self,
        pattern: str,
        clock: Clock | None = None,
        *,
        partings: Partings | None = None,
        limits: Limits | None = None,
        hung: Hung = PROCESS,
    ) -> None:
        self._pattern, self._clock = pattern, clock or RealClock()
        self._partings, self._limits, self._hung = partings or Partings(), limits or Limits(), hung
        self._name = f"pcsc:{pattern}"

    @property
    def name(self) -> str:
        """The reader's own name once it was found, before that what was asked for."""
        return self._name

    def connect(self) -> Link:
        """As `Reader.connect`; a card that is not ready yet is given `Limits.patience_s`.

        Raises `drivers.errors.NoAnswer` when PC/SC does not come back in time, and at once while too many earlier
        calls still hang there.
        """
        if self._hung.full:
            raise NoAnswer(self._name, "connect", f"{self._hung.count} earlier calls hang in PC/SC", _RESTART)
        visit = Visit(self._pattern)
        lane = Lane("card reader", visit.end, self._hung)
        code = self._ready(visit, lane)
        if code == SUCCESS:
            return _PcscLink(self._name, visit, lane, self._partings, self._limits)
        lane.close(self._limits.disconnect_s)
        if code is None:
            raise _overdue(self._name, "connect", self._limits.connect_s)
        if code == SHARING_VIOLATION and self._hung.count:
            raise NoAnswer(self._name, "connect", "an earlier call still hangs in the reader", _RESTART)
        raise _error(self._name, "connect", code, NO_CARD)

    def _ready(self, visit: Visit, lane: Lane) -> int | None:
        """PC/SC's last word, asked again while it may still change; None when there is none."""
        patience_ns = after_ms(self._clock, self._limits.patience_s * 1000)
        while True:
            try:
                code = lane.call(visit.connect, self._limits.connect_s)
            except Overdue:
                return None
            self._name = visit.service.reader or self._name
            if code not in NOT_YET or self._clock.monotonic_ns() >= patience_ns:
                return code
            self._clock.wait_until(after_ms(self._clock, TRY_AGAIN_MS))


class _PcscLink:
    """An exclusive connection to one card. Keeps nothing of what passes through it.

    Once the card has left it stays so, also when another one lies there before pcscd notices.
    """

    def __init__(self, reader: str, visit: Visit, lane: Lane, partings: Partings, limits: Limits) -> None:
        self._reader, self._partings, self._limits = reader, partings, limits
        self._visit, self._lane = visit, lane
        self._released = self._gone = False

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        """As `Link.transmit`. Raises `drivers.errors.NoAnswer` when no answer comes, ValueError after `release`.

        While a call hangs, its thread holds the command, and overwrites it when the call comes back.
        """
        if self._released:
            raise ValueError("the link was released")
        if self._gone:
            raise CardGone(f"{self._reader}: transmit: the card had left before")
        code, answer = self._exchange(apdu)
        if code == SUCCESS and answer:
            return answer
        if code is None:
            raise _overdue(self._reader, "transmit", self._limits.transmit_s)
        self._gone = code == SUCCESS or code in CARD_GONE
        if code in (SUCCESS, NOT_TRANSACTED):  # pcscd has not seen for itself that the card left
            self._partings.note()
        if code == SUCCESS:
            raise CardGone(f"{self._reader}: transmit: the card has left (empty answer)")
        raise _error(self._reader, "transmit", code, CARD_GONE)

    def _exchange(self, apdu: bytes | bytearray) -> tuple[int | None, bytes]:
        # Copied here and not in the lane: the caller may overwrite its own while the call still hangs.
        octets = list(apdu)
        try:
            return self._lane.call(lambda: self._visit.transmit(octets), self._limits.transmit_s)
        except Overdue:
            return None, b""

    def release(self) -> None:
        """As `Link.release`; comes back after `Limits.disconnect_s` at the latest, whatever PC/SC does."""
        self._released = True
        self._lane.close(self._limits.disconnect_s)


def _overdue(reader: str, action: str, limit_s: float) -> NoAnswer:
    hint = f"lay the card down again; if it stays, {_RESTART}"
    return NoAnswer(reader, action, f"PC/SC has not come back within {limit_s:g} s", hint)


def _error(reader: str, action: str, code: int, gone: frozenset[int]) -> CardGone | DeviceError:
    cause, hint = words(code)
    if code in gone:
        return CardGone(f"{reader}: {action}: no card there (0x{code:08X})")
    if code in _LOST:
        return Disconnected(reader, action, cause, hint)
    if code in REFUSALS:
        return Refused(reader, action, cause, hint)
    if code == TIMEOUT:
        return NoAnswer(reader, action, cause, hint)
    return BadAnswer(reader, action, cause, hint)
