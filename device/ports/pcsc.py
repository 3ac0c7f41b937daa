"""A card reader over PC/SC: exclusive links, and the power cut at their end.

No call here has a deadline of its own, because PC/SC knows none: `SCardConnect`, `SCardTransmit` and
`SCardDisconnect` return when pcscd does, and pcscd when the reader does. Whoever owns the thread bounds it.
"""

from __future__ import annotations

from typing import Any

from device.ports.pcsc_service import (
    CARD_GONE,
    CONTEXT_LOST,
    NO_CARD,
    NOT_INSTALLED,
    READER_LOST,
    REFUSALS,
    SUCCESS,
    TIMEOUT,
    UNKNOWN_READER,
    Service,
    library,
    plain,
    words,
)
from drivers.card.reader import CardGone, Link
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer, Refused

_LOST = CONTEXT_LOST | READER_LOST | {NOT_INSTALLED}


class PcscReader:
    """The reader whose name contains `pattern`, or `auto`: the first that is no SAM slot. For one thread."""

    def __init__(self, pattern: str) -> None:
        self._service = Service(pattern)

    @property
    def name(self) -> str:
        """The reader's own name once it was found, before that what was asked for."""
        return self._service.name

    def connect(self) -> Link:
        """As `Reader.connect`: powers the card up (T=0 or T=1) and shuts every other program out, in one step."""
        code, link = self._connect()
        if code in CONTEXT_LOST:  # of before: pcscd has been restarted since, which only a new context can tell
            self._service.drop()
            code, link = self._connect()
        if link is not None:
            return link
        raise _error(self.name, "connect", code, NO_CARD)

    def close(self) -> None:
        """Let PC/SC go. Never raises; the next `connect` begins anew."""
        self._service.drop()

    def _connect(self) -> tuple[int, Link | None]:
        code, context = self._service.open()
        if code != SUCCESS:
            return code, None
        code, reader = self._service.find(context)
        if code != SUCCESS or reader is None:
            return code or UNKNOWN_READER, None
        scard = library()
        code, card, protocol = scard.SCardConnect(
            context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        if plain(code) != SUCCESS:
            return plain(code), None
        pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        return SUCCESS, _PcscLink(self.name, scard, card, pci)


class _PcscLink:
    """An exclusive connection. Keeps nothing of what passes through it."""

    def __init__(self, reader: str, scard: Any, card: Any, pci: Any) -> None:
        self._reader, self._card, self._pci = reader, card, pci
        self._transmit, self._disconnect = scard.SCardTransmit, scard.SCardDisconnect
        self._unpower = scard.SCARD_UNPOWER_CARD

    def transmit(self, apdu: bytes) -> bytes:
        """As `Link.transmit`. Raises ValueError after `release`."""
        if self._card is None:
            raise ValueError("the link was released")
        code, answer = self._transmit(self._card, self._pci, list(apdu))
        if code == SUCCESS and answer:
            return bytes(answer)
        if code == SUCCESS:  # the first sign of a card that is being pulled
            raise CardGone(f"{self._reader}: the card has left (empty answer)")
        raise _error(self._reader, "transmit", plain(code), CARD_GONE)

    def release(self) -> None:
        """As `Link.release`; what PC/SC says to it is of no use to anybody: the card or pcscd is gone already."""
        card, self._card = self._card, None
        if card is not None:
            self._disconnect(card, self._unpower)


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
