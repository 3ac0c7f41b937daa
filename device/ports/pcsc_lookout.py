"""The bare calls of a watch: find the reader, wait for a change of it, have pcscd ask it."""

from __future__ import annotations

from typing import Final

from device.ports.pcsc_service import SUCCESS, Service, library, plain

PLUG_AND_PLAY: Final = "\\\\?PnP?\\Notification"
"""The reader that stands for all: changes when one comes or goes."""


class Lookout:
    """Plain calls without a deadline, all of them to be made in one thread."""

    def __init__(self, pattern: str) -> None:
        self.service = Service(pattern)

    def find(self) -> tuple[int, str | None]:
        """PC/SC's code, and the reader that is meant; SUCCESS without one where there is none such."""
        code, context = self.service.open()
        return self.service.find(context) if code == SUCCESS else (code, None)

    def change(self, reader: str, state: int, wait_ms: int) -> tuple[int, int]:
        """PC/SC's code, and dwEventState once it differs from `state` (0: at once), or after `wait_ms`."""
        code, context = self.service.open()
        if code != SUCCESS:
            return code, 0
        code, states = library().SCardGetStatusChange(context, wait_ms, [(reader, state)])
        return plain(code), states[0][1] if states else 0

    def probe(self, reader: str) -> bool:
        """Have pcscd ask the reader itself; False where somebody holds it, who will do so anyway.

        A direct connection needs no card; the UNPOWER at its end makes pcscd look first, and write down what it sees.
        """
        code, context = self.service.open()
        if code != SUCCESS:
            return False
        scard = library()
        code, card, _ = scard.SCardConnect(context, reader, scard.SCARD_SHARE_DIRECT, 0)
        if plain(code) != SUCCESS:
            return False
        scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
        return True

    def end(self) -> None:
        """Let PC/SC go."""
        self.service.drop()
