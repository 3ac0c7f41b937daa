"""Commands that move paper: line ends, feeds, cuts."""

from __future__ import annotations

from sim.receipt.engine import Engine
from sim.receipt.mechanism import Step
from sim.receipt.paper import HEAD_TO_CUTTER_DOTS
from sim.receipt.sinks import Collect, Sink

_CUT_HERE = (0, 1, 48, 49)
_FEED_AND_CUT = (65, 66)
_PRESET_CUT = (97, 98)
_FEED_CUT_AND_BACK = (103, 104)


def line_feed(engine: Engine, _: bytes) -> None:
    """LF: print, feed by the line spacing."""
    engine.end_line()


def tab(engine: Engine, _: bytes) -> None:
    """HT."""
    engine.layout.tab()


def ignored(_engine: Engine, _: bytes) -> None:
    """A command without effect here: CR (automatic line feed is off), pulses to no drawer, …"""


def feed_units(engine: Engine, args: bytes) -> None:
    """ESC J n: print, feed n motion units."""
    engine.feed(engine.layout.vertical(args[0]))


def feed_lines(engine: Engine, args: bytes) -> None:
    """ESC d n: print, feed n lines."""
    engine.feed(args[0] * engine.layout.modes.spacing_dots)


def cut_here(engine: Engine, _: bytes) -> None:
    """ESC i, ESC m and GS V function A: cut what lies under the blade, without feeding."""
    if not engine.layout.at_line_start:
        engine.refuse()
    elif engine.model.cutter:
        engine.move(Step(cut=True))


def cut(engine: Engine, args: bytes) -> Sink | None:
    """GS V m [n]: functions A (cut), B (feed to the cutting position + n, cut), C (preset), D (B and back).

    Only at the beginning of a line (TM-T88III specification, GS V). Without a cutter the paper is
    fed and stays whole. Full and partial cut differ by one point of paper, which nobody sees here.
    """
    m = args[0]
    if m in _CUT_HERE:
        cut_here(engine, args)
        return None
    if m in (*_FEED_AND_CUT, *_PRESET_CUT, *_FEED_CUT_AND_BACK):
        return Collect(1, lambda n: _cut_after(engine, m, n[0]))
    engine.refuse()
    return None


def _cut_after(engine: Engine, m: int, units: int) -> None:
    dots = engine.layout.vertical(units)
    if not engine.layout.at_line_start:
        engine.refuse()
        return
    if m in _PRESET_CUT:
        if engine.model.cutter:
            engine.mechanism.preset(dots, engine.paper.fed_dots)
        return
    engine.move(Step(HEAD_TO_CUTTER_DOTS + dots))
    if engine.model.cutter:
        engine.move(Step(cut=True))
        if m in _FEED_CUT_AND_BACK:
            engine.move(Step(-HEAD_TO_CUTTER_DOTS))
