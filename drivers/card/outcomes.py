"""What the card can say, beyond bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from drivers.errors import Refused


class CardKind(Enum):
    """What lies on the reader, by the label in its token information (EF 0006)."""

    MY_NUMBER = "my_number"
    JUKI = "juki"
    """The old 住民基本台帳カード: it answers, but is not accepted for コンビニ交付."""
    ANDROID = "android"
    IPHONE = "iphone"
    FOREIGN = "foreign"
    """No JPKI application, or one of a label unknown to this profile."""


@dataclass(frozen=True, slots=True)
class PinAccepted:
    """The PIN is right. It stays in force until the card loses power."""


@dataclass(frozen=True, slots=True)
class PinWrong:
    """The PIN is wrong. tries_left: 1 to 15."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class PinLocked:
    """No try is left, by this one or by an earlier one. Only the municipality can undo it."""


PinOutcome = PinAccepted | PinWrong | PinLocked


class PinNeeded(Refused):
    """Raised when the card wants the PIN before it does this (6982). Phones do so for the certificate."""
