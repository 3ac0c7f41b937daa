"""The choosing phase: kind, scope, items, copies, confirmation, and the document before any money."""

from __future__ import annotations

from statemachine.actions.reporting import remember_document
from statemachine.actions.show import show
from statemachine.commands import CheckPaper, IssueDocument
from statemachine.desk import Desk
from statemachine.events import ChoicePressed, DocumentPrepared, Event, KeyPressed
from statemachine.rules import needs_people
from statemachine.screens.choosing import kind_rule


def show_again(desk: Desk, _event: Event) -> None:
    """The same screen with what is new."""
    show(desk)


def clear_message(desk: Desk, _event: Event) -> None:
    """What was said about the former entry is over."""
    desk.session.messages = ()


# --- ⑦ the kind ---------------------------------------------------------------------------------


def choose_kind(desk: Desk, event: Event) -> None:
    """One kind; its scope starts with the first one offered, later choices of the same kind stand."""
    assert isinstance(event, ChoicePressed)
    session = desk.session
    offer = session.offer(event.choice)
    rule = desk.rules.municipalities[session.municipality]
    if offer is None:
        return
    if session.kind != offer.kind and not rule.closed(offer.kind, desk.wall):
        session.kind = offer.kind
        session.scope = offer.scopes[0]
        session.people = _people_for(offer.people, session.holder, session.scope)
        session.items = dict.fromkeys(offer.items, False)
        session.number_asked = False
    show(desk)


def drop_kind(desk: Desk, _event: Event) -> None:
    """A stop has begun, or its hours have ended: that kind is shown as closed."""
    desk.session.kind = ""
    show(desk)


def kind_chosen(desk: Desk, _event: Event) -> bool:
    """A kind is marked."""
    return bool(desk.session.kind)


def has_scopes(desk: Desk, _event: Event) -> bool:
    """There is something to choose at ⑧."""
    offer = desk.session.offer(desk.session.kind)
    return offer is not None and (len(offer.scopes) > 1 or needs_people(offer.scopes[0]))


def has_items(desk: Desk, _event: Event) -> bool:
    """There is something to choose at ⑨."""
    return bool(desk.session.items)


# --- ⑧ the scope --------------------------------------------------------------------------------


def choose_scope(desk: Desk, event: Event) -> None:
    """A scope, or one of the people it is for."""
    assert isinstance(event, ChoicePressed)
    session = desk.session
    offer = session.offer(session.kind)
    what, _, which = event.choice.partition(":")
    session.messages = ()
    if offer is None:
        return
    if what == "scope" and which in offer.scopes:
        session.scope = which
        session.people = _people_for(offer.people, session.holder, which)
    elif what == "person" and which in offer.people and needs_people(session.scope):
        chosen = set(session.people) ^ {which}
        session.people = tuple(handle for handle in offer.people if handle in chosen)
    show(desk)


def _people_for(everybody: tuple[str, ...], holder: str, scope: str) -> tuple[str, ...]:
    if needs_people(scope):
        return ()
    return (holder,) if scope == "self" else everybody


def scope_chosen(desk: Desk, _event: Event) -> bool:
    """Somebody is named."""
    return bool(desk.session.people)


def ask_for_people(desk: Desk, _event: Event) -> None:
    """確定する without a name."""
    desk.session.messages = ("choose_person",)
    show(desk)


# --- ⑨ the items --------------------------------------------------------------------------------


def choose_item(desk: Desk, event: Event) -> None:
    """有 or 無 for one item."""
    assert isinstance(event, ChoicePressed)
    session = desk.session
    item, _, answer = event.choice.partition(":")
    session.messages = ()
    if item in session.items and answer in ("yes", "no"):
        session.items[item] = answer == "yes"
        session.number_asked = False if item == "number" else session.number_asked
    show(desk)


def number_unasked(desk: Desk, _event: Event) -> bool:
    """個人番号 有 was chosen and not yet asked about once more."""
    return bool(desk.session.items.get("number")) and not desk.session.number_asked


def ask_about_number(desk: Desk, _event: Event) -> None:
    """Only for procedures that the law names: ask once more."""
    desk.session.number_asked = True
    desk.session.messages = ("number_really",)
    show(desk)


# --- ⑩ the copies -------------------------------------------------------------------------------


def key_copies(desk: Desk, event: Event) -> None:
    """A digit; the first one replaces the given 1."""
    assert isinstance(event, KeyPressed)
    session = desk.session
    typed = f"{session.copies_entry}{event.key}" if session.messages == ("typing",) else str(event.key)
    if 1 <= int(typed) <= kind_rule(desk).copies_max:
        session.copies_entry = typed
        session.messages = ("typing",)
    else:
        session.messages = ("copies_limit",)
    show(desk)


def correct_copies(desk: Desk, _event: Event) -> None:
    """訂正: empty."""
    desk.session.copies_entry = ""
    desk.session.messages = ("typing",)
    show(desk)


def copies_entered(desk: Desk, _event: Event) -> bool:
    """A number from 1 to as many as there may be (10) stands."""
    return 1 <= desk.session.copies <= kind_rule(desk).copies_max


def freeze_price(desk: Desk, _event: Event) -> None:
    """The price is the fee of today times the copies, and stays that."""
    session = desk.session
    session.messages = ()
    session.unit_fee_yen = kind_rule(desk).fee_yen(desk.wall.date())
    session.price_yen = session.unit_fee_yen * session.copies


# --- the document, before any money -------------------------------------------------------------


def prepare(desk: Desk) -> None:
    """Entering `preparing`: the document is asked for; money comes after it is here and pressed."""
    session = desk.session
    show(desk)
    session.request = desk.request()
    session.issue_id = desk.give(
        IssueDocument(
            request=session.request,
            municipality=session.municipality,
            certificate_kind=session.kind,
            scope=session.scope,
            people=session.people,
            items=tuple(session.items.items()),
            copies=session.copies,
        )
    )


def another_document(desk: Desk, event: Event) -> bool:
    """The answer to a request of somebody who has gone."""
    return event.answers is not None and event.answers != desk.session.issue_id


def check_paper(desk: Desk, event: Event) -> None:
    """The document is here: can all of it be printed?"""
    assert isinstance(event, DocumentPrepared)
    session = desk.session
    session.document = event.document
    session.sheets = event.sheets
    remember_document(desk)
    desk.give(CheckPaper(sheets=event.sheets * session.copies))


def devices_missing(desk: Desk, _event: Event) -> bool:
    """A device that this order still needs cannot work (the card is back with its owner), or somebody else's
    sheets lie where the customer's would fall."""
    return any(device != "card" for device in desk.unready()) or desk.certificate_lies


def centre_missing(desk: Desk, _event: Event) -> bool:
    """The line to the centre is dead."""
    return desk.devices.get("centre") is not None


def kind_stopped(desk: Desk, _event: Event) -> bool:
    """A stop of this kind has begun since it was chosen, or its hours have ended."""
    session = desk.session
    rule = desk.rules.municipalities[session.municipality]
    return bool(session.kind) and bool(rule.closed(session.kind, desk.wall))
