"""Phase choosing: what it shall be (⑦–⑪), and the document before any money."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import choosing, credit, delivering, leave, reporting, stopping
from statemachine.table.cell import Row, go, handle, otherwise, refuse, stay, when
from statemachine.table.paying import no_coin_can_be_taken

PHASE: Row = {
    "cancel_pressed": leave.leave("終了する", "cancelled", delivering.void_document),
    "idle_warning_due": stay("4:30: still there?", upkeep.warn_idle),
    "idle_end_due": leave.leave("5 minutes without an operation", "timed_out", delivering.void_document),
    "stop_requested": leave.leave("the box shall end, before payment", "service_ending", delivering.void_document),
    "stay_pressed": stay("still there"),
    "hours_due": stopping.at_closing_time("closing time or a stop before payment", delivering.void_document),
}

_ON_TO_COPIES = (when(choosing.has_items, "choosing_items"), otherwise("entering_copies"))

STATES: dict[str, Row] = {
    "choosing_certificate": {
        "choice_pressed": stay("a kind is marked", choosing.choose_kind),
        "hours_due": handle(
            "closing time; a kind that has just stopped is shown so, and another may be chosen",
            *leave.leave_if(leave.out_of_hours, "closed_now"),
            when(choosing.kind_stopped, None, choosing.drop_kind, leave.look_at_hours_again),
            otherwise(None, leave.look_at_hours_again),
        ),
        "confirm_pressed": handle(
            "確定する",
            when(choosing.kind_stopped, None, choosing.drop_kind),
            *leave.if_so(
                choosing.kind_chosen,
                when(choosing.has_scopes, "choosing_scope"),
                when(choosing.has_items, "choosing_items"),
                otherwise("entering_copies"),
            ),
            otherwise(None),
        ),
    },
    "choosing_scope": {
        "choice_pressed": stay("a scope or a person is marked", choosing.choose_scope),
        "confirm_pressed": handle(
            "確定する",
            *leave.if_so(choosing.scope_chosen, *_ON_TO_COPIES),
            otherwise(None, choosing.ask_for_people),
        ),
    },
    "choosing_items": {
        "choice_pressed": stay("有 or 無", choosing.choose_item),
        "confirm_pressed": handle(
            "確定する; 個人番号 有 asks once more",
            when(choosing.number_unasked, None, choosing.ask_about_number),
            otherwise("entering_copies", choosing.clear_message),
        ),
        "back_pressed": handle(
            "前画面へ",
            when(choosing.has_scopes, "choosing_scope", choosing.clear_message),
            otherwise("choosing_certificate", choosing.clear_message),
        ),
    },
    "entering_copies": {
        "key_pressed": stay("a digit", choosing.key_copies),
        "correct_pressed": stay("訂正", choosing.correct_copies),
        "confirm_pressed": handle(
            "確定する",
            when(choosing.copies_entered, "confirming", choosing.freeze_price),
            otherwise(None),
        ),
        "back_pressed": handle(
            "前画面へ",
            when(choosing.has_items, "choosing_items", choosing.clear_message),
            when(choosing.has_scopes, "choosing_scope", choosing.clear_message),
            otherwise("choosing_certificate", choosing.clear_message),
        ),
    },
    "confirming": {
        "confirm_pressed": handle(
            "確定する: the document first, money later",
            *stopping.leave_if_stopped(),
            *leave.leave_if(choosing.centre_missing, "centre_unreachable"),
            *leave.leave_if(choosing.devices_missing, "cannot_print"),
            otherwise("preparing"),
        ),
        "back_pressed": go("entering_copies", "前画面へ"),
    },
    "preparing": {
        "stay_pressed": refuse("nobody was asked"),
        "document_prepared": handle(
            "the document is here, checked and pressed",
            when(choosing.another_document, None, reporting.void_unwanted),
            otherwise(None, choosing.check_paper),
        ),
        "paper_ready": handle(
            "all is ready: money may be asked for",
            *leave.leave_if(choosing.devices_missing, "cannot_print", delivering.void_document),
            when(credit.paid_in_full, "settling"),
            *no_coin_can_be_taken(),
            otherwise("accepting_cash", choosing.clear_message),
        ),
        "issue_document_failed": handle(
            "no document, no money",
            when(choosing.another_document, None),
            *leave.if_so(stopping.centre_says_stopped, *leave.leave_branches(stopping.say_stopped)),
            *leave.leave_if(choosing.centre_missing, "centre_unreachable"),
            *leave.leave_branches(leave.say_farewell("cannot_issue")),
        ),
        "check_paper_failed": leave.leave("it could not be printed", "cannot_print", delivering.void_document),
    },
}
