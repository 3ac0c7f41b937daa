"""From a URL of the configuration to an opener: one table of schemes for each kind of wire.

`sim://` is not here: whoever starts the simulators gives their addresses. The configuration's own check
(`device.config.schemes`) has let no other scheme pass, so one that is not here is a programmer's mistake.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from device.clock import RealClock
from device.ports.pcsc import PcscReader
from device.ports.pcsc_doubt import Partings
from device.ports.pcsc_watch import PcscWatch
from device.ports.serial_port import SerialPort
from device.ports.tcp_port import TcpPort
from device.ports.tls import TlsFiles
from drivers.card.reader import Reader, ReaderWatch
from drivers.clock import Clock
from drivers.port import OpenPort, Port

T = TypeVar("T")


def _serial(url: str, clock: Clock, baud: int, flow: str) -> Port:
    return SerialPort(url, clock, baud=baud, flow=flow)


def _raw_tcp(url: str, clock: Clock, _baud: int, _flow: str) -> Port:
    # not pyserial's `socket://`, which has no keepalive, and sleeps 0.3 s when it closes
    parts = urlsplit(url)
    return TcpPort(*_address(parts, url), clock, name=url)


_STREAMS: Mapping[str, Callable[[str, Clock, int, str], Port]] = MappingProxyType(
    {"": _serial, "rfc2217": _serial, "socket": _raw_tcp}  # "" is a device's path
)


@dataclass(frozen=True)
class _Web:
    """port: where the URL has none · tls: the oldest version that will do, None for plain TCP."""

    port: int
    tls: ssl.TLSVersion | None


_WEB: Mapping[str, _Web] = MappingProxyType(
    {
        "http": _Web(80, None),
        "https": _Web(443, ssl.TLSVersion.TLSv1_3),
        "ipp": _Web(631, None),  # RFC 3510 §3: HTTP on port 631
        "ipps": _Web(631, ssl.TLSVersion.TLSv1_2),  # RFC 7472 §4; many printers know nothing newer
    }
)
_HOST_HEADER_PORT = MappingProxyType({False: 80, True: 443})  # RFC 9110 §4.2: left out, with and without TLS


def open_stream(url: str, clock: Clock, *, baud: int, flow: str = "none") -> OpenPort:
    """Opens a cash or receipt wire: a serial device's path, `rfc2217://host:port` or `socket://host:port`.

    baud and flow (`serial_port.FLOW_CONTROL`) count for serial lines alone. Nothing is opened yet.
    """
    opener = _of(_STREAMS, urlsplit(url).scheme, url)
    return lambda: opener(url, clock, baud, flow)


def open_http(
    url: str,
    clock: Clock,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    authority: Path | None = None,
) -> tuple[str, OpenPort, str]:
    """The Host header, an opener, and the path before every request's own, for http, https, ipp and ipps.

    The path is `""` or begins with a slash and ends without one (`/ipp/print`). Files as in `TlsFiles`; they are
    read at each opening. Nothing is opened yet.
    """
    parts = urlsplit(url)
    web = _of(_WEB, parts.scheme, url)
    tls = None if web.tls is None else TlsFiles(certificate, key, authority, web.tls)
    host, port = _address(parts, url, web.port)
    shown = f"[{host}]" if ":" in host else host
    header = shown if port == _HOST_HEADER_PORT[tls is not None] else f"{shown}:{port}"
    name = f"{parts.scheme}://{shown}:{port}"
    return header, lambda: TcpPort(host, port, clock, tls, name=name), parts.path.rstrip("/")


def reader_for(url: str, clock: Clock | None = None) -> tuple[Reader, ReaderWatch]:
    """A reader and a watch for `pcsc:auto`, or `pcsc:` and a part of the reader's name.

    Each has PC/SC contexts of its own and belongs to one thread; the reader tells the watch of cards that pcscd may
    have missed. clock: real. Nothing is opened yet.
    """
    scheme, _, pattern = url.partition(":")
    if scheme != "pcsc":
        raise _unknown(url)
    pattern, clock, partings = pattern.strip(), clock or RealClock(), Partings()
    return PcscReader(pattern, clock, partings=partings), PcscWatch(pattern, clock, partings=partings)


def _of(table: Mapping[str, T], scheme: str, url: str) -> T:
    if scheme not in table:
        raise _unknown(url)
    return table[scheme]


def _address(parts: SplitResult, url: str, default: int | None = None) -> tuple[str, int]:
    """Host (a name with other than ASCII letters in its wire form, RFC 3490) and port."""
    port = parts.port or default
    if not parts.hostname or port is None:
        raise _unknown(url)
    host = parts.hostname
    return host if host.isascii() else host.encode("idna").decode("ascii"), port


def _unknown(url: str) -> AssertionError:
    return AssertionError(f"{url} has passed the configuration's check, but nothing opens it")
