"""What takes money in: the coin acceptor, and a bill validator if there is one, opened and shut together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.buffered import BufferedDevice
from drivers.cash.bus import Bus
from drivers.cash.fault_codes import fault_meaning
from drivers.cash.identity import Identity
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import Happening, Stacker
from drivers.cash.validator import BillValidator
from drivers.errors import DeviceError, Refused

NAMES: Final = ("acceptor", "validator")
"""What the devices are called in marks, in the order in which they are asked."""

Look = Callable[[int], tuple[Happening, ...]]


class Intake:
    """Both slots. validator: its address, None without one."""

    def __init__(self, bus: Bus, validator: int | None) -> None:
        self._bus = bus
        self._acceptor = CoinAcceptor(bus)
        self._validator = None if validator is None else BillValidator(bus, validator)
        # coins first, everywhere: they have no escrow and their acceptor the shorter patience
        self.devices: list[BufferedDevice[Any]] = [self._acceptor]
        if self._validator is not None:
            self.devices.append(self._validator)

    @property
    def validator(self) -> BillValidator:
        """The bill validator. Raises ValueError when there is none: nobody may ask it then."""
        if self._validator is None:
            raise ValueError("there is no bill validator")
        return self._validator

    @property
    def marks(self) -> Marks:
        """Up to where the events of both were told."""
        return Marks(self._acceptor.mark, self._validator.mark if self._validator else None)

    @property
    def values(self) -> frozenset[int]:
        """Yen that either knows."""
        return frozenset(yen for device in self.devices for yen in device.values.values())

    @property
    def open_values(self) -> frozenset[int]:
        """Yen that shall be taken now."""
        return frozenset(yen for device in self.devices for yen in device.open_values)

    @property
    def is_shut(self) -> bool:
        """Whether both were told to take nothing, and no note waits or moves."""
        empty = self._validator is None or self._validator.escrow.empty
        return empty and all(device.is_shut for device in self.devices)

    @property
    def note_yen(self) -> int | None:
        """The note that waits for a decision."""
        return self._validator.escrow.yen if self._validator else None

    @property
    def stacker(self) -> Stacker:
        """How the stacker is, as far as events told."""
        return self._validator.stacker if self._validator else Stacker.UNKNOWN

    @property
    def has_escrow(self) -> bool:
        """Whether notes are held until they are decided about."""
        return self._validator is not None and self._validator.has_escrow

    def start(self, marks: Marks) -> list[Identity]:
        """Start both, shut. Raises as `BufferedDevice.start`."""
        identities = [self._acceptor.start(marks.acceptor)]
        if self._validator is not None:
            identities.append(self._validator.start(marks.validator))
        return identities

    @property
    def looks(self) -> list[Look]:
        """The devices' looks at their events, coins first."""
        return [partial(self._look, name, device) for name, device in zip(NAMES, self.devices, strict=False)]

    @staticmethod
    def _look(name: str, device: BufferedDevice[Any], deadline_ns: int) -> tuple[Happening, ...]:
        return tuple(Happening(event, name, mark) for event, mark in device.look(deadline_ns))

    def take_earlier(self) -> tuple[Happening, ...]:
        """What happened between the marks and the start, coins before notes."""
        return tuple(
            Happening(event, name, mark)
            for name, device in zip(NAMES, self.devices, strict=False)
            for event, mark in device.take_earlier()
        )

    def accept(self, values: frozenset[int]) -> frozenset[int]:
        """As `CashDevice.accept`."""
        try:
            if not any(device.mask_for(values) for device in self.devices):
                raise self._knows_none()
            for device in reversed(self.devices):
                if device.mask_for(values):
                    device.accept(values)
                else:
                    device.shut()
        except DeviceError:
            for device in self.devices:
                device.shut_later()
            raise
        return self.open_values

    def shut(self) -> None:
        """As `CashDevice.shut`: both are tried, whatever the first one says."""
        trouble: DeviceError | None = None
        for device in self.devices:
            try:
                device.shut()
            except DeviceError as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble

    def check(self) -> tuple[str, str]:
        """The faults of acceptor and validator in words, empty where all is well (232, 248)."""
        coins, notes = self._acceptor.check(), self._validator.check() if self._validator else 0
        words = (fault_meaning(coins) if coins else "", self._acceptor.status())
        return "; ".join(word for word in words if word), fault_meaning(notes) if notes else ""

    def _knows_none(self) -> Refused:
        known = ", ".join(str(yen) for yen in sorted(self.values)) or "nothing"
        return Refused(
            self._bus.device(self._acceptor.address),
            "accept",
            f"it is programmed for {known}, not for any that shall be accepted",
            "check what it is programmed for",
        )
