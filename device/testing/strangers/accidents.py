"""What befalls an answer of the centre on its way: the table, and a plan that says which one when."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

DOCUMENTS: Final = "/v1/documents"


class Accident(Enum):
    """One answer's fate. The value says it in words."""

    NONE = "comes at once"
    DELAYED = "comes late, but in time"
    AFTER_TIMEOUT = "comes when the kiosk has given up and asks for something else"
    SWAPPED = "goes to another kiosk, whose answer comes here"
    READDRESSED = "goes to another kiosk under that one's request id, whose answer comes here under ours"
    DOUBLED = "comes, and comes once more as the answer to the next request"
    OLDER = "is an answer to an earlier customer"
    OLDER_READDRESSED = "is an answer to an earlier customer, under our request id"
    WRONG_FILE = "has another resident's pages inside, with ids and signature right"
    NAMESAKES_FILE = "has the pages of a resident of the same name inside, with ids and signature right"
    WRONG_DATA = "is typeset from another resident's data under our number, with ids and signature right"
    NAMESAKES_DATA = "is typeset from the data of a resident of the same name under our number"


@dataclass(frozen=True)
class Fate:
    """An accident; delay_ms: for `DELAYED`."""

    accident: Accident = Accident.NONE
    delay_ms: float = 0.0


UNHARMED: Final = Fate()


DATA: Final = frozenset({Accident.WRONG_DATA, Accident.NAMESAKES_DATA})
"""The file is ours, and made of somebody else's entries."""
FILES: Final = frozenset({Accident.WRONG_FILE, Accident.NAMESAKES_FILE}) | DATA
"""What happens behind the centre, to documents alone."""
NAMESAKES: Final = frozenset({Accident.NAMESAKES_FILE, Accident.NAMESAKES_DATA})


READDRESSED: Final = frozenset({Accident.READDRESSED, Accident.OLDER_READDRESSED})
"""Whose request id is ours although the answer is not."""


@dataclass(frozen=True)
class Asked:
    """A request of a customer's journey as it arrives. number: of this terminal's, from 0."""

    terminal: str
    number: int
    path: str
    request: str


Plan = Callable[[Asked], Fate]


def planned(fates: Sequence[Fate]) -> Plan:
    """These, one after the other over all kiosks, then nothing more."""
    rest = list(reversed(fates))
    return lambda _asked: rest.pop() if rest else UNHARMED


def always(accident: Accident) -> Plan:
    """This one, to every document."""
    return lambda asked: Fate(accident, 1.0) if asked.path == DOCUMENTS else UNHARMED


def seeded(seed: int, *, share: float = 0.35, delay_ms_max: float = 300.0) -> Plan:
    """At random, about a `share` of all answers, more of the documents; fewer of what runs into a time-out."""
    chance = random.Random(seed)
    kinds = [each for each in Accident if each is not Accident.NONE]

    def plan(asked: Asked) -> Fate:
        likely = share * (1.6 if asked.path == DOCUMENTS else 0.4)
        if chance.random() >= likely:
            return UNHARMED
        accident = chance.choice(kinds)
        if accident is Accident.AFTER_TIMEOUT and chance.random() > 0.3:
            accident = Accident.DELAYED
        return Fate(accident, chance.uniform(1.0, delay_ms_max))

    return plan
