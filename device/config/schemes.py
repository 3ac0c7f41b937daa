"""Where a peripheral may be found: a table of the schemes that fit each of them (ports are URLs)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from device.config.reader import Reader

DEVICE = "/dev/…"
"""An absolute path, for a serial line of this machine."""

_SERIAL = (DEVICE, "socket://", "rfc2217://", "sim://")

SCHEMES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("card", "reader"): ("pcsc:", "sim://"),
        ("cash", "port"): _SERIAL,
        ("receipt", "port"): _SERIAL,
        ("page", "uri"): ("ipp://", "ipps://", "sim://"),
        ("centre", "url"): ("https://", "sim://"),
        # a raw socket has no modem-status lines
        ("contacts", "port"): (DEVICE, "rfc2217://", "sim://"),
    }
)

# What has to follow the scheme, with an example of it.
_HOST = (("ipp://", "ipp://printer/ipp/print"), ("ipps://", "ipps://printer/ipp/print"), ("https://", "https://host"))
_HOST_AND_PORT = (("socket://", "socket://host:4001"), ("rfc2217://", "rfc2217://host:4001"))


def read_port(reader: Reader, section: str, key: str) -> str:
    """The URL of the peripheral `section`, of a scheme that fits it. Raises `ConfigError` naming those."""
    fitting = SCHEMES[section, key]
    expected = f"a port that begins with {', '.join(fitting)}"
    if not reader.has(key):
        raise reader.missing(key, expected)
    url = reader.text(key)
    scheme = next((scheme for scheme in fitting if url.startswith("/" if scheme == DEVICE else scheme)), None)
    if scheme is None:
        raise reader.wrong(key, expected)
    fault = _fault(scheme, url, section)
    if fault:
        raise reader.wrong(key, fault)
    return url


def _fault(scheme: str, url: str, section: str) -> str:
    """What is wrong behind a scheme that fits; empty when nothing is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is no number, brackets that do not close
        return f"{scheme} with a host and a port from 1 to 65535"
    if scheme == "sim://":
        return "" if parts.netloc == section else f"sim://{section}, the simulator of this peripheral"
    if scheme == "pcsc:":
        return "" if url.removeprefix(scheme).strip() else "pcsc:auto, or pcsc: and the reader's name"
    if scheme == DEVICE:
        return "" if url.strip("/") else "the path of a serial line (/dev/ttyS0)"
    if not host or (scheme in dict(_HOST_AND_PORT) and not port):
        return f"a whole URL, such as {dict((*_HOST, *_HOST_AND_PORT))[scheme]}"
    return ""
