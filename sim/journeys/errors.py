"""A script that is not one: where, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

KeyPath = tuple[str | int, ...]
"""Keys and list positions (from 0) down to a value: `("step", 3, "press")`."""


class ScriptError(ValueError):
    """Raised when a journey's table breaks a rule. Never repeats the value, which may be a PIN.

    key_path: where; expected: what should stand there, in words
    """

    def __init__(self, key_path: KeyPath, expected: str) -> None:
        self.key_path, self.expected = key_path, expected
        super().__init__(f"{dotted(key_path)}: expected {expected}")


def dotted(key_path: KeyPath) -> str:
    """`step[3].press`, as TOML readers write it."""
    out = ""
    for key in key_path:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else key
    return out or "the journey"


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean x?)`, or nothing when no known word is near."""
    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""
