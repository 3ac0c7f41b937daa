"""What was shown, said and sounded, and when: one check each.

A check compares one expectation with the world's log, and yields a sentence for each thing that is
not so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.journeys.expectations import After
from sim.journeys.outcome import plain
from sim.wire import NS_PER_S

if TYPE_CHECKING:
    from sim.journeys.seen import Seen
    from sim.world import World


def _details(world: World, what: str) -> list[str]:
    return [seen.detail for seen in world.log if seen.what == what]


def screens(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Screens in this order, others may be between."""
    shown = _details(world, "screen")
    at = 0
    for index, screen in enumerate(expected):
        try:
            at = shown.index(screen, at) + 1
        except ValueError:
            before = f" after {expected[index - 1]}" if index else ""
            yield f"the screen {screen} was not shown{before}; shown were {', '.join(shown) or 'none'}"
            return


def never_screens(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Screens not shown at all."""
    shown = set(_details(world, "screen"))
    for screen in expected:
        if screen in shown:
            yield f"the screen {screen} was shown"


def lines(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Lines shown, word for word."""
    shown = set(_details(world, "line"))
    for line in expected:
        if line not in shown:
            yield f"the screen never said 「{line}」"


def lines_never(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Text that is in no line."""
    shown = _details(world, "line")
    for text in expected:
        if any(text in line for line in shown):
            yield f"the screen said 「{text}」"


def pictures(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Drawings shown, by id."""
    shown = set(_details(world, "picture"))
    for picture in expected:
        if picture not in shown:
            yield f"the screen never had the picture {picture}"


def voice(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Words spoken, word for word."""
    said = set(_details(world, "voice"))
    for words in expected:
        if words not in said:
            yield f"the voice never said 「{words}」"


def table(world: World, expected: Mapping[str, str]) -> Iterator[str]:
    """Text beside a label in some table on the screen."""
    for label, text in expected.items():
        if not any(cell == label and plain(text) in plain(value) for cell, value in world.customer.senses.cells):
            yield f"no table on the screen had 「{text}」 beside 「{label}」"


def last_screen(world: World, expected: str) -> Iterator[str]:
    """The screen at the end."""
    shown = _details(world, "screen")
    if not shown or shown[-1] != expected:
        yield f"the last screen is {shown[-1] if shown else 'none'}, not {expected}"


def alarms(world: World, expected: int) -> Iterator[str]:
    """How often the alarm was switched on."""
    times = _details(world, "alarm").count("on")
    if times != expected:
        yield f"the alarm was switched on {times} times, not {expected}"


def attendant(world: World, expected: Sequence[str]) -> Iterator[str]:
    """Causes the attendant was called for, in order."""
    causes = _details(world, "attendant")
    if causes != list(expected):
        yield f"the attendant was called for {', '.join(causes) or 'nothing'}, not {', '.join(expected) or 'nothing'}"


def afters(world: World, expected: Sequence[After]) -> Iterator[str]:
    """Time between things seen."""
    for after in expected:
        yield from _after(world.log, after)


def _after(log: Sequence[Seen], after: After) -> Iterator[str]:
    first = next((index for index, seen in enumerate(log) if seen.matches(after.see)), None)
    if first is None:
        yield f"{after.see} was never seen"
        return
    then = next((index for index in range(first + 1, len(log)) if log[index].matches(after.then)), None)
    if then is None:
        yield f"{after.then} was not seen after {after.see}"
        return
    if after.last:
        first = next(index for index in range(then - 1, -1, -1) if log[index].matches(after.see))
    passed_s = (log[then].at_ns - log[first].at_ns) / NS_PER_S
    if passed_s < after.at_least_s:
        yield f"{after.then} came {passed_s:.3f} s after {after.see}, too early by the {after.at_least_s:g} s expected"
    if after.at_most_s is not None and passed_s > after.at_most_s:
        yield f"{after.then} came {passed_s:.3f} s after {after.see}, later than the {after.at_most_s:g} s expected"
