"""What went wrong elsewhere, as scenes: who stands where, and what befalls which answer (rule book §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from device.testing.strangers.accidents import DOCUMENTS, UNHARMED, Accident, Asked, Fate
from device.testing.strangers.fleet import Outcome, fleet
from device.testing.strangers.guests import guests
from sim.personas import Persona

EVERYBODY: Mapping[str, Persona] = guests(8)
PEOPLE: Sequence[Persona] = tuple(EVERYBODY.values())
SESSIONS = "/v1/sessions"


@dataclass(frozen=True)
class Scene:
    """queues: guests by number at each kiosk, with the kind each wants. accident: of every answer on `path` from the
    `visit`-th guest on, from 1."""

    queues: Sequence[Sequence[tuple[int, str]]]
    accident: Accident
    path: str = DOCUMENTS
    visit: int = 1

    def played(self) -> Outcome:
        """What became of everybody."""
        queues = [[(PEOPLE[guest], kind) for guest, kind in queue] for queue in self.queues]
        return fleet(queues, self._fate, EVERYBODY)

    def _fate(self, asked: Asked) -> Fate:
        visit = int(asked.request.split("-")[2]) % 1_000_000
        return Fate(self.accident) if asked.path == self.path and visit >= self.visit else UNHARMED


SAME_SECOND = Scene([[(0, "juminhyo")], [(2, "juminhyo")]], Accident.SWAPPED)
"""Kawasaki, 2023: two people at two shops within one second."""
NAMESAKES_SAME_SECOND = Scene([[(0, "koseki")], [(1, "koseki")]], Accident.SWAPPED)
READDRESSED = Scene([[(0, "juminhyo")], [(2, "juminhyo")]], Accident.READDRESSED)
FORMER_CUSTOMER = Scene([[(0, "juminhyo"), (2, "juminhyo")]], Accident.OLDER, visit=2)
"""Yokohama, 2023: the queue of requests is one behind after a time-out."""
FORMER_SESSION = Scene([[(0, "juminhyo"), (2, "juminhyo")]], Accident.OLDER_READDRESSED, SESSIONS, visit=2)
"""The session of the customer before, under the request id of this one."""
TWICE = Scene([[(0, "inkan"), (2, "inkan")]], Accident.DOUBLED)
AFTER_TIMEOUT = Scene([[(0, "fuhyo"), (2, "fuhyo")]], Accident.AFTER_TIMEOUT)
WRONG_FILE = Scene([[(0, "juminhyo")]], Accident.WRONG_FILE)
"""A file overwritten behind the centre."""
NAMESAKES_FILE = Scene([[(0, "juminhyo")]], Accident.NAMESAKES_FILE)
