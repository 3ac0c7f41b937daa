"""The printer as a host holds it: a wire, a clock, and what people do to it."""

from __future__ import annotations

from collections.abc import Callable

from sim.receipt.faults import AnswerFaults
from sim.receipt.machine import Machine
from sim.receipt.model import Model
from sim.receipt.paper import Piece, read
from sim.receipt.parser import RECEIVE_BUFFER_BYTES
from sim.receipt.timing import Timing
from sim.wire import Clock, Connection, HangUp, Send

_PIECES_MAX = 1000  # remembered in each list; the oldest are forgotten


class _Wire:
    """One opening of the printer's wire."""

    def __init__(self, printer: ReceiptPrinter, send: Send, hang_up: HangUp) -> None:
        self._printer = printer
        self.send, self.hang_up = send, hang_up

    def receive(self, data: bytes) -> None:
        self._printer._receive(self, data)

    def closed(self) -> None:
        self._printer._closed(self)


class ReceiptPrinter:
    """An ESC/POS receipt printer: 203 dpi, kanji ROM, autocutter (`sim.wire.Peripheral`).

    faults:    what happens to its answers on their way
    on_piece:  told of all that was cut or torn off
    pieces:    all that was cut or torn off, the latest 1,000
    presented: what lies there, not yet taken
    taken:     what the customer has
    scraps:    what staff pulled out with an old roll, or what tore off by its own weight
    """

    def __init__(self, clock: Clock, model: Model | None = None, timing: Timing | None = None) -> None:
        self._clock = clock
        self._machine = Machine(self._answer, self._came_off, model or Model(), timing or Timing())
        self._wire: _Wire | None = None
        self._plugged = self._powered = True
        self._muted = False
        self.faults = AnswerFaults()
        self.on_piece: Callable[[Piece], None] | None = None
        self.pieces: list[Piece] = []
        self.presented: list[Piece] = []
        self.taken: list[Piece] = []
        self.scraps: list[Piece] = []

    # --- sim.wire.Peripheral ---

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        """Open the wire. Whoever opened it before is hung up on: a line has two ends."""
        if not (self._plugged and self._powered):
            return None
        self._hang_up()
        self._wire = _Wire(self, send, hang_up)
        return self._wire

    def next_due_ns(self) -> int | None:
        dues_ns = [due_ns for due_ns in (self._machine.due_ns, self.faults.due_ns) if due_ns is not None]
        return min(dues_ns, default=None)

    def tick(self) -> None:
        now_ns = self._now()
        self._deliver(self.faults.arrived(now_ns))

    # --- what can be seen ---

    @property
    def paper_hanging(self) -> str:
        """The text on paper that is not cut off yet, whether outside or still inside."""
        return read(self._machine.engine.paper.rows)

    @property
    def busy(self) -> bool:
        """Whether movements are still to be made, also while it stands still."""
        return self._machine.engine.mechanism.busy

    @property
    def offline(self) -> bool:
        """Cover open, paper out or cutter stuck: nothing is printed."""
        return self._machine.sensors.offline

    @property
    def waiting_bytes(self) -> int:
        """In the receive buffer (4,096 bytes)."""
        return min(self._machine.parser.waiting_bytes, RECEIVE_BUFFER_BYTES)

    @property
    def held_back_bytes(self) -> int:
        """Sent but not yet taken: what flow control makes wait, up to 1 MiB."""
        return self._machine.parser.waiting_bytes - self.waiting_bytes

    @property
    def peak_bytes(self) -> int:
        """The most that ever waited, in the buffer and with the sender."""
        return self._machine.parser.peak_bytes

    @property
    def dropped_bytes(self) -> int:
        """Sent when even that was full."""
        return self._machine.parser.dropped_bytes

    @property
    def unknown_commands(self) -> int:
        """Codes that are in no table, stepped over."""
        return self._machine.engine.unknown_commands

    @property
    def refused_commands(self) -> int:
        """Known commands with values out of range, too long, or in the wrong place."""
        return self._machine.engine.refused_commands

    # --- acts ---

    def take_receipt(self) -> Piece | None:
        """The customer takes the piece that lies on top; without a cutter, tears off what hangs.

        None when there is nothing to take.
        """
        now_ns = self._now()
        if not self._machine.engine.model.cutter:
            self._machine.part(self._machine.engine.paper.blade_dots, now_ns)
        if not self.presented:
            return None
        piece = self.presented.pop()
        _remember(self.taken, piece)
        return piece

    def open_cover(self) -> None:
        """Stops everything at once; a line in the making is made again later."""
        now_ns = self._now()
        sensors = self._machine.sensors
        if not sensors.cover_open:
            sensors.cover_stopped = self._machine.engine.mechanism.running
        sensors.cover_open = True
        self._machine.changed(now_ns)

    def close_cover(self) -> None:
        """Goes on where it stopped, unless something else keeps it offline."""
        now_ns = self._now()
        self._machine.sensors.cover_open = self._machine.sensors.cover_stopped = False
        self._machine.changed(now_ns)

    def near_end(self) -> None:
        """The roll is thin: said, but it goes on printing."""
        now_ns = self._now()
        self._machine.sensors.near_end = True
        self._machine.changed(now_ns)

    def end_paper(self, after_lines: int = 0) -> None:
        """The roll is used up, now or so many printed lines on: it stops, in the middle of a line if need be."""
        now_ns = self._now()
        if after_lines:
            self._machine.lines_left = after_lines
            return
        self._machine.sensors.paper_out = True
        self._machine.changed(now_ns)

    def load_paper(self) -> None:
        """A new roll. The end of the old one, with what is printed on it, comes out (`scraps`)."""
        now_ns = self._now()
        old = self._machine.engine.paper.replace_roll(now_ns)
        if old is not None:
            _remember(self.scraps, old)
        self._machine.lines_left = None
        self._machine.sensors.near_end = self._machine.sensors.paper_out = False
        self._machine.changed(now_ns)

    def jam_cutter(self) -> None:
        """Something sticks in the blade; the printer notices when it next cuts, or starts."""
        self._now()
        self._machine.jammed = True

    def clear_cutter(self) -> None:
        """It is out again. The error stays until DLE ENQ or the power switch ends it."""
        self._now()
        self._machine.jammed = False

    def power_cycle(self) -> None:
        """Off and on: buffers, modes, selections and pending answers are gone, paper stays.

        The wire stays open, as a serial line does; for a second nothing is heard.
        """
        self.switch_off()
        self.switch_on()

    def switch_off(self) -> None:
        """The power is gone. A line that is open stays open, and is silent; none can be opened."""
        if self._powered:
            self._powered = False
            self._machine.power_off(self._now())

    def switch_on(self) -> None:
        """The power is back."""
        if not self._powered:
            self._powered = True
            self._machine.power_on(self._now())

    def unplug(self) -> None:
        """The cable is out. It prints what it has."""
        self._now()
        self._plugged = False
        self._hang_up()

    def plug(self) -> None:
        """The cable is in again: the wire can be opened."""
        self._plugged = True

    def mute(self) -> None:
        """It hears and prints, and answers nothing."""
        self._now()
        self._muted = True

    def unmute(self) -> None:
        """It answers again; what it would have said in between is not made up for."""
        self._now()
        self._muted = False

    def drawer_pin(self, *, high: bool) -> None:
        """Drawer connector pin 3; with nothing plugged in some printers read it high."""
        now_ns = self._now()
        self._machine.sensors.drawer_high = high
        self._machine.changed(now_ns)

    # --- inside ---

    def _now(self) -> int:
        """The time, with everything done that was due before."""
        now_ns = self._clock.monotonic_ns()
        self._machine.advance(now_ns)
        return now_ns

    def _receive(self, wire: _Wire, data: bytes) -> None:
        if wire is self._wire:
            self._machine.receive(data, self._now())

    def _closed(self, wire: _Wire) -> None:
        if wire is self._wire:
            self._wire = None

    def _answer(self, data: bytes) -> None:
        if data and self._wire is not None and self._powered and not self._muted:
            self._deliver(self.faults.take(data, self._clock.monotonic_ns()))

    def _deliver(self, data: bytes) -> None:
        if data and self._wire is not None:
            self._wire.send(data)

    def _hang_up(self) -> None:
        self.faults.lose_waiting()
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.hang_up()

    def _came_off(self, piece: Piece, cut: bool) -> None:
        if cut:
            _remember(self.pieces, piece)
            _remember(self.presented, piece)
        else:
            _remember(self.scraps, piece)
        if self.on_piece is not None:
            self.on_piece(piece)


def _remember(where: list[Piece], piece: Piece) -> None:
    where.append(piece)
    del where[:-_PIECES_MAX]
