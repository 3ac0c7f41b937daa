"""The coin acceptor: which coins it knows, which it may take, and what came in.

Sources: S1 §18 (polling), S2 3.24 to 3.28, 3.43 (credit code format), S3 Appendix 3.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from drivers.cash import headers
from drivers.cash.acceptor.error_codes import (
    ERRORS,
    INHIBITED,
    INHIBITED_TYPE_1,
    INHIBITED_TYPES,
    UNKNOWN_ERROR,
    Kind,
)
from drivers.cash.buffered import BufferedDevice
from drivers.cash.bus import Bus
from drivers.cash.coin_ids import yen_of, yen_of_cvf
from drivers.cash.fault_codes import fault_meaning, status_meaning
from drivers.cash.identity import Identity, identify
from drivers.cash.money import COINS_YEN
from drivers.cash.occurrences import (
    AcceptorAlarm,
    AcceptorEvent,
    AcceptorFault,
    AcceptorWasReset,
    CoinCredited,
    CoinRejected,
    CoinSwallowed,
    CreditsLost,
    ReturnLeverPressed,
)

ADDRESS: Final = 2
"""What a coin acceptor has unless it was given another (S3 Table 1)."""

CATEGORY: Final = "Coin Acceptor"
POSITIONS: Final = range(1, 17)
CVF: Final = 0x01  # option flag: credit codes are values, not positions (S2 3.43)


class CoinAcceptor(BufferedDevice[AcceptorEvent]):
    """One coin acceptor. `start` first; then `accept` and `shut` at will, and `poll` every 200 ms.

    Left unpolled for a second it stops taking coins, and takes them again when polled (S1 §18.1).
    """

    def __init__(self, bus: Bus, address: int = ADDRESS) -> None:
        super().__init__(bus, address, "coin acceptor", headers.EVENTS, COINS_YEN)
        self._cvf = False

    def identify(self) -> Identity:
        """Who it is. Raises `BadAnswer` when it is no coin acceptor, and what `Bus.ask` raises."""
        return identify(self._bus, self.address, CATEGORY)

    def status(self) -> str:
        """What stands still (248): the coin return open, a coin on a string; empty when nothing does.

        Empty too when it does not know this header, which S3 Appendix 13 does not ask of it.
        """
        reply = self._if_known(headers.STATUS)
        return status_meaning(reply[0]) if reply and reply[0] else ""

    def _learn(self) -> None:
        values: dict[int, int] = {}
        for position in POSITIONS:
            reply = self._if_known(headers.COIN_ID, bytes((position,)))
            yen = None if reply is None else yen_of(reply)
            if yen is not None:
                values[position] = yen
        self._values = MappingProxyType(values)
        flags = self._if_known(headers.OPTION_FLAGS)
        self._cvf = flags is not None and bool(flags[0] & CVF)

    def _event(self, a: int, b: int) -> AcceptorEvent | None:
        if a:
            return self._credit(a, b)
        row = ERRORS.get(b, UNKNOWN_ERROR)
        if row.check:
            self._self_check.is_due()
        if self._contradicted_by(b):
            self._inhibits.due = True
        match row.kind:
            case Kind.NOTHING:
                return None
            case Kind.REJECTED:
                return CoinRejected(b, row.meaning)
            case Kind.SWALLOWED:
                return CoinSwallowed(b, row.meaning)
            case Kind.LEVER:
                return ReturnLeverPressed()
            case Kind.ALARM:
                return AcceptorAlarm(b, row.meaning)

    def _credit(self, code: int, path: int) -> AcceptorEvent:
        yen = yen_of_cvf(code) if self._cvf else self._values.get(code)
        if yen is None or yen not in self._values.values():
            return CoinSwallowed(0, f"a coin was credited by code {code}, which has no known value")
        return CoinCredited(yen, path)

    def _contradicted_by(self, code: int) -> bool:
        """Whether this error says "inhibited coin" of a coin that is enabled, as far as it tells.

        That is how an acceptor looks that was reset while its event counter was still 0 (S2 3.27.1).
        """
        if code in INHIBITED_TYPES:
            return bool(self._inhibits.mask >> code - INHIBITED_TYPE_1 & 1)
        return code == INHIBITED and self._inhibits.mask != 0

    def _told_reset(self) -> AcceptorEvent:
        return AcceptorWasReset()

    def _told_lost(self, count: int) -> AcceptorEvent:
        return CreditsLost(count)

    def _told_fault(self, code: int) -> AcceptorEvent:
        return AcceptorFault(code, fault_meaning(code))
