"""A journey as data: who comes when, what the customer does, and what the world shall then look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sim.journeys import reading
from sim.journeys.errors import KeyPath, ScriptError
from sim.journeys.expectations import After, Expect, read_expect
from sim.journeys.kinds import PERSONA, BadValue
from sim.journeys.reading import Table
from sim.journeys.setup import Setup, read_setup
from sim.journeys.steps import Step, read_steps

__all__ = ["After", "Expect", "Script", "ScriptError", "Setup", "Step", "Variant", "parse"]

ACT_S: Final = 0.8
"""Human time before an act when the script does not say."""

DEFAULT_PERSONA: Final = "yamada-taro"


@dataclass(frozen=True, slots=True)
class Variant:
    """For these screens, other steps and other expectations than the script's own."""

    screens: tuple[str, ...]
    steps: tuple[Step, ...]
    expect: Expect


@dataclass(frozen=True, slots=True)
class Script:
    """One journey.

    name: of its file, empty where there is none
    at: the wall clock at the start; None only where `base` is given, whose own it then is
    act_s: human time before each act
    hurry_most: how much it may be hurried on real wires; for one in which the wires' own times, which nothing
        hurries, must stay short beside the kiosk's (a reader's service starts again within a second)
    base: the journeys from whose screens this one starts, when `everywhere`; see `sim.journeys.everywhere`
    """

    title: str
    name: str
    at: datetime | None
    persona: str
    setup: Setup
    act_s: float
    steps: tuple[Step, ...]
    expect: Expect
    base: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    hurry_most: int | None = None

    @property
    def everywhere(self) -> bool:
        """Whether it is to be run from each of many screens, and not by itself."""
        return bool(self.base)


def parse(data: Mapping[str, object], *, name: str = "") -> Script:
    """The script in plain data, as `tomllib` gives it. Raises `ScriptError` with the path of the key."""
    table = Table(data, ())
    everywhere = table.get("everywhere", reading.flag, False)
    title = table.need("title", reading.text, "the journey's title")
    steps = table.need("step", read_steps, "a list of steps, [[step]]")
    if not steps:
        raise ScriptError(("step",), "at least one step")
    expect = table.need("expect", read_expect, "what the world shall look like, [expect]")
    act_s = table.get("act_s", reading.seconds, ACT_S)
    if everywhere:
        base = table.need("base", _base, "the journey to start from")
        variants = table.get("variant", _variants, ())
        table.finish()
        return Script(title, name, None, DEFAULT_PERSONA, Setup(), act_s, steps, expect, base, variants)
    if "base" in table.values or "variant" in table.values:
        raise ScriptError(("everywhere",), "true, where there is a base or a variant")
    at = table.need("at", reading.wall_time, "the date and time at the start")
    persona = table.get("persona", _persona, DEFAULT_PERSONA)
    setup = table.get("setup", read_setup, Setup())
    hurry_most = table.get("hurry_most", _hurry, None)
    table.finish(("base", "variant"))
    return Script(title, name, at, persona, setup, act_s, steps, expect, hurry_most=hurry_most)


def _hurry(value: object, path: KeyPath) -> int:
    factor = reading.count(value, path)
    if factor < 1:
        raise ScriptError(path, "a whole number from 1")
    return factor


def _base(value: object, path: KeyPath) -> tuple[str, ...]:
    names = (reading.text(value, path),) if isinstance(value, str) else reading.texts(value, path)
    if not names:
        raise ScriptError(path, "at least one journey")
    return names


def _variants(value: object, path: KeyPath) -> tuple[Variant, ...]:
    return tuple(reading.items(value, path, _variant, "a list of tables, [[variant]]"))


def _variant(value: object, path: KeyPath) -> Variant:
    table = Table(value, path)
    found = Variant(
        table.need("screens", reading.texts, "the screens it is for"),
        table.need("step", read_steps, "a list of steps"),
        table.need("expect", read_expect, "what the world shall look like"),
    )
    table.finish()
    return found


def _persona(value: object, path: KeyPath) -> str:
    try:
        return str(PERSONA.convert(value))
    except BadValue as error:
        raise ScriptError(path, str(error)) from None
