"""One visit of a card over PC/SC, bare: a context, an exclusive connection, the power cut at the end."""

from __future__ import annotations

from typing import Any

from device.ports.pcsc_service import SUCCESS, UNKNOWN_READER, Service, library, plain


class Visit:
    """Plain calls without a deadline, all of them to be made in one thread. Keeps nothing of what passes through."""

    def __init__(self, pattern: str) -> None:
        self.service = Service(pattern)
        self._card: Any = None
        self._protocol: Any = None

    def connect(self) -> int:
        """PC/SC's code. Powers the card up (T=0 or T=1) and shuts every other program out, in one step.

        An exclusive connect is atomic; pyscard's `ExclusiveConnectCardConnection` connects shared first.
        """
        code, context = self.service.open()
        if code != SUCCESS:
            return code
        code, reader = self.service.find(context)
        if code != SUCCESS or reader is None:
            return code or UNKNOWN_READER
        scard = library()
        code, card, protocol = scard.SCardConnect(
            context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        if plain(code) == SUCCESS:
            self._card = card
            self._protocol = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        return plain(code)

    def transmit(self, octets: list[int]) -> tuple[int, bytes]:
        """PC/SC's code, and the answer where that is SUCCESS; empty as the first sign of a card that is pulled.

        `octets` may hold a PIN: they are overwritten on every way out.
        """
        try:
            code, answer = library().SCardTransmit(self._card, self._protocol, octets)
        finally:
            # one by one: a list's slice is replaced by way of a copy of the old pointers, which CPython frees unwiped
            for at in range(len(octets)):
                octets[at] = 0
        return plain(code), bytes(answer)

    def end(self) -> None:
        """Cut the power and let go; what PC/SC says to it is of no use to anybody: card or pcscd is gone already."""
        card, self._card = self._card, None
        if card is not None:
            scard = library()
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
        self.service.drop()
