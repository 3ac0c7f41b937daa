"""Phase resting: nobody is served."""

from __future__ import annotations

from statemachine import upkeep
from statemachine.actions import delivering, leave, notes
from statemachine.desk import Desk
from statemachine.events import Event
from statemachine.table.cell import Cell, Row, go, handle, otherwise, stay, when


def _still_starting(desk: Desk, _event: Event) -> bool:
    silent = "starting" in desk.devices.values()
    tray_unknown = desk.devices.get("card") is None and desk.reader_blind
    return silent or tray_unknown


def _once_spoken() -> Cell:
    return handle(
        "rest when every device has said yes or no, and the tray is known if it can be",
        when(_still_starting, None),
        *leave.rest_branches(),
    )


_LOOK_INSIDE = handle(
    "a sheet that nobody waits for may lie inside", *leave.to_attention(leave.call_attendant("paper"))
)


def _at_rest_again(reason: str) -> Cell:
    """Where the kiosk rests may be another state now."""
    return handle(reason, when(leave.rests_well, None), *leave.rest_branches())


def _stray_money(reason: str) -> Row:
    cell = go("refunding", reason, leave.say_farewell("stray_coin"))
    return {"cash_credited": cell, "note_held": cell}


PHASE: Row = {
    **_stray_money("a coin or note in a resting kiosk is somebody's"),
    "note_stacked": leave.rest("a note whose customer has left: on record; coins go back for one that nobody knew"),
    "hours_due": handle(
        "the service opens or closes",
        when(leave.rests_well, None, leave.look_at_hours_again),
        *leave.rest_branches(),
    ),
    "stop_requested": stay("nobody is being served: the box may end"),
    "attendant_cleared": leave.rest("the attendant is done", leave.lower_flag),
    "copy_printed": _LOOK_INSIDE,
    "copy_failed": _LOOK_INSIDE,
    "print_copy_failed": _LOOK_INSIDE,
    "tray_filled": _at_rest_again("never at rest with sheets in the output tray"),
    "tray_emptied": _at_rest_again("whoever took it"),
}

STATES: dict[str, Row] = {
    "starting": {
        "kiosk_started": stay("devices are being asked; sensors before memory", leave.start_up),
        "device_ready": _once_spoken(),
        "device_unready": _once_spoken(),
        "card_placed": _once_spoken(),
        "card_removed": _once_spoken(),
        "start_limit_due": leave.rest("what has not spoken by now is out of service"),
        "cash_credited": stay("booked; given back as soon as the hoppers can"),
        "note_held": stay("booked, and given back", notes.return_note),
        "note_stacked": stay("booked; looked at when starting is done"),
        "hours_due": stay("looked at when starting is done"),
        "attendant_cleared": stay("the flag is lowered", leave.lower_flag),
        **{
            trigger: stay("looked at when starting is done", leave.call_attendant("paper"))
            for trigger in ("copy_printed", "copy_failed", "print_copy_failed")
        },
        **{trigger: stay("looked at when starting is done") for trigger in ("tray_filled", "tray_emptied")},
    },
    "idle": {
        "start_pressed": handle(
            "a customer begins",
            when(leave.out_of_hours, "closed"),
            otherwise("menu"),
        ),
        "card_placed": go("menu", "never idle with a card on the tray: he begins with his card"),
        "card_unknown": leave.rest("a blind reader serves nobody"),
        "device_unready": leave.rest("out of service, with the device named"),
    },
    "closed": {
        "card_placed": go("card_left", "closed: the card is asked for back", leave.say_farewell("closed")),
        "card_unknown": leave.rest("a blind reader serves nobody"),
        "device_unready": leave.rest("out of service, with the device named"),
    },
    "out_of_service": {
        "device_ready": leave.rest("perhaps all are ready now"),
        "device_unready": leave.rest("one more device to name"),
        "card_removed": leave.rest("the tray is known to be empty"),
        "card_placed": go("card_left", "the card is asked for back", leave.say_farewell("out_of_service")),
    },
    "attention": {
        "card_removed": handle(
            "the forgotten card is off the tray",
            when(leave.only_the_card, "saying_sorry"),
            otherwise(None),
        ),
        "card_attendant_due": stay("the attendant is called already; the alarm goes on", upkeep.card_attendant),
        "take_alarm_due": stay("the sheets lie there still: the alarm again", delivering.remind_by_alarm),
        **_stray_money("a coin or note is somebody's"),
    },
}
