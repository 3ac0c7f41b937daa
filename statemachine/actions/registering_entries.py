"""本籍地利用登録申請: what is typed, and the writings to choose from. The words are in the vault."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.desk import Desk
from statemachine.events import EntryErased, EntryTyped, Event, WritingChosen, WritingsOffered
from statemachine.registration import (
    LOT,
    NAME_PARTS,
    NAME_READING,
    TELEPHONE,
    TELEPHONE_LENGTHS,
    TOWN_READING,
)
from statemachine.registration_commands import FetchWritings
from statemachine.registration_desk import registration_of
from statemachine.table.cell import Action


def note_entry(desk: Desk, event: Event) -> None:
    """A character more or less in one of the fields."""
    assert isinstance(event, EntryTyped | EntryErased)
    registration_of(desk).counts[event.field] = event.count
    desk.session.messages = ()
    show(desk)


def _typed(desk: Desk, field: str) -> int:
    return registration_of(desk).counts.get(field, 0)


def town_typed(desk: Desk, _event: Event) -> bool:
    """There is something to look up."""
    return _typed(desk, TOWN_READING) > 0


def lot_typed(desk: Desk, _event: Event) -> bool:
    """A number stands."""
    return _typed(desk, LOT) > 0


def name_typed(desk: Desk, _event: Event) -> bool:
    """There is something to look up."""
    return _typed(desk, NAME_READING) > 0


def telephone_typed(desk: Desk, _event: Event) -> bool:
    """As long as a telephone number is in Japan."""
    return _typed(desk, TELEPHONE) in TELEPHONE_LENGTHS


def say(message: str) -> Action:
    """What is wrong with the entry at hand."""

    def action(desk: Desk, _event: Event) -> None:
        desk.session.messages = (message,)
        show(desk)

    return action


def look_for_town(desk: Desk, _event: Event) -> None:
    """The town by its reading."""
    registration_of(desk).looking_for = "town"


def look_for_name(desk: Desk, _event: Event) -> None:
    """筆頭者 by the reading of the name."""
    registration_of(desk).looking_for = "name"


def looking_for_town(desk: Desk, _event: Event) -> bool:
    """It is the town that is being looked up."""
    return registration_of(desk).looking_for == "town"


def look_up(desk: Desk) -> None:
    """Entering `looking_up`: the centre is asked how that may be written."""
    show(desk)
    desk.give(FetchWritings(request=desk.request(), of=registration_of(desk).looking_for))


def nothing_found(_desk: Desk, event: Event) -> bool:
    """Some part of the reading cannot be written at all."""
    assert isinstance(event, WritingsOffered)
    return not event.counts or 0 in event.counts


def name_in_one_piece(desk: Desk, event: Event) -> bool:
    """A name whose 氏 and 名 were not told apart, or that has more than the two."""
    assert isinstance(event, WritingsOffered)
    return not looking_for_town(desk, event) and len(event.counts) != NAME_PARTS


def say_apart(desk: Desk, _event: Event) -> None:
    """To be read above the keyboard."""
    desk.session.messages = ("name_in_two",)


def say_not_found(desk: Desk, _event: Event) -> None:
    """To be read above the keyboard."""
    desk.session.messages = ("no_writing",)


def take_writings(desk: Desk, event: Event) -> None:
    """New ones: what was chosen of the former ones is void. Of one alone there is nothing to choose."""
    assert isinstance(event, WritingsOffered)
    registration = registration_of(desk)
    of = registration.looking_for
    registration.offered[of], registration.more = event.counts, event.more
    others = {mark for mark in registration.marked if mark[0] != of}
    registration.marked = others | {(of, part) for part, count in enumerate(event.counts) if count == 1}
    desk.session.messages = ()


def note_choice(desk: Desk, event: Event) -> None:
    """A writing of one part is chosen."""
    assert isinstance(event, WritingChosen)
    registration_of(desk).marked.add((event.of, event.part))
    show(desk)


def town_chosen(desk: Desk, _event: Event) -> bool:
    """It is marked."""
    return registration_of(desk).all_marked("town")


def name_chosen(desk: Desk, _event: Event) -> bool:
    """Every part of the name is marked."""
    return registration_of(desk).all_marked("name")
