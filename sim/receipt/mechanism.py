"""Head, motor and cutter: one movement after another, each taking its time.

A movement that is stopped half way (cover, paper, power)
is done again from its beginning when the machine goes on, as printers restart "from the line where
the error occurred".
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from sim.receipt.paper import HEAD_TO_CUTTER_DOTS, Line
from sim.receipt.timing import Timing

_AHEAD_DOTS = 240  # the print buffer: what may be set while earlier lines are still being printed
_AHEAD_STEPS = 32


@dataclass(slots=True)
class Step:
    """One movement: print `line`, or feed `dots` (back if negative), or cut at `cut_at_dots`.

    cut:        whether this is a cut; at the blade unless a paper coordinate was preset
    process_id: answered as soon as this movement is done
    """

    dots: int = 0
    line: Line | None = None
    cut: bool = False
    cut_at_dots: int | None = None
    process_id: bytes | None = None


class Mechanism:
    """The movements still to be made. Does nothing by itself: `due_ns` says when the first is done."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._steps: deque[Step] = deque()
        self._dots = 0
        self._ahead_dots = 0
        self._started_ns: int | None = None
        self._presets: list[int] = []

    @property
    def busy(self) -> bool:
        return bool(self._steps)

    @property
    def running(self) -> bool:
        return self._started_ns is not None

    @property
    def full(self) -> bool:
        """Enough is waiting: what follows stays in the receive buffer."""
        return self._dots >= _AHEAD_DOTS or len(self._steps) >= _AHEAD_STEPS

    @property
    def due_ns(self) -> int | None:
        if self._started_ns is None:
            return None
        step, timing = self._steps[0], self._timing
        return self._started_ns + (timing.cut_ns if step.cut else abs(step.dots) * timing.dot_ns)

    @property
    def first(self) -> Step:
        return self._steps[0]

    @property
    def last(self) -> Step:
        return self._steps[-1]

    def add(self, step: Step, fed_dots: int) -> None:
        """Queue a movement; a cut preset at a place on the paper follows when that has come by."""
        self._append(step)
        for preset in [p for p in self._presets if fed_dots + self._ahead_dots >= p + HEAD_TO_CUTTER_DOTS]:
            self._presets.remove(preset)
            self._append(Step(cut=True, cut_at_dots=preset))

    def preset(self, units_dots: int, fed_dots: int) -> None:
        """Cut there (dots from what is printed next) once it has come to the blade (GS V function C)."""
        if len(self._presets) < _AHEAD_STEPS:
            self._presets.append(fed_dots + self._ahead_dots + units_dots)

    def start(self, now_ns: int) -> None:
        """Set the first movement going, if there is one and nothing runs."""
        if self._steps and self._started_ns is None:
            self._started_ns = now_ns

    def stop(self) -> None:
        """Stand still; the movement that was running will be made again."""
        self._started_ns = None

    def finish(self) -> Step:
        """The first movement is made; nothing runs until the next is started."""
        step = self._steps.popleft()
        self._dots -= abs(step.dots)
        self._ahead_dots -= step.dots
        self._started_ns = None
        return step

    def clear(self) -> None:
        """Forget every movement; process IDs that hung on them are never answered."""
        self._steps.clear()
        self._presets.clear()
        self._dots = self._ahead_dots = 0
        self._started_ns = None

    def _append(self, step: Step) -> None:
        self._steps.append(step)
        self._dots += abs(step.dots)
        self._ahead_dots += step.dots
