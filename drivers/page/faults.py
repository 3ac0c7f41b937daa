"""What a printer's status code means (RFC 8011 Appendix B): a name, an error, a hint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drivers.errors import BadAnswer, DeviceError, NoAnswer, Refused

SUCCESS_MAX: Final = 0x00FF
"""Codes up to here are successes; 0001 and 0002 with something of the request ignored (§B.1.2)."""

NAMES: Final[Mapping[int, str]] = {
    0x0000: "successful-ok",
    0x0001: "successful-ok-ignored-or-substituted-attributes",
    0x0002: "successful-ok-conflicting-attributes",
    0x0400: "client-error-bad-request",
    0x0401: "client-error-forbidden",
    0x0402: "client-error-not-authenticated",
    0x0403: "client-error-not-authorized",
    0x0404: "client-error-not-possible",
    0x0405: "client-error-timeout",
    0x0406: "client-error-not-found",
    0x0407: "client-error-gone",
    0x0408: "client-error-request-entity-too-large",
    0x0409: "client-error-request-value-too-long",
    0x040A: "client-error-document-format-not-supported",
    0x040B: "client-error-attributes-or-values-not-supported",
    0x040C: "client-error-uri-scheme-not-supported",
    0x040D: "client-error-charset-not-supported",
    0x040E: "client-error-conflicting-attributes",
    0x040F: "client-error-compression-not-supported",
    0x0410: "client-error-compression-error",
    0x0411: "client-error-document-format-error",
    0x0412: "client-error-document-access-error",
    0x0500: "server-error-internal-error",
    0x0501: "server-error-operation-not-supported",
    0x0502: "server-error-service-unavailable",
    0x0503: "server-error-version-not-supported",
    0x0504: "server-error-device-error",
    0x0505: "server-error-temporary-error",
    0x0506: "server-error-not-accepting-jobs",
    0x0507: "server-error-busy",
    0x0508: "server-error-job-canceled",
    0x0509: "server-error-multiple-document-jobs-not-supported",
    0x050A: "server-error-printer-is-deactivated",
    0x050B: "server-error-too-many-jobs",
    0x050C: "server-error-too-many-documents",
}
"""Status codes by name (RFC 8011 Appendix B, PWG 5100.11 for 050A, RFC 3998 and PWG 5100.13 beyond)."""

NOT_POSSIBLE: Final = 0x0404
"""The job's state allows it no more: what a printer says to cancelling a job that is over."""

NOT_FOUND: Final = 0x0406
"""The printer knows no such job, or no longer."""

BUSY: Final = frozenset({0x0507, 0x050B})
"""Another job is running, or too many are waiting: nothing was begun, and it may be asked again."""

OUTCOME_UNKNOWN: Final = frozenset({0x0405, 0x0500, 0x0504, 0x0505, 0x0508})
"""Failures in the middle of the work: a job may exist and a sheet may move (§B.1.4.6, §B.1.5).

All other errors are answers given before anything was begun.
"""

HINTS: Final[Mapping[int, str]] = {
    0x0402: "let this kiosk print without a password, or use its certificate",
    0x0406: "the printer has forgotten that job; look at its output tray",
    0x040A: "the printer needs to print PDF itself",
    0x040B: "compare the printer's supported attributes with what was asked",
    0x0501: "the printer lacks this operation; use another model",
    0x0506: "let the printer accept jobs at its panel",
    0x0507: "another job is running; nothing was printed for this one",
}

_LOOK: Final = "look at the printer's panel and output tray"

HTTP_ERRORS: Final[Mapping[int, tuple[type[DeviceError], str]]] = {
    401: (Refused, "let this kiosk print without a password"),
    403: (Refused, "let this kiosk's address print"),
    404: (Refused, "check the path in the printer's URI"),
    426: (Refused, "use ipps:// for this printer"),
    503: (NoAnswer, "wait until the printer has started"),
}
"""HTTP statuses that a printer answers before it has read any IPP (RFC 8010 §4, §8)."""


class IppRefused(Refused):
    """Raised when the printer answers with an error status before doing anything.

    status_code: the IPP status code; name: what RFC 8011 calls it; busy: it may be asked again.
    """

    def __init__(self, device: str, action: str, status_code: int) -> None:
        self.status_code, self.name = status_code, status_name(status_code)
        super().__init__(
            device,
            action,
            f"the printer answered {status_code:04X} {self.name}",
            HINTS.get(status_code, "look at the printer's panel"),
        )

    @property
    def busy(self) -> bool:
        return self.status_code in BUSY


class JobForgotten(IppRefused):
    """Raised when the printer knows no job of that number, or has given the number to another since."""

    def __init__(self, device: str, action: str) -> None:
        super().__init__(device, action, NOT_FOUND)


def status_name(status_code: int) -> str:
    """The name of a status code; codes of no specification known here are `unknown-status`."""
    return NAMES.get(status_code, "unknown-status")


def error_of(device: str, action: str, status_code: int) -> DeviceError | None:
    """The error that a reply's status code stands for; None for a success."""
    if status_code <= SUCCESS_MAX:
        return None
    if status_code in NAMES and status_code not in OUTCOME_UNKNOWN:
        return IppRefused(device, action, status_code)
    cause = f"the printer answered {status_code:04X} {status_name(status_code)}"
    return BadAnswer(device, action, f"{cause}, so what it did is unknown", _LOOK)


def http_error(device: str, action: str, status: int, size_bytes: int) -> DeviceError:
    """The error that an HTTP status other than 200 stands for."""
    kind, hint = HTTP_ERRORS.get(status, (BadAnswer, _LOOK))
    return kind(device, action, f"HTTP status {status} with {size_bytes} bytes", hint)
