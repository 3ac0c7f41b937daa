"""One 利用登録申請 in the making, as codes, counts and handles."""

from __future__ import annotations

from dataclasses import dataclass, field

from statemachine.places import Place

PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX = 6, 16  # rule book §4
TELEPHONE_LENGTHS = (10, 11)
NAME_PARTS = 2  # 氏 and 名

TOWN_READING, LOT, NAME_READING, TELEPHONE = "town_reading", "lot", "name_reading", "telephone"
"""What is typed, by the handles under which it lies in the vault."""

LENGTH_MAX = {TOWN_READING: 30, LOT: 20, NAME_READING: 30, TELEPHONE: 11}
"""Characters; with municipality and town far below what the centre takes."""


def written(of: str, part: int, n: int) -> str:
    """The handle of the `n`-th writing of one part of a `town` or a `name`; also its choice on the screen."""
    return f"writing:{of}:{part}:{n}"


def chosen(of: str, part: int) -> str:
    """The handle of the writing that was chosen for one part: which one it was, nobody writes down."""
    return f"chosen:{of}:{part}"


@dataclass
class Registration:
    """Mutable, part of the session.

    place: how far he has come in the lists of municipalities · asked: the 本籍's municipality, by JIS code
    refused_before: why an earlier application was refused, empty if none was · counts: characters typed, by field
    looking_for: `town` or `name` · offered: how many writings of each part there are, by the same; more: and others
    marked: the parts of which a writing is chosen · request: of the application · sent: how often
    """

    place: Place = field(default_factory=Place)
    asked: str = ""
    tries_left: int = 0
    refused_before: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    looking_for: str = ""
    offered: dict[str, tuple[int, ...]] = field(default_factory=dict)
    more: bool = False
    marked: set[tuple[str, int]] = field(default_factory=set)
    request: str = ""
    sent: int = 0
    dated: bool = False
    slip_missing: bool = False

    def all_marked(self, of: str) -> bool:
        """Whether every part of the `town` or the `name` has its writing."""
        return all((of, part) in self.marked for part in range(len(self.offered[of])))

    def writings(self, of: str) -> tuple[str, ...]:
        """The handles of all that is offered for the `town` or the `name`."""
        return tuple(written(of, part, n) for part, count in enumerate(self.offered[of]) for n in range(count))
