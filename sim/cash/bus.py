"""The one data line: bytes in, every device listening, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.cash.agenda import Agenda
from sim.cash.crc import HOST_ADDRESS, crc_checks, crc_frame
from sim.cash.faults import WireFaults
from sim.cash.frames import NAK_HEADER, REPLY_HEADER, Receiver, checks, frame
from sim.cash.multidrop import LoneByte
from sim.cash.slave import NAK, Answer, Slave
from sim.cash.timing import Timing
from sim.wire import Clock, HangUp, Send

BROADCAST: Final = 0
"""S1 7.5.1: the address that all devices answer, with 0 as their own."""

DATA_START: Final = 4

Reply = tuple[int, bytes]
"""Bytes on the line, and how long after the request they begin, in nanoseconds."""


class BusConnection:
    """A controller on the bus (`sim.wire.Connection`)."""

    def __init__(self, bus: Bus, send: Send, hang_up: HangUp) -> None:
        self._bus = bus
        self.send = send
        self.hang_up = hang_up
        self.is_open = True

    def receive(self, data: bytes) -> None:
        """Bytes from the controller, in any fragmentation."""
        if self.is_open and data:
            self._bus.receive(self, data)

    def closed(self) -> None:
        """The controller has let the line go; a reply under way is lost."""
        self.is_open = False


class Bus:
    """The line, its devices, and at most one controller.

    Replies leave inside `receive`; where a line's speed, a wire's fault or an address poll says otherwise,
    they are put on the agenda (`_deliver` is the one place for all).
    """

    def __init__(
        self, clock: Clock, agenda: Agenda, slaves: Sequence[Slave], timing: Timing, *, echo: bool
    ) -> None:
        self.faults = WireFaults()
        self._clock = clock
        self._agenda = agenda
        self._slaves = slaves
        self._receiver = Receiver(timing.inter_byte_ns)
        self._byte_ns = timing.byte_ns
        self._echo = echo
        self._connection: BusConnection | None = None

    def connect(self, send: Send, hang_up: HangUp) -> BusConnection:
        """A controller takes the line; one that still held it is hung up."""
        self.disconnect()
        self._receiver.forget()
        self.faults.lose_waiting()
        self._connection = BusConnection(self, send, hang_up)
        return self._connection

    def disconnect(self) -> None:
        """Pull the cable."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_open:
            connection.is_open = False
            connection.hang_up()

    def receive(self, connection: BusConnection, data: bytes) -> None:
        """Bytes on the line: all that was due before them happens first."""
        now_ns = self._clock.monotonic_ns()
        self._agenda.run(now_ns)
        if self._echo and not self.faults.echo_lost:
            connection.send(data)  # S1 10: one wire, the host hears itself
        timeouts = self._receiver.timeouts
        frames = self._receiver.feed(data, now_ns)
        if self._receiver.timeouts != timeouts:
            self._count_timeout(now_ns)
        for raw in frames:
            if self.faults.takes_request():
                continue
            for after_ns, reply in self._replies(raw, now_ns):
                self._deliver(connection, reply, now_ns, after_ns)

    def _count_timeout(self, now_ns: int) -> None:
        for slave in self._slaves:
            if slave.hears(now_ns):
                slave.comms.timeouts += 1

    def _replies(self, raw: bytes, now_ns: int) -> list[Reply]:
        """What one frame brings onto the line; nothing is silence (S1 12, 13)."""
        spoken: dict[int, bytes] = {}
        for slave in self._slaves:
            if raw[0] not in (slave.address, BROADCAST) or not slave.hears(now_ns):
                continue
            if not (crc_checks(raw) if slave.crc else checks(raw)):
                slave.comms.bad_checksums += 1
                continue
            reply = _reply(raw, slave.crc, slave.answer(raw[3], raw[DATA_START:-1], now_ns))
            if reply is not None:
                after_ns, line = reply
                spoken[after_ns] = _together(spoken[after_ns], line) if after_ns in spoken else line
        return sorted(spoken.items())

    def _deliver(self, connection: BusConnection, reply: bytes, now_ns: int, after_ns: int) -> None:
        if not (after_ns or self.faults.armed or self._byte_ns):
            connection.send(reply)
            return
        pieces = self.faults.shape(reply) if self.faults.armed else [(0, reply)]
        on_line = 0
        for late_ns, piece in pieces:
            on_line += len(piece)
            due_ns = now_ns + after_ns + late_ns + on_line * self._byte_ns
            if due_ns == now_ns:
                connection.send(piece)
            else:
                self._agenda.at(due_ns, _Delivery(connection, piece))


class _Delivery:
    """Bytes under way; lost when the connection is no longer there."""

    __slots__ = ("_connection", "_data")

    def __init__(self, connection: BusConnection, data: bytes) -> None:
        self._connection = connection
        self._data = data

    def __call__(self, _due_ns: int) -> None:
        if self._connection.is_open:
            self._connection.send(self._data)


def _together(one: bytes, other: bytes) -> bytes:
    """Several devices answer at the same time.

    Open collectors on one wire: a 0 bit of any device pulls the line down (S1 5).
    """
    size = max(len(one), len(other))
    pairs = zip(one.ljust(size, b"\xff"), other.ljust(size, b"\xff"), strict=True)
    return bytes(a & b for a, b in pairs)


def _reply(raw: bytes, crc: bool, answer: Answer) -> Reply | None:
    """A device's answer as it goes over the line; its own address is the one that was asked (S1 20.2.3)."""
    if answer is None:
        return None
    if isinstance(answer, LoneByte):
        return answer.after_ns, bytes((answer.value,))
    header, data = (NAK_HEADER, b"") if answer is NAK else (REPLY_HEADER, answer)
    if crc:
        return 0, crc_frame(HOST_ADDRESS, header, data)
    return 0, frame(raw[2], raw[0], header, data)
