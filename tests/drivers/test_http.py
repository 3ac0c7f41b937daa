"""The HTTP client against the simulators' server, and against things that are no server."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from greenlet import greenlet
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer
from drivers.http import HttpAnswer, HttpClient
from drivers.port import Port
from sim.http import HttpServer, Request, Response
from tests.drivers.http_wire import Plugs, ScriptedPort, VirtualClock

NS_PER_MS = 1_000_000
SECRET = b"the name of a customer"


class World:
    """One server, one client."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.requests: list[Request] = []
        self.server = HttpServer(self.handle, self.clock)
        self.plugs = Plugs(self.clock, self.server)
        self.client = HttpClient("certificate centre", "centre.example", self.plugs, self.clock)

    def handle(self, request: Request) -> Response:
        self.requests.append(request)
        return Response(200, "text/plain; charset=utf-8", request.body[::-1])

    def post(self, body: bytes = SECRET, *, ms: int = 1_000, size_max: int = 1_000) -> HttpAnswer:
        deadline_ns = self.clock.now_ns + ms * NS_PER_MS
        return self.client.post("/v1/x", "text/plain", body, deadline_ns=deadline_ns, size_max=size_max)


@pytest.fixture
def world() -> World:
    return World()


def test_a_request_arrives_and_its_answer_comes_back(world: World) -> None:
    answer = world.client.post(
        "/v1/x", "text/plain", b"abc", deadline_ns=10**9, size_max=3, headers=[("X-Kiosk", "1")]
    )
    assert answer == HttpAnswer(200, "text/plain; charset=utf-8", b"cba")
    (request,) = world.requests
    assert (request.method, request.path, request.body) == ("POST", "/v1/x", b"abc")
    assert request.headers == {
        "host": "centre.example",
        "content-type": "text/plain",
        "content-length": "3",
        "x-kiosk": "1",
    }
    assert "cba" not in repr(answer)


def test_large_and_empty_bodies(world: World) -> None:
    big = b"x" * 3_000_000
    assert world.post(big, size_max=len(big)).body == big
    assert world.post(b"").body == b""


def test_one_connection_is_kept_and_used_again(world: World) -> None:
    for _ in range(5):
        world.post()
    assert world.plugs.opened == 1


def test_a_connection_the_server_closed_while_idle_is_replaced_before_anything_is_sent(world: World) -> None:
    world.post()
    world.server.hang_up_all()
    assert world.post().status == 200
    assert world.plugs.opened == 2
    assert len(world.requests) == 2


def test_a_connection_with_something_unasked_on_it_is_not_trusted() -> None:
    clock = VirtualClock()
    ok = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
    ports = [
        ScriptedPort(clock, [ok + b"1", ok + b"9"], ends=False),
        ScriptedPort(clock, [ok + b"2"], ends=False),
    ]
    waiting: list[Port] = list(ports)
    client = HttpClient("printer", "p", lambda: waiting.pop(0), clock)
    bodies = [client.post("/", "t/t", b"", deadline_ns=10**9, size_max=9).body for _ in range(2)]
    assert bodies == [b"1", b"2"]
    assert ports[0].closed
    client = HttpClient("printer", "p", lambda: ScriptedPort(clock, [ok + b"1", ok + b"9"], ends=False), clock)
    heard: list[bytes] = []
    client.on_unasked = heard.append
    for _ in range(2):
        client.post("/", "t/t", b"", deadline_ns=10**9, size_max=9)
    assert heard == [ok + b"9"]


def test_a_server_that_closes_after_each_answer_is_met_anew(world: World) -> None:
    world.client.post("/", "t/t", b"", deadline_ns=10**9, size_max=9, headers=[("Connection", "close")])
    world.post()
    assert world.plugs.opened == 2


@pytest.mark.parametrize("status", [204, 400, 403, 404, 413, 500, 503])
def test_every_status_is_an_answer(world: World, status: int) -> None:
    world.server.faults.answer_with(1, Response(status, "text/plain", b""))
    assert world.post().status == status


def test_the_deadline_holds_for_the_whole_request(world: World) -> None:
    world.server.faults.delay(1, 1_001)
    with pytest.raises(NoAnswer, match=r"certificate centre at sim://test: POST /v1/x \(22 bytes\)"):
        world.post(ms=1_000)
    assert world.clock.now_ns == 1_000 + 1_000 * NS_PER_MS
    assert len(world.requests) == 1, "it was carried out all the same"
    world.server.faults.delay(1, 999)
    assert world.post(ms=1_000).status == 200, "and the late answer is nobody's"
    assert world.plugs.opened == 2


def test_without_time_nothing_is_sent(world: World) -> None:
    with pytest.raises(NoAnswer, match="nothing sent"):
        world.post(ms=0)
    assert world.plugs.opened == 0


def test_a_peer_that_takes_nothing_until_the_deadline() -> None:
    clock = VirtualClock()
    client = HttpClient("printer", "p", lambda: ScriptedPort(clock, [], takes=10), clock)
    with pytest.raises(NoAnswer):
        client.post("/", "t/t", b"x" * 1000, deadline_ns=10**9, size_max=9)


def test_nobody_there(world: World) -> None:
    world.server.unplug()
    with pytest.raises(Disconnected, match="nobody there"):
        world.post()
    world.server.plug()
    assert world.post().status == 200


def test_a_lost_answer_is_reported_and_the_request_never_sent_again(world: World) -> None:
    world.post()
    world.server.faults.drop(1)
    with pytest.raises(Disconnected, match="connection lost, 0 bytes of the answer came"):
        world.post()
    assert len(world.requests) == 2
    assert world.post().status == 200


def test_an_answer_that_breaks_off_is_no_answer(world: World) -> None:
    world.server.faults.truncate(1)
    with pytest.raises(Disconnected, match=r"connection lost, \d\d+ bytes"):
        world.post(b"x" * 500)
    assert world.post().status == 200


def test_an_answer_over_the_size_is_refused_and_the_connection_given_up(world: World) -> None:
    with pytest.raises(BadAnswer, match="status 200, over 10 bytes"):
        world.post(size_max=10)
    world.post()
    assert world.plugs.opened == 2


def test_a_server_that_says_why_before_it_closes_is_heard() -> None:
    clock = VirtualClock()
    server = HttpServer(lambda _: Response(200, "", b""), clock, body_limit_bytes=10)
    client = HttpClient("printer", "p", Plugs(clock, server), clock)
    assert client.post("/", "t/t", b"x" * 100, deadline_ns=10**9, size_max=100).status == 413


@pytest.mark.parametrize(
    "wire",
    [
        b"+OK POP3 server ready\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"x" * 300_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
    ],
)
def test_what_is_not_http_is_a_bad_answer(wire: bytes) -> None:
    clock = VirtualClock()
    client = HttpClient("printer", "p", lambda: ScriptedPort(clock, [wire], ends=False), clock)
    with pytest.raises(BadAnswer):
        client.post("/", "t/t", b"", deadline_ns=10**9, size_max=1_000)


def test_nothing_of_a_body_stands_in_any_error(world: World) -> None:
    faults = world.server.faults
    arms: list[Callable[[], None]] = [
        lambda: faults.drop(1),
        lambda: faults.truncate(1),
        lambda: faults.delay(1, 5_000),
    ]
    for arm in arms:
        arm()
        with pytest.raises(DeviceError) as caught:
            world.post(SECRET * 50, size_max=10**6)
        assert SECRET.decode() not in str(caught.value)
        assert caught.value.__context__ is None
        assert caught.value.__cause__ is None
    clock = VirtualClock()
    client = HttpClient("printer", "p", lambda: ScriptedPort(clock, [SECRET + b"\r\n\r\n"]), clock)
    with pytest.raises(DeviceError) as caught:
        client.post("/", "t/t", b"", deadline_ns=10**9, size_max=9)
    assert SECRET.decode() not in str(caught.value)
    assert caught.value.__context__ is None


def test_closing_twice_and_posting_after_is_fine(world: World) -> None:
    world.post()
    world.client.close()
    world.client.close()
    assert world.post().status == 200
    assert world.plugs.opened == 2


def test_it_works_in_a_greenlet_and_in_a_thread(world: World) -> None:
    assert greenlet(world.post).switch().status == 200
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(world.post().status))
    thread.start()
    thread.join()
    assert statuses == [200]


_PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"\r\n", b"abc",
        b"HTTP/1.1 204 No Content\r\n\r\n", b"Content-Length: 3\r\n", b"Content-Length: 99999999\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\nabc\r\n", b"0\r\n\r\n", b"Connection: close\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", b"Content-Type: \xe7\x94\xb0\r\n",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(_PIECES, st.binary(max_size=30)), max_size=8), st.booleans())
def test_any_bytes_are_an_answer_or_one_of_three_errors(pieces: list[bytes], ends: bool) -> None:
    clock = VirtualClock()
    client = HttpClient("printer", "p", lambda: ScriptedPort(clock, list(pieces), ends=ends), clock)
    for _ in range(2):
        try:
            answer = client.post("/", "t/t", b"x", deadline_ns=clock.now_ns + 10**9, size_max=20)
        except (Disconnected, NoAnswer, BadAnswer):
            continue
        assert answer.status >= 200
        assert len(answer.body) <= 20
