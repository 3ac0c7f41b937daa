"""A controller's end of the bus for these tests, in virtual time; it builds its own frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from sim.cash import CashBox
from sim.wire import Connection

MS = 1_000_000
TOKYO = timezone(timedelta(hours=9))
ACCEPTOR, HOPPER_10, HOPPER_50, HOPPER_100, HOPPER_500 = range(2, 7)
VALIDATOR = 40
ACK = ()


class VirtualClock:
    def __init__(self) -> None:
        self.now_ns = 0

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return datetime(2025, 4, 1, 9, tzinfo=TOKYO) + timedelta(microseconds=self.now_ns // 1000)


def golden(decimals: str) -> bytes:
    """Bytes as the specification prints them: `002 000 001 254 255`."""
    return bytes(int(number) for number in decimals.split())


def request(address: int, header: int, *data: int) -> bytes:
    body = [address, len(data), 1, header, *data]
    return bytes([*body, -sum(body) % 256])


@dataclass
class Bench:
    """A cash box, its clock, and one controller on its bus."""

    clock: VirtualClock
    box: CashBox
    heard: bytearray = field(default_factory=bytearray)
    hung_up: int = 0
    connection: Connection | None = None

    def plug_in(self) -> Connection | None:
        self.connection = self.box.accept(self.heard.extend, self._count_hang_up)
        return self.connection

    def _count_hang_up(self) -> None:
        self.hung_up += 1

    def send(self, raw: bytes) -> bytes:
        """What is heard at once after writing `raw`."""
        assert self.connection is not None
        self.heard.clear()
        self.connection.receive(raw)
        return bytes(self.heard)

    def ask(self, address: int, header: int, *data: int) -> tuple[int, ...] | None:
        """The data of the answer; None for silence, "NAK" raises."""
        reply = self.send(request(address, header, *data))
        if not reply:
            return None
        assert sum(reply) % 256 == 0
        assert (reply[0], reply[1], reply[2]) == (1, len(reply) - 5, address)
        assert reply[3] == 0, "refused"
        return tuple(reply[4:-1])

    def refuses(self, address: int, header: int, *data: int) -> bool:
        body = [1, 0, address, 5]
        return self.send(request(address, header, *data)) == bytes([*body, -sum(body) % 256])

    def wait(self, ms: float, poll: bool = False) -> None:
        """Let time pass, the box being called at each due time; polling the acceptor if asked."""
        end_ns = self.clock.now_ns + round(ms * MS)
        while True:
            due_ns = self.box.next_due_ns()
            step_ns = end_ns if due_ns is None else min(end_ns, max(due_ns, self.clock.now_ns))
            if poll:
                step_ns = min(step_ns, self.clock.now_ns + 200 * MS)
            self.clock.now_ns = step_ns
            self.box.tick()
            if poll:
                self.events()
            self.box.check_metal()
            if self.clock.now_ns >= end_ns and self.box.next_due_ns() != end_ns:
                return

    def bill_events(self) -> tuple[int, list[tuple[int, int]]]:
        """The bill validator's event counter, and the five pairs, newest first."""
        data = self.ask(VALIDATOR, 159)
        assert data is not None
        return data[0], [(data[i], data[i + 1]) for i in range(1, 11, 2)]

    def open_validator(self) -> None:
        """All notes enabled, master inhibit lifted, watched."""
        assert self.ask(VALIDATOR, 231, 255, 255) == ACK
        assert self.ask(VALIDATOR, 228, 1) == ACK
        self.bill_events()

    def watch_notes(self, s: float) -> None:
        """Let time pass, polling the bill validator every second."""
        for _ in range(round(s)):
            self.wait(1000)
            self.bill_events()

    def escrow_a_note(self, yen: int = 1000) -> None:
        """A good note from the customer's hand into the escrow."""
        self.open_validator()
        self.box.bills.insert(yen)
        self.wait(1200)
        assert self.box.notes["escrow"] == {yen: 1}

    def events(self) -> tuple[int, list[tuple[int, int]]]:
        """The event counter, and the five pairs, newest first."""
        data = self.ask(ACCEPTOR, 229)
        assert data is not None
        assert len(data) == 11
        return data[0], [(data[i], data[i + 1]) for i in range(1, 11, 2)]

    def open_acceptor(self) -> None:
        """All coins enabled, master inhibit lifted, watched."""
        assert self.ask(ACCEPTOR, 231, 255, 255) == ACK
        assert self.ask(ACCEPTOR, 228, 1) == ACK
        self.events()

    def dispense(self, address: int, coins: int) -> int:
        """Enable, and pay with the hopper's own serial number: the event counter."""
        assert self.ask(address, 164, 165) == ACK
        serial = self.ask(address, 242)
        assert serial is not None
        counter = self.ask(address, 167, *serial, coins)
        assert counter is not None
        return counter[0]

    def dispensed(self, address: int) -> int:
        data = self.ask(address, 168)
        assert data is not None
        return data[0] | data[1] << 8 | data[2] << 16


def make_bench(**options: object) -> Bench:
    clock = VirtualClock()
    rig = Bench(clock, CashBox(clock, **options))  # type: ignore[arg-type]
    assert rig.plug_in() is not None
    return rig


NOTHING = (0, 0)
"""An event slot of 229 or 159 with nothing in it."""
EMPTY, NOT_ROUTED = (254,), (255,)
"""What 154 answers instead of an ACK."""
POWER_UP, DISABLED = 0x40, 0x80
"""Flags of a hopper's first test register."""


def serial(rig: Bench, address: int) -> tuple[int, ...]:
    """A device's serial number."""
    return rig.ask(address, 242) or ()


def paper(rig: Bench, place: str) -> dict[int, int]:
    """The notes at a place, by yen."""
    return rig.box.notes[place]
