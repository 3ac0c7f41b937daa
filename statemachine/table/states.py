"""The states: physical situations, each in a phase, with what entering it orders (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from statemachine.actions import (
    applying,
    card,
    choosing,
    delivering,
    leave,
    paying,
    registering,
    registering_entries,
    registering_password,
)
from statemachine.actions.show import show
from statemachine.desk import Desk

PHASES = ("resting", "card", "choosing", "paying", "delivering", "leaving", "registering")


@dataclass(frozen=True)
class State:
    """One situation.

    number: Takaoka's screen number; waits_for_customer: the 5-minute rule runs here; may_hold_money:
    money that no fee has claimed can be inside on a path of the table.
    """

    name: str
    phase: str
    enter: Callable[[Desk], None]
    number: str = ""
    waits_for_customer: bool = False
    may_hold_money: bool = False
    leave: Callable[[Desk], None] | None = None


_ALL = (
    State("starting", "resting", show),
    State("idle", "resting", leave.settle_down, "①"),
    State("closed", "resting", leave.settle_down),
    State("out_of_service", "resting", leave.settle_down),
    State("attention", "resting", leave.settle_down),
    State("menu", "card", show, "②", waits_for_customer=True),
    State("waiting_for_card", "card", card.wait_for_card, "③", waits_for_customer=True),
    State("reading_card", "card", card.read_card, "③"),
    State("choosing_municipality", "card", show, "④", waits_for_customer=True),
    State("entering_pin", "card", card.ask_secret, "⑤", waits_for_customer=True),
    State("verifying", "card", card.verify_pin, "⑤"),
    State("waiting_for_card_removal", "card", show, "⑥", waits_for_customer=True),
    State("choosing_certificate", "choosing", show, "⑦", waits_for_customer=True),
    State("choosing_scope", "choosing", show, "⑧", waits_for_customer=True),
    State("choosing_items", "choosing", show, "⑨", waits_for_customer=True),
    State("entering_copies", "choosing", show, "⑩", waits_for_customer=True),
    State("confirming", "choosing", show, "⑪", waits_for_customer=True),
    State("preparing", "choosing", choosing.prepare, "⑪"),
    State(
        "accepting_cash",
        "paying",
        paying.accept_cash,
        "⑫",
        waits_for_customer=True,
        may_hold_money=True,
        leave=paying.shut,
    ),
    State("settling", "paying", paying.settle, "⑫", may_hold_money=True),
    State("printing", "delivering", delivering.print_next_copy, "⑬", may_hold_money=True),
    State("paying_change", "delivering", paying.begin_payout, "⑬", may_hold_money=True),
    State(
        "waiting_for_certificate",
        "delivering",
        delivering.wait_for_certificate,
        "⑭",
        leave=delivering.leave_certificate,
    ),
    State("printing_receipt", "delivering", delivering.print_receipt, "⑮"),
    State("waiting_for_receipt", "delivering", delivering.wait_for_receipt, "⑮"),
    State("refunding", "leaving", paying.begin_refund, may_hold_money=True),
    State("card_left", "leaving", leave.ask_for_card),
    State("saying_sorry", "leaving", leave.say_sorry),
    State("choosing_domicile", "registering", show, "④", waits_for_customer=True),
    State("asking_registration", "registering", registering.ask_for_state),
    State("entering_password", "registering", card.ask_secret, "⑤", waits_for_customer=True),
    State("verifying_password", "registering", registering_password.verify_password, "⑤"),
    State("entering_town", "registering", show, waits_for_customer=True),
    State("looking_up", "registering", registering_entries.look_up),
    State("choosing_town", "registering", show, waits_for_customer=True),
    State("entering_lot", "registering", show, waits_for_customer=True),
    State("entering_head", "registering", show, waits_for_customer=True),
    State("choosing_head", "registering", show, waits_for_customer=True),
    State("entering_telephone", "registering", show, waits_for_customer=True),
    State("confirming_application", "registering", show, waits_for_customer=True),
    State("applying", "registering", applying.apply),
    State("printing_slip", "registering", applying.print_slip),
    State("waiting_for_slip", "registering", applying.wait_for_slip, waits_for_customer=True),
)

STATES: dict[str, State] = {state.name: state for state in _ALL}
