"""One step of a script: an act or fault of the vocabulary, or something to wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sim import verbs
from sim.journeys import reading
from sim.journeys.errors import KeyPath, ScriptError, nearest
from sim.journeys.reading import Read, Table

WITHIN_S: Final = 90.0
"""How long a wait may last when the step does not say."""


def _row(value: object, path: KeyPath) -> tuple[str, str]:
    match reading.texts(value, path):
        case (label, content):
            return label, content
    raise ScriptError(path, "a label and a text")


WAITS: Final[Mapping[str, tuple[Read[object], str]]] = MappingProxyType(
    {
        "wait": (reading.text, "until this screen is shown"),
        "wait_line": (reading.text, "until a shown line contains this text"),
        "wait_row": (_row, "until a row of the table shown has this label and contains this text"),
        "wait_voice": (reading.text, "until the kiosk says something that contains this text"),
        "wait_alarm": (reading.flag, "until the alarm is on, or off"),
        "wait_warning": (reading.flag, "until the question whether somebody is there is shown, or gone"),
    }
)
"""What ends when the kiosk does something."""

OTHERS: Final[Mapping[str, tuple[Read[object], str]]] = MappingProxyType(
    {
        "pause_s": (reading.seconds, "do nothing for so long"),
        "hands_off_s": (reading.seconds, "do nothing until the last act is so long ago"),
        "note": (reading.text, "leave a mark in the log"),
        "absent": (reading.text, "fail if a button or choice can be pressed"),
    }
)
"""What the customer does without touching anything."""

SECRET: Final = frozenset(row.name for row in verbs.TABLE if row.secret)
"""Verbs whose arguments are never shown."""


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """verb: a key of `sim.verbs.VERBS`, `WAITS` or `OTHERS`; arguments: as written in the file.

    within_s: how long a wait may last
    act_s: human time before the act; None is the script's
    meanwhile: screen -> what the customer does whenever it is shown during a wait
    """

    verb: str
    arguments: tuple[object, ...]
    within_s: float = WITHIN_S
    act_s: float | None = None
    meanwhile: Mapping[str, Step] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The step in words, without what is secret."""
        if self.verb in SECRET:
            return self.verb
        return " ".join((self.verb, *(str(each) for each in self.arguments)))

    def __repr__(self) -> str:
        return f"Step({self.label!r})"


def read_steps(value: object, path: KeyPath) -> tuple[Step, ...]:
    """A list of step tables."""
    return tuple(reading.items(value, path, read_step, "a list of steps"))


def read_step(value: object, path: KeyPath) -> Step:
    """A table with exactly one verb, and what goes with it. Raises `ScriptError`."""
    table = Table(value, path)
    known = (*WAITS, *OTHERS, *verbs.VERBS)
    found = [key for key in table.values if key in known]
    if len(found) != 1:
        stray = next((key for key in table.values if key not in known), "")
        raise ScriptError(path, f"exactly one of {', '.join(known)}{nearest(stray, known)}")
    (verb,) = found
    if verb in WAITS:
        arguments: tuple[object, ...] = (table.need(verb, WAITS[verb][0], ""),)
        within_s = table.get("within_s", reading.seconds, WITHIN_S)
        meanwhile = table.get("meanwhile", _meanwhile, {})
        step = Step(verb, arguments, within_s=within_s, meanwhile=meanwhile)
    elif verb in OTHERS:
        step = Step(verb, (table.need(verb, OTHERS[verb][0], ""),))
    else:
        act_s = table.get("act_s", reading.seconds, None)
        step = Step(verb, table.need(verb, _arguments, ""), act_s=act_s)
    table.finish()
    return step


def _meanwhile(value: object, path: KeyPath) -> dict[str, Step]:
    table = Table(value, path)
    found = {}
    for screen in table.values:
        step = found[screen] = table.need(screen, read_step, "")
        if step.verb not in verbs.VERBS:
            raise ScriptError((*path, screen), f"an act, one of {', '.join(verbs.VERBS)}")
    return found


def _arguments(value: object, path: KeyPath) -> tuple[object, ...]:
    """`true` for none, a list for several, else one; checked against the vocabulary."""
    verb = str(path[-1])
    if value is False:
        raise ScriptError(path, "true, where a verb takes no argument")
    arguments = () if value is True else tuple(value) if isinstance(value, list | tuple) else (value,)
    try:
        verbs.find(verb, arguments)
    except verbs.VerbError as error:
        in_list = error.position is not None and isinstance(value, list | tuple)
        raise ScriptError((*path, error.position) if in_list else path, error.expected) from None  # type: ignore[arg-type]
    return arguments
