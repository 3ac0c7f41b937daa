"""Answers as a bad line brings them: byte by byte, twice, late, of another request, too long."""

from __future__ import annotations

import json

import pytest

from drivers.centre import CentreClient, ServiceState
from drivers.errors import BadAnswer, NoAnswer
from drivers.http import HttpClient
from drivers.port import Port
from tests.drivers.centre.script import JSON, STATE
from tests.drivers.http_wire import VirtualClock

SECOND_NS = 10**9


class Line:
    """A connection on which bytes come at given moments after each request, `(ms, bytes)`; nothing else."""

    name = "sim://line"

    def __init__(self, clock: VirtualClock, *answers: list[tuple[int, bytes]]) -> None:
        self._clock, self._answers = clock, list(answers)
        self._coming: list[tuple[int, bytes]] = []
        self.closed, self.requests = False, 0

    def write(self, data: bytes, deadline_ns: int) -> None:
        if data.startswith(b"POST"):
            self.requests += 1
            answer = self._answers.pop(0)
            now_ns = self._clock.now_ns
            self._coming += [(now_ns + ms * 10**6, piece) for ms, piece in answer]

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        if not self._coming or self._coming[0][0] > deadline_ns:
            self._clock.wait_until(deadline_ns)
            return b""
        due_ns, piece = self._coming.pop(0)
        self._clock.wait_until(due_ns)
        if len(piece) > size_max:
            self._coming.insert(0, (due_ns, piece[size_max:]))
        return piece[:size_max]

    def close(self) -> None:
        self.closed = True


def answer(request: str) -> bytes:
    body = json.dumps({"request_id": request, **STATE}).encode()
    return f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def client_on(clock: VirtualClock, *lines: Line) -> CentreClient:
    waiting: list[Port] = list(lines)
    return CentreClient(HttpClient("certificate centre", "centre", lambda: waiting.pop(0), clock), "T1", clock)


def test_an_answer_that_trickles_ends_with_the_limit_of_the_whole_request() -> None:
    clock = VirtualClock()
    began_ns = clock.now_ns
    trickle = [(900 * number, bytes([byte])) for number, byte in enumerate(answer("T1-1"), 1)]  # never silent for 1 s
    line = Line(clock, trickle)
    with pytest.raises(NoAnswer, match="no whole answer at the deadline"):
        client_on(clock, line).service_state("T1-1")
    assert clock.now_ns - began_ns == 5 * SECOND_NS
    assert line.closed  # whatever still comes is nobody's


def test_an_answer_after_the_time_out_is_not_the_answer_to_the_next_request() -> None:
    clock = VirtualClock()
    late, next_line = Line(clock, [(5_100, answer("T1-1"))]), Line(clock, [(10, answer("T1-2"))])
    client = client_on(clock, late, next_line)
    with pytest.raises(NoAnswer):
        client.service_state("T1-1")
    assert isinstance(client.service_state("T1-2"), ServiceState)
    assert (late.requests, next_line.requests) == (1, 1)


def test_a_doubled_answer_is_dropped_and_told_by_its_id() -> None:
    clock = VirtualClock()
    doubled, fresh = Line(clock, [(10, answer("T1-1")), (10, answer("T1-1"))]), Line(clock, [(10, answer("T1-2"))])
    client = client_on(clock, doubled, fresh)
    client.service_state("T1-1")
    assert client.take_unasked() == ()
    client.service_state("T1-2")
    assert client.take_unasked() == ("T1-1",)
    assert client.take_unasked() == ()
    assert doubled.closed


def test_bytes_of_nobodys_have_no_id() -> None:
    clock = VirtualClock()
    junk, fresh = Line(clock, [(10, answer("T1-1")), (10, b"\xff" * 9000)]), Line(clock, [(10, answer("T1-2"))])
    client = client_on(clock, junk, fresh)
    client.service_state("T1-1")
    client.service_state("T1-2")
    assert client.take_unasked() == ("unreadable",)


def test_an_answer_of_another_request_is_refused_with_both_ids_and_the_next_is_heard() -> None:
    clock = VirtualClock()
    out_of_step, fresh = Line(clock, [(10, answer("T1-9"))]), Line(clock, [(10, answer("T1-2"))])
    client = client_on(clock, out_of_step, fresh)
    with pytest.raises(BadAnswer, match="the answer to T1-9, not to T1-1"):
        client.service_state("T1-1")
    assert isinstance(client.service_state("T1-2"), ServiceState)
    assert out_of_step.closed


def test_an_answer_without_end_is_cut_at_its_size() -> None:
    clock = VirtualClock()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    endless = [(1, head), *[(1, b"10000\r\n" + b" " * 0x10000 + b"\r\n")] * 400]
    line = Line(clock, endless)
    with pytest.raises(BadAnswer, match="over"):
        client_on(clock, line).service_state("T1-1")
    assert line.closed
