"""The simulators' HTTP server, spoken to in bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.http import HttpServer, Request, Response
from sim.wire import NS_PER_MS
from tests.sim.http_probe import Probe, VirtualClock, post, run


class Echo:
    """A handler that remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        return Response(200, "text/plain", request.body[::-1])


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def server(echo: Echo, clock: VirtualClock) -> HttpServer:
    return HttpServer(echo, clock)


def test_an_answer_comes_inside_receive_when_nothing_has_to_be_thought_about(
    server: HttpServer, echo: Echo
) -> None:
    probe = Probe(server).send(post("/a?b=c", b"hello"))
    assert probe.got.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n")
    assert probe.take() == (200, {"content-type": "text/plain", "content-length": "5"}, b"olleh")
    assert not probe.hung_up
    (request,) = echo.requests
    assert (request.method, request.path, request.body) == ("POST", "/a?b=c", b"hello")
    assert request.headers["host"] == "here"
    assert "hello" not in repr(request)


def test_a_request_in_single_bytes_is_the_same_request(server: HttpServer, echo: Echo) -> None:
    probe = Probe(server)
    for octet in post("/", b"hello"):
        probe.send(bytes((octet,)))
    assert probe.take()[2] == b"olleh"
    assert len(echo.requests) == 1


def test_requests_follow_each_other_on_one_connection_and_may_be_pipelined(server: HttpServer) -> None:
    probe = Probe(server).send(post("/", b"ab") + post("/", b"cd")).send(post("/", b"ef"))
    assert [probe.take()[2] for _ in range(3)] == [b"ba", b"dc", b"fe"]
    assert not probe.hung_up


def test_chunked_bodies_and_repeated_fields_are_put_together(server: HttpServer, echo: Echo) -> None:
    Probe(server).send(
        b"POST http://here/x HTTP/1.1\r\nHost: here\r\nX: 1\r\nx: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    assert echo.requests[0].body == b"abcde"
    assert echo.requests[0].path == "/x"
    assert echo.requests[0].headers["x"] == "1, 2"


def test_a_client_that_asks_first_is_told_to_continue(server: HttpServer) -> None:
    probe = Probe(server).send(
        b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    )
    assert probe.got == b"HTTP/1.1 100 Continue\r\n\r\n"
    probe.got.clear()
    assert probe.send(b"ab").take()[2] == b"ba"


def test_close_is_honoured_and_http_1_0_closes(server: HttpServer) -> None:
    probe = Probe(server).send(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    assert probe.take()[1]["connection"] == "close"
    assert probe.hung_up
    assert Probe(server).send(b"GET / HTTP/1.0\r\n\r\n").hung_up


def test_head_has_the_headers_of_an_answer_without_its_body(clock: VirtualClock) -> None:
    server = HttpServer(lambda _: Response(200, "text/plain", b"body"), clock)
    probe = Probe(server).send(b"HEAD / HTTP/1.1\r\nHost: here\r\n\r\n")
    assert b"Content-Length: 4\r\n" in probe.got
    assert probe.got.endswith(b"\r\n\r\n")


def test_no_content_has_neither_body_nor_length(clock: VirtualClock) -> None:
    server = HttpServer(lambda _: Response(204, "text/plain", b"never sent"), clock)
    probe = Probe(server).send(post("/", b"x"))
    assert probe.got == b"HTTP/1.1 204 No Content\r\nContent-Type: text/plain\r\n\r\n"


def test_a_broken_request_after_head_has_its_answer_with_body(server: HttpServer) -> None:
    probe = Probe(server).send(b"HEAD / HTTP/1.1\r\nHost: here\r\n\r\n")
    probe.got.clear()
    assert probe.send(b"NONSENSE\r\n\r\n").take()[2] == b"Bad Request"


@pytest.mark.parametrize(
    ("wire", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),  # no Host
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 40_000, 431),
        (b"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 405),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 8388609\r\n\r\n", 413),
    ],
)
def test_what_cannot_be_handled_is_answered_and_the_connection_closed(
    server: HttpServer, echo: Echo, wire: bytes, status: int
) -> None:
    probe = Probe(server).send(wire)
    got, headers, _ = probe.take()
    assert (got, headers["connection"], probe.hung_up) == (status, "close", True)
    assert not echo.requests


def test_a_chunked_body_over_the_limit_is_refused_when_it_gets_there(echo: Echo, clock: VirtualClock) -> None:
    server = HttpServer(echo, clock, body_limit_bytes=10)
    head = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    probe = Probe(server).send(head + b"8\r\n12345678\r\n8\r\n12345678\r\n")
    assert probe.take()[0] == 413
    assert probe.hung_up


def test_an_answer_that_takes_thought_leaves_when_it_is_due(echo: Echo, clock: VirtualClock) -> None:
    server = HttpServer(echo, clock, think_ns=lambda _: 20 * NS_PER_MS)
    probe = Probe(server).send(post("/", b"ab"))
    assert len(echo.requests) == 1, "handled on arrival"
    run(clock, server, 19)
    assert not probe.got
    run(clock, server, 1)
    assert probe.take()[2] == b"ba"
    assert server.next_due_ns() is None


def test_several_clients_wait_side_by_side(echo: Echo, clock: VirtualClock) -> None:
    server = HttpServer(echo, clock, think_ns=lambda request: int(request.path[1:]) * NS_PER_MS)
    slow, fast = Probe(server).send(post("/50", b"slow")), Probe(server).send(post("/5", b"fast"))
    run(clock, server, 5)
    assert (bytes(slow.got), fast.take()[2]) == (b"", b"tsaf")
    run(clock, server, 45)
    assert slow.take()[2] == b"wols"


def test_a_client_that_leaves_gets_nothing_and_leaves_nothing(echo: Echo, clock: VirtualClock) -> None:
    server = HttpServer(echo, clock, think_ns=lambda _: NS_PER_MS)
    probe = Probe(server).send(post("/", b"ab"))
    probe.connection.closed()
    assert server.next_due_ns() is None
    run(clock, server, 5)
    assert not probe.got
    assert not probe.hung_up


def test_a_flood_behind_a_pending_answer_is_cut_off(echo: Echo, clock: VirtualClock) -> None:
    server = HttpServer(echo, clock, think_ns=lambda _: NS_PER_MS)
    probe = Probe(server).send(post("/", b"ab"))
    for _ in range(100):
        probe.send(b"x" * 1024)
    assert probe.hung_up


def test_pulled_plug_ends_connections_and_answers(echo: Echo, clock: VirtualClock) -> None:
    server = HttpServer(echo, clock, think_ns=lambda _: NS_PER_MS)
    probe = Probe(server).send(post("/", b"ab"))
    server.unplug()
    assert probe.hung_up
    assert server.accept(lambda _: None, lambda: None) is None
    assert server.next_due_ns() is None
    server.plug()
    server.think_ns = lambda _: 0
    assert Probe(server).send(post("/", b"ab")).take()[0] == 200


def test_no_more_connections_than_a_small_server_has(server: HttpServer) -> None:
    probes = [Probe(server) for _ in range(64)]
    assert server.accept(lambda _: None, lambda: None) is None
    probes[0].connection.closed()
    assert Probe(server)


def test_fault_dropped_answer_means_handled_and_closed(server: HttpServer, echo: Echo) -> None:
    server.faults.drop(1)
    probe = Probe(server).send(post("/", b"ab"))
    assert (bytes(probe.got), probe.hung_up, len(echo.requests)) == (b"", True, 1)
    assert Probe(server).send(post("/", b"ab")).take()[0] == 200


def test_fault_truncated_answer_breaks_off(server: HttpServer) -> None:
    server.faults.truncate(1)
    probe = Probe(server).send(post("/", b"ab" * 500))
    assert probe.hung_up
    assert bytes(probe.got).startswith(b"HTTP/1.1 200 OK")
    with pytest.raises(AssertionError, match="cut off"):
        probe.take()


def test_fault_delay_refusal_and_foreign_answer(server: HttpServer, echo: Echo, clock: VirtualClock) -> None:
    server.faults.delay(1, 5)
    server.faults.answer_with(1, Response(503, "text/plain", b"later"))
    server.faults.refuse(2)
    assert server.accept(lambda _: None, lambda: None) is None
    assert server.accept(lambda _: None, lambda: None) is None
    probe = Probe(server).send(post("/", b"ab"))
    assert not probe.got
    run(clock, server, 5)
    assert probe.take()[0] == 503
    assert not echo.requests
    assert probe.send(post("/", b"ab")).take()[0] == 200


def test_faults_can_be_called_off(server: HttpServer) -> None:
    server.faults.drop(5)
    server.faults.refuse(5)
    server.faults.clear()
    assert Probe(server).send(post("/", b"ab")).take()[0] == 200


_PIECES = st.sampled_from(
    [
        b"POST / HTTP/1.1\r\n", b"GET / HTTP/1.0\r\n", b"Host: h\r\n", b"Content-Length: 3\r\n", b"\r\n", b"abc",
        b"Transfer-Encoding: chunked\r\n", b"3\r\nabc\r\n", b"0\r\n\r\n", b"Expect: 100-continue\r\n",
        b"Upgrade: x\r\nConnection: upgrade\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"HEAD / HTTP/1.1\r\n", b"Connection: close\r\n",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(_PIECES, st.binary(max_size=40)), max_size=12))
def test_any_bytes_are_answered_or_waited_for_and_never_more_than_that(pieces: list[bytes]) -> None:
    clock = VirtualClock()
    server = HttpServer(Echo(), clock, body_limit_bytes=64)
    probe = Probe(server)
    for piece in pieces:
        probe.send(piece)
    assert not probe.got or probe.got.startswith(b"HTTP/1.1 ")
    probe.connection.closed()
    assert server.next_due_ns() is None
