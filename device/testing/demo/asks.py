"""What a page may ask for by POST: JSON in, deeds on the screen's wire or out of the table of verbs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from device.testing.demo.world import PacedWorld
from sim.verbs import perform

BODY_BYTES_MAX: Final = 4096
LEAP_MAX_S: Final = 3600
ARGUMENTS_MAX: Final = 16

_PRESSES: Final = {"button": "press", "choice": "choose", "key": "key"}
"""A press on the screen's wire (docs/screen.md) -> the verb of the finger that makes it."""


class BadAsk(ValueError):
    """Raised when a body is not what is asked for; says what is, never what came."""


def press(world: PacedWorld, body: Mapping[str, object]) -> None:
    """`{"button": "confirm"}`, `{"choice": …}` or `{"key": …}`: the customer's finger.

    Raises `BadAsk`, `VerbError`, and `ActError` where it is not on the screen (any more).
    """
    if len(body) != 1 or (what := next(iter(body))) not in _PRESSES or not isinstance(body[what], str):
        raise BadAsk("one of button, choice, key, with text")
    world.ask(lambda kiosk: perform(kiosk.world, _PRESSES[what], body[what]))


def do(world: PacedWorld, body: Mapping[str, object]) -> None:
    """`{"verb": "lay", "arguments": ["card"]}`: anything of `sim.verbs`. Raises `BadAsk`, `VerbError`, `ActError`."""
    verb, arguments = body.get("verb"), body.get("arguments", [])
    if not isinstance(verb, str) or not isinstance(arguments, list) or len(arguments) > ARGUMENTS_MAX:
        raise BadAsk(f"verb, a text, and arguments, a list of at most {ARGUMENTS_MAX}")
    world.ask(lambda kiosk: perform(kiosk.world, verb, *arguments))


def jump(world: PacedWorld, body: Mapping[str, object]) -> None:
    """`{"seconds": 60}`: the clock of the whole world runs ahead. Raises `BadAsk`."""
    seconds = body.get("seconds")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 1 <= seconds <= LEAP_MAX_S:
        raise BadAsk(f"seconds, a whole number from 1 to {LEAP_MAX_S}")
    world.leap(seconds)


POSTS: Final[Mapping[str, Callable[[PacedWorld, Mapping[str, object]], None]]] = {
    "/press": press,
    "/do": do,
    "/jump": jump,
}


def body_of(data: bytes) -> Mapping[str, object]:
    """The one JSON object of a body. Raises `BadAsk`."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise BadAsk("one JSON object in UTF-8")
    return body
