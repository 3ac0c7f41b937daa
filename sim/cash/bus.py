"""The one data line: bytes in, every device listening, bytes out."""

from __future__ import annotations

from collections.abc import Sequence

from sim.cash.agenda import Agenda
from sim.cash.faults import WireFaults
from sim.cash.frames import NAK_HEADER, REPLY_HEADER, Receiver, checks, frame
from sim.cash.slave import NAK, Answer, Slave
from sim.cash.timing import Timing
from sim.wire import Clock, HangUp, Send

BROADCAST = 0
"""S1 7.5.1: the address that all devices answer, with 0 as their own."""

DATA_START = 4


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

    Replies leave inside `receive`; where a line's speed or a wire's fault says otherwise, they
    are put on the agenda (`_deliver` is the one place for both).
    """

    def __init__(
        self, clock: Clock, agenda: Agenda, slaves: Sequence[Slave], timing: Timing, *, echo: bool
    ) -> None:
        self.faults = WireFaults()
        self._clock = clock
        self._agenda = agenda
        self._slaves = {slave.address: slave for slave in slaves}
        self._receiver = Receiver(timing.inter_byte_ns)
        self._byte_ns = timing.byte_ns
        self._echo = echo
        self._connection: BusConnection | None = None

    def connect(self, send: Send, hang_up: HangUp) -> BusConnection:
        """A controller takes the line; one that still held it is hung up."""
        self.disconnect()
        self._receiver.forget()
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
        if self._echo:
            connection.send(data)  # S1 10: one wire, the host hears itself
        for raw in self._receiver.feed(data, now_ns):
            reply = self._reply(raw, now_ns)
            if reply is not None:
                self._deliver(connection, reply, now_ns)

    def _reply(self, raw: bytes, now_ns: int) -> bytes | None:
        """The answer to one frame; None for silence (S1 12, 13)."""
        slave = self._slaves.get(raw[0])
        if slave is None:
            return self._collision(raw, now_ns) if raw[0] == BROADCAST and checks(raw) else None
        if not checks(raw):
            return None
        answer = slave.answer(raw[3], raw[DATA_START:-1], now_ns)
        return _answer_frame(raw[2], raw[0], answer)

    def _collision(self, raw: bytes, now_ns: int) -> bytes | None:
        """All devices answer a broadcast at the same time, with 0 as their address.

        Open collectors on one wire: a 0 bit of any device pulls the line down (S1 5).
        """
        line = b""
        for slave in self._slaves.values():
            reply = _answer_frame(raw[2], BROADCAST, slave.answer(raw[3], raw[DATA_START:-1], now_ns))
            if reply is not None:
                size = max(len(line), len(reply))
                pairs = zip(line.ljust(size, b"\xff"), reply.ljust(size, b"\xff"), strict=True)
                line = bytes(a & b for a, b in pairs)
        return line or None

    def _deliver(self, connection: BusConnection, reply: bytes, now_ns: int) -> None:
        if not self.faults.armed and not self._byte_ns:
            connection.send(reply)
            return
        pieces = self.faults.shape(reply) if self.faults.armed else [(0, reply)]
        on_line = 0
        for late_ns, piece in pieces:
            on_line += len(piece)
            due_ns = now_ns + late_ns + on_line * self._byte_ns
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


def _answer_frame(destination: int, source: int, answer: Answer) -> bytes | None:
    if answer is None:
        return None
    if answer is NAK:
        return frame(destination, source, NAK_HEADER)
    return frame(destination, source, REPLY_HEADER, answer)
