"""JPKI's field layout as data: names, object identifiers, generations of the root.

Source: the published JPKI certificates (jpki.go.jp/ca) and certificates of test cards; what only one
secondary source says is marked (?).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from cryptography import x509
from cryptography.x509.oid import NameOID

JST = timezone(timedelta(hours=9))
Purpose = Literal["authentication", "signature"]

ORGANISATION = "JPKI-TEST"
"""Of the test hierarchy; the public one says `JPKI`."""

UNIT: dict[Purpose, str] = {
    "authentication": "JPKI for user authentication",
    "signature": "JPKI for digital signature",
}
POLICY: dict[Purpose, x509.ObjectIdentifier] = {
    "authentication": x509.ObjectIdentifier("1.2.392.200149.8.5.1.3.30"),  # (?)
    "signature": x509.ObjectIdentifier("1.2.392.200149.8.5.1.0.20"),  # of the test hierarchy; the public one ….1.20
}
PHONE_SIGNATURE_POLICY = x509.ObjectIdentifier("1.2.392.200149.8.5.1.1.40")  # (?)
OCSP: dict[Purpose, str] = {
    "authentication": "http://ocsp-authentication.jpki-test.invalid",
    "signature": "http://ocsp-signature.jpki-test.invalid",
}
"""Nobody's address (RFC 2606 §2): a program that asks whether a test certificate is revoked bothers nobody."""
CPS = "http://www.jpki.go.jp/cps.html"  # (?)
SERVICE_NAME = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "公的個人認証サービス"),
    ]
)
"""The directory name that stands as alternative name of every JPKI root and issuer."""


@dataclass(frozen=True)
class Generation:
    """One key of the certification authority. All generations bear the same name."""

    serial: int
    not_before: date
    not_after: date


GENERATIONS: dict[int, Generation] = {
    1: Generation(0x01, date(2015, 10, 20), date(2025, 10, 19)),
    2: Generation(0x0100_0002, date(2019, 9, 14), date(2029, 9, 14)),
    3: Generation(0x0600_0003, date(2023, 7, 16), date(2033, 7, 15)),
}


@dataclass(frozen=True)
class Place:
    """A municipality as 署名用 certificates spell it."""

    prefecture: str
    name: str
    prefecture_latin: str
    name_latin: str


PLACES: dict[str, Place] = {
    "16202": Place("富山県", "高岡市", "Toyama-ken", "Takaoka-shi"),
    "01207": Place("北海道", "帯広市", "Hokkaido", "Obihiro-shi"),
    "13999": Place("東京都", "見本市", "Tokyo-to", "Mihon-shi"),
}

RESIDENT = "1.2.392.200149.8.5.5"
"""Arc of the resident's data in 署名用 certificates: .1 name .2 its replaced characters .3 sex .4 birth
.5 address .6 its replaced characters (one library has .5 and .6 the other way round; `openssl` on real
certificates does not)."""
RESIDENT_ORDER = (1, 4, 3, 5, 2, 6)
"""In which they stand in a real certificate."""
SEX_DIGIT = {"男": "1", "女": "2"}
"""On the card and in the certificate; 3 is unknown."""


def authority_name(purpose: Purpose) -> x509.Name:
    """The root's distinguished name, the same in every generation."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, UNIT[purpose]),
            x509.NameAttribute(
                NameOID.ORGANIZATIONAL_UNIT_NAME, "Japan Agency for Local Authority Information Systems"
            ),
        ]
    )


def crl_name(purpose: Purpose, place: Place) -> x509.Name:
    """Where the revocation list of a holder's certificate stands in the directory: a name, not a URL (?)."""
    fields = [
        (NameOID.COUNTRY_NAME, "JP"),
        (NameOID.ORGANIZATION_NAME, ORGANISATION),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, UNIT[purpose]),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "CRL Distribution Points"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, place.prefecture_latin),
        (NameOID.COMMON_NAME, f"{place.name_latin} CRLDP"),
    ]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in fields])


def office_opens(day: date) -> datetime:
    """10:00 in Japan: certificates are issued at the town hall's counter."""
    return datetime.combine(day, time(10), JST).astimezone(UTC)


def day_ends(day: date) -> datetime:
    """23:59:59 in Japan, where every JPKI certificate ends."""
    return datetime.combine(day, time(23, 59, 59), JST).astimezone(UTC)
