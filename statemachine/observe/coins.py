"""Coins in, coins out, and what the hoppers count."""

from __future__ import annotations

from statemachine.commands import CallAttendant
from statemachine.desk import Desk
from statemachine.events import CashCredited, CoinsDispensed, CommandFailed, HoppersCounted
from statemachine.observe.ledger import (
    distrust,
    gone_without_order,
    metal_out,
    money_in,
    pay_debt,
    remember_mark,
)
from statemachine.observe.levels import believe_sensors, found_empty
from statemachine.observe.registry import take_down

_COUNTER_RANGE = 1 << 24
"""A hopper's own counter of paid coins has 24 bits (cash facts §2, header 168)."""

_BELIEVABLE_COINS = 1000
"""More than a hopper holds: a greater jump is another hopper, not a payout."""


@take_down.register
def _(event: HoppersCounted, desk: Desk) -> None:
    """What the hoppers count, against what was last heard of each: by this boot, else by the one before it. The first
    word of a boot tells what they paid while nobody listened."""
    for value, count in event.counts:
        before = desk.remembered_counts.pop(value, desk.money.counts.get(value, count))
        moved = (count - before) % _COUNTER_RANGE
        if 0 < moved <= _BELIEVABLE_COINS:
            _paid_unheard(desk, value, moved)
        elif moved:
            desk.note(f"hopper_count_jumped:{value}")
            desk.give(CallAttendant(cause=f"hopper_{value}_count"))
        desk.forget_unheard(value)
        desk.money.counts[value] = count
        desk.remember(f"count_{value}", count)
    for value in event.faulty:
        distrust(desk, value)
    for mark in event.marks:
        remember_mark(desk, mark)
    believe_sensors(desk, event.levels)


def _paid_unheard(desk: Desk, value: int, coins: int) -> None:
    """Coins of orders that a restart cut off went to their customers; what left beyond them, went without an order."""
    money = desk.money
    for payout in desk.unheard:
        his = min(coins, payout.coins) if payout.yen == value else 0
        if not his:
            continue
        coins -= his
        if money.owed_yen < value * his:  # the debt of an earlier boot
            money.brought_in_yen += value * his
            money.owed_yen += value * his
        pay_debt(desk, payout.visit, value, his)
    if coins:
        gone_without_order(desk, value, coins)


@take_down.register
def _(event: CashCredited, desk: Desk) -> None:
    """A coin is in: it lies at its place and is the customer's."""
    money_in(desk, _counted_at(desk, event), event.yen, "coin in", earlier=event.earlier)


def _counted_at(desk: Desk, event: CashCredited) -> str:
    """Where the book has it. A sorter that is wired otherwise sends it among other coins: it is paid out from there
    no more, and what lies there would be paid for its like, so that hopper rests until staff have been there."""
    value = event.place.partition("-")[2]
    if not value or int(value) == event.yen:
        return event.place
    desk.note(f"sorted_wrongly:{event.yen}:{event.place}")
    distrust(desk, int(value))
    return "cashbox"


@take_down.register
def _(event: CoinsDispensed, desk: Desk) -> None:
    """Coins are out: of the customer's money, or of a debt if the order was already given up; what is beyond either
    is missing."""
    money, session = desk.money, desk.session
    money.counts[event.yen] = event.count_after
    desk.remember(f"count_{event.yen}", event.count_after)
    payout = desk.forget_payout(event.answers)
    awaited = session.paying is not None and session.paying == event.answers
    if awaited:
        session.paying = None
    if event.fault is not None:
        distrust(desk, event.yen)
    his = 0
    if awaited:
        his = _paid_to_customer(desk, event.yen, event.paid)
    elif payout is not None:
        his = min(event.paid, payout.coins)
        if his:
            pay_debt(desk, payout.visit, event.yen, his)
    if event.paid > his:
        gone_without_order(desk, event.yen, event.paid - his)
    if event.empty:
        found_empty(desk, event.yen)


def _paid_to_customer(desk: Desk, value: int, paid: int) -> int:
    """Coins into his cup, as far as that money was his: how many. A worn hopper drops one more than it was told to."""
    money, session = desk.money, desk.session
    his = min(paid, (money.customer_yen - desk.held_note_yen) // value)
    if his > 0:
        money.customer_yen -= value * his
        money.paid_out_yen += value * his
        session.returned[value] = session.returned.get(value, 0) + his
        metal_out(desk, desk.customer_account, value, his)
    return max(0, his)


@take_down.register
def _(event: CommandFailed, desk: Desk) -> None:
    """A payout that was refused or failed never began; one that is unknown is owed, and watched for.

    A hopper that refused because coins had left it by another hand is well: it has been counted anew since, and
    can be asked again.
    """
    payout = desk.payouts.get(event.answers or "")
    if event.command != "dispense" or payout is None:
        return
    money, session = desk.money, desk.session
    if event.outcome != "refused" or money.counts.get(payout.yen) == payout.count_before:
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
