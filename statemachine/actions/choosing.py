"""The choosing phase: kind, scope, items, copies, confirmation, and the document before any money."""

from __future__ import annotations

from statemachine.actions.show import needs_people, show
from statemachine.commands import CheckPaper, IssueDocument
from statemachine.desk import Desk
from statemachine.events import ChoicePressed, DocumentPrepared, Event, KeyPressed
from statemachine.rules import COPIES_MAX


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
    rule = desk.rules.municipalities[session.home]
    if offer is None or rule.stopped(event.choice, desk.wall):
        return
    if session.kind != offer.kind:
        session.kind = offer.kind
        session.scope = offer.scopes[0]
        session.people = _people_for(offer.people, session.holder, session.kind, session.scope)
        session.items = dict.fromkeys(offer.items, False)
        session.number_asked = False
    show(desk)


def drop_kind(desk: Desk, _event: Event) -> None:
    """A stop has begun: that kind is shown as stopped."""
    desk.session.kind = ""
    show(desk)


def kind_chosen(desk: Desk, _event: Event) -> bool:
    """A kind is marked."""
    return bool(desk.session.kind)


def has_scopes(desk: Desk, _event: Event) -> bool:
    """There is something to choose at ⑧."""
    offer = desk.session.offer(desk.session.kind)
    return offer is not None and len(offer.scopes) > 1


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
        session.people = _people_for(offer.people, session.holder, session.kind, which)
    elif what == "person" and which in offer.people and needs_people(session.kind, session.scope):
        chosen = set(session.people) ^ {which}
        session.people = tuple(handle for handle in offer.people if handle in chosen)
    show(desk)


def _people_for(everybody: tuple[str, ...], holder: str, kind: str, scope: str) -> tuple[str, ...]:
    if needs_people(kind, scope):
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
    if 1 <= int(typed) <= COPIES_MAX:
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
    """A number from 1 to 10 stands."""
    return 1 <= desk.session.copies <= COPIES_MAX


def freeze_price(desk: Desk, _event: Event) -> None:
    """The price is the fee of today times the copies, and stays that."""
    session = desk.session
    rule = desk.rules.municipalities[session.home].kinds[session.kind]
    session.messages = ()
    session.unit_fee_yen = rule.fee_yen(desk.wall.date())
    session.price_yen = session.unit_fee_yen * session.copies


# --- the document, before any money -------------------------------------------------------------


def prepare(desk: Desk) -> None:
    """Entering `preparing`: the document is asked for; money comes after it is here and pressed."""
    session = desk.session
    show(desk)
    desk.give(
        IssueDocument(
            request=desk.request(),
            municipality=session.home,
            certificate_kind=session.kind,
            scope=session.scope,
            people=session.people,
            items=tuple(session.items.items()),
            copies=session.copies,
        )
    )


def check_paper(desk: Desk, event: Event) -> None:
    """The document is here: can all of it be printed?"""
    assert isinstance(event, DocumentPrepared)
    session = desk.session
    session.document = event.document
    session.sheets = event.sheets
    desk.give(CheckPaper(sheets=event.sheets * session.copies))


def devices_missing(desk: Desk, _event: Event) -> bool:
    """A device that this order still needs cannot work; the card is back with its owner."""
    return any(device != "card" for device in desk.unready())


def kind_stopped(desk: Desk, _event: Event) -> bool:
    """A stop of this kind has begun since it was chosen."""
    session = desk.session
    rule = desk.rules.municipalities[session.home]
    return bool(session.kind) and rule.stopped(session.kind, desk.wall) is not None
