"""Mutual TLS to the certificate centre: who is let in, who is believed, and what is said when not."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from device.ports.tcp_port import TcpPort
from device.ports.tls import TlsFiles
from drivers.errors import Disconnected
from tests.device.ports.pki import Files, TestAuthority, server_context
from tests.device.ports.servers import Server, echo
from tests.device.ports.times import CLOCK, in_ms, soon

HERE = "127.0.0.1"


@dataclass(frozen=True)
class World:
    """The centre's authority and another one; the centre's and the kiosk's certificates."""

    authority: TestAuthority
    stranger: TestAuthority
    centre: Files
    kiosk: Files


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("pki")
    authority, stranger = TestAuthority(folder, "authority"), TestAuthority(folder, "stranger")
    return World(authority, stranger, authority.issue("centre.example"), authority.issue("kiosk-0001"))


def mutual(world: World) -> ssl.SSLContext:
    return server_context(world.centre, world.authority.file)


def refusal(server: Server, files: TlsFiles, host: str = HERE) -> Disconnected:
    with pytest.raises(Disconnected) as caught:
        TcpPort(host, server.port, CLOCK, files, name="https://centre.example")
    assert caught.value.device == "https://centre.example"
    return caught.value


def test_both_sides_know_each_other_and_talk(world: World) -> None:
    with Server(echo, mutual(world)) as server:
        files = TlsFiles(world.kiosk.certificate, world.kiosk.key, world.authority.file)
        port = TcpPort(HERE, server.port, CLOCK, files)
        assert port.read(1, in_ms(-1)) == b""  # a session ticket is no data
        sent = bytes(range(256)) * 1000
        got = bytearray()
        reader = threading.Thread(target=port.write, args=(sent, soon()), daemon=True)
        reader.start()
        reader.join(0.01)
        while len(got) < len(sent):
            part = port.read(70_000, soon())
            assert part
            got += part
        assert bytes(got) == sent
        port.close()


def test_a_centre_that_speaks_first_is_heard_from_its_first_byte(world: World) -> None:
    with Server(lambda wire: wire.sendall(b"hello"), mutual(world)) as server:
        files = TlsFiles(world.kiosk.certificate, world.kiosk.key, world.authority.file)
        port = TcpPort(HERE, server.port, CLOCK, files)
        got = b""
        while len(got) < 5:
            got += port.read(5 - len(got), soon())
        assert got == b"hello"
        with pytest.raises(Disconnected, match="closed the connection"):
            port.read(1, soon())
        port.close()


def test_without_our_certificate_we_are_refused_at_opening(world: World) -> None:
    with Server(echo, mutual(world)) as server:
        error = refusal(server, TlsFiles(authority=world.authority.file))
    assert "wants a certificate and was shown none" in error.cause
    assert "none are configured" in error.hint


def test_our_certificate_of_another_authority_is_refused_and_named(world: World) -> None:
    wrong = world.stranger.issue("kiosk-0002")
    with Server(echo, mutual(world)) as server:
        error = refusal(server, TlsFiles(wrong.certificate, wrong.key, world.authority.file))
    assert "does not know who issued our certificate" in error.cause
    assert str(wrong.certificate) in error.hint


def test_a_centre_of_another_authority_is_not_believed(world: World) -> None:
    with Server(echo, mutual(world)) as server:
        error = refusal(server, TlsFiles(world.kiosk.certificate, world.kiosk.key, world.stranger.file))
    assert "its certificate is not accepted" in error.cause
    assert str(world.stranger.file) in error.hint


def test_the_systems_own_authorities_do_not_know_a_test_centre(world: World) -> None:
    with Server(echo, mutual(world)) as server:
        error = refusal(server, TlsFiles(world.kiosk.certificate, world.kiosk.key))
    assert "its certificate is not accepted" in error.cause
    assert "the system's authorities" in error.hint


def test_a_centre_with_another_name_is_not_believed(world: World) -> None:
    elsewhere = world.authority.issue("elsewhere.example", address="192.0.2.1")
    with Server(echo, server_context(elsewhere)) as server:
        error = refusal(server, TlsFiles(authority=world.authority.file))
    assert "IP address mismatch" in error.cause


def test_there_is_no_falling_back_to_an_older_tls(world: World) -> None:
    old = server_context(world.centre)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with Server(echo, old) as server:
        error = refusal(server, TlsFiles(authority=world.authority.file))
        assert "no version and cipher in common" in error.cause
        assert "TLSv1.3" in error.hint
        printer = TlsFiles(authority=world.authority.file, oldest=ssl.TLSVersion.TLSv1_2)
        TcpPort(HERE, server.port, CLOCK, printer).close()  # ipps: many printers know nothing newer


def test_a_plain_http_server_is_no_centre(world: World) -> None:
    def plain(wire: socket.socket) -> None:
        wire.recv(1)
        wire.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with Server(plain) as server:
        error = refusal(server, TlsFiles(authority=world.authority.file))
    assert "does not speak TLS" in error.cause


def test_a_centre_that_hangs_up_in_the_handshake_is_disconnected(world: World) -> None:
    def hang_up(wire: socket.socket) -> None:
        wire.recv(1)

    with Server(hang_up) as server:
        error = refusal(server, TlsFiles(authority=world.authority.file))
    assert "connection" in error.cause


@pytest.mark.parametrize("missing", ["certificate", "key", "authority"])
def test_a_missing_file_is_named(world: World, tmp_path: Path, missing: str) -> None:
    nowhere = tmp_path / "gone.pem"
    there = {"certificate": world.kiosk.certificate, "key": world.kiosk.key, "authority": world.authority.file}
    paths = there | {missing: nowhere}
    with Server(echo, mutual(world)) as server:
        error = refusal(server, TlsFiles(paths["certificate"], paths["key"], paths["authority"]))
    assert f"the file {nowhere} cannot be read" in error.cause


def _wrong_key(world: World) -> TlsFiles:
    return TlsFiles(world.kiosk.certificate, world.centre.key, world.authority.file)


def _locked_key(world: World) -> TlsFiles:
    locked = world.authority.issue("locked", password=b"secret")
    return TlsFiles(locked.certificate, locked.key, world.authority.file)


def _no_authority(world: World) -> TlsFiles:
    return TlsFiles(world.kiosk.certificate, world.kiosk.key, world.kiosk.key)


@pytest.mark.parametrize(
    ("make", "words"),
    [(_wrong_key, "do not make a pair"), (_locked_key, "do not make a pair"), (_no_authority, "no certificate")],
)
def test_files_that_do_not_fit_are_named(world: World, make: Callable[[World], TlsFiles], words: str) -> None:
    with Server(echo, mutual(world)) as server:
        assert words in refusal(server, make(world)).cause
