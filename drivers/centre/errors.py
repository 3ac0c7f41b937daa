"""How the centre says no, beyond a business refusal: by HTTP status. docs/centre.md."""

from __future__ import annotations

from drivers.errors import NoAnswer, Refused

_HINTS = {"wrong_terminal": "the certificate is another terminal's: compare its common name with the terminal's id"}
"""What a person can do about a code; all others are the program's own mistakes."""


class RequestRefused(Refused):
    """Raised for status 400: the request makes no sense to the centre. `code` is its error code."""

    status = 400

    def __init__(self, device: str, action: str, code: str) -> None:
        self.code = code
        hint = _HINTS.get(code, "a mistake of the program; report it")
        super().__init__(device, action, f"status 400, {code}", hint)


class SessionOver(Refused):
    """Raised for status 403: the session is unknown or over. A new one needs the card again."""

    status = 403

    def __init__(self, device: str, action: str) -> None:
        super().__init__(device, action, "status 403, session unknown or over", "start the session again")


class CentreUnavailable(NoAnswer):
    """Raised for status 503: not now. A front end may say so after passing the request on.

    code: `stopped` by maintenance, `closed` outside the hours, `not_now` for all else.
    """

    status = 503

    def __init__(self, device: str, action: str, code: str = "not_now") -> None:
        self.code = code
        super().__init__(device, action, f"status 503, {code}", "try again later with the same request id")
