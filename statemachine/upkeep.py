"""What holds in every state, done once after each event: idle time, the card on the tray, its power.

Stated as conditions of the situation, not as steps of a path, so that no new state can forget them.
"""

from __future__ import annotations

from statemachine.actions.leave import drop_cause, raise_cause
from statemachine.actions.reporting import mind_reports
from statemachine.actions.show import may_hold_card, show
from statemachine.commands import CallAttendant, ForgetPin
from statemachine.desk import Desk
from statemachine.events import Event, TrayEmptied, TrayFilled
from statemachine.table.states import STATES

_PIN_STATES = ("entering_pin", "verifying", "entering_password", "verifying_password")
_ALARM_TIMERS = {"card": "card_alarm", "certificate": "take_alarm"}
_CARD_TIMERS = ("card_voice", "card_alarm", "card_attendant")
_ASKS_FOR_CARD = frozenset({"waiting_for_card_removal", "card_left"})
_BRINGS_SHEETS = frozenset({"starting", "printing", "paying_change", "waiting_for_certificate"})
_POWERED_STATES = frozenset({"reading_card", "choosing_municipality", "entering_pin", "verifying"}) | {
    state.name for state in STATES.values() if state.phase == "registering"
}


def stand_down(desk: Desk, event: Event) -> bool:
    """Before the cell: the customer acted (or time is up), so the "still there?" question is over.

    Returns whether it stood, so that the screen below it is shown again if the state stays.
    """
    stood = desk.idle_warned and (event.by_customer or event.trigger == "idle_end_due")
    if stood:
        desk.idle_warned_in = ""
    return stood


def keep_up(desk: Desk, event: Event, former: str) -> None:
    """Bring idle timers, the card's ladder and its power, and what the centre is owed in line with the situation."""
    if former != desk.state:
        desk.leave_state(former)
    mind_reports(desk)
    _mind_idle_time(desk, event, former)
    _mind_the_card(desk, same_state=former == desk.state)
    _mind_the_sheets(desk)
    _mind_the_change(desk, event)
    if desk.state not in _POWERED_STATES:
        desk.release_card()
    if former in _PIN_STATES and desk.state not in _PIN_STATES:
        desk.outbox.append(ForgetPin())


def _mind_idle_time(desk: Desk, event: Event, former: str) -> None:
    """5 minutes without the customer's act end every state that waits for him (rule book §6)."""
    waits = STATES[desk.state].waits_for_customer
    entered = former != desk.state
    if waits and (entered or event.by_customer):
        desk.idle_running = True
        desk.start_timer("idle_warning", desk.delays.idle_warning_s)
        desk.start_timer("idle_end", desk.delays.idle_end_s)
    elif not waits and desk.idle_running:
        desk.idle_running = False
        desk.stop_timers("idle_warning", "idle_end")


def _mind_the_card(desk: Desk, *, same_state: bool) -> None:
    """A card where none should be is asked for: screen at once, voice, alarm, attendant."""
    unwanted = desk.card_on_tray and (desk.state in _ASKS_FOR_CARD or not may_hold_card(desk.state))
    if unwanted and not desk.ladder_running:
        desk.ladder_running = True
        delays = desk.delays
        desk.start_timer("card_voice", delays.card_voice_s)
        desk.start_timer("card_alarm", delays.card_alarm_s)
        desk.start_timer("card_attendant", delays.card_attendant_s)
        if desk.state not in _ASKS_FOR_CARD:
            show(desk)
    elif not unwanted and desk.ladder_running:
        desk.ladder_running = False
        desk.stop_timers(*_CARD_TIMERS)
        desk.alarm("card", on=False)
        if same_state:
            show(desk)
    if not desk.card_on_tray:
        drop_cause(desk, "card")


def _mind_the_sheets(desk: Desk) -> None:
    """Sheets in the output tray that nobody is being asked to take are a person's to see to."""
    if desk.certificate_lies:
        if desk.state not in _BRINGS_SHEETS:
            raise_cause(desk, "certificate")
    elif desk.state != "waiting_for_certificate":
        desk.alarm("certificate", on=False)


def _mind_the_change(desk: Desk, event: Event) -> None:
    """Coins in the cup are said aloud until they are taken, or nobody is there who could take them."""
    if not isinstance(event, TrayFilled | TrayEmptied) or event.tray != "change":
        return
    if isinstance(event, TrayFilled):
        desk.start_timer("change_voice", desk.delays.change_voice_s)
    else:
        desk.stop_timers("change_voice")


def remind_of_change(desk: Desk, _event: Event) -> None:
    """おつりをお取りください。 Once the kiosk rests they are lost property: staff are told."""
    if STATES[desk.state].phase != "resting":
        desk.say("voice.take_change")
        desk.start_timer("change_voice", desk.delays.change_voice_s)
    else:
        desk.note("change_left")
        desk.give(CallAttendant(cause="change_left"))


def card_voice(desk: Desk, _event: Event) -> None:
    """10 s: the voice."""
    desk.say("voice.take_phone" if desk.phone_on_tray else "voice.take_card")


def card_alarm(desk: Desk, _event: Event) -> None:
    """30 s: the continuous alarm, until the card is taken or 音声停止 is pressed."""
    desk.alarm("card", on=True)
    show(desk)


def mute(desk: Desk, _event: Event) -> None:
    """音声停止: quiet, and again after a minute."""
    if desk.alarm_on:
        desk.mute(_ALARM_TIMERS)
        show(desk)


def card_attendant(desk: Desk, _event: Event) -> None:
    """3 minutes: the attendant."""
    raise_cause(desk, "card")


def warn_idle(desk: Desk, _event: Event) -> None:
    """4:30: "still there?", by screen and voice, with a countdown."""
    desk.idle_warned_in = desk.state
    show(desk)
    desk.say("voice.still_there")
