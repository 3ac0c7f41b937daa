"""What the start knows from the store: the till, debts, payouts and words that a restart cut off."""

from __future__ import annotations

from statemachine.actions.reporting import void_after_restart
from statemachine.commands import KeepReport
from statemachine.desk import Desk, Payout
from statemachine.events import KioskStarted
from statemachine.observe.registry import take_down
from statemachine.session import Session

_VISITS_PER_BOOT = 1_000_000
"""Visits are numbered through over all boots, so that their accounts never meet."""


@take_down.register
def _(event: KioskStarted, desk: Desk) -> None:
    desk.boot = event.boot
    desk.session = Session(number=event.boot * _VISITS_PER_BOOT)
    money = desk.money
    money.till = {(place, value): coins for place, value, coins in event.till}
    if event.boot == 1:
        _fill(desk)
    desk.causes.update(event.causes)
    for account, yen in event.held:
        # a visit that a restart cut off: nobody is there to take it, so it is owed
        visit = account.split(":")[1]
        money.brought_in_yen += yen
        money.owed_yen += yen
        desk.book(account, f"owed:{visit}", yen, note="visit cut off by a restart")
        desk.causes.add("owed")
    if event.open_copies:
        desk.causes.add("paper")
    desk.remembered_counts = dict(event.counts)
    desk.unheard = [Payout(visit, yen, coins) for visit, yen, coins in event.open_payouts]
    desk.card_on_tray = event.card_on_tray
    desk.escrow_visit = event.escrow_visit
    now_s = event.wall.timestamp()
    desk.cancels_ns = [event.monotonic_ns - round(max(0.0, now_s - at_s) * 1e9) for at_s in event.cancels_s]
    desk.reports = {
        request: KeepReport(request=request, document=document, copy=copy, outcome=outcome)
        for request, document, copy, outcome in event.reports
    }
    void_after_restart(desk, event.document)


def _fill(desk: Desk) -> None:
    """The very first start: the coins that the attendant put in."""
    for value, coins in desk.rules.opening_float:
        if coins:
            place = f"hopper-{value}"
            desk.money.till[(place, value)] = coins
            desk.book(f"cash:{place}", "cash:float", value * coins, value_yen=value, coins=coins, note="opening float")
