"""A client of the simulators' HTTP server made of raw bytes: what goes out and what came back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sim.wire import NS_PER_MS, Peripheral


class VirtualClock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now_ns = 1_000

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC) + timedelta(microseconds=self.now_ns // 1000)


def run(clock: VirtualClock, peripheral: Peripheral, ms: float) -> None:
    """Let `ms` milliseconds pass, ticking the peripheral at each of its due times."""
    end_ns = clock.now_ns + round(ms * NS_PER_MS)
    while (due_ns := peripheral.next_due_ns()) is not None and due_ns <= end_ns:
        clock.now_ns = max(clock.now_ns, due_ns)
        peripheral.tick()
    clock.now_ns = end_ns


class Probe:
    """One connection. `got` is everything that came and was not cut off by `take`."""

    def __init__(self, peripheral: Peripheral) -> None:
        self.got = bytearray()
        self.hung_up = False
        connection = peripheral.accept(self.got.extend, self._hang_up)
        assert connection is not None, "nobody there"
        self.connection = connection

    def _hang_up(self) -> None:
        self.hung_up = True

    def send(self, data: bytes) -> Probe:
        self.connection.receive(data)
        return self

    def take(self) -> tuple[int, dict[str, str], bytes]:
        """The first whole answer: status, headers (lower case), body."""
        head, _, rest = bytes(self.got).partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        length = int(headers.get("content-length", "0"))
        assert len(rest) >= length, "cut off"
        del self.got[: len(head) + 4 + length]
        return status, headers, rest[:length]


def post(path: str, body: bytes, content_type: str = "text/plain") -> bytes:
    """A plain request."""
    head = f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}"
    return head.encode("ascii") + b"\r\n\r\n" + body
