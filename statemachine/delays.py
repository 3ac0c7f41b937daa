"""Every delay of the kiosk, once, with its reason. Seconds unless the name says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

_COMMAND_LIMITS_S: Final = MappingProxyType(
    {
        "read_card": 15.0,  # 16 APDUs; a contactless reader may need several tries
        "verify_pin": 10.0,  # one VERIFY and one RSA signature (350 ms on the card)
        "sign_challenge": 10.0,
        "release_card": 5.0,
        "check_certificate": 25.0,  # the centre asks the certificate's status elsewhere; behind a report's 10 s
        "open_session": 25.0,
        "fetch_offer": 25.0,
        "issue_document": 70.0,  # the municipality typesets; the wire's own limit is 60 s
        "report_copy": 20.0,
        "accept_cash": 5.0,
        "shut_cash": 5.0,
        "stack_note": 15.0,  # transport takes 2 s; a jam tells itself
        "return_note": 15.0,
        "dispense": 60.0,  # 1 coin in 200 ms, 3 s standstill before giving up
        "check_paper": 10.0,
        "print_copy": 240.0,  # warm-up, several sheets, one refill of the tray
        "print_receipt": 20.0,
        "print_claim_slip": 20.0,
        "print_registration_slip": 20.0,
        "count_password_tries": 10.0,
        "verify_password": 15.0,  # VERIFY, and the certificate behind it
        "sign_application": 10.0,
        "fetch_registration_state": 15.0,
        "begin_registration": 15.0,
        "fetch_writings": 15.0,
        "submit_application": 15.0,
        "show": 5.0,
        "speak": 5.0,
        "sound_alarm": 5.0,
        "call_attendant": 5.0,
    }
)


@dataclass(frozen=True)
class Delays:
    """All of them; the figures of the rule book are named with their source."""

    # the customer is away (rule book §6: 5 minutes without an operation)
    idle_warning_s: float = 270.0
    idle_end_s: float = 300.0

    # a card on the tray that should be taken (DESIGN §3 "Forgotten card")
    card_voice_s: float = 10.0
    card_alarm_s: float = 30.0
    card_alarm_again_s: float = 60.0  # after 音声停止
    card_attendant_s: float = 180.0

    # certificate and receipt in their trays
    take_voice_s: float = 10.0
    take_alarm_s: float = 30.0
    take_end_s: float = 180.0
    take_look_s: float = 1.0  # what was taken while the rest was still being printed is known by then
    receipt_voice_s: float = 10.0
    receipt_end_s: float = 20.0
    change_voice_s: float = 10.0  # coins lie in the cup, says its contact; said again as often

    # the journey's own pauses
    card_hint_s: float = 20.0  # ③ pictures of how to lay the card (rule book §5)
    pin_pause_s: float = 0.8  # ⑤ the 4th digit submits after this; 訂正 still works in it
    drain_s: float = 1.0  # coins past the gate when the acceptor shut (cash facts §4.10)
    note_hold_s: float = 4.0  # a note rests in escrow so long: a cancel gives this very note back
    sorry_end_s: float = 6.0  # a farewell message stays readable
    sorry_offices_end_s: float = 15.0  # so does one with addresses and telephone numbers
    start_limit_s: float = 30.0  # devices silent for so long at start: out of service
    hours_recheck_s: float = 60.0  # the wall clock may be set; a jump is noticed within this

    # false coins in, real ones out by cancelling (rule book §11): so many in so long call the attendant
    cancels_with_money_max: int = 3
    cancels_window_s: float = 900.0

    # polling rates, by what the kiosk is doing
    cash_poll_accepting_s: float = 0.2  # cash facts §2: recommended poll 200 ms
    cash_poll_settling_s: float = 0.2
    cash_poll_resting_s: float = 0.9  # the acceptor inhibits itself when not polled for 1 s
    contacts_poll_s: float = 0.2  # a hand takes longer to lift a sheet
    hopper_poll_paying_s: float = 0.1  # cash facts §2: 166 about every 100 ms
    page_first_poll_s: float = 4.0  # no printer has a sheet out before that
    page_poll_printing_s: float = 1.0
    page_poll_resting_s: float = 15.0
    receipt_poll_resting_s: float = 5.0  # changes come by themselves (ASB); this notices silence
    centre_poll_resting_s: float = 300.0
    report_again_s: float = 30.0  # what the centre did not hear of a copy is told again
    retry_device_s: float = 5.0  # between two tries to reach a lost device

    # what a worker gives a device, inside the command's own limit
    cash_quick_after_shut_s: float = 5.0  # poll quickly so long: coins past the gate are still to come
    page_give_up_s: float = 200.0  # a copy that is not complete by then is cancelled
    page_stuck_s: float = 5.0  # so long the same reason and no side more: it waits for a person (print facts §4.1)
    page_settle_s: float = 30.0  # and may take so long to become terminal at the printer
    receipt_print_s: float = 15.0  # until the printer has confirmed a slip

    command_limit_s: MappingProxyType[str, float] = field(default_factory=lambda: _COMMAND_LIMITS_S)


_HUMAN: Final = (
    "idle_warning_s",
    "idle_end_s",
    "card_voice_s",
    "card_alarm_s",
    "card_alarm_again_s",
    "card_attendant_s",
    "take_voice_s",
    "take_alarm_s",
    "take_end_s",
    "take_look_s",
    "receipt_voice_s",
    "receipt_end_s",
    "change_voice_s",
    "card_hint_s",
    "pin_pause_s",
    "drain_s",
    "note_hold_s",
    "sorry_end_s",
    "sorry_offices_end_s",
    "page_first_poll_s",
    "page_give_up_s",
    "page_stuck_s",
    "page_settle_s",
)
"""What people and mechanics take; the wires' own time-outs and polling rates are not among them."""


def hurried(delays: Delays, factor: float) -> Delays:
    """The same kiosk with hurried people and mechanics, for the wired grade (DESIGN §4, `--hurry`)."""
    return replace(delays, **{name: getattr(delays, name) / factor for name in _HUMAN})


# the timers of the machine, by the field of `Delays` that arms them
TIMERS: Final = (
    "idle_warning",
    "idle_end",
    "card_voice",
    "card_alarm",
    "card_attendant",
    "take_voice",
    "take_alarm",
    "take_end",
    "take_look",
    "receipt_voice",
    "receipt_end",
    "change_voice",
    "card_hint",
    "pin_pause",
    "drain",
    "note_hold",
    "sorry_end",
    "start_limit",
    "hours",
    "report_again",
)
