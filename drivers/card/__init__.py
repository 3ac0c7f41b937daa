"""The customer's card: a My Number Card, or a phone that plays one, seen through any link that carries APDUs.

apdu (bytes) <- channel (one exchange) <- files and certificate <- card (the face). Which
application, files and secrets there are is a profile. What a reader must offer stands in reader.py; PC/SC
itself is an adapter elsewhere.
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
from drivers.card.profile import JPKI, Credential, KeyType, Profile, Use
from drivers.card.reader import CardGone, CardSwapped, Link, Presence, Reader, ReaderWatch, Sight
from drivers.card.secret import SecretRule
from drivers.card.trace import TracedLink, TracedReader

__all__ = [
    "JPKI",
    "CardGone",
    "CardKind",
    "CardSwapped",
    "Credential",
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
    "SecretRule",
    "Sight",
    "TracedLink",
    "TracedReader",
    "Use",
]
