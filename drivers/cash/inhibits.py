"""Which coins the acceptor may take: as it should stand, as it was told, as it shows.

Sources: S2 3.25 (231) and 3.26 (230): 1 = enabled; S2 3.28 (228): 0 = master inhibit active. Whether
they survive a reset is product-specific, so they are sent again after one.
"""

from __future__ import annotations

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.cash.codes import INHIBITED, INHIBITED_TYPE_1, INHIBITED_TYPES
from drivers.errors import BadAnswer, DeviceError

MASK_LENGTH = 2  # bytes: 16 coins


class Inhibits:
    """The inhibits of one acceptor; shut until `stand` opens it. due: what stands must be sent again."""

    def __init__(self, bus: Bus, address: int) -> None:
        self._bus, self._address = bus, address
        self._mask = 0
        self.due = False

    def stand(self, mask: int) -> None:
        """Set the enabled positions (bit 0 is position 1; 0 shuts the gate) and read them back.

        Raises `BadAnswer` when it shows other inhibits than it was given, and what `Bus.ask` raises; it
        shall then be shut, and is at the next `send`.
        """
        self._mask = mask
        try:
            self.send()
            self._verify()
        except DeviceError:
            # Whoever asked for it believes it shut now.
            self._mask, self.due = 0, True
            raise

    def send(self, deadline_ns: int | None = None) -> None:
        """Tell the acceptor what stands: opening goes coins first, shutting goes gate first."""
        self.due = True
        coins = (headers.SET_INHIBITS, self._mask.to_bytes(MASK_LENGTH, "little"))
        gate = (headers.SET_MASTER_INHIBIT, b"\x01" if self._mask else b"\x00")
        for header, data in (coins, gate) if self._mask else (gate, coins):
            self._bus.ask(self._address, header, data, deadline_ns=deadline_ns)
        self.due = False

    def contradicted_by(self, code: int) -> bool:
        """Whether this error says "inhibited coin" of a coin that is enabled, as far as it tells.

        That is how an acceptor looks that was reset while its event counter was still 0 (S2 3.27.1).
        """
        if code in INHIBITED_TYPES:
            return bool(self._mask >> code - INHIBITED_TYPE_1 & 1)
        return code == INHIBITED and self._mask != 0

    def _verify(self) -> None:
        shown = int.from_bytes(self._bus.ask(self._address, headers.INHIBITS), "little")
        if shown != self._mask:
            raise BadAnswer(
                self._bus.device(self._address),
                str(headers.INHIBITS),
                f"it shows inhibit mask {shown:#06x} where {self._mask:#06x} was set",
                "switch it off and on; replace it if this stays",
            )
