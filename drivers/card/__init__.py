"""The customer's card: a My Number Card, or a phone that plays one, seen through any link that carries APDUs.

apdu (bytes) <- channel (one exchange) <- card (the face). What a reader must offer stands in reader.py;
PC/SC itself is an adapter elsewhere.
"""

from drivers.card.card import JpkiCard
from drivers.card.outcomes import (
    CardKind,
    PinAccepted,
    PinLocked,
    PinNeeded,
    PinOutcome,
    PinWrong,
)
from drivers.card.profile import JPKI, KeyType, Profile
from drivers.card.reader import CardGone, Link, Presence, Reader, ReaderWatch, Sight

__all__ = [
    "JPKI",
    "CardGone",
    "CardKind",
    "JpkiCard",
    "KeyType",
    "Link",
    "PinAccepted",
    "PinLocked",
    "PinNeeded",
    "PinOutcome",
    "PinWrong",
    "Presence",
    "Profile",
    "Reader",
    "ReaderWatch",
    "Sight",
]
