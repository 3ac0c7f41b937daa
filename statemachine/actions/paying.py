"""Money in, money settled, money out."""

from __future__ import annotations

from statemachine.acceptance import acceptable
from statemachine.actions.leave import raise_cause
from statemachine.actions.show import show
from statemachine.change import make_change, refund
from statemachine.commands import AcceptCash, Dispense, PrintClaimSlip, ShutCash
from statemachine.desk import Desk
from statemachine.events import CommandFailed, Event


def accept_cash(desk: Desk) -> None:
    """Entering ⑫: open the acceptor for the coins that may be taken now."""
    _open_for_acceptable(desk)
    show(desk)


def credit_rose(desk: Desk, _event: Event) -> None:
    """One coin more: what may be taken next has changed."""
    _open_for_acceptable(desk)
    show(desk)


def _open_for_acceptable(desk: Desk) -> None:
    session = desk.session
    values = acceptable(session.price_yen, session.inserted, desk.money.payable())
    if values != session.accepted:
        session.accepted = values
        desk.give(AcceptCash(values=values))


def paid_in_full(desk: Desk, _event: Event) -> bool:
    """The credit has reached the price."""
    return desk.money.customer_yen >= desk.session.price_yen


def settle(desk: Desk) -> None:
    """Entering `settling`: shut the acceptor, then wait for coins already past its gate."""
    show(desk)
    shut_and_drain(desk)


def shut_and_drain(desk: Desk) -> None:
    """Shut the acceptor; the drain starts at once and again with every late coin."""
    desk.session.accepted = ()
    desk.give(ShutCash())
    desk.start_timer("drain", desk.delays.drain_s)


def drain_again(desk: Desk, _event: Event) -> None:
    """A late coin: wait for the next one."""
    desk.start_timer("drain", desk.delays.drain_s)


def shutting(desk: Desk, _event: Event) -> bool:
    """The acceptor has not yet said that it is shut."""
    return any(command.kind == "shut_cash" for command, _ in desk.open.values())


def claim_fee(desk: Desk, _event: Event) -> None:
    """Settled: the price is set aside for the copies still to be printed."""
    session, money = desk.session, desk.money
    session.settled = True
    money.customer_yen -= session.price_yen
    money.pending_yen += session.price_yen
    desk.book(desk.customer_account, f"pending:{session.number}", session.price_yen, note="price set aside")


def keep_fee(desk: Desk) -> None:
    """One copy is printed: its fee is the municipality's."""
    session, money = desk.session, desk.money
    money.pending_yen -= session.unit_fee_yen
    money.kept_yen += session.unit_fee_yen
    contract_kind = f"{session.kind}_{session.scope}" if session.kind == "koseki" else session.kind
    desk.book(
        f"pending:{session.number}", f"fee:{session.home}:{contract_kind}", session.unit_fee_yen, note="copy printed"
    )


def give_back_pending(desk: Desk) -> None:
    """What was set aside for copies that will not come is the customer's again."""
    money = desk.money
    if money.pending_yen:
        yen, money.pending_yen = money.pending_yen, 0
        money.customer_yen += yen
        desk.book(f"pending:{desk.session.number}", desk.customer_account, yen, note="copies not printed")


# --- money out ----------------------------------------------------------------------------------


def pay_next(desk: Desk) -> bool:
    """Order the next payout of what is the customer's; False when there is none to order.

    A refund of everything goes in the inserted denominations where the hoppers allow (rule book §11);
    change, and what is left after a hopper failed, in the fewest coins.
    """
    money, session = desk.money, desk.session
    if not money.customer_yen:
        return False
    whole = money.customer_yen == session.inserted_yen and not session.returned
    payable = money.payable()
    plan = refund(session.inserted, payable) if whole else make_change(money.customer_yen, payable)
    if not plan:
        return False
    value = max(v for v, coins in plan.items() if coins)
    session.paying = (value, plan[value])
    desk.paying_session = session.number
    desk.give(Dispense(yen=value, coins=plan[value], count_before=money.counts[value]))
    return True


def payout_possible(desk: Desk, _event: Event) -> bool:
    """There is money to pay and a way to pay it, exactly."""
    money, session = desk.money, desk.session
    if not money.customer_yen:
        return False
    if money.customer_yen == session.inserted_yen and not session.returned:
        return refund(session.inserted, money.payable()) is not None
    return make_change(money.customer_yen, money.payable()) is not None


def pay_on(desk: Desk, _event: Event) -> None:
    """The next payout."""
    pay_next(desk)


def paying_out(desk: Desk, _event: Event) -> bool:
    """A payout is under way; its end decides what comes next."""
    return desk.session.paying is not None


def payout_unknown(_desk: Desk, event: Event) -> bool:
    """Nobody knows whether coins left: paying again could pay twice."""
    return isinstance(event, CommandFailed) and event.outcome in ("unknown", "overdue")


def begin_payout(desk: Desk) -> None:
    """Entering `paying_change`: the first payout, or the debt if there is no way to pay."""
    show(desk)
    if not pay_next(desk):
        owe(desk)


def begin_refund(desk: Desk) -> None:
    """Entering `refunding`: no more coins in, those past the gate awaited, then out."""
    show(desk)
    shut_and_drain(desk)


def owing(desk: Desk, _event: Event) -> bool:
    """Money is left that no hopper can pay."""
    return desk.money.customer_yen > 0


def owe(desk: Desk, _event: Event | None = None) -> None:
    """What cannot be paid is owed: on record, on a slip, and the attendant is called."""
    money, session = desk.money, desk.session
    yen, money.customer_yen = money.customer_yen, 0
    if yen:
        money.owed_yen += yen
        session.owed_yen += yen
        desk.book(desk.customer_account, f"owed:{session.number}", yen, note="could not be paid out")
        raise_cause(desk, "owed")
    if session.owed_yen:
        number = f"{desk.rules.terminal}-{desk.boot}-{session.number}"
        desk.give(PrintClaimSlip(number=number, yen=session.owed_yen))
