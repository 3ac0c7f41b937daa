"""Facts first: what an event says about tray, devices and money is taken down in every state.

This runs before the table's cell. It books money (which no state may ignore) and keeps presence and
readiness; what to do about them is the table's.
"""

from __future__ import annotations

from functools import singledispatch

from statemachine.commands import Remember
from statemachine.desk import Desk
from statemachine.events import (
    CardPlaced,
    CardRemoved,
    CardUnknown,
    CashCredited,
    CoinsDispensed,
    CommandFailed,
    DeviceReady,
    DeviceUnready,
    Event,
    HoppersCounted,
    KioskStarted,
)
from statemachine.session import Session

_VISITS_PER_BOOT = 1_000_000
"""Visits are numbered through over all boots, so that their accounts never meet."""


@singledispatch
def _observe(event: Event, desk: Desk) -> None:
    """Most events say nothing about the world's standing facts."""


def observe(desk: Desk, event: Event) -> None:
    """Take down what `event` says."""
    desk.wall = event.wall
    _observe(event, desk)


@_observe.register
def _(event: KioskStarted, desk: Desk) -> None:
    desk.boot = event.boot
    desk.session = Session(number=event.boot * _VISITS_PER_BOOT)
    money = desk.money
    money.till = {(place, value): coins for place, value, coins in event.till}
    if not event.till:
        for value, coins in desk.rules.opening_float:
            if not coins:
                continue
            money.till[(f"hopper-{value}", value)] = coins
            desk.book(
                f"cash:hopper-{value}", "cash:float", value * coins, value_yen=value, coins=coins, note="opening float"
            )
    for account, yen in event.held:
        # a visit that a restart cut off: nobody is there to take it, so it is owed
        visit = account.partition(":")[2]
        desk.book(account, f"owed:{visit}", yen, note="visit cut off by a restart")
        desk.causes.add("owed")
    if event.open_copies:
        desk.causes.add("paper")
    desk.card_on_tray = event.card_on_tray


@_observe.register
def _(_event: CardPlaced, desk: Desk) -> None:
    _tray(desk, occupied=True)


@_observe.register
def _(_event: CardRemoved, desk: Desk) -> None:
    desk.card_powered = False
    _tray(desk, occupied=False)


def _tray(desk: Desk, *, occupied: bool) -> None:
    desk.reader_blind = False
    if desk.card_on_tray != occupied:
        desk.card_on_tray = occupied
        desk.outbox.append(Remember(key="card_on_tray", value=int(occupied)))


@_observe.register
def _(_event: CardUnknown, desk: Desk) -> None:
    desk.reader_blind = True
    desk.card_powered = False


@_observe.register
def _(event: DeviceReady, desk: Desk) -> None:
    if event.device in desk.devices:
        desk.devices[event.device] = None


@_observe.register
def _(event: DeviceUnready, desk: Desk) -> None:
    if event.device in desk.devices:
        desk.devices[event.device] = event.cause


@_observe.register
def _(event: HoppersCounted, desk: Desk) -> None:
    desk.money.counts.update(event.counts)


@_observe.register
def _(event: CashCredited, desk: Desk) -> None:
    """A coin is in: it lies at its place and is the customer's."""
    money, session = desk.money, desk.session
    place = (event.place, event.yen)
    money.till[place] = money.till.get(place, 0) + 1
    money.customer_yen += event.yen
    money.inserted_yen += event.yen
    session.inserted[event.yen] = session.inserted.get(event.yen, 0) + 1
    desk.book(f"cash:{event.place}", desk.customer_account, event.yen, value_yen=event.yen, coins=1, note="coin in")


@_observe.register
def _(event: CoinsDispensed, desk: Desk) -> None:
    """Coins are out: of the customer's money, or, if that was already given up for owed, of the debt."""
    money, session = desk.money, desk.session
    money.counts[event.yen] = event.count_after
    session.paying = None
    if event.fault is not None:
        money.unusable.add(event.yen)
    if not event.paid:
        return
    yen = event.yen * event.paid
    place = (f"hopper-{event.yen}", event.yen)
    money.till[place] = money.till.get(place, 0) - event.paid
    money.paid_out_yen += yen
    session.returned[event.yen] = session.returned.get(event.yen, 0) + event.paid
    _charge(desk, yen)
    desk.book(
        f"customer:{desk.paying_session}",
        f"cash:hopper-{event.yen}",
        yen,
        value_yen=event.yen,
        coins=event.paid,
        note="coins out",
    )


def _charge(desk: Desk, yen: int) -> None:
    """Take a payout from what is the customer's; what exceeds that was already written down as owed."""
    money, session = desk.money, desk.session
    from_customer = min(yen, money.customer_yen)
    money.customer_yen -= from_customer
    from_debt = yen - from_customer
    money.owed_yen -= from_debt
    if desk.paying_session == session.number:
        session.owed_yen -= from_debt
    if from_debt:
        visit = desk.paying_session
        desk.book(f"owed:{visit}", f"customer:{visit}", from_debt, note="paid out after all")


@_observe.register
def _(event: CommandFailed, desk: Desk) -> None:
    """A payout that was refused, failed or is unknown: that hopper is not asked again."""
    if event.command == "dispense" and desk.session.paying is not None:
        desk.money.unusable.add(desk.session.paying[0])
        desk.session.paying = None
