"""Money in, money settled, money out."""

from __future__ import annotations

from collections.abc import Mapping

from statemachine.actions import notes
from statemachine.actions.credit import may_be_taken
from statemachine.actions.leave import raise_cause
from statemachine.actions.show import show
from statemachine.change import most_payable, refund
from statemachine.commands import AcceptCash, Dispense, PrintClaimSlip, ShutCash
from statemachine.desk import Desk, Payout
from statemachine.events import Event, NoteReturned


def accept_cash(desk: Desk) -> None:
    """Entering ⑫: open acceptor and validator for what may be taken now."""
    _open_for_acceptable(desk)
    show(desk)


def credit_changed(desk: Desk, _event: Event) -> None:
    """The credit has changed, or what can be paid out, and with it what may be taken next."""
    desk.session.messages = ()
    _open_for_acceptable(desk)
    show(desk)


def say_note_came_back(desk: Desk, event: Event) -> None:
    """A note lies in the mouth again: for the screen that comes next, since a bezel says nothing. Whoever pulled it
    out is not asked to take it."""
    pulled = isinstance(event, NoteReturned) and event.fraud
    desk.session.messages = () if pulled else ("note_refused",)


def note_came_back(desk: Desk, event: Event) -> None:
    """The held note went back, so much less is in; or a refused one is out."""
    say_note_came_back(desk, event)
    _open_for_acceptable(desk)
    show(desk)


def _open_for_acceptable(desk: Desk) -> None:
    values = may_be_taken(desk)
    if values != desk.session.accepted:
        desk.session.accepted = values
        desk.acceptor_open = True
        desk.give(AcceptCash(values=values))


def nothing_acceptable(desk: Desk, _event: Event) -> bool:
    """Nothing may be taken, although the price is not reached: it could be neither changed nor refunded."""
    return not may_be_taken(desk)


def settle(desk: Desk) -> None:
    """Entering `settling`: the acceptor is shut, a held note is taken for good; wait for coins already
    past the gate."""
    show(desk)
    notes.stack_note(desk)
    desk.start_timer("drain", desk.delays.drain_s)


def shut(desk: Desk) -> None:
    """Shut acceptor and validator, if they were told to open: on every way out of ⑫."""
    desk.session.accepted = ()
    if desk.acceptor_open:
        desk.acceptor_open = False
        desk.give(ShutCash())


def drain_again(desk: Desk, _event: Event) -> None:
    """A late coin: wait for the next one."""
    desk.start_timer("drain", desk.delays.drain_s)


def unsettled(desk: Desk, event: Event) -> bool:
    """The acceptor has not yet said that it is shut, or a note is on its way."""
    shutting = any(command.kind == "shut_cash" for command, _ in desk.open.values())
    return shutting or notes.note_moving(desk, event)


def claim_fee(desk: Desk, _event: Event) -> None:
    """Settled: the price is set aside for the copies still to be printed."""
    session, money = desk.session, desk.money
    session.settled = True
    money.customer_yen -= session.price_yen
    money.pending_yen += session.price_yen
    desk.book(desk.customer_account, _pending_account(desk), session.price_yen, note="price set aside")


def keep_fee(desk: Desk) -> None:
    """One copy is printed: its fee is the municipality's."""
    session, money = desk.session, desk.money
    money.pending_yen -= session.unit_fee_yen
    money.kept_yen += session.unit_fee_yen
    desk.book(_pending_account(desk), f"fee:{_payee(desk)}", session.unit_fee_yen, note="copy printed")


def give_back_pending(desk: Desk) -> None:
    """What was set aside for copies that will not come is the customer's again."""
    money = desk.money
    if money.pending_yen:
        yen, money.pending_yen = money.pending_yen, 0
        money.customer_yen += yen
        desk.book(_pending_account(desk), desk.customer_account, yen, note="copies not printed")


def _pending_account(desk: Desk) -> str:
    """What is set aside names its payee from the first: where no copy comes, the refund is still on its account."""
    return f"pending:{desk.session.number}:{_payee(desk)}"


def _payee(desk: Desk) -> str:
    """Municipality and contract kind, as accounts name them."""
    session = desk.session
    contract_kind = desk.rules.kind(session.municipality, session.kind).certificate(session.scope, "_")
    return f"{session.municipality}:{contract_kind}"


# --- money out ----------------------------------------------------------------------------------


def _plan(desk: Desk) -> Mapping[int, int]:
    """Coins by value for what is the customer's, as far as the hoppers can pay it. A note that is stuck in
    escrow is not paid in coins: it may yet come out by itself.

    Before anything is settled in the inserted denominations where the hoppers allow (rule book §11: a
    false coin put in must not come out as a real one of another kind); else in the fewest coins.
    """
    money, session = desk.money, desk.session
    yen = money.customer_yen - desk.held_note_yen
    if yen <= 0:
        return {}
    payable = money.payable()
    if not session.settled:
        plan = refund(session.not_returned, payable, yen)
        if plan:
            return plan
    return most_payable(yen, payable)


def pay_on(desk: Desk, _event: Event | None = None) -> None:
    """Order the next payout, greatest coins first."""
    session, money = desk.session, desk.money
    plan = _plan(desk)
    value = max(v for v, coins in plan.items() if coins)
    order = Dispense(
        yen=value, coins=plan[value], count_before=money.counts[value], visit=session.number
    )
    session.paying = desk.order_payout(order, Payout(session.number, value, plan[value], order.count_before))


def payout_possible(desk: Desk, _event: Event | None = None) -> bool:
    """There is money to pay and some way to pay at least part of it."""
    return any(_plan(desk).values())


def paying_out(desk: Desk, _event: Event) -> bool:
    """A payout is under way; its end decides what comes next."""
    return desk.session.paying is not None


def begin_payout(desk: Desk) -> None:
    """Entering `paying_change`: the first payout, or the debt if there is no way to pay. A note that is on
    its way is awaited first."""
    show(desk)
    if notes.note_moving(desk):
        return
    if payout_possible(desk):
        pay_on(desk)
    else:
        owe(desk)


def begin_refund(desk: Desk) -> None:
    """Entering `refunding`: no more coins in, those past the gate awaited, a held note and coins out."""
    show(desk)
    notes.return_note(desk)
    desk.start_timer("drain", desk.delays.drain_s)


def owing(desk: Desk, _event: Event) -> bool:
    """Money is left that no hopper can pay, or a debt is not yet on paper."""
    return desk.money.customer_yen > 0 or desk.session.owed_yen > desk.session.slips_yen


def owe(desk: Desk, _event: Event | None = None) -> None:
    """What cannot be paid is owed: on record, on a slip of its own, and the attendant is called."""
    money, session = desk.money, desk.session
    session.note_owed = session.note_owed or bool(desk.held_note_yen)
    yen, money.customer_yen = money.customer_yen, 0
    if yen:
        money.owed_yen += yen
        session.owed_yen += yen
        desk.book(desk.customer_account, f"owed:{session.number}", yen, note="could not be paid out")
    put_debt_on_paper(desk)


def put_debt_on_paper(desk: Desk, _event: Event | None = None) -> None:
    """A slip for what is owed and on no slip yet; the attendant is called."""
    session = desk.session
    new_yen = session.owed_yen - session.slips_yen
    if new_yen <= 0:
        return
    raise_cause(desk, "owed")
    session.slips += 1
    session.slips_yen += new_yen
    number = f"{desk.rules.terminal}-{desk.boot}-{session.number}-{session.slips}"
    desk.give(PrintClaimSlip(number=number, yen=new_yen, language=session.language))
