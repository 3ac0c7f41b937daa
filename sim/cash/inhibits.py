"""The inhibit registers that coin acceptors and bill validators share (headers 231, 230, 228, 227)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.cash import headers
from sim.cash.slave import ACK, Answer, Handler


class Inhibits:
    """One bit for each type of coin or note, and one over all of them; 1 accepts. All volatile, 0 at the start.

    types: how many there are, a multiple of 8
    """

    def __init__(self, types: int) -> None:
        self._types = types
        self.forget()

    def forget(self) -> None:
        """A reset or a power-up: all types and the whole device are inhibited."""
        self.mask = bytearray(self._types // 8)
        self.open = False

    def commands(self) -> Mapping[int, Handler]:
        """Header -> what it does."""
        return {
            headers.MODIFY_INHIBIT_STATUS: self.modify,
            headers.REQUEST_INHIBIT_STATUS: lambda _data, _now_ns: bytes(self.mask),
            headers.MODIFY_MASTER_INHIBIT: self.modify_master,
            headers.REQUEST_MASTER_INHIBIT: lambda _data, _now_ns: bytes((self.open,)),
        }

    def modify(self, mask: bytes, _now_ns: int) -> Answer:
        """Bit 0 of byte 1 is type 1; a short mask leaves the other types alone, a long one has no more to say."""
        used = mask[: len(self.mask)]
        self.mask[: len(used)] = used
        return ACK

    def modify_master(self, data: bytes, _now_ns: int) -> Answer:
        """S2 3.28: 0 inhibits; only bit 0 is used."""
        self.open = bool(data[0] & 1)
        return ACK

    def enabled(self, number: int) -> bool:
        """Whether type `number`, from 1, has its bit set."""
        byte, bit = divmod(number - 1, 8)
        return bool(self.mask[byte] >> bit & 1)


def mask_of(number: int, types: int) -> bytes:
    """The inhibit mask with the bit of one type alone (S2 3.44)."""
    return (1 << number - 1).to_bytes(types // 8, "little")
