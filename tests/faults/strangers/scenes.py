"""What went wrong elsewhere, as scenes: who stands where, and what befalls which answer (rule book §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from device.testing.strangers.accidents import DOCUMENTS, UNHARMED, Accident, Asked, Fate
from device.testing.strangers.fleet import Outcome, fleet
from device.testing.strangers.guests import guests
from sim.personas import Persona

EVERYBODY: Mapping[str, Persona] = guests(8)
PEOPLE: Sequence[Persona] = tuple(EVERYBODY.values())
SESSIONS = "/v1/sessions"


def _renamed(guest: Persona, name: str) -> Persona:
    (member,) = guest.household
    return replace(
        guest, name=name, register_head=name, head_of_household=name, household=(replace(member, name=name),)
    )


LONGER_NAMED: Mapping[str, Persona] = {
    **EVERYBODY,
    PEOPLE[2].id: _renamed(PEOPLE[2], f"{PEOPLE[0].name}太"),
}
"""The third guest's name begins with the first one's."""


@dataclass(frozen=True)
class Scene:
    """queues: guests by number at each kiosk, with the kind each wants. accident: of every answer on `path` from the
    `visit`-th guest on, from 1. everybody: who there is."""

    queues: Sequence[Sequence[tuple[int, str]]]
    accident: Accident
    path: str = DOCUMENTS
    visit: int = 1
    everybody: Mapping[str, Persona] = field(default_factory=lambda: EVERYBODY)

    def played(self) -> Outcome:
        """What became of everybody."""
        people = tuple(self.everybody.values())
        queues = [[(people[guest], kind) for guest, kind in queue] for queue in self.queues]
        return fleet(queues, self._fate, self.everybody)

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
DATA_OF_A_RESIDENT = Scene([[(0, "juminhyo")]], Accident.WRONG_DATA)
"""The file is the order's own, and another's entries stand in it."""
DATA_ON_A_SEAL_CERTIFICATE = Scene([[(0, "inkan")]], Accident.WRONG_DATA)
DATA_OF_A_REGISTER = Scene([[(0, "koseki")]], Accident.WRONG_DATA)
DATA_OF_A_HISTORY = Scene([[(0, "fuhyo")]], Accident.WRONG_DATA)
DATA_OF_A_NAMESAKE = Scene([[(0, "juminhyo")]], Accident.NAMESAKES_DATA)
DATA_OF_A_REGISTERS_NAMESAKE = Scene([[(0, "koseki")]], Accident.NAMESAKES_DATA)
LONGER_NAME = Scene([[(0, "juminhyo")]], Accident.WRONG_DATA, everybody=LONGER_NAMED)
"""Another's data, whose name begins with the customer's."""
LONGER_NAME_IN_A_REGISTER = Scene([[(0, "koseki")]], Accident.WRONG_DATA, everybody=LONGER_NAMED)
