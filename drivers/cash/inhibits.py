"""Which coins or notes a device may take: as it should stand, as it was told, as it shows.

Sources: S2 3.25 (231) and 3.26 (230): 1 = enabled; S2 3.28 (228): 0 = master inhibit active. Whether
they survive a reset is product-specific, so they are sent again after one.
"""

from __future__ import annotations

from typing import Final

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.errors import BadAnswer, DeviceError

COINS_MASK_LENGTH: Final = 2  # bytes: 16 coins


class Inhibits:
    """The inhibits of one device; shut until `stand` opens it.

    due: what stands must be sent again. gate_due: all positions are inhibited, but the master inhibit waits.
    length: bytes of its mask, one bit for each position.
    """

    def __init__(self, bus: Bus, address: int, length: int = COINS_MASK_LENGTH) -> None:
        self._bus, self._address = bus, address
        self._mask = 0
        self.length = length
        self.due = self.gate_due = False

    @property
    def mask(self) -> int:
        """What shall be open: bit 0 is position 1."""
        return self._mask

    def stand(self, mask: int, *, gate: bool = True) -> None:
        """Set the enabled positions (bit 0 is position 1; 0 shuts the gate) and read them back. gate: as `send`.

        Raises `BadAnswer` when it shows other inhibits than it was given, and what `Bus.ask` raises; it
        shall then be shut, and is at the next `send`.
        """
        self._mask = mask
        try:
            self.send(gate=gate)
            self._verify()
        except DeviceError:
            self.give_up()  # whoever asked for it believes it shut now
            raise

    def give_up(self) -> None:
        """It shall be shut, by the next `send`."""
        self._mask, self.due = 0, True

    def send(self, deadline_ns: int | None = None, *, gate: bool = True) -> None:
        """Tell the device what stands: opening goes coins first, shutting goes gate first.

        gate: whether the gate may be shut now; if not, all positions are, and `gate_due` says that it waits.
        """
        self.due = True
        coins = (headers.SET_INHIBITS, self._mask.to_bytes(self.length, "little"))
        master = (headers.SET_MASTER_INHIBIT, b"\x01" if self._mask else b"\x00")
        orders = (coins, master) if self._mask else (master, coins)
        self.gate_due = not gate and not self._mask
        for header, data in (coins,) if self.gate_due else orders:
            self._bus.ask(self._address, header, data, deadline_ns=deadline_ns)
        self.due = False

    def _verify(self) -> None:
        shown = int.from_bytes(self._bus.ask(self._address, headers.INHIBITS), "little")
        if shown != self._mask:
            raise BadAnswer(
                self._bus.device(self._address),
                str(headers.INHIBITS),
                f"it shows inhibit mask {shown:#06x} where {self._mask:#06x} was set",
                "switch it off and on; replace it if this stays",
            )
