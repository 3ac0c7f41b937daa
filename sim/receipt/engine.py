"""What commands act on: modes, movements, stores and the way back to the controller."""

from __future__ import annotations

from collections.abc import Callable

from sim.receipt import status
from sim.receipt.ink import Picture, Symbol
from sim.receipt.layout import Layout
from sim.receipt.mechanism import Mechanism, Step
from sim.receipt.model import Model
from sim.receipt.paper import Paper
from sim.receipt.status import Sensors
from sim.receipt.timing import Timing


class Engine:
    """The printer's insides, one command at a time.

    unknown_commands: codes that are in no table, stepped over
    refused_commands: known ones with values out of range, too long, or in the wrong place
    """

    def __init__(self, answer: Callable[[bytes], None], model: Model, timing: Timing) -> None:
        self.answer = answer
        self.model = model
        self.sensors = Sensors()
        self.layout = Layout(model.width_dots)
        self.mechanism = Mechanism(timing)
        self.paper = Paper(model.width_dots)
        self.unknown_commands = 0
        self.refused_commands = 0
        self.switch_on()

    def switch_on(self) -> None:
        """As after power on: nothing set, nothing stored, nothing to be moved."""
        self.layout.reset()
        self.mechanism.clear()
        self.asb_selected = 0
        self.offline_response = 0
        self.graphics: Picture | None = None
        self.qr_module_dots = 3
        self.qr_level = "L"
        self.qr_data = b""

    def clear_print_data(self) -> None:
        """DLE ENQ 2, DLE DC4 8: what is not on paper is gone, the modes stay."""
        self.layout.clear()
        self.mechanism.clear()

    def refuse(self) -> None:
        self.refused_commands += 1

    # --- paper ---

    def end_line(self, feed_dots: int | None = None) -> None:
        """Print the line and feed: by the line spacing, or by `feed_dots`."""
        feed = self.layout.modes.spacing_dots if feed_dots is None else feed_dots
        process_id = self.layout.process_id
        line = self.layout.take(feed)
        self.move(Step(line.feed_dots, line, process_id=process_id))

    def feed(self, dots: int) -> None:
        """Print the line if there is one, and feed at least `dots`; bare paper is no line."""
        if self.layout.at_line_start:
            self.move(Step(dots))
        else:
            self.end_line(dots)

    def print_picture(self, item: Picture | Symbol) -> None:
        """A picture alone in its line, fed by exactly its height."""
        self.layout.place(item)
        line = self.layout.take(0)
        self.move(Step(line.feed_dots, line))

    def move(self, step: Step) -> None:
        if step.dots or step.cut:
            self.mechanism.add(step, self.paper.fed_dots)
        elif step.process_id is not None:
            self.process_id(step.process_id)

    # --- answers ---

    def process_id(self, process_id: bytes) -> None:
        """GS ( H function 48: answered when all that came before it is on paper.

        Characters of an unfinished line are not; the answer then waits for that line. Of several
        IDs that become due at the same moment only the latest is sent.
        """
        if not self.layout.at_line_start:
            self.layout.process_id = process_id
        elif self.mechanism.busy:
            self.mechanism.last.process_id = process_id
        else:
            self.answer(b"\x37\x22" + process_id + b"\x00")

    def select_asb(self, n: int) -> None:
        """GS a n: the four bytes at once, then again whenever a selected one changes."""
        self.asb_selected = status.selected(n)
        if self.asb_selected:
            self.answer(status.automatic(self.sensors).to_bytes(4, "big"))
