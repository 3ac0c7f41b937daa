"""⑦ to ⑪: what it shall be, how many, and the confirmation."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.rules import KindRule, needs_people
from statemachine.views import Choice, View


def kind_rule(desk: Desk) -> KindRule:
    """What the chosen municipality says of the chosen kind."""
    return desk.rules.kind(desk.session.municipality, desk.session.kind)


def certificate(desk: Desk) -> View:
    session = desk.session
    rule = desk.rules.municipalities[session.municipality]
    choices = []
    for kind in rule.kinds:
        if kind in session.withheld:
            choices.append(Choice(kind, kind, enabled=False, note=f"withheld.{session.withheld[kind]}"))
        elif session.offer(kind):
            why = rule.closed(kind, desk.wall)
            choices.append(Choice(kind, kind, chosen=session.kind == kind, enabled=not why, note=why))
    return View(
        "choosing_certificate",
        messages=("choose_certificate",),
        choices=tuple(choices),
        buttons=("cancel", "confirm"),
    )


def scope(desk: Desk) -> View:
    session = desk.session
    offer = session.offer(session.kind)
    assert offer is not None, "a kind that is not on offer was chosen"
    choices = [
        Choice(f"scope:{scope}", f"{session.kind}.{scope}", chosen=session.scope == scope) for scope in offer.scopes
    ]
    if needs_people(session.scope):
        choices += [
            Choice(f"person:{handle}", f"person:{handle}", chosen=handle in session.people) for handle in offer.people
        ]
    return View(
        "choosing_scope",
        messages=(*session.messages, "choose_scope"),
        choices=tuple(choices),
        buttons=("cancel", "confirm"),
    )


def items(desk: Desk) -> View:
    session = desk.session
    choices = [
        Choice(f"{item}:{answer}", f"item.{item}.{answer}", chosen=session.items.get(item, False) == (answer == "yes"))
        for item in _offered_items(desk)
        for answer in ("yes", "no")
    ]
    return View(
        "choosing_items",
        messages=(*session.messages, "choose_items"),
        choices=tuple(choices),
        buttons=("cancel", "back", "confirm"),
    )


def _offered_items(desk: Desk) -> tuple[str, ...]:
    offer = desk.session.offer(desk.session.kind)
    return offer.items if offer else ()


def copies(desk: Desk) -> View:
    return View(
        "entering_copies",
        messages=(*desk.session.messages, "enter_copies"),
        values=(("copies_max", kind_rule(desk).copies_max),),
        buttons=("correct", "cancel", "back", "confirm"),
        keypad=True,
        entry=desk.session.copies_entry,
    )


def confirming(desk: Desk) -> View:
    session, rule = desk.session, kind_rule(desk)
    item_rows = tuple(
        (f"item.{item}", "yes" if session.items.get(item) else "no") for item in _offered_items(desk)
    )
    return View(
        "confirming",
        messages=("confirm_order", "no_refund", "fee_always", "changes_take_days"),
        rows=(
            *item_rows,
            ("certificate_kind", rule.certificate(session.scope)),
            *((("scope", f"{session.kind}.{session.scope}"),) if len(rule.scopes) > 1 and not rule.by_scope else ()),
            ("copies", f"copies:{session.copies}"),
            ("fee", f"yen:{session.price_yen}"),
            *(("for_whom", f"person:{handle}") for handle in session.people),
        ),
        buttons=("cancel", "back", "confirm"),
    )
