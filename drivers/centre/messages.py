"""What the centre answers, checked. What is personal or secret stays out of every repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Stop:
    """A municipality's announced pause: from `start` until `end`, for these kinds."""

    municipality: str
    kinds: frozenset[str]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When some services are open, by the clock of Japan: from `opens` (included) to `closes` (not).

    days: `every_day` or `business_days`; year_end: whether also from 12/29 to 1/3
    """

    kinds: frozenset[str]
    days: str
    opens: time
    closes: time
    year_end: bool


@dataclass(frozen=True, slots=True)
class MunicipalityState:
    """One that takes part. name: with the prefecture; registration: whether it takes applications."""

    municipality: str
    name: str
    registration: bool
    hours: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class ServiceState:
    """The centre's time, the stops in force or beginning within a day, and everybody's hours.

    time_signature: 64 bytes, Ed25519 over `time|request_id|time`; signed: those words
    """

    time: datetime
    stops: tuple[Stop, ...]
    municipalities: tuple[MunicipalityState, ...]
    time_signature: bytes = field(repr=False)
    signed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CertificateAccepted:
    """The certificate is good.

    home: the municipality of the holder's address, a JIS code
    challenge: 32 bytes for the card to sign, good for 10 minutes and one use
    ends: the certificate's last day
    stops: the home municipality's, in force or beginning within a day
    """

    home: str = field(repr=False)
    challenge: bytes = field(repr=False)
    ends: date = field(repr=False)
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateRefused:
    """reason: one of `facts.CERTIFICATE_REASONS`"""

    reason: str


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """session: opaque ASCII, at most 64 characters; whoever has it is the customer"""

    session: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionRefused:
    """reason: one of `facts.SESSION_REASONS`"""

    reason: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be on a certificate. handle: opaque, of this session alone. birth: the date of birth"""

    handle: str
    name: str = field(repr=False)
    birth: date = field(repr=False)
    is_self: bool


@dataclass(frozen=True, slots=True)
class OfferedKind:
    """A certificate that this customer may have: for whom, in which scopes, with which items."""

    kind: str
    fee_yen: int
    scopes: frozenset[str]
    items: frozenset[str]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A kind that this customer would have but for something that passes: one of `facts.WITHHELD_REASONS`."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything this customer may have from this municipality, and what not for now."""

    municipality: str
    people: tuple[Person, ...]
    kinds: tuple[OfferedKind, ...]
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A finished certificate of one copy.

    sheets: pages of `pdf`; sha256: lower-case hex, already compared with `pdf`
    scramble_key: 32 bytes; signature: Ed25519 over `id|request_id|sha256`, not verified here
    bundle: 発行番号, which stands on every page; holder: SHA-256 in lower-case hex of the certificate by which
        the session was opened
    """

    id: str
    municipality: str
    kind: str
    sheets: int
    pdf: bytes = field(repr=False)
    sha256: str = field(repr=False)
    scramble_key: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    bundle: str
    holder: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScrambleKey:
    """What reads a document's scramble image, and what its 2D code is checked against.

    sheets, sha256: of the document as it was issued; scramble_key: 32 bytes
    public_key: 32 bytes, Ed25519; the document's signature was made with its private half
    """

    sheets: int
    sha256: str = field(repr=False)
    scramble_key: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
