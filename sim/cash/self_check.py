"""The steady faults of a device, as header 232 tells them (S1 21, S2 3.24, S3 Table 3)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

NO_FAULT: Final = 0
CREDIT_SENSOR: Final = 3
SORTER_SENSOR: Final = 8
REJECT_SENSOR: Final = 18
STRING_MECHANISM: Final = 20
BILL_SENSOR: Final = 36
BILL_MOTOR: Final = 37
STACKER_FAULT: Final = 38
BILL_JAMMED: Final = 39
STRING_SENSOR: Final = 41
GATE_OPEN: Final = 42
GATE_CLOSED: Final = 43
STACKER_MISSING: Final = 44
STACKER_FULL: Final = 45
OPTO_SENSOR: Final = 49

OF_ACCEPTOR: Final = MappingProxyType(
    {1: 255, 2: 13, 3: 14, 4: 255, 5: 255, 6: 255, 7: 255, 8: 15, 9: 255, 18: 26, 19: 254, 20: 20, 21: 255,
     22: 255, 30: 255, 33: 255, 34: 255, 35: 21, 40: 255, 42: 29, 43: 30, 49: 40, 51: 255, 255: 255}
)  # fmt: skip
"""Faults an acceptor can have -> the event of S3 Table 2 that tells of it, 255 where none is nearer."""

OF_VALIDATOR: Final = MappingProxyType(
    {1: None, 30: None, 33: None, 34: None, 36: None, 37: None, 38: 13, 40: None, 41: 19, 49: 17, 51: None, 255: None}
)
"""Faults a bill validator can have besides those of its stacker and its path -> the event of S3 Table 7."""


class SelfCheck:
    """Faults in the order they came; the first is told until it is gone, then the next (S4 1.3.11)."""

    def __init__(self) -> None:
        self._faults: dict[int, int] = {}

    def __contains__(self, fault: int) -> bool:
        return fault in self._faults

    def __bool__(self) -> bool:
        """Whether there is any: the device then accepts nothing, by itself (S3 Table 3)."""
        return bool(self._faults)

    def set(self, fault: int, extra: int = 0) -> bool:
        """A fault develops; whether it is new."""
        is_new = fault not in self._faults
        self._faults[fault] = extra
        return is_new

    def clear(self, *faults: int) -> None:
        """They are gone; without any named, all are."""
        for fault in faults or tuple(self._faults):
            self._faults.pop(fault, None)

    def data(self) -> bytes:
        """`[fault code][extra info]`."""
        return bytes(next(iter(self._faults.items()), (NO_FAULT, 0)))
