"""The centre on real TCP, plain and with certificates on both sides."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.hosts import ClientFiles, Reactor, TlsMaterial, listen
from sim.world import World
from tests.sim.hosts.test_tcp import Parrot

WAIT_S = 5.0
Keep = Callable[..., Any]


@pytest.fixture(scope="module")
def material() -> TlsMaterial:
    return TlsMaterial()


@pytest.fixture
def files(material: TlsMaterial, tmp_path: Path) -> ClientFiles:
    return material.write_client(tmp_path, "t1")


@pytest.fixture
def address(reactor: Reactor, world: World, material: TlsMaterial) -> tuple[str, int]:
    return listen(reactor, world.centre, tls=material.server_context())


def _client(files: ClientFiles, *, shows_certificate: bool = True) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(files.authority))
    if shows_certificate:
        context.load_cert_chain(files.certificate, files.key)
    return context


def _service_state(connection: http.client.HTTPConnection, n: int) -> dict[str, Any]:
    """The first row of docs/centre.md."""
    request_id = f"t1-1-1-{n}"
    connection.request(
        "POST",
        "/v1/service-state",
        json.dumps({"request_id": request_id, "terminal": "t1"}),
        {"Content-Type": "application/json; charset=utf-8"},
    )
    answer = connection.getresponse()
    told: dict[str, Any] = json.loads(answer.read())
    assert answer.status == 200
    assert told["request_id"] == request_id
    return told


def test_the_centre_answers_plain_http_at_the_worlds_time(reactor: Reactor, world: World) -> None:
    host, port = listen(reactor, world.centre)
    connection = http.client.HTTPConnection(host, port, timeout=WAIT_S)
    assert _service_state(connection, 1)["time"].startswith("2025-10-08T10:0")
    assert _service_state(connection, 2)["stops"] == []
    connection.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_centre_answers_a_terminal_with_a_certificate(
    address: tuple[str, int], files: ClientFiles, host: str
) -> None:
    connection = http.client.HTTPSConnection(host, address[1], timeout=WAIT_S, context=_client(files))
    for n in range(3):  # kept alive
        assert _service_state(connection, n)["stops"] == []
    assert connection.sock.version() == "TLSv1.3"
    connection.close()


def _refused(address: tuple[str, int], context: ssl.SSLContext) -> bool:
    """In TLS 1.3 the client is through with its handshake before the server has looked at its certificate."""
    try:
        with (
            socket.create_connection(address, timeout=WAIT_S) as sock,
            context.wrap_socket(sock, server_hostname="localhost") as wrapped,
        ):
            wrapped.sendall(b"POST / HTTP/1.1\r\n\r\n")
            return wrapped.recv(1) == b""
    except ssl.SSLError as error:
        return "alert" in str(error).lower()


def test_a_terminal_without_a_certificate_hears_the_alert(
    address: tuple[str, int], files: ClientFiles, world: World
) -> None:
    assert _refused(address, _client(files, shows_certificate=False))


def test_a_terminal_of_another_centre_is_refused(
    address: tuple[str, int], files: ClientFiles, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    foreign = TlsMaterial().write_client(elsewhere)
    context = ssl.create_default_context(cafile=str(files.authority))
    context.load_cert_chain(foreign.certificate, foreign.key)
    assert _refused(address, context)


def test_a_terminal_cannot_speak_for_another(address: tuple[str, int], files: ClientFiles) -> None:
    mine = http.client.HTTPSConnection("127.0.0.1", address[1], timeout=WAIT_S, context=_client(files))
    assert _service_state(mine, 1)["stops"] == []
    theirs = json.dumps({"request_id": "t1-1-1-1", "terminal": "t2"})  # and its own id, asked before
    mine.request("POST", "/v1/service-state", theirs, {"Content-Type": "application/json; charset=utf-8"})
    answer = mine.getresponse()
    told = json.loads(answer.read())
    assert (answer.status, told) == (400, {"request_id": "t1-1-1-1", "error": "wrong_terminal"})
    mine.close()


def test_an_answer_that_was_given_to_one_terminal_is_not_repeated_to_another(
    address: tuple[str, int], files: ClientFiles, material: TlsMaterial, tmp_path: Path
) -> None:
    first = http.client.HTTPSConnection("127.0.0.1", address[1], timeout=WAIT_S, context=_client(files))
    _service_state(first, 7)
    first.close()
    other = material.write_client(_folder(tmp_path, "t2"), "t2")
    second = http.client.HTTPSConnection("127.0.0.1", address[1], timeout=WAIT_S, context=_client(other))
    ask = json.dumps({"request_id": "t1-1-1-7", "terminal": "t1"})  # the very same words
    second.request("POST", "/v1/service-state", ask, {"Content-Type": "application/json; charset=utf-8"})
    answer = second.getresponse()
    assert (answer.status, json.loads(answer.read())["error"]) == (400, "wrong_terminal")
    second.close()


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def test_an_older_tls_is_refused(address: tuple[str, int], files: ClientFiles) -> None:
    context = _client(files)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert _refused(address, context)


def test_neither_silence_nor_noise_in_a_handshake_keeps_the_next_terminal_waiting(
    address: tuple[str, int], files: ClientFiles, keep: Keep
) -> None:
    keep(socket.create_connection(address, timeout=WAIT_S))
    noise = keep(socket.create_connection(address, timeout=WAIT_S))
    noise.sendall(b"GET / HTTP/1.1\r\n\r\n")
    connection = http.client.HTTPSConnection("127.0.0.1", address[1], timeout=WAIT_S, context=_client(files))
    assert _service_state(connection, 1)["stops"] == []
    connection.close()
    while noise.recv(64):
        pass  # an alert, then the end


def test_a_cut_line_ends_the_connection(
    address: tuple[str, int], files: ClientFiles, reactor: Reactor, world: World
) -> None:
    connection = http.client.HTTPSConnection("127.0.0.1", address[1], timeout=WAIT_S, context=_client(files))
    _service_state(connection, 1)
    reactor.call(world.centre.unplug)
    assert connection.sock.recv(1) == b""
    connection.close()


def test_a_long_answer_gets_through_tls_whole(
    reactor: Reactor, material: TlsMaterial, files: ClientFiles, keep: Keep
) -> None:
    address = listen(reactor, Parrot(times=300), tls=material.server_context())
    sock = keep(socket.create_connection(address, timeout=WAIT_S))
    wrapped = keep(_client(files).wrap_socket(sock, server_hostname="localhost"))
    said = bytes(range(250)) * 12
    wrapped.sendall(said)
    heard = bytearray()
    while len(heard) < 300 * len(said):
        heard += wrapped.recv(65536)
    assert heard == said * 300


def test_a_terminals_key_is_its_owners_alone_and_never_overwritten(
    files: ClientFiles, material: TlsMaterial, tmp_path: Path
) -> None:
    assert files.key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        material.write_client(tmp_path, "t1")
