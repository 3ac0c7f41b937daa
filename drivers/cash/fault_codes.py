"""What a device says of its own health: fault codes of the self-check (S3 Table 3), status codes (Table 4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FAULTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0: "OK (no fault detected)",
        1: "EEPROM checksum corrupted",
        2: "fault on inductive coils",
        3: "fault on credit sensor",
        4: "fault on piezo sensor",
        5: "fault on reflective sensor",
        6: "fault on diameter sensor",
        7: "fault on wake-up sensor",
        8: "fault on sorter exit sensors",
        9: "NVRAM checksum corrupted",
        10: "coin dispensing error",
        11: "low level sensor error",
        12: "high level sensor error",
        13: "coin counting error",
        14: "keypad error",
        15: "button error",
        16: "display error",
        17: "coin auditing error",
        18: "fault on reject sensor",
        19: "fault on coin return mechanism",
        20: "fault on coin-on-string mechanism",
        21: "fault on rim sensor",
        22: "fault on thermistor",
        23: "payout motor fault",
        24: "payout timeout",
        25: "payout jammed",
        26: "payout sensor fault",
        27: "level sensor error",
        28: "personality module not fitted",
        29: "personality checksum corrupted",
        30: "ROM checksum mismatch",
        31: "missing slave device",
        32: "internal comms bad",
        33: "supply voltage outside operating limits",
        34: "temperature outside operating limits",
        35: "DCE fault",
        36: "fault on bill validation sensor",
        37: "fault on bill transport motor",
        38: "fault on stacker",
        39: "bill jammed",
        40: "RAM test fail",
        41: "fault on string sensor",
        42: "accept gate failed open",
        43: "accept gate failed closed",
        44: "stacker missing",
        45: "stacker full",
        46: "flash memory erase fail",
        47: "flash memory write fail",
        48: "slave device not responding",
        49: "fault on opto sensor",
        50: "battery fault",
        51: "door open",
        52: "microswitch fault",
        53: "RTC fault",
        54: "firmware error",
        55: "initialisation error",
        56: "supply current outside operating limits",
        57: "forced bootloader mode",
        255: "unspecified fault code",
    }
)


def fault_meaning(code: int) -> str:
    """The words of Table 3, also for codes it does not have."""
    return FAULTS.get(code, "fault code not in the standard")

STATUSES: Final[Mapping[int, str]] = MappingProxyType(
    {
        0: "OK",
        1: "coin return mechanism activated (flight deck open)",
        2: "C.O.S. mechanism activated (coin-on-string)",
    }
)


def status_meaning(code: int) -> str:
    """The words of Table 4, also for codes it does not have."""
    return STATUSES.get(code, "status code not in the standard")
