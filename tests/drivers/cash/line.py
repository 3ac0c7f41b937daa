"""A strict line for the tests: it knows word for word what the driver must say next, and what comes back.

A request that was not scripted fails at once, one that was scripted and never came fails in `finish`.
Time is virtual. Packets are built here by hand, not by the driver's own codec.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from heapq import heappop, heappush

from drivers.cash.headers import Header
from drivers.errors import Disconnected, NoAnswer

MS = 1_000_000
JST = timezone(timedelta(hours=9))


class VirtualClock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now_ns = 5_000 * MS

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return datetime(2025, 6, 2, 10, 0, tzinfo=JST) + timedelta(microseconds=self.now_ns // 1000)

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)

    def pass_ms(self, ms: float) -> None:
        self.now_ns += round(ms * MS)


def packet(destination: int, source: int, header: int, data: bytes = b"") -> bytes:
    """A packet with the simple checksum, by the rule of S1 §7.10."""
    body = bytes([destination, len(data), source, header, *data])
    return body + bytes([(256 - sum(body) % 256) % 256])


def packet_crc(destination: int, header: int, data: bytes = b"") -> bytes:
    """A packet with the CRC, by the slower method of S3 Appendix 9, 7.4.2."""
    crc = 0
    for byte in [destination, len(data), header, *data]:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return bytes([destination, len(data), crc % 256, header, *data, crc // 256])


@dataclass
class Exchange:
    """One scripted request and what the line carries afterwards. The fault methods change the reply."""

    address: int
    request: bytes
    echo: bool
    deliveries: list[tuple[float, bytes]] = field(default_factory=list)
    busy_line: bool = False
    gone: bool = False

    def raw(self, data: bytes, after_ms: float = 10) -> Exchange:
        """These bytes come, whatever they mean."""
        self.deliveries.append((after_ms, data))
        return self

    def reply(self, data: bytes | str | list[int] = b"", after_ms: float = 10) -> Exchange:
        """The device answers; without data it is an ACK."""
        body = data.encode("ascii") if isinstance(data, str) else bytes(data)
        return self.raw(packet(1, self.address, 0, body), after_ms)

    ack = reply

    def nak(self) -> Exchange:
        return self.raw(packet(1, self.address, 5))

    def busy(self) -> Exchange:
        return self.raw(packet(1, self.address, 6))

    def silent(self) -> Exchange:
        self.deliveries.clear()
        return self

    def corrupt(self) -> Exchange:
        """One bit of the reply flips on its way."""
        self._change(lambda data: data[:-2] + bytes([data[-2] ^ 0x04]) + data[-1:])
        return self

    def truncated(self) -> Exchange:
        """The last byte of the reply gets lost."""
        self._change(lambda data: data[:-1])
        return self

    def twice(self, gap_ms: float = 0) -> Exchange:
        """The reply comes, and comes again."""
        after_ms, data = self.deliveries[-1]
        self.deliveries.append((after_ms + gap_ms, data))
        return self

    def late(self, ms: float) -> Exchange:
        """The reply comes only after `ms` milliseconds."""
        self.deliveries = [(ms, data) for _, data in self.deliveries]
        return self

    def after_foreign(self, data: bytes) -> Exchange:
        """Something that is not for us, or not from this device, comes first."""
        self.deliveries.insert(0, (5, data))
        return self

    def byte_by_byte(self, gap_ms: float) -> Exchange:
        """The reply arrives with a pause before each byte."""
        after_ms, data = self.deliveries.pop()
        self.deliveries += [(after_ms + n * gap_ms, data[n : n + 1]) for n in range(len(data))]
        return self

    def without_echo(self) -> Exchange:
        self.echo = False
        return self

    def unplugged(self) -> Exchange:
        """The adapter goes away while this is being sent."""
        self.gone = True
        return self

    def _change(self, how: Callable[[bytes], bytes]) -> None:
        after_ms, data = self.deliveries[-1]
        self.deliveries[-1] = (after_ms, how(data))


class Line:
    """The port. `expect` in the order in which the driver must ask; `finish` when the story is over."""

    def __init__(self, clock: VirtualClock, *, echo: bool = False) -> None:
        self.clock, self.echo = clock, echo
        self.script: list[Exchange] = []
        self.arrivals: list[tuple[int, int, bytes]] = []
        self.writes = 0
        self.gone = False
        self.stuck = False

    @property
    def name(self) -> str:
        return "test line"

    def expect(self, address: int, header: Header, data: bytes | list[int] = b"") -> Exchange:
        return self.expect_packet(packet(address, 1, header.number, bytes(data)))

    def expect_crc(self, address: int, header: Header, data: bytes | list[int] = b"") -> Exchange:
        """As `expect`, of a device that is set to the CRC; the reply is then given as `raw`."""
        return self.expect_packet(packet_crc(address, header.number, bytes(data)))

    def expect_packet(self, request: bytes) -> Exchange:
        exchange = Exchange(request[0], request, self.echo)
        self.script.append(exchange)
        return exchange

    def now_arrives(self, data: bytes, after_ms: float = 0) -> None:
        heappush(self.arrivals, (self.clock.now_ns + round(after_ms * MS), len(self.arrivals) + self.writes, data))

    def finish(self) -> None:
        assert not self.script, f"never asked: {[e.request.hex(' ') for e in self.script]}"

    def write(self, data: bytes, deadline_ns: int) -> None:
        if self.stuck:
            self.clock.wait_until(deadline_ns)
            raise NoAnswer("port", "write", "nothing taken", "check the adapter")
        assert self.script, f"nothing more may be asked, but came {data.hex(' ')}"
        exchange = self.script.pop(0)
        assert data == exchange.request, f"due {exchange.request.hex(' ')}, came {data.hex(' ')}"
        self.writes += 100
        if exchange.gone:
            self.gone = True
            raise Disconnected("port", "write", "the adapter is gone", "plug it in")
        if exchange.echo:
            self.now_arrives(data, 1)
        for after_ms, reply in exchange.deliveries:
            self.now_arrives(reply, after_ms)

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        if self.gone:
            raise Disconnected("port", "read", "the adapter is gone", "plug it in")
        if not self.arrivals or self.arrivals[0][0] > max(deadline_ns, self.clock.now_ns):
            self.clock.wait_until(deadline_ns)
            return b""
        due_ns, order, data = heappop(self.arrivals)
        self.clock.wait_until(due_ns)
        if len(data) > size_max:
            heappush(self.arrivals, (due_ns, order, data[size_max:]))
        return data[:size_max]

    def close(self) -> None:
        self.gone = True
