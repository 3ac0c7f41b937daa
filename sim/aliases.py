"""Shorter and other words for what `sim.verbs` has: as people say them at the control of one simulator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sim.verbs import VERBS


@dataclass(frozen=True, slots=True)
class Alias:
    """Another word for a verb. usual: the arguments where none are given."""

    verb: str
    usual: tuple[object, ...] = ()


ALIASES: Final[Mapping[str, Alias]] = MappingProxyType(
    {
        "coin_on_string": Alias("insert_on_string", (100,)),
        "pull_cable": Alias("unplug"),
        "put_cable": Alias("plug"),
    }
)

BY_VALUE: Final = "hopper"
"""The thing that a coin's value alone names: `empty 50`."""


def in_full(verb: str, arguments: Sequence[object], only: str | None = None) -> tuple[str, list[object]]:
    """The verb and the arguments as `sim.verbs.find` knows them; whatever is no short form stays as it is.

    only: the one peripheral that is there (`cash`); where a verb leaves open what to act on, it is that one
    """
    found, given = ALIASES.get(verb, Alias(verb)), list(arguments)
    things = VERBS.get(found.verb, {})
    given = given or list(found.usual)
    if "" in things or (given and isinstance(given[0], str) and given[0] in things):
        return found.verb, given
    if only in things and not (given and isinstance(given[0], str)):
        return found.verb, [only, *given]
    if given and type(given[0]) is int and BY_VALUE in things:
        return found.verb, [BY_VALUE, *given]
    return found.verb, given
