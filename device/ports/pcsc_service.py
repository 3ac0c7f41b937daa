"""PC/SC itself: one context, which reader is meant, and what the codes mean.

Sources: PC/SC Workgroup part 5; pcsc-lite 1.9.9 to 2.3 (`pcsclite.h` for the codes); behaviour on a real pcscd as
noted at each fact. Built on `smartcard.scard`, the bare calls: pyscard's own monitor goes blind for ever when pcscd
restarts (pyscard #82, #128), and compares cards by reader and ATR, so that a swap is missed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

SUCCESS: Final = 0
TIMEOUT: Final = 0x8010000A
CANCELLED: Final = 0x80100002
UNKNOWN_READER: Final = 0x80100009
SHARING_VIOLATION: Final = 0x8010000B
NOT_INSTALLED: Final = -1
"""Ours: there is no PC/SC library on this machine."""

CONTEXT_LOST: Final = frozenset({0x8010001D, 0x8010001E, 0x80100013, 0x80100003})
"""NO_SERVICE, SERVICE_STOPPED, COMM_ERROR, INVALID_HANDLE: pcscd has gone or is another one now."""

READER_LOST: Final = frozenset({UNKNOWN_READER, 0x80100017, 0x8010002E})
"""UNKNOWN_READER, READER_UNAVAILABLE, NO_READERS_AVAILABLE."""

NOT_TRANSACTED: Final = 0x80100016
PROTOCOL_MISMATCH: Final = 0x8010000F
UNRESPONSIVE: Final = 0x80100066
UNPOWERED: Final = 0x80100067

CARD_GONE: Final = frozenset({NOT_TRANSACTED, 0x80100069, 0x80100068, UNPOWERED})
"""In mid-session: NOT_TRANSACTED and then, 0.1 to 0.4 s later, REMOVED_CARD (seen on pcscd 1.9.9 with vpcd, after
one empty answer). RESET_CARD and UNPOWERED_CARD say the same: the session with this card is over."""

NO_CARD: Final = frozenset({0x8010000C, 0x80100069})
"""At connecting: NO_SMARTCARD, REMOVED_CARD."""

NOT_YET: Final = frozenset({SHARING_VIOLATION, UNRESPONSIVE, UNPOWERED, PROTOCOL_MISMATCH})
"""At connecting: may be otherwise in a moment. pcscd powers each card for a look of its own, half a second long, and
cuts the power of a client that has just left. Of a card that is pulled while it is powered up there is no ATR, and so
no protocol, until pcscd notices."""

AUTO: Final = "auto"
_SAM: Final = re.compile(r"\bSAM\b")

_WORDS: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        NOT_INSTALLED: ("PC/SC is not installed", "install pcscd and libpcsclite1"),
        0x8010001D: ("the PC/SC service does not run", "start pcscd (`systemctl start pcscd.socket`)"),
        0x8010001E: ("the PC/SC service was stopped", "start pcscd (`systemctl start pcscd.socket`)"),
        0x80100013: ("the PC/SC service was lost", "start pcscd (`systemctl start pcscd.socket`)"),
        0x80100003: ("the PC/SC service was restarted", "try again"),
        UNKNOWN_READER: ("there is no such reader", "check its cable, and [card] reader in kiosk.toml"),
        0x80100017: ("the reader is gone", "check its cable"),
        0x8010002E: ("there is no reader", "check its cable, and whether its driver is installed (libccid)"),
        SHARING_VIOLATION: (
            "another program holds the card (sharing violation)",
            "end other programs that use PC/SC (gpg's scdaemon, a browser, pcsc_scan)",
        ),
        UNRESPONSIVE: ("the card does not answer", "lay it flat in the middle; if it stays, it is no card for this"),
        UNPOWERED: ("the card takes no power", "lay it flat in the middle; if it stays, it is no card for this"),
        0x80100065: ("the reader cannot read this card", "try another card"),
        PROTOCOL_MISMATCH: ("the card speaks neither T=0 nor T=1", "try another card"),
        0x8010006A: (
            "access denied",
            "let the kiosk's user use PC/SC (polkit: org.debian.pcsc-lite.access_pcsc and access_card)",
        ),
        TIMEOUT: ("the card does not answer in time", "lay it down again"),
    }
)

REFUSALS: Final = frozenset({SHARING_VIOLATION, UNRESPONSIVE, UNPOWERED, 0x80100065, PROTOCOL_MISMATCH, 0x8010006A})


def words(code: int) -> tuple[str, str]:
    """The cause and the hint for a code of PC/SC."""
    return _WORDS.get(code, (f"PC/SC says 0x{code:08X}", "restart pcscd; if it stays, try another reader"))


def choose(readers: Sequence[str], pattern: str) -> str | None:
    """The reader that is meant: the first whose name contains `pattern`, `auto` for any; None when there is none.

    A SAM slot (ACR1252 and others show one as a reader) holds no customer's card: `auto` never takes it, a pattern
    only when it fits nothing else.
    """
    if pattern == AUTO:
        return next((reader for reader in readers if not _SAM.search(reader)), None)
    fitting = [reader for reader in readers if pattern in reader]
    return min(fitting, key=lambda reader: _SAM.search(reader) is not None, default=None)


class Service:
    """One context of PC/SC, for one thread: made when first asked for, and again after it was dropped."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.reader: str | None = None
        """The reader's whole name, once found."""
        self._context: Any = None

    @property
    def name(self) -> str:
        """The reader as a person knows it: its own name, or what the configuration asks for."""
        return self.reader or f"pcsc:{self.pattern}"

    def open(self) -> tuple[int, Any]:
        """The code, and the context where that is SUCCESS."""
        if self._context is not None:
            return SUCCESS, self._context
        try:
            scard = library()
        except (ImportError, OSError):
            return NOT_INSTALLED, None
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if plain(code) == SUCCESS:
            self._context = context
        return plain(code), context

    def find(self, context: Any) -> tuple[int, str | None]:
        """The code, and the reader that is meant, None where there is none such."""
        code, readers = library().SCardListReaders(context, [])
        if plain(code) in READER_LOST:
            return SUCCESS, None
        if plain(code) == SUCCESS:
            self.reader = choose(readers, self.pattern) or self.reader
            return SUCCESS, choose(readers, self.pattern)
        return plain(code), None

    def drop(self) -> None:
        """Let the context go. Never raises."""
        context, self._context = self._context, None
        if context is not None:
            library().SCardReleaseContext(context)


def library() -> Any:
    """pyscard's bare calls. Loaded late: a kiosk without a real reader needs none of it."""
    from smartcard import scard

    return scard


def plain(code: int) -> int:
    """A code as the tables have it, whatever the platform's sign."""
    return code & 0xFFFFFFFF
