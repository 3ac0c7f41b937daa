"""What a bystander can see or hear, one entry each: the stuff of expectations and of the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

WHATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "act": "the customer does something: the verb and its arguments, never the key",
        "fate": "something else happens to the world: the verb and its arguments",
        "note": "a mark that the script sets",
        "wall": "the wall clock stands at this time from now on",
        "screen": "another screen is shown: its name",
        "line": "a line of words that was not on the screen before",
        "picture": "a drawing that was not on the screen before: its id",
        "warning": "the question whether somebody is still there begins: seconds left",
        "warning_over": "that question is gone",
        "voice": "the kiosk says something",
        "alarm": "the alarm goes `on` or `off`",
        "card": "a card is `laid` or `taken`",
        "coin": "a coin goes into the slot: yen",
        "coins_out": "a coin falls into the cup: yen",
        "note_in": "a note is drawn into the slot: yen",
        "note_out": "a note comes out of the slot again: yen",
        "sheet": "a sheet comes `out` of the printer or is `taken`",
        "receipt": "a receipt comes `out` or is `taken`",
        "attendant": "the attendant is called: the cause",
        "attendant_over": "the attendant's flag is lowered",
        "indiscreet": "a name on the screen at the `warning`, a name or a certificate in the `voice`",
    }
)
"""Every `Seen.what`, and what it means with its detail."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing seen or heard. at_ns: monotonic; what: a key of `WHATS`. Names are never in it."""

    at_ns: int
    what: str
    detail: str = ""

    @property
    def label(self) -> str:
        """`what:detail`, as expectations write it."""
        return f"{self.what}:{self.detail}" if self.detail else self.what

    def matches(self, label: str) -> bool:
        """Whether `what:detail` is this; a bare `what` is this with any detail."""
        what, colon, detail = label.partition(":")
        return self.what == what and (not colon or self.detail == detail)
