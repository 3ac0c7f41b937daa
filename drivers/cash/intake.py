"""What takes money in: the coin acceptor, and a bill validator if there is one, opened and shut together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from drivers.cash.acceptor import ADDRESS, CoinAcceptor
from drivers.cash.buffered import BufferedDevice
from drivers.cash.bus import Bus
from drivers.cash.fault_codes import fault_meaning
from drivers.cash.identity import Identity
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import Happening, Stacker
from drivers.cash.validator import BillValidator
from drivers.clock import NS_PER_S
from drivers.errors import DeviceError, Disconnected, NoAnswer, Refused

NAMES: Final = ("acceptor", "validator")
"""What the devices are called in marks, in the order in which they are asked."""

MISSES_MAX: Final = 2
"""One that starts anew is deaf for 0.6 s: so many looks in vain, and the validator is lost."""

REVIVE_EVERY_NS: Final = 2 * NS_PER_S

Look = Callable[[int], tuple[Happening, ...]]


class Intake:
    """Both slots. validator, acceptor: their addresses; None without a validator.

    Without its acceptor a kiosk takes no money, so its trouble is raised. A validator that does not answer is lost
    alone: coins go on, and `revive` starts it again.
    """

    def __init__(self, bus: Bus, validator: int | None, acceptor: int = ADDRESS) -> None:
        self._bus = bus
        self._acceptor = CoinAcceptor(bus, acceptor)
        self._validator = None if validator is None else BillValidator(bus, validator)
        self._misses = 0
        self._revive_ns = 0
        self._marks = Marks()
        self.lost: DeviceError | None = None
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
        """Start both, shut. Raises as `BufferedDevice.start`; but a validator that does not answer is lost."""
        self._marks = marks
        identities = [self._acceptor.start(marks.acceptor)]
        if self._validator is not None:
            with self._validator_alone():
                identities.append(self._start_validator(self._validator))
        return identities

    def revive(self) -> tuple[Happening, ...]:
        """Ask a lost validator again, every 2 s. One that had been started goes on where it was; one that never was, or
        is another one now, is started while no coins are taken, for that takes a second: what had happened to it since
        the mark that `start` was given is returned.

        Raises `Disconnected`, and `BadAnswer` when it is another kind of device.
        """
        now = self._bus.clock.monotonic_ns()
        if self._validator is None or self.lost is None or now < self._revive_ns:
            return ()
        self._revive_ns = now + REVIVE_EVERY_NS
        with self._validator_alone():
            if self._validator.resume():
                self.lost, self._misses = None, 0
            elif self._acceptor.is_shut:
                self._start_validator(self._validator)
                return self._earlier(NAMES[1], self._validator)
        return ()

    def _start_validator(self, validator: BillValidator) -> Identity:
        identity = validator.start(self._marks.validator)
        self.lost, self._misses = None, 0
        return identity

    @contextmanager
    def _validator_alone(self) -> Iterator[None]:
        """What is done here is asked of the validator; it is lost when it does not answer."""
        try:
            yield
        except NoAnswer as error:
            self._lose(error)

    def _lose(self, error: DeviceError) -> None:
        self.lost = error
        self._revive_ns = self._bus.clock.monotonic_ns() + REVIVE_EVERY_NS
        self.validator.shut_later()

    @property
    def _reachable(self) -> list[BufferedDevice[Any]]:
        return [device for device in self.devices if device is not self._validator or self.lost is None]

    @property
    def looks(self) -> list[Look]:
        """The devices' looks at their events, coins first."""
        looks: list[Look] = [partial(self._look, NAMES[0], self._acceptor)]
        if self._validator is not None and self.lost is None:
            looks.append(partial(self._look_at_notes, self._validator))
        return looks

    def _look_at_notes(self, validator: BillValidator, deadline_ns: int) -> tuple[Happening, ...]:
        try:
            told = self._look(NAMES[1], validator, deadline_ns)
        except Disconnected:
            raise
        except DeviceError as error:
            self._misses += 1
            if self._misses >= MISSES_MAX:
                self._lose(error)
            return ()
        self._misses = 0
        return told

    @staticmethod
    def _look(name: str, device: BufferedDevice[Any], deadline_ns: int) -> tuple[Happening, ...]:
        return tuple(Happening(event, name, mark) for event, mark in device.look(deadline_ns))

    def take_earlier(self) -> tuple[Happening, ...]:
        """What happened between the marks and the start, coins before notes."""
        started = zip(NAMES, self._reachable, strict=False)
        return tuple(happening for name, device in started for happening in self._earlier(name, device))

    @staticmethod
    def _earlier(name: str, device: BufferedDevice[Any]) -> tuple[Happening, ...]:
        return tuple(Happening(event, name, mark) for event, mark in device.take_earlier())

    def accept(self, values: frozenset[int]) -> frozenset[int]:
        """As `CashDevice.accept`."""
        try:
            if not any(device.mask_for(values) for device in self._reachable):
                raise self._knows_none()
            if self._validator is not None and self.lost is None:
                with self._validator_alone():
                    self._open(self._validator, values)
            if not any(device.mask_for(values) for device in self._reachable):
                raise self.lost or self._knows_none()
            self._open(self._acceptor, values)
        except DeviceError:
            for device in self.devices:
                device.shut_later()
            raise
        return self.open_values

    @staticmethod
    def _open(device: BufferedDevice[Any], values: frozenset[int]) -> None:
        if device.mask_for(values):
            device.accept(values)
        else:
            device.shut()

    def shut(self) -> None:
        """As `CashDevice.shut`: both are tried, whatever the first one says."""
        trouble: DeviceError | None = None
        for device in self._reachable:
            try:
                if device is self._validator:
                    with self._validator_alone():
                        device.shut()
                else:
                    device.shut()
            except DeviceError as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble

    def check(self) -> tuple[str, str]:
        """The faults of acceptor and validator in words, empty where all is well (232, 248)."""
        coins = self._acceptor.check()
        notes = self._validator.check() if self._validator is not None and self.lost is None else 0
        words = (fault_meaning(coins) if coins else "", self._acceptor.status())
        of_notes = str(self.lost) if self.lost is not None else fault_meaning(notes) if notes else ""
        return "; ".join(word for word in words if word), of_notes

    def _knows_none(self) -> Refused:
        known = ", ".join(str(yen) for yen in sorted(self.values)) or "nothing"
        return Refused(
            self._bus.device(self._acceptor.address),
            "accept",
            f"it is programmed for {known}, not for any that shall be accepted",
            "check what it is programmed for",
        )
