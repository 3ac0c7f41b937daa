"""Phase card: from the menu to the card's removal (②–⑥)."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import card, choosing, language, leave, municipality, phone, registering
from statemachine.desk import Desk
from statemachine.events import Event, PinWrong
from statemachine.table.cell import Row, go, handle, otherwise, refuse, stay, when


def _exhausted(_desk: Desk, event: Event) -> bool:
    return isinstance(event, PinWrong) and event.tries_left == 0


def _fees_differ(desk: Desk, event: Event) -> bool:
    return not card.fees_agree(desk, event)


def _nothing_offered(desk: Desk, event: Event) -> bool:
    return not card.something_offered(desk, event)


def _report_fees(desk: Desk, event: Event) -> None:
    desk.note("fees_differ")
    leave.tell_attendant("fees_differ")(desk, event)


# a command of the card's that failed: the card was taken, the reader is gone, or the card itself is bad
_CARD_FAILED = (
    *leave.leave_if(card.taken_away, "card_removed_early"),
    *leave.leave_if(card.reader_lost, "reader_lost"),
    *leave.leave_branches(leave.say_farewell("card_unusable")),
)

_LANGUAGE = stay("the language of receipt and slips", language.choose)

PHASE: Row = {
    "cancel_pressed": leave.leave("終了する", "cancelled"),
    "idle_warning_due": stay("4:30: still there?", upkeep.warn_idle),
    "idle_end_due": leave.leave("5 minutes without an operation", "timed_out"),
    "stay_pressed": stay("still there"),
    "hours_due": leave.at_closing_time("closing time before payment: the card goes back"),
    "stop_requested": leave.leave("the box shall end: the card goes back", "service_ending"),
    "card_removed": leave.leave("the card was taken too early", "card_removed_early"),
    "card_unknown": leave.leave("the reader is lost", "reader_lost"),
}

STATES: dict[str, Row] = {
    "menu": {
        "issue_pressed": handle(
            "証明書交付サービス",
            when(leave.card_on_tray, "reading_card"),
            otherwise("waiting_for_card"),
        ),
        "register_pressed": handle(
            "戸籍証明書交付の利用登録申請",
            when(leave.card_on_tray, "reading_card", registering.begin),
            otherwise("waiting_for_card", registering.begin),
        ),
        "card_placed": stay("it will be read when he has chosen"),
        "card_removed": stay("he may lay it again"),
    },
    "waiting_for_card": {
        "card_placed": go("reading_card", "a card lies on the tray"),
        "card_removed": stay("nothing was begun with it"),
        "card_hint_due": stay("20 s: pictures of how to lay it", card.show_card_hint),
    },
    "reading_card": {
        "certificate_read": handle(
            "the card has spoken; the centre is asked before the PIN",
            *leave.leave_if(card.phone_not_served, "phone_not_served"),
            *leave.leave_if(registering.by_phone, "phone_cannot_register"),
            *leave.leave_if(card.is_locked, "pin_locked"),
            when(phone.is_phone, "choosing_municipality", phone.note_phone),
            otherwise(None, card.check_certificate),
        ),
        "card_unusable": leave.leave("not a card that can be used here", "card_unusable"),
        "certificate_accepted": handle(
            "the holder may be served",
            when(registering.wanted, "choosing_domicile", card.note_home),
            otherwise("choosing_municipality", card.note_home),
        ),
        "certificate_refused": leave.leave("the centre refuses the holder", "", card.note_refusal),
        "read_card_failed": handle("taken away, the reader lost, damaged, or held badly", *_CARD_FAILED),
        "check_certificate_failed": leave.leave("the centre does not answer", "centre_unreachable"),
    },
    "choosing_municipality": {
        "choice_pressed": stay("お住まいの市区町村 or 他市区町村; then a step in the lists", municipality.choose),
        "confirm_pressed": handle(
            "確定する",
            when(municipality.home_chosen, "entering_pin", municipality.take_home),
            when(municipality.town_chosen, "entering_pin", municipality.take_town),
            otherwise(None, municipality.open_lists),
        ),
        "back_pressed": stay("前画面へ: one list back", municipality.list_back),
        "language_pressed": _LANGUAGE,
    },
    "entering_pin": {
        "pin_digit_entered": stay("a digit is in", card.digit_in),
        "pin_digit_erased": stay("訂正", card.digit_out),
        "pin_pause_due": handle(
            "the 4th digit submits",
            when(card.pin_complete, "verifying"),
            otherwise(None),
        ),
        "back_pressed": handle(
            "前画面へ",
            when(registering.wanted, "choosing_domicile", choosing.clear_message),
            otherwise("choosing_municipality", choosing.clear_message),
        ),
    },
    "verifying": {
        "cancel_pressed": refuse("the card is being asked"),
        "pin_accepted": handle(
            "the challenge is signed",
            when(registering.wanted, None, registering.open_session),
            when(phone.by_phone, None, phone.check_certificate),
            otherwise(None, card.open_session),
        ),
        "certificate_accepted": handle(
            "the holder of the phone may be served",
            *leave.leave_if(phone.no_service, "home_takes_no_part", phone.note_home),
            *leave.if_so(phone.all_stopped, *leave.leave_branches(phone.say_stopped, phone.note_home)),
            otherwise(None, phone.note_home, phone.sign_challenge),
        ),
        "certificate_refused": leave.leave("the centre refuses the holder of the phone", "", card.note_refusal),
        "check_certificate_failed": leave.leave("the centre does not answer", "centre_unreachable"),
        "card_unusable": leave.leave("a phone without a certificate", "card_unusable"),
        "challenge_signed": stay("the phone has signed", card.open_session),
        "sign_challenge_failed": handle("taken away, the reader lost, or it will not sign", *_CARD_FAILED),
        "pin_wrong": handle(
            "wrong",
            *leave.leave_if(_exhausted, "pin_locked"),
            otherwise("entering_pin", card.pin_was_wrong),
        ),
        "pin_locked": leave.leave("locked", "pin_locked"),
        "session_opened": handle(
            "the centre took the signature",
            when(registering.wanted, "asking_registration"),
            otherwise(None, card.fetch_offer),
        ),
        "session_refused": leave.leave("the centre did not take the signature", "not_available"),
        "offer_received": handle(
            "what this holder may have",
            *leave.leave_if(_fees_differ, "not_available", _report_fees),
            *leave.if_so(card.all_withheld, *leave.leave_branches(card.say_withheld)),
            *leave.leave_if(_nothing_offered, "not_available"),
            when(card.card_gone, "choosing_certificate", card.take_offer),
            otherwise("waiting_for_card_removal", card.take_offer),
        ),
        "card_removed": handle(
            "after the signature the card is not needed any more",
            when(card.signed, None),
            *leave.leave_branches(leave.say_farewell("card_removed_early")),
        ),
        "verify_pin_failed": handle(
            "corrected in the last moment; else taken away, the reader lost, damaged, or held badly",
            when(card.pin_incomplete, "entering_pin"),
            *_CARD_FAILED,
        ),
        "open_session_failed": leave.leave("the centre does not answer", "centre_unreachable"),
        "fetch_offer_failed": leave.leave("the centre does not answer", "centre_unreachable"),
    },
    "waiting_for_card_removal": {
        "card_removed": go("choosing_certificate", "the card is back with its owner"),
        "language_pressed": _LANGUAGE,
    },
}
