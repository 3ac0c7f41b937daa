"""The machine under power: time, status and what comes in, without the people around it."""

from __future__ import annotations

from collections.abc import Callable

from sim.receipt import status
from sim.receipt.engine import Engine
from sim.receipt.model import Model
from sim.receipt.paper import HANGING_MAX_DOTS, Piece
from sim.receipt.parser import RECEIVE_BUFFER_BYTES, Parser
from sim.receipt.realtime import RealTime, Scanner
from sim.receipt.timing import Timing

_NEVER_NS = 1 << 63
_XON, _XOFF = b"\x11", b"\x13"
_BUSY_BYTES, _READY_BYTES = RECEIVE_BUFFER_BYTES - 128, RECEIVE_BUFFER_BYTES - 256
"""What waits when it asks the sender to stop, and when to go on (TM-T88III specification, receive buffer full)."""


class Machine:
    """Engine, receive buffer and sensors, run by the clock.

    All calls but `advance` expect that `advance` has been called for the same time.

    answer:   hands bytes to the controller
    came_off: told of each piece: cut (True), or torn by its own weight (False)
    jammed:   something sticks in the blade, whether noticed already or not
    lines_left: what the roll still holds; None for enough
    """

    def __init__(
        self,
        answer: Callable[[bytes], None],
        came_off: Callable[[Piece, bool], None],
        model: Model,
        timing: Timing,
    ) -> None:
        self.engine = Engine(answer, model, timing)
        self._model, self._timing = model, timing
        self._sender_stopped = False
        self.parser = Parser(self.engine)
        self.sensors = self.engine.sensors
        self.jammed = False
        self.lines_left: int | None = None
        self._answer = answer
        self._came_off = came_off
        self._scanner = Scanner()
        self._deaf_until_ns = 0
        self._told = status.automatic(self.sensors)
        self._was_offline = False

    @property
    def due_ns(self) -> int | None:
        """When the running movement ends."""
        return self.engine.mechanism.due_ns

    def advance(self, now_ns: int) -> None:
        """Everything that ends by `now_ns`, each at its own time, however late this is called."""
        mechanism = self.engine.mechanism
        while (due_ns := mechanism.due_ns) is not None and due_ns <= now_ns:
            self._finish(due_ns)
            self._go_on(due_ns)
            self._control_flow()

    def receive(self, data: bytes, now_ns: int) -> None:
        """Bytes from the wire; a real-time command acts where it ends, between its neighbours."""
        if now_ns < self._deaf_until_ns:
            return
        done = 0
        for end, what, n in self._scanner.scan(data):
            self.parser.feed(data[done:end], self._ready)
            done = end
            if self._at_once(what, n, now_ns):
                done += 1  # the buffers are empty: the command's last byte has nothing to join
        self.parser.feed(data[done:] if done else data, self._ready)
        self._go_on(now_ns)
        self._control_flow()

    def changed(self, now_ns: int) -> None:
        """A sensor may have changed: stop or go on, and tell whoever asked to be told."""
        engine = self.engine
        offline = self.sensors.offline
        went_offline = offline and not self._was_offline
        self._was_offline = offline
        told, self._told = self._told, status.automatic(self.sensors)
        if (told ^ self._told) & engine.asb_selected:
            self._answer(self._told.to_bytes(4, "big"))
        if went_offline and engine.offline_response:
            cause = status.offline_cause(self.sensors) if engine.offline_response == 2 else b""
            self._answer(b"\x37\x23" + cause + b"\x00")
        if offline:
            engine.mechanism.stop()
        else:
            self._go_on(now_ns)

    def part(self, at_dots: int, now_ns: int) -> None:
        """Take off the paper before coordinate `at_dots`, if there is any."""
        piece = self.engine.paper.sever(at_dots, now_ns)
        if piece is not None:
            self._came_off(piece, True)

    def power_off(self, now_ns: int) -> None:
        """All that is not paper is forgotten; nothing is heard until `power_on`."""
        self.engine.switch_on()
        self.parser.clear()
        self._scanner.reset()
        self._sender_stopped = False
        self.sensors.cover_stopped = self.sensors.cutter_error = False
        self._deaf_until_ns = _NEVER_NS
        self.changed(now_ns)

    def power_on(self, now_ns: int) -> None:
        """The cutter goes home at once, and shows whether it can."""
        self.sensors.cutter_error = self.jammed and self._model.cutter
        self._deaf_until_ns = now_ns + self._timing.start_ns
        self.changed(now_ns)

    def _ready(self) -> bool:
        return not self.engine.mechanism.full and not self.sensors.offline

    def _go_on(self, now_ns: int) -> None:
        """Nothing waits that need not wait."""
        if not self.sensors.offline:
            self.engine.mechanism.start(now_ns)
            self.parser.run(self._ready)
            self.engine.mechanism.start(now_ns)

    def _control_flow(self) -> None:
        waiting = self.parser.waiting_bytes
        if self._model.xonxoff and (waiting <= _READY_BYTES if self._sender_stopped else waiting >= _BUSY_BYTES):
            self._answer(_XON if self._sender_stopped else _XOFF)
            self._sender_stopped = not self._sender_stopped

    def _finish(self, now_ns: int) -> None:
        """The movement that ends at `now_ns`: a line on paper, a piece off, or a stuck blade."""
        mechanism, paper = self.engine.mechanism, self.engine.paper
        if mechanism.first.cut and self.jammed:
            self.sensors.cutter_error = True
            self.changed(now_ns)
            return
        step = mechanism.finish()
        if step.cut:
            self.part(paper.blade_dots if step.cut_at_dots is None else step.cut_at_dots, now_ns)
        elif step.line is not None:
            paper.print(step.line, now_ns)
            self._use_up(now_ns)
        else:
            paper.fed_dots += step.dots
        if paper.fed_dots - paper.edge_dots > HANGING_MAX_DOTS:
            torn = paper.sever(paper.blade_dots, now_ns)
            if torn is not None:
                self._came_off(torn, False)
        if step.process_id is not None:
            self._answer(b"\x37\x22" + step.process_id + b"\x00")

    def _use_up(self, now_ns: int) -> None:
        """One line less on the roll."""
        if self.lines_left is None:
            return
        self.lines_left -= 1
        if self.lines_left <= 0:
            self.lines_left, self.sensors.paper_out = None, True
            self.changed(now_ns)

    def _at_once(self, what: RealTime, n: int, now_ns: int) -> bool:
        """Carry out a real-time command; whether it emptied the buffers."""
        if what is RealTime.STATUS:
            self._answer(status.real_time(n, self.sensors))
            return False
        if what is RealTime.CLEAR:
            self._clear()
            self._answer(b"\x37\x25\x00")
            return True
        if not self.sensors.cutter_error:
            return False  # cover and paper recover by themselves, DLE ENQ is for the cutter alone
        if what is RealTime.RECOVER_CLEARED:
            self._clear()
        self.sensors.cutter_error = False
        self.changed(now_ns)
        return what is RealTime.RECOVER_CLEARED

    def _clear(self) -> None:
        self.parser.clear()
        self.engine.clear_print_data()
