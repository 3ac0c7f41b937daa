"""Screens: the view of a state, from the visit. Ids and handles only (rule book §5 for the content)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from statemachine.actions import credit
from statemachine.commands import Show
from statemachine.desk import Desk
from statemachine.rules import COPIES_MAX, NOTE_VALUES_YEN
from statemachine.views import Choice, Pictures, View

KINDS = ("juminhyo", "inkan", "koseki", "fuhyo")
_SCOPES_OF_SOME = frozenset({"part", "individual"})


def needs_people(kind: str, scope: str) -> bool:
    """Whether this scope asks whose certificate it shall be."""
    return scope in _SCOPES_OF_SOME and kind != "inkan"


def _menu(_desk: Desk) -> View:
    return View("menu", messages=("choose_menu",), buttons=("issue", "register", "cancel"), disabled=("register",))


def _municipality(desk: Desk) -> View:
    home = desk.session.wants_home
    renewal = ("renew_certificate",) if desk.session.ends_soon else ()
    return View(
        "choosing_municipality",
        messages=("choose_certificate", *renewal),
        rows=(("certificate_ends", "date:certificate_ends"),) if renewal else (),
        choices=(
            Choice("home", "home_municipality", chosen=home),
            Choice("other", "other_municipality", chosen=not home, enabled=False, note="not_yet"),
        ),
        buttons=("cancel", "confirm"),
    )


def _pin(desk: Desk) -> View:
    session = desk.session
    warned = ("one_try_left",) if session.tries_left == 1 else ()
    return View(
        "entering_pin",
        messages=(*session.messages, *warned, "enter_pin"),
        values=(("tries", session.tries_left or 0),),
        buttons=("correct", "cancel", "back"),
        keypad=True,
        entry="*" * desk.pin_count,
    )


def _certificate(desk: Desk) -> View:
    session = desk.session
    rule = desk.rules.municipalities[session.home]
    choices = []
    for kind in KINDS:
        if session.offer(kind) is None:
            continue
        stop = rule.stopped(kind, desk.wall)
        choices.append(
            Choice(kind, kind, chosen=session.kind == kind, enabled=stop is None, note="stopped" if stop else "")
        )
    return View(
        "choosing_certificate",
        messages=("choose_certificate",),
        choices=tuple(choices),
        buttons=("cancel", "confirm"),
    )


def _scope(desk: Desk) -> View:
    session = desk.session
    offer = session.offer(session.kind)
    assert offer is not None, "a kind that is not on offer was chosen"
    choices = [
        Choice(f"scope:{scope}", f"{session.kind}.{scope}", chosen=session.scope == scope) for scope in offer.scopes
    ]
    if needs_people(session.kind, session.scope):
        choices += [
            Choice(f"person:{handle}", f"person:{handle}", chosen=handle in session.people) for handle in offer.people
        ]
    return View(
        "choosing_scope",
        messages=(*session.messages, "choose_scope"),
        choices=tuple(choices),
        buttons=("cancel", "confirm"),
    )


def _items(desk: Desk) -> View:
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


def _copies(desk: Desk) -> View:
    return View(
        "entering_copies",
        messages=(*desk.session.messages, "enter_copies"),
        values=(("copies_max", COPIES_MAX),),
        buttons=("correct", "cancel", "back", "confirm"),
        keypad=True,
        entry=desk.session.copies_entry,
    )


def _confirming(desk: Desk) -> View:
    session = desk.session
    item_rows = tuple(
        (f"item.{item}", "yes" if session.items.get(item) else "no") for item in _offered_items(desk)
    )
    return View(
        "confirming",
        messages=("confirm_order", "no_refund", "fee_always", "changes_take_days"),
        rows=(
            *item_rows,
            ("certificate_kind", f"{session.kind}.full" if session.kind != "koseki" else f"koseki.{session.scope}"),
            *((("scope", f"{session.kind}.{session.scope}"),) if session.kind in ("juminhyo", "fuhyo") else ()),
            ("copies", f"copies:{session.copies}"),
            ("fee", f"yen:{session.price_yen}"),
            *(("for_whom", f"person:{handle}") for handle in session.people),
        ),
        buttons=("cancel", "back", "confirm"),
    )


def _paying(desk: Desk) -> View:
    session = desk.session
    takes_notes, has_notes = (
        any(value in NOTE_VALUES_YEN for value in values) for values in (session.accepted, session.not_returned)
    )
    # told before somebody tries
    exact = ("exact_only",) if credit.exact_only(desk) else ()
    notes = () if takes_notes else ("no_more_notes",) if has_notes else ("no_notes",)
    usable = ("usable_money",) if session.accepted else ()
    return View(
        "accepting_cash",
        messages=("insert_coins", *usable, *session.messages, *exact, *notes),
        values=(("usable", f"money:{','.join(map(str, session.accepted))}"),),
        rows=(
            ("fee", f"yen:{session.price_yen}"),
            ("inserted", f"yen:{credit.credit_yen(desk)}"),
            ("missing", f"yen:{credit.missing_yen(desk)}"),
        ),
        buttons=("cancel",),
    )


def _printing(desk: Desk) -> View:
    session = desk.session
    return View(
        "printing",
        messages=("printing",),
        values=(("copy", len(session.printed) + 1), ("copies", session.copies)),
    )


def _waiting_for_certificate(desk: Desk) -> View:
    session = desk.session
    missing = ("copies_missing",) if session.failed else ()
    owed = ("owed",) if session.owed_yen else ()
    return View(
        "waiting_for_certificate",
        messages=("take_certificate", *missing, *owed),
        rows=(("printed_copies", f"copies:{len(session.printed)}"), ("change", f"yen:{session.returned_yen}")),
        buttons=("taken", "mute") if desk.alarm_on else ("taken",),
    )


def _refunding(desk: Desk) -> View:
    note = ("refunding_note",) if desk.held_note_yen else ()
    return View("refunding", messages=(desk.session.farewell or "cancelled", "refunding", *note))


_TAKE_TEXTS = {False: "take_card", True: "take_phone"}


def asks_to_take(desk: Desk) -> str:
    """The text that asks for what lies on the tray: the card, or the phone."""
    return _TAKE_TEXTS[desk.phone_on_tray]


def _card_left(desk: Desk) -> View:
    farewell = (desk.session.farewell,) if desk.session.farewell else ()
    return View("card_left", messages=(*farewell, asks_to_take(desk)), buttons=("mute",) if desk.alarm_on else ())


def _removal(desk: Desk) -> View:
    buttons = ("cancel", "mute") if desk.alarm_on else ("cancel",)
    return View("waiting_for_card_removal", messages=("remove_card", "keep_card"), buttons=buttons)


def _sorry(desk: Desk) -> View:
    session = desk.session
    owed = (("owed_amount", f"yen:{session.owed_yen}"),) if session.owed_yen else ()
    return View(
        "saying_sorry",
        messages=(session.farewell or "cancelled", *(("owed",) if owed else ())),
        values=(("tries", session.tries_left or 0),),
        rows=owed,
    )


_CARD_PICTURES = (
    Pictures("lay_like_this", ("card_in_the_middle", "front_side_up")),
    Pictures("cannot_be_used", ("notification_card", "juki_card", "city_card", "expired_card")),
)


def _waiting_for_card(desk: Desk) -> View:
    pictures = _CARD_PICTURES if desk.session.hinted else ()
    return View("waiting_for_card", messages=("lay_card",), pictures=pictures, buttons=("cancel",))


def _out_of_service(desk: Desk) -> View:
    """Which device, and what staff can do about it."""
    rows = tuple((f"device.{device}", f"cause.{cause}") for device, cause in desk.devices.items() if cause)
    return View("out_of_service", messages=("out_of_service",), rows=rows)


def _attention(desk: Desk) -> View:
    card = (asks_to_take(desk),) if desk.card_on_tray else ()
    return View("attention", messages=("attention", *card), buttons=("mute",) if desk.alarm_on else ())


def _plain(screen: str, *messages: str, buttons: tuple[str, ...] = ()) -> Callable[[Desk], View]:
    view = View(screen, messages=messages, buttons=buttons)
    return lambda _desk: view


VIEWS: dict[str, Callable[[Desk], View]] = {
    "starting": _plain("starting", "starting"),
    "idle": _plain("idle", "welcome", buttons=("start",)),
    "closed": _plain("closed", "closed"),
    "out_of_service": _out_of_service,
    "attention": _attention,
    "menu": _menu,
    "waiting_for_card": _waiting_for_card,
    "reading_card": _plain("reading_card", "reading_card", "leave_card", buttons=("cancel",)),
    "choosing_municipality": _municipality,
    "entering_pin": _pin,
    "verifying": _plain("verifying", "verifying", "leave_card"),
    "waiting_for_card_removal": _removal,
    "choosing_certificate": _certificate,
    "choosing_scope": _scope,
    "choosing_items": _items,
    "entering_copies": _copies,
    "confirming": _confirming,
    "preparing": _plain("preparing", "preparing", buttons=("cancel",)),
    "accepting_cash": _paying,
    "settling": _plain("settling", "settling"),
    "printing": _printing,
    "paying_change": _plain("paying_change", "paying_change"),
    "waiting_for_certificate": _waiting_for_certificate,
    "printing_receipt": _plain("printing_receipt", "printing_receipt"),
    "waiting_for_receipt": _plain("waiting_for_receipt", "take_receipt", buttons=("taken",)),
    "refunding": _refunding,
    "card_left": _card_left,
    "saying_sorry": _sorry,
}


def show(desk: Desk) -> None:
    """Order the screen of the state at hand, with the "still there?" question if it is open."""
    view = VIEWS[desk.state](desk)
    take = asks_to_take(desk)
    if desk.card_on_tray and not may_hold_card(desk.state) and take not in view.messages:
        view = _with(view, messages=(*view.messages, take), buttons=_with_mute(desk, view))
    if desk.idle_warned:
        # names leave the screen at the idle warning (rule book §11)
        asked_for = (take,) if desk.ladder_running else ()
        view = View(
            view.screen,
            messages=("still_there", *asked_for),
            buttons=("stay", "cancel", *(("mute",) if desk.alarm_on else ())),
            warning_s=round(desk.delays.idle_end_s - desk.delays.idle_warning_s),
        )
    desk.give(Show(view=view))


def _with(view: View, *, messages: tuple[str, ...], buttons: tuple[str, ...]) -> View:
    return replace(view, messages=messages, buttons=buttons)


def _with_mute(desk: Desk, view: View) -> tuple[str, ...]:
    return (*view.buttons, "mute") if desk.alarm_on and "mute" not in view.buttons else view.buttons


_MAY_HOLD_CARD = frozenset(
    {
        "starting",
        "menu",
        "waiting_for_card",
        "reading_card",
        "choosing_municipality",
        "entering_pin",
        "verifying",
        "waiting_for_card_removal",
        "card_left",
    }
)


def may_hold_card(state: str) -> bool:
    """Whether a card on the tray is in its place in this state, or the screen asks for it anyway."""
    return state in _MAY_HOLD_CARD
