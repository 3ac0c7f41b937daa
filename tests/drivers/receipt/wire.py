"""A virtual clock and a wire with a tiny printer's reflexes at its end, for these tests alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from drivers.clock import NS_PER_MS
from drivers.errors import Disconnected, NoAnswer

READY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
ASB_READY = bytes.fromhex("10000000")
ASB_PAPER_END = bytes.fromhex("18000C0F")
ASB_COVER_OPEN = bytes.fromhex("38000000")

_ORDERS = re.compile(rb"\x10\x04(?P<ask>[\x01-\x04])|\x1da(?P<asb>.)|\x1d\(H\x06\x0000(?P<id>.{4})", re.DOTALL)


class Clock:
    def __init__(self) -> None:
        self.now_ns = 0

    @property
    def now_ms(self) -> float:
        return self.now_ns / NS_PER_MS

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        tokyo = timezone(timedelta(hours=9))
        return datetime(2026, 4, 1, 9, 0, tzinfo=tokyo) + timedelta(microseconds=self.now_ns // 1000)

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)

    def after_ms(self, ms: float) -> int:
        return self.now_ns + round(ms * NS_PER_MS)


class Wire:
    """Implements `drivers.port.Port`. Attributes say how the printer behaves; None is silence."""

    name = "wire"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.answers: dict[int, int | None] = dict(READY)
        self.answers_after_job: dict[int, int | None] | None = None
        self.answer_ms: float = 2
        self.answers_twice: int | None = None
        self.asb: bytes | None = None
        self.print_ms: float | None = 900
        self.fragment = 256
        self.takes = True
        self.cut_off = False
        self.written: list[bytes] = []
        self._coming: list[tuple[int, bytes]] = []

    def arrives(self, data: bytes, after_ms: float = 0) -> None:
        """Bytes that reach the controller; the line is a line: in this order, whatever the times."""
        due_ns = self.clock.after_ms(after_ms)
        if self._coming:
            due_ns = max(due_ns, self._coming[-1][0])
        self._coming.append((due_ns, data))

    def asked(self) -> list[int]:
        """The n of each DLE EOT sent so far."""
        return [data[2] for data in self.written if data.startswith(b"\x10\x04")]

    def write(self, data: bytes, deadline_ns: int) -> None:
        if self.cut_off:
            raise Disconnected("printer", "write", "cable pulled", "plug it in")
        if not self.takes:
            self.clock.wait_until(deadline_ns)
            raise NoAnswer("printer", "write", "takes nothing", "look at it")
        self.written.append(data)
        for order in _ORDERS.finditer(data):
            if order["ask"]:
                answer = self.answers[order["ask"][0]]
                if answer is not None:
                    times = 2 if order["ask"][0] == self.answers_twice else 1
                    self.arrives(bytes((answer,)) * times, self.answer_ms)
            elif order["asb"]:
                if self.asb is not None:
                    self.arrives(self.asb, self.answer_ms)
            else:
                self.answers = self.answers_after_job or self.answers
                if self.print_ms is not None:
                    self.arrives(b"\x37\x22" + order["id"] + b"\x00", self.print_ms)

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        if self.cut_off and not self._coming:
            raise Disconnected("printer", "read", "cable pulled", "plug it in")
        if not self._coming or self._coming[0][0] > max(deadline_ns, self.clock.now_ns):
            self.clock.wait_until(deadline_ns)
            return b""
        due_ns, data = self._coming.pop(0)
        self.clock.wait_until(due_ns)
        size = min(size_max, self.fragment)
        if data[size:]:
            self._coming.insert(0, (due_ns, data[size:]))
        return data[:size]

    def close(self) -> None:
        self.cut_off = True
