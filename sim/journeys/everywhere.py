"""One script, many starts: a journey that is run from every screen that another one passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sim.journeys import catalogue
from sim.journeys.errors import ScriptError
from sim.journeys.script import Script
from sim.journeys.steps import Step


def expand(script: Script, screens: Sequence[str], *, load: Callable[[str], Script] = catalogue.load) -> list[Script]:
    """One script for each screen: a base's steps up to where it waits for that screen, then the script's own.

    The first base that waits for the screen is taken, with its time, persona and setup; a variant
    of the script that names the screen replaces its steps and expectations. A script that is not
    `everywhere` comes back alone.

    Raises `ScriptError` for a screen that no base waits for, so that a new state of the kiosk is
    red until a journey covers it, for a base that has no start of its own, and for a variant's
    screen that no base waits for.
    """
    if not script.everywhere:
        return [script]
    bases = [_base(script, index, load) for index in range(len(script.base))]
    for index, variant in enumerate(script.variants):
        for place, screen in enumerate(variant.screens):
            _reach(screen, bases, ("variant", index, "screens", place))
    return [_from(script, screen, bases) for screen in screens]


def _base(script: Script, index: int, load: Callable[[str], Script]) -> Script:
    try:
        base = load(script.base[index])
    except catalogue.UnknownJourneyError as error:
        raise ScriptError(("base", index), f"one of {', '.join(error.known)}") from None
    if base.everywhere:
        raise ScriptError(("base", index), "a journey with a start of its own")
    return base


def _reach(screen: str, bases: Sequence[Script], where: tuple[str | int, ...]) -> tuple[Script, tuple[Step, ...]]:
    """The base, and its steps until the screen is there."""
    for base in bases:
        for count, step in enumerate(base.steps, 1):
            if step.verb == "wait" and step.arguments == (screen,):
                return base, base.steps[:count]
    names = ", ".join(base.name or base.title for base in bases)
    raise ScriptError(where, f'a base with the step wait = "{screen}", which {names} have not')


def _from(script: Script, screen: str, bases: Sequence[Script]) -> Script:
    base, way = _reach(screen, bases, ("base",))
    special = next((variant for variant in script.variants if screen in variant.screens), None)
    steps, expect = (script.steps, script.expect) if special is None else (special.steps, special.expect)
    return replace(
        base,
        title=f"{script.title} ({screen})",
        name=f"{script.name}@{screen}" if script.name else "",
        act_s=script.act_s,
        steps=way + steps,
        expect=expect,
    )
