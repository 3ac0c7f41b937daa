"""From the URLs of a kiosk's file to open wires."""

from __future__ import annotations

import os
import pty
import socket
import threading
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import serial
import serial.rfc2217

from device.config.schemes import DEVICE, SCHEMES
from device.ports.opening import open_http, open_stream, reader_for
from drivers.errors import Disconnected
from drivers.http import HttpClient
from tests.device.ports.pki import TestAuthority, server_context
from tests.device.ports.servers import Server, echo, free_port
from tests.device.ports.times import CLOCK, in_ms, soon


def test_a_devices_path_opens_the_serial_line() -> None:
    master, slave = pty.openpty()
    port = open_stream(os.ttyname(slave), CLOCK, baud=38400)()
    port.write(b"hello", soon())
    assert os.read(master, 10) == b"hello"
    assert port.name == os.ttyname(slave)
    port.close()
    os.close(master)
    os.close(slave)


def test_a_raw_socket_opens_the_network_printer() -> None:
    with Server(echo) as server:
        url = f"socket://127.0.0.1:{server.port}"
        port = open_stream(url, CLOCK, baud=9600)()
        port.write(b"hello", soon())
        assert port.read(10, soon()) == b"hello"
        assert port.name == url
        port.close()


def lend(wire: socket.socket) -> None:
    """A serial line lent over the network, by pyserial's own server side of RFC 2217; its far end sends all back."""
    line: Any = serial.serial_for_url("loop://", timeout=0.01)
    out: Any = SimpleNamespace(write=wire.sendall)
    manager = serial.rfc2217.PortManager(line, out)
    gone = threading.Event()

    def from_line() -> None:
        with suppress(OSError):
            while not gone.is_set():
                wire.sendall(b"".join(manager.escape(line.read(1000))))

    sender = threading.Thread(target=from_line, daemon=True)
    sender.start()
    while data := wire.recv(1000):
        line.write(b"".join(manager.filter(data)))
    gone.set()
    sender.join(5)


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")
def test_a_serial_line_lent_over_the_network_works_like_one_here() -> None:
    with Server(lend) as server:
        port = open_stream(f"rfc2217://127.0.0.1:{server.port}", CLOCK, baud=9600)()
        every = bytes(range(256))  # 255 is Telnet's own, and is doubled on the way
        port.write(every, soon())
        got = b""
        while len(got) < 256:
            part = port.read(100, soon())
            assert 0 < len(part) <= 100
            got += part
        assert got == every
        assert port.read(10, in_ms(30)) == b""
        assert port.read(10, in_ms(-1)) == b""
    with pytest.raises(Disconnected, match="gone"):
        port.read(1, soon())
    port.close()


def test_a_lent_line_where_nobody_listens_is_refused_in_words() -> None:
    open_port = open_stream(f"rfc2217://127.0.0.1:{free_port()}", CLOCK, baud=9600)
    with pytest.raises(Disconnected, match="nobody listens there"):
        open_port()


@pytest.mark.parametrize(
    ("url", "header", "base"),
    [
        ("ipp://printer.local/ipp/print", "printer.local:631", "/ipp/print"),
        ("ipp://printer.local:8631/", "printer.local:8631", ""),
        ("ipp://printer.local:80/ipp", "printer.local", "/ipp"),
        ("ipps://printer.local/ipp/print", "printer.local:631", "/ipp/print"),
        ("https://centre.example", "centre.example", ""),
        ("https://centre.example:8443/kiosks/", "centre.example:8443", "/kiosks"),
        ("http://[::1]:8080", "[::1]:8080", ""),
        ("https://窓口.example", "xn--6or331g.example", ""),
    ],
)
def test_a_web_url_gives_the_host_header_and_the_path(url: str, header: str, base: str) -> None:
    assert open_http(url, CLOCK)[::2] == (header, base)


def test_the_centre_is_asked_over_mutual_tls(tmp_path: Path) -> None:
    authority = TestAuthority(tmp_path, "authority")
    centre, kiosk = authority.issue("localhost"), authority.issue("kiosk-0001")
    asked: list[bytes] = []

    def answer(wire: socket.socket) -> None:
        asked.append(b"")
        while not asked[0].endswith(b"\r\n\r\n{}"):
            asked[0] += wire.recv(4096)
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}")

    with Server(answer, server_context(centre, authority.file)) as server:
        url = f"https://localhost:{server.port}/kiosks"
        header, open_port, base = open_http(
            url, CLOCK, certificate=kiosk.certificate, key=kiosk.key, authority=authority.file
        )
        client = HttpClient("certificate centre", header, open_port, CLOCK)
        got = client.post(f"{base}/v1/x", "application/json", b"{}", deadline_ns=soon(), size_max=100)
        client.close()
    assert (got.status, got.body) == (200, b"{}")
    assert asked[0].startswith(b"POST /kiosks/v1/x HTTP/1.1\r\n")
    assert f"Host: localhost:{server.port}".encode() in asked[0]


def test_a_renewed_certificate_is_in_force_with_the_next_connection(tmp_path: Path) -> None:
    authority = TestAuthority(tmp_path, "authority")
    centre = authority.issue("localhost")
    here = tmp_path / "kiosk.crt"
    with Server(echo, server_context(centre, authority.file)) as server:
        open_port = open_http(
            f"https://localhost:{server.port}", CLOCK, certificate=here, key=tmp_path / "kiosk.key",
            authority=authority.file,
        )[1]
        with pytest.raises(Disconnected, match=f"the file {here} cannot be read"):
            open_port()
        authority.issue("kiosk")
        port = open_port()
        port.write(b"hello", soon())
        assert port.read(10, soon()) == b"hello"
        port.close()


def test_nothing_is_opened_before_it_is_needed() -> None:
    open_stream("/dev/no-such-line", CLOCK, baud=9600)
    open_http("https://centre.example", CLOCK, certificate=Path("/no"), key=Path("/no"))
    reader, watch = reader_for("pcsc:ACS ACR1252", CLOCK)
    assert (reader.name, watch.name) == ("pcsc:ACS ACR1252", "pcsc:ACS ACR1252")
    watch.close()


def test_every_scheme_that_the_configuration_lets_pass_is_opened_here() -> None:
    for (section, _), schemes in SCHEMES.items():
        for scheme in schemes:
            if scheme == "sim://":
                continue
            if section == "card":
                reader_for(f"{scheme}auto")
            elif section in ("page", "centre"):
                open_http(f"{scheme}host", CLOCK)
            else:
                open_stream("/dev/ttyS0" if scheme == DEVICE else f"{scheme}host:4001", CLOCK, baud=9600)


@pytest.mark.parametrize("url", ["sim://cash", "spy:///dev/ttyS0", "loop://", "socket://host", "hwgrep://0403"])
def test_another_scheme_is_a_programmers_mistake(url: str) -> None:
    with pytest.raises(AssertionError):
        open_stream(url, CLOCK, baud=9600)()
    with pytest.raises(AssertionError):
        open_http(url, CLOCK)
    with pytest.raises(AssertionError):
        reader_for(url)
