"""Coins in, coins out, and what the hoppers count."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.events import CashCredited, CoinsDispensed, CommandFailed, HoppersCounted
from statemachine.observe.ledger import distrust, metal_out, money_in, pay_debt, remember_mark
from statemachine.observe.registry import take_down

_COUNTER_RANGE = 1 << 24
"""A hopper's own counter of paid coins has 24 bits (cash facts §2, header 168)."""

_BELIEVABLE_COINS = 1000
"""More than a hopper holds: a greater jump is another hopper, not a payout."""


@take_down.register
def _(event: HoppersCounted, desk: Desk) -> None:
    """What the hoppers count. The first word of a boot tells what they paid while nobody listened."""
    for value, count in event.counts:
        before = desk.remembered_counts.pop(value, count)
        coins = (count - before) % _COUNTER_RANGE
        if 0 < coins <= _BELIEVABLE_COINS:
            _paid_unheard(desk, value, coins)
        desk.forget_unheard(value)
        desk.money.counts[value] = count
        desk.remember(f"count_{value}", count)
    for value in event.faulty:
        distrust(desk, value)
    for mark in event.marks:
        remember_mark(desk, mark)


def _paid_unheard(desk: Desk, value: int, coins: int) -> None:
    """Coins of an order that a restart cut off went to its customer; others left without an order."""
    money, yen = desk.money, value * coins
    visit = next((p.visit for p in desk.unheard if p.yen == value and coins <= p.coins), None)
    if visit is None:
        money.missing_yen += yen
        money.paid_out_yen += yen
        metal_out(desk, "difference", value, coins)
        return
    if money.owed_yen < yen:  # the debt of an earlier boot
        money.brought_in_yen += yen
        money.owed_yen += yen
    pay_debt(desk, visit, value, coins)


@take_down.register
def _(event: CashCredited, desk: Desk) -> None:
    """A coin is in: it lies at its place and is the customer's."""
    money_in(desk, event.place, event.yen, "coin in", earlier=event.earlier)


@take_down.register
def _(event: CoinsDispensed, desk: Desk) -> None:
    """Coins are out: of the customer's money, or of a debt if the order was already given up."""
    money, session = desk.money, desk.session
    money.counts[event.yen] = event.count_after
    desk.remember(f"count_{event.yen}", event.count_after)
    payout = desk.forget_payout(event.answers)
    awaited = session.paying is not None and session.paying == event.answers
    if awaited:
        session.paying = None
    if event.fault is not None:
        distrust(desk, event.yen)
    if not event.paid:
        return
    if awaited:
        money.customer_yen -= event.yen * event.paid
        money.paid_out_yen += event.yen * event.paid
        session.returned[event.yen] = session.returned.get(event.yen, 0) + event.paid
        metal_out(desk, desk.customer_account, event.yen, event.paid)
    elif payout is not None:
        pay_debt(desk, payout.visit, event.yen, event.paid)
    else:
        money.missing_yen += event.yen * event.paid
        money.paid_out_yen += event.yen * event.paid
        metal_out(desk, "difference", event.yen, event.paid)


@take_down.register
def _(event: CommandFailed, desk: Desk) -> None:
    """A payout that was refused or failed never began; one that is unknown is owed, and watched for."""
    payout = desk.payouts.get(event.answers or "")
    if event.command != "dispense" or payout is None:
        return
    money, session = desk.money, desk.session
    distrust(desk, payout.yen)
    unknown = event.outcome in ("unknown", "overdue")
    if not unknown:
        desk.forget_payout(event.answers)
    if session.paying == event.answers:
        session.paying = None
        if unknown:
            yen = payout.yen * payout.coins
            money.customer_yen -= yen
            money.owed_yen += yen
            session.owed_yen += yen
            desk.book(desk.customer_account, f"owed:{session.number}", yen, note="nobody knows whether it was paid")
