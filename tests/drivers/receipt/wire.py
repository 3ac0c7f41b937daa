"""A virtual clock and a wire with a tiny printer's reflexes at its end, for these tests alone."""

from __future__ import annotations

import re
from bisect import insort
from datetime import datetime, timedelta, timezone

from drivers.clock import NS_PER_MS
from drivers.errors import Disconnected, NoAnswer

READY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
ASB_READY = bytes.fromhex("10000000")
ASB_PAPER_END = bytes.fromhex("18000C0F")
ASB_COVER_OPEN = bytes.fromhex("38000000")

_ORDERS = re.compile(
    rb"\x10\x04(?P<ask>[\x01-\x04])|\x1da(?P<asb>.)|\x1d\(H\x06\x0000(?P<id>.{4})|(?P<paper>\x1dr\x01)"
    rb"|(?P<clear>\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08)|\x10\x05(?P<recover>[\x01\x02])",
    re.DOTALL,
)
PROBE = b"ping"
_CUT = b"\x1dVB\x00"


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
        self.process_ids = True
        self.clears = True
        self.stuck = False
        self.recovers: bytes = b""
        self.fragment = 256
        self.takes = True
        self.cut_off = False
        self.written: list[bytes] = []
        self._coming: list[tuple[int, bytes]] = []

    def arrives(self, data: bytes, after_ms: float = 0) -> None:
        """Bytes that reach the controller then, behind those that are due at the same moment."""
        if data:
            insort(self._coming, (self.clock.after_ms(after_ms), data), key=lambda coming: coming[0])

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
        is_job = _CUT in data
        for order in _ORDERS.finditer(data):
            self._obey(order, self.print_ms if is_job else self.answer_ms)
        if is_job:
            self.answers = self.answers_after_job or self.answers

    def _obey(self, order: re.Match[bytes], done_ms: float | None) -> None:
        """done_ms: when all that came with it is done."""
        if order["ask"]:
            answer = self.answers[order["ask"][0]]
            if answer is not None:
                times = 2 if order["ask"][0] == self.answers_twice else 1
                self.arrives(bytes((answer,)) * times, self.answer_ms)
        elif order["recover"]:
            self.arrives(self.recovers, self.answer_ms)
        elif order["asb"]:
            self.arrives(self.asb or b"", self.answer_ms)
        elif set(self.answers.values()) == {None}:
            pass  # mute
        elif order["clear"]:
            self.arrives(b"\x37\x25\x00" if self.clears else b"", self.answer_ms)
        elif order["paper"]:
            self.arrives(b"" if done_ms is None or self.stuck else b"\x00", done_ms or 0)
        elif self.process_ids and done_ms is not None:
            self.arrives(b"\x37\x22" + order["id"] + b"\x00", self.answer_ms if order["id"] == PROBE else done_ms)

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
