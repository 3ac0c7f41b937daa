"""Speaks with the certificate centre, which knows who may have which certificate and makes it.

The wire is Madoguchi's own, defined in docs/centre.md: JSON over HTTP/1.1, in the field over
mutual TLS. `facts` holds the wire's words and limits, `fields` reads JSON strictly, `messages` are
the answers as data, `answers` checks them, `client` asks.
"""

from drivers.centre.client import CentreClient
from drivers.centre.errors import CentreUnavailable, RequestRefused, SessionOver
from drivers.centre.facts import ITEMS, KINDS, OUTCOMES, SCOPES
from drivers.centre.messages import (
    CertificateAccepted,
    CertificateRefused,
    Document,
    Offer,
    OfferedKind,
    Person,
    ScrambleKey,
    ServiceState,
    SessionOpened,
    SessionRefused,
    Stop,
)

__all__ = [
    "ITEMS",
    "KINDS",
    "OUTCOMES",
    "SCOPES",
    "CentreClient",
    "CentreUnavailable",
    "CertificateAccepted",
    "CertificateRefused",
    "Document",
    "Offer",
    "OfferedKind",
    "Person",
    "RequestRefused",
    "ScrambleKey",
    "ServiceState",
    "SessionOpened",
    "SessionOver",
    "SessionRefused",
    "Stop",
]
