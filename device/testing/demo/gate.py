"""Who may talk to the demo: pages of this machine that the demo itself has served, and nobody else.

A name that a stranger's page has pointed at 127.0.0.1 (DNS rebinding) comes with that name as `Host`;
a stranger's page that posts here comes with its own `Origin`; one that only wants to show our pictures
says so in `Sec-Fetch-Site` (W3C Fetch Metadata).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NAMES: Final = ("127.0.0.1", "localhost")
_OURS: Final = ("same-origin", "none")

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""With every answer."""


def stranger(headers: Mapping[str, str], port: int) -> str:
    """Why somebody may not come in; empty for one who may."""
    hosts = {f"{name}:{port}" for name in NAMES}
    if port == 80:
        hosts |= set(NAMES)
    if headers.get("Host", "").lower() not in hosts:
        return "Host is not this machine's loopback"
    origin = headers.get("Origin")
    if origin is not None and origin.lower().removeprefix("http://") not in hosts:
        return "Origin is another page"
    if headers.get("Sec-Fetch-Site", "none") not in _OURS:
        return "asked for by another page"
    return ""
