"""Phase registering: 本籍地利用登録申請, from the 本籍's municipality to the 受付票. No money is in play."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import (
    applying,
    card,
    choosing,
    delivering,
    language,
    leave,
    registering,
)
from statemachine.actions import (
    registering_entries as entries,
)
from statemachine.actions import (
    registering_password as password,
)
from statemachine.desk import Desk
from statemachine.events import Event, PinWrong
from statemachine.table.cell import Row, go, handle, otherwise, refuse, stay, when


def _exhausted(_desk: Desk, event: Event) -> bool:
    return isinstance(event, PinWrong) and event.tries_left == 0


# a command of the card's that failed: the card was taken, the reader is gone, or the card itself is bad
_CARD_FAILED = (
    *leave.leave_if(card.taken_away, "card_removed_early"),
    *leave.leave_if(card.reader_lost, "reader_lost"),
    *leave.leave_branches(leave.say_farewell("card_unusable")),
)

_UNREACHABLE = handle(
    "the centre does not answer, or takes none now",
    *leave.leave_if(registering.stopped_now, "registration_stopped"),
    *leave.leave_branches(leave.say_farewell("centre_unreachable")),
)

_REFUSED = leave.leave("the centre says why not", "", registering.note_refusal)

PHASE: Row = {
    "cancel_pressed": leave.leave("終了する", "cancelled"),
    "idle_warning_due": stay("4:30: still there?", upkeep.warn_idle),
    "idle_end_due": leave.leave("5 minutes without an operation", "timed_out"),
    "stay_pressed": stay("still there"),
    "hours_due": leave.at_closing_time("closing time: nothing was applied for"),
    "stop_requested": leave.leave("the box shall end: nothing was applied for", "service_ending"),
    "card_removed": leave.leave("the card was taken before it had signed", "card_removed_early"),
    "card_unknown": leave.leave("the reader is lost", "reader_lost"),
}


def _typing(field: str) -> Row:
    return {
        "entry_typed": stay(f"a character of the {field} is in", entries.note_entry),
        "entry_erased": stay("訂正", entries.note_entry),
    }


_ON_ITS_WAY: Row = {
    "cancel_pressed": refuse("the application lies with the municipality"),
    "stop_requested": stay("the box ends when the customer has his number"),
    "hours_due": stay("the customer gets his number first", leave.look_at_hours_again),
    "card_removed": stay("the card is back with its owner"),
    "card_unknown": stay("taken down; what was last seen on the tray still counts"),
}

STATES: dict[str, Row] = {
    "choosing_domicile": {
        "choice_pressed": stay("one list on, or a municipality is marked", registering.choose_place),
        "confirm_pressed": handle(
            "確定する; one that takes none cannot be marked: no secret is asked for in vain",
            when(registering.place_chosen, "entering_pin", registering.take_place),
            otherwise(None, choosing.show_again),
        ),
        "back_pressed": handle(
            "前画面へ, to ② from the first list",
            when(registering.in_the_lists, None, registering.one_list_back),
            otherwise("menu", registering.give_up),
        ),
        "language_pressed": stay("the language of the slip", language.choose),
    },
    "asking_registration": {
        "registration_stated": stay("may there be another?", registering.ask_to_begin),
        "registration_begun": stay("the card is asked for its tries", registering.count_tries),
        "registration_refused": _REFUSED,
        "password_tries_counted": handle(
            "shown before the first try",
            *leave.leave_if(registering.is_locked, "password_locked"),
            otherwise("entering_password", registering.note_tries),
        ),
        "fetch_registration_state_failed": _UNREACHABLE,
        "begin_registration_failed": _UNREACHABLE,
        "count_password_tries_failed": handle("taken away, the reader lost, or a bad card", *_CARD_FAILED),
    },
    "entering_password": {
        "pin_digit_entered": stay("a character is in", password.character_in),
        "pin_digit_erased": stay("訂正", password.character_out),
        "confirm_pressed": handle(
            "確定する",
            when(password.password_entered, "verifying_password", choosing.clear_message),
            otherwise(None, entries.say("password_short")),
        ),
    },
    "verifying_password": {
        "cancel_pressed": refuse("the card is being asked"),
        "password_accepted": go("entering_town", "the certificate of 署名用 is read"),
        "pin_wrong": handle(
            "wrong",
            *leave.leave_if(_exhausted, "password_locked"),
            otherwise("entering_password", password.password_was_wrong),
        ),
        "pin_locked": leave.leave("locked", "password_locked"),
        "card_unusable": leave.leave("no 署名用 certificate on the card", "no_signature_certificate"),
        "verify_password_failed": handle(
            "corrected in the last moment; else taken away, the reader lost, damaged, or held badly",
            when(card.pin_incomplete, "entering_password"),
            *_CARD_FAILED,
        ),
    },
    "entering_town": {
        **_typing("town's reading"),
        "confirm_pressed": handle(
            "確定する",
            when(entries.town_typed, "looking_up", entries.look_for_town),
            otherwise(None),
        ),
    },
    "looking_up": {
        "writings_offered": handle(
            "to choose from",
            when(entries.name_in_one_piece, "entering_head", entries.say_apart),
            *leave.if_so(
                entries.nothing_found,
                when(entries.looking_for_town, "entering_town", entries.say_not_found),
                otherwise("entering_head", entries.say_not_found),
            ),
            when(entries.looking_for_town, "choosing_town", entries.take_writings),
            otherwise("choosing_head", entries.take_writings),
        ),
        "fetch_writings_failed": _UNREACHABLE,
    },
    "choosing_town": {
        "writing_chosen": stay("a town is marked", entries.note_choice),
        "confirm_pressed": handle("確定する", when(entries.town_chosen, "entering_lot"), otherwise(None)),
        "back_pressed": go("entering_town", "前画面へ"),
    },
    "entering_lot": {
        **_typing("number"),
        "confirm_pressed": handle("確定する", when(entries.lot_typed, "entering_head"), otherwise(None)),
        "back_pressed": go("choosing_town", "前画面へ"),
    },
    "entering_head": {
        **_typing("name's reading"),
        "confirm_pressed": handle(
            "確定する",
            when(entries.name_typed, "looking_up", entries.look_for_name),
            otherwise(None),
        ),
        "back_pressed": go("entering_lot", "前画面へ", choosing.clear_message),
    },
    "choosing_head": {
        "writing_chosen": stay("a writing is marked", entries.note_choice),
        "confirm_pressed": handle("確定する", when(entries.name_chosen, "entering_telephone"), otherwise(None)),
        "back_pressed": go("entering_head", "前画面へ"),
    },
    "entering_telephone": {
        **_typing("telephone number"),
        "confirm_pressed": handle(
            "確定する",
            when(entries.telephone_typed, "confirming_application", choosing.clear_message),
            otherwise(None, entries.say("telephone_short")),
        ),
        "back_pressed": go("choosing_head", "前画面へ", choosing.clear_message),
    },
    "confirming_application": {
        "confirm_pressed": go("applying", "確定する: signed and sent"),
        "back_pressed": go("entering_telephone", "前画面へ"),
    },
    "applying": {
        "cancel_pressed": refuse("the card is being asked, or it has signed"),
        "stay_pressed": refuse("nobody was asked"),
        "registration_begun": stay("a fresh challenge: the card signs", applying.sign),
        "registration_refused": _REFUSED,
        "application_signed": stay("signed: sent", applying.submit),
        "application_accepted": go("printing_slip", "the municipality has it"),
        "begin_registration_failed": _UNREACHABLE,
        "sign_application_failed": handle("taken away, the reader lost, damaged, or held badly", *_CARD_FAILED),
        "submit_application_failed": handle(
            "perhaps it was heard: the same request again has no second effect",
            when(applying.may_be_sent_again, None, applying.submit),
            *leave.leave_branches(leave.say_farewell("application_unknown")),
        ),
        "card_removed": handle(
            "after the signature the card is not needed any more",
            when(card.signed, None),
            *leave.leave_branches(leave.say_farewell("card_removed_early")),
        ),
        "card_unknown": handle(
            "after the signature the reader is not needed any more",
            when(card.signed, None),
            *leave.leave_branches(leave.say_farewell("reader_lost")),
        ),
        "hours_due": stay("it is on its way", leave.look_at_hours_again),
        "stop_requested": stay("it is on its way: the box ends when the customer has his number"),
    },
    "printing_slip": {
        **_ON_ITS_WAY,
        "registration_slip_printed": go("waiting_for_slip", "confirmed by the printer"),
        "print_registration_slip_failed": go(
            "waiting_for_slip", "the number is on the screen", applying.slip_missing
        ),
        "device_unready": handle(
            "staff are called while the slip can still come",
            when(delivering.stops("receipt"), None, delivering.call_for_printer),
            otherwise(None),
        ),
    },
    "waiting_for_slip": {
        **_ON_ITS_WAY,
        "cancel_pressed": refuse("not on this screen"),
        "taken_pressed": leave.rest("取りました"),
        "tray_emptied": handle(
            "the contact says so", when(delivering.not_out_of("receipt"), None), *leave.rest_branches()
        ),
        "receipt_end_due": leave.rest("it names nobody; it may hang there"),
    },
}
