"""Speaks with the certificate centre, which knows who may have which certificate and makes it.

The wire is Madoguchi's own, defined in docs/centre.md: JSON over HTTP/1.1, in the field over
mutual TLS. `facts` holds the wire's words and limits, `fields` reads JSON strictly, `messages` are
the answers as data, `answers` checks them, `asking` is one request, `registration` and `records`
are what is asked about 本籍地利用登録 and about documents made out, `client` is all of it together.
"""

from drivers.centre.client import CentreClient
from drivers.centre.errors import CentreUnavailable, RequestRefused, SessionOver
from drivers.centre.facts import ITEMS, KINDS, OUTCOMES, SCOPES, SERVICES
from drivers.centre.messages import (
    CertificateAccepted,
    CertificateRefused,
    Document,
    Hours,
    MunicipalityState,
    Offer,
    OfferedKind,
    Person,
    ScrambleKey,
    ServiceState,
    SessionOpened,
    SessionRefused,
    Stop,
    Withheld,
)
from drivers.centre.records import Record, RecordedDocument, RecordedTotal
from drivers.centre.registration import (
    RegistrationAccepted,
    RegistrationBegun,
    RegistrationRefused,
    RegistrationState,
    statement,
)

__all__ = [
    "ITEMS",
    "KINDS",
    "OUTCOMES",
    "SCOPES",
    "SERVICES",
    "CentreClient",
    "CentreUnavailable",
    "CertificateAccepted",
    "CertificateRefused",
    "Document",
    "Hours",
    "MunicipalityState",
    "Offer",
    "OfferedKind",
    "Person",
    "Record",
    "RecordedDocument",
    "RecordedTotal",
    "RegistrationAccepted",
    "RegistrationBegun",
    "RegistrationRefused",
    "RegistrationState",
    "RequestRefused",
    "ScrambleKey",
    "ServiceState",
    "SessionOpened",
    "SessionOver",
    "SessionRefused",
    "Stop",
    "Withheld",
    "statement",
]
