"""How the book follows metal and notes: what came in, what went out, and whose it was."""

from __future__ import annotations

from statemachine.actions.leave import raise_cause
from statemachine.commands import CallAttendant
from statemachine.desk import Desk


def remember_mark(desk: Desk, mark: tuple[str, int, int]) -> None:
    """Up to where a device's events are counted. mark: device, its serial number, its event counter."""
    device, serial_number, counter = mark
    desk.remember(f"mark_{device}", f"{serial_number}:{counter}")


def money_in(desk: Desk, place: str, yen: int, note: str, *, earlier: bool = False) -> None:
    """It lies at `place`. It is the customer's at hand, or owed to somebody who left before this boot."""
    money, session = desk.money, desk.session
    money.till[place, yen] = money.till.get((place, yen), 0) + 1
    money.inserted_yen += yen
    if earlier:
        money.owed_yen += yen
        account = f"owed:{session.number}"
        raise_cause(desk, "owed")
    else:
        money.customer_yen += yen
        session.inserted[yen] = session.inserted.get(yen, 0) + 1
        account = desk.customer_account
    desk.book(f"cash:{place}", account, yen, value_yen=yen, coins=1, note=note)


def metal_out(desk: Desk, account: str, value: int, coins: int) -> None:
    """Coins of one value have left their hopper, on that account."""
    place = (f"hopper-{value}", value)
    desk.money.till[place] = desk.money.till.get(place, 0) - coins
    desk.book(account, f"cash:hopper-{value}", value * coins, value_yen=value, coins=coins, note="coins out")


def gone_without_order(desk: Desk, value: int, coins: int) -> None:
    """Coins have left their hopper that nobody was to get: missing on record, and staff are told."""
    yen = value * coins
    desk.money.missing_yen += yen
    desk.money.paid_out_yen += yen
    metal_out(desk, "difference", value, coins)
    desk.note(f"coins_gone:{value}:{coins}")
    desk.give(CallAttendant(cause="coins_gone"))


def pay_debt(desk: Desk, visit: int, value: int, coins: int) -> None:
    """An order that was given up did pay: so much less is owed, and its claim slip says too much."""
    yen = value * coins
    desk.money.paid_out_yen += yen
    metal_out(desk, debt_shrinks(desk, visit, yen), value, coins)


def debt_shrinks(desk: Desk, visit: int, yen: int) -> str:
    """So much of what a visit was owed has been paid after all; the account of the debt."""
    desk.money.owed_yen -= yen
    if visit == desk.session.number:
        desk.session.owed_yen -= yen
        desk.session.slips_yen -= yen
    desk.note(f"claim_slip_void:{visit}:{yen}")
    desk.give(CallAttendant(cause="claim_slip_void"))
    return f"owed:{visit}"


def distrust(desk: Desk, value: int) -> None:
    """That hopper is not asked again until the attendant has been there."""
    if value not in desk.money.unusable:
        desk.money.unusable.add(value)
        desk.give(CallAttendant(cause=f"hopper_{value}"))
