"""What the error events of a coin acceptor mean (S3 Table 2), as one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, NamedTuple


class Kind(Enum):
    """What an error event says about the coin and the customer."""

    NOTHING = "null event, to be ignored (S2 3.27.1)"
    REJECTED = "the coin came back, surely or probably (Table 2: yes, possible)"
    SWALLOWED = "a coin may be inside without credit"
    LEVER = "the customer pressed the coin return"
    ALARM = "no coin came back; a possible fraud or something stuck (Table 2: no)"


class ErrorCode(NamedTuple):
    """One row. check: something may be blocked or broken, so a self-check shall follow (S1 §21)."""

    meaning: str
    kind: Kind
    check: bool = False


_R, _S, _A = Kind.REJECTED, Kind.SWALLOWED, Kind.ALARM

# Codes 6, 7 and 31: a true coin went in and was not seen again, so its value may be inside without a
# credit, whatever the column "coin rejected?" says; S3 12.2 calls all three a possible jam.
_ERRORS: Final[dict[int, ErrorCode]] = {
    0: ErrorCode("null event", Kind.NOTHING),
    1: ErrorCode("reject coin", _R),
    2: ErrorCode("inhibited coin", _R),
    3: ErrorCode("multiple window", _R),
    4: ErrorCode("wake-up timeout", _R),
    5: ErrorCode("validation timeout", _R),
    6: ErrorCode("credit sensor timeout", _S, check=True),
    7: ErrorCode("sorter opto timeout", _S, check=True),
    8: ErrorCode("2nd close coin error", _R),
    9: ErrorCode("accept gate not ready", _R),
    10: ErrorCode("credit sensor not ready", _R),
    11: ErrorCode("sorter not ready", _R),
    12: ErrorCode("reject coin not cleared", _R),
    13: ErrorCode("validation sensor not ready", _R, check=True),
    14: ErrorCode("credit sensor blocked", _R, check=True),
    15: ErrorCode("sorter opto blocked", _R, check=True),
    16: ErrorCode("credit sequence error", _A),
    17: ErrorCode("coin going backwards", _A),
    18: ErrorCode("coin too fast (over credit sensor)", _A),
    19: ErrorCode("coin too slow (over credit sensor)", _A),
    20: ErrorCode("coin-on-string mechanism activated", _A),
    21: ErrorCode("DCE opto timeout", _R),
    22: ErrorCode("DCE opto not seen", _R),
    23: ErrorCode("credit sensor reached too early", _A),
    24: ErrorCode("reject coin (repeated sequential trip)", _R),
    25: ErrorCode("reject slug", _R),
    26: ErrorCode("reject sensor blocked", _A, check=True),
    27: ErrorCode("games overload", _A),
    28: ErrorCode("max. coin meter pulses exceeded", _A),
    29: ErrorCode("accept gate open not closed", _A, check=True),
    30: ErrorCode("accept gate closed not open", _R, check=True),
    31: ErrorCode("manifold opto timeout", _S, check=True),
    32: ErrorCode("manifold opto blocked", _R, check=True),
    33: ErrorCode("manifold not ready", _R),
    34: ErrorCode("security status changed", _A),
    35: ErrorCode("motor exception", _A, check=True),
    36: ErrorCode("swallowed coin", _S, check=True),
    37: ErrorCode("coin too fast (over validation sensor)", _R),
    38: ErrorCode("coin too slow (over validation sensor)", _R),
    39: ErrorCode("coin incorrectly sorted", _A),
    40: ErrorCode("external light attack", _A),
    253: ErrorCode("data block request", _A),
    254: ErrorCode("coin return mechanism activated (flight deck open)", Kind.LEVER),
    255: ErrorCode("unspecified alarm code", _A, check=True),
}
INHIBITED: Final = 2
INHIBITED_TYPE_1: Final = 128
INHIBITED_TYPES: Final = range(INHIBITED_TYPE_1, 160)
_ERRORS.update({c: ErrorCode(f"inhibited coin (type {c - 127})", _R) for c in INHIBITED_TYPES})
_ERRORS.update({c: ErrorCode("reserved (credit cancelling)", _A) for c in range(160, 192)})

ERRORS: Final[Mapping[int, ErrorCode]] = MappingProxyType(_ERRORS)
UNKNOWN_ERROR: Final = ErrorCode("error code not in the standard", _A, check=True)
