"""The receive buffer, and the automaton that turns it into characters and commands.

Incomplete codes stay in the buffer until the rest is there, so it makes no difference how the
stream was cut on its way. The parser stops before each step at which the printer is not ready.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.receipt.charset import GETA, decode_one_byte
from sim.receipt.commands import COMMANDS, CONTROLS, PREFIXES
from sim.receipt.engine import Engine
from sim.receipt.realtime import DLE, discarded_length
from sim.receipt.sinks import Sink

RECEIVE_BUFFER_BYTES = 4096
HELD_BACK_MAX_BYTES = 1024 * 1024
"""What flow control keeps with the sender: some seconds of pictures. A sender that heeds none loses the rest."""
_MORE = -1  # what a step says when it needs bytes that are not there yet


class Parser:
    """Takes bytes, acts on an engine.

    peak_bytes: the most that ever waited · dropped_bytes: what came when even the sender had to drop it
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._buffer = bytearray()
        self._sink: Sink | None = None
        self.peak_bytes = self.dropped_bytes = 0

    @property
    def waiting_bytes(self) -> int:
        """In the receive buffer, and held back at the other end of the wire by flow control."""
        return len(self._buffer)

    def clear(self) -> None:
        """Forget what waits, also the rest of a command that had begun."""
        self._buffer.clear()
        self._sink = None

    def feed(self, data: bytes, ready: Callable[[], bool]) -> None:
        """Bytes from the wire: carry out what can be, keep the rest as far as there is room."""
        self._buffer += data
        self.run(ready)
        over = len(self._buffer) - RECEIVE_BUFFER_BYTES - HELD_BACK_MAX_BYTES
        if over > 0:
            del self._buffer[-over:]
            self.dropped_bytes += over
        self.peak_bytes = max(self.peak_bytes, len(self._buffer))

    def run(self, ready: Callable[[], bool]) -> None:
        """Carry out what waits, while the printer is ready for more."""
        buffer, at = self._buffer, 0
        while at < len(buffer) and ready():
            taken = self._step(buffer, at)
            if taken == _MORE:
                break
            at += taken
        del buffer[:at]

    def _step(self, buffer: bytearray, at: int) -> int:
        sink = self._sink
        if sink is not None:
            taken = sink.take(buffer, at)
            if sink.done:
                self._sink = None
            return taken
        code = buffer[at]
        if code >= 0x20:
            return self._characters(buffer, at)
        if code in PREFIXES:
            return self._command(buffer, at)
        if code == DLE:
            return discarded_length(buffer, at) or _MORE
        act = CONTROLS.get(code)
        if act is None:
            self._engine.unknown_commands += 1
        else:
            act(self._engine, b"")
        return 1

    def _command(self, buffer: bytearray, at: int) -> int:
        head = at + 2
        if len(buffer) < head:
            return _MORE
        command = COMMANDS.get(bytes(buffer[at:head]))
        if command is None:
            self._engine.unknown_commands += 1
            return 2
        end = head + command.args
        if len(buffer) < end:
            return _MORE
        self._sink = command.act(self._engine, bytes(buffer[head:end]))
        return end - at

    def _characters(self, buffer: bytearray, at: int) -> int:
        """One stretch of characters of one kind, at most what the line still takes."""
        layout = self._engine.layout
        system = layout.system
        style = layout.modes.ank
        room = layout.room(style)
        one = system.one.match(buffer, at, at + max(1, room))
        if one is None:
            style = layout.modes.kanji
            room = layout.room(style)
        if room <= 0:
            self._engine.end_line()
            return 0
        if one is not None:
            layout.put(decode_one_byte(one[0], layout.table), style)
            return len(one[0])
        two = system.two.match(buffer, at, at + 2 * room) if system.two is not None else None
        if two is not None:
            layout.put(system.decode_two(two[0]), style)
            return len(two[0])
        if len(buffer) - at < 2:
            return _MORE
        layout.put(GETA, style)  # a lead byte with a bad trail: one visible wrong character
        return 2 if buffer[at + 1] >= 0x20 else 1
