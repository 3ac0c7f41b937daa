"""Facts first: what an event says about tray, devices and money is taken down in every state.

This runs before the table's cell. It books money (which no state may ignore) and keeps presence and
readiness; what to do about them is the table's.
"""

from __future__ import annotations

from functools import singledispatch

from statemachine.actions.leave import drop_cause, raise_cause
from statemachine.actions.reporting import void_after_restart
from statemachine.commands import CallAttendant, KeepReport
from statemachine.desk import Desk, Payout
from statemachine.events import (
    AttendantCleared,
    CardPlaced,
    CardRemoved,
    CardUnknown,
    CashCredited,
    CashUncertain,
    CertificateAccepted,
    CertificateRead,
    CoinsDispensed,
    CommandFailed,
    DeviceReady,
    DeviceUnready,
    Event,
    HoppersCounted,
    KioskStarted,
    MoneyEvent,
    NoteHeld,
    NoteIntakeChanged,
    NoteReturned,
    NoteStacked,
    ServiceStateHeard,
    TrayEmptied,
    TrayFilled,
)
from statemachine.money import ESCROW, STACKER, UNKNOWN_NOTE_STACKED
from statemachine.rules import PHONES
from statemachine.session import Session
from statemachine.told import Told

_VISITS_PER_BOOT = 1_000_000
"""Visits are numbered through over all boots, so that their accounts never meet."""

_COUNTER_RANGE = 1 << 24
"""A hopper's own counter of paid coins has 24 bits (cash facts §2, header 168)."""

_BELIEVABLE_COINS = 1000
"""More than a hopper holds: a greater jump is another hopper, not a payout."""


@singledispatch
def _observe(event: Event, desk: Desk) -> None:
    """Most events say nothing about the world's standing facts."""


def observe(desk: Desk, event: Event) -> None:
    """Take down what `event` says."""
    desk.wall = event.wall
    if isinstance(event, MoneyEvent) and event.mark is not None:
        _remember_mark(desk, event.mark)
    _observe(event, desk)


def _remember_mark(desk: Desk, mark: tuple[str, int, int]) -> None:
    device, serial_number, counter = mark
    desk.remember(f"mark_{device}", f"{serial_number}:{counter}")


@_observe.register
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
        visit = account.partition(":")[2]
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
            desk.book(
                f"cash:{place}", "cash:float", value * coins, value_yen=value, coins=coins, note="opening float"
            )


@_observe.register
def _(_event: CardPlaced, desk: Desk) -> None:
    _tray(desk, occupied=True)


@_observe.register
def _(_event: CardRemoved, desk: Desk) -> None:
    desk.card_powered = False
    _tray(desk, occupied=False)


def _tray(desk: Desk, *, occupied: bool) -> None:
    desk.reader_blind = desk.phone_on_tray = False
    if desk.card_on_tray != occupied:
        desk.card_on_tray = occupied
        desk.remember("card_on_tray", int(occupied))


@_observe.register
def _(_event: CardUnknown, desk: Desk) -> None:
    desk.reader_blind = True


@_observe.register
def _(event: CertificateRead, desk: Desk) -> None:
    desk.phone_on_tray = event.device in PHONES


@_observe.register
def _(event: DeviceReady, desk: Desk) -> None:
    if event.device in desk.devices:
        desk.devices[event.device] = None
    if event.device == "centre" and desk.report_waits:
        desk.report_waits = False
        desk.stop_timers("report_again")


@_observe.register
def _(event: DeviceUnready, desk: Desk) -> None:
    if event.device in desk.devices:
        desk.devices[event.device] = event.cause
    if event.device == "contacts":
        desk.trays.clear()


@_observe.register
def _(event: TrayFilled, desk: Desk) -> None:
    desk.trays[event.tray] = True
    desk.session.seen_in_tray.add(event.tray)


@_observe.register
def _(event: TrayEmptied, desk: Desk) -> None:
    desk.trays[event.tray] = False
    if event.tray == "certificate":
        drop_cause(desk, "certificate")


@_observe.register
def _(event: ServiceStateHeard, desk: Desk) -> None:
    desk.hear_of_service(Told(event.stops, event.hours))


@_observe.register
def _(event: CertificateAccepted, desk: Desk) -> None:
    """Of this one municipality the centre has just said more than at its last turn."""
    desk.hear_of_service(desk.told.with_stops_of(event.home, event.stops))


@_observe.register
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
        _distrust(desk, value)
    for mark in event.marks:
        _remember_mark(desk, mark)


def _paid_unheard(desk: Desk, value: int, coins: int) -> None:
    """Coins of an order that a restart cut off went to its customer; others left without an order."""
    money, yen = desk.money, value * coins
    visit = next((p.visit for p in desk.unheard if p.yen == value and coins <= p.coins), None)
    if visit is None:
        money.missing_yen += yen
        money.paid_out_yen += yen
        _metal_out(desk, "difference", value, coins)
        return
    if money.owed_yen < yen:  # the debt of an earlier boot
        money.brought_in_yen += yen
        money.owed_yen += yen
    _pay_debt(desk, visit, value, coins)


@_observe.register
def _(event: CashCredited, desk: Desk) -> None:
    """A coin is in: it lies at its place and is the customer's."""
    _money_in(desk, event.place, event.yen, "coin in", earlier=event.earlier)


@_observe.register
def _(event: NoteHeld, desk: Desk) -> None:
    """A note lies in escrow: inside, and the customer's."""
    _escrow_was_empty(desk)
    _money_in(desk, ESCROW, event.yen, "note in escrow")
    desk.escrow_visit = desk.session.number
    desk.session.note_owed = False
    desk.remember("escrow_visit", desk.escrow_visit)


def _escrow_was_empty(desk: Desk) -> None:
    """There is room for one note: where another stood in the book, nobody had said that it was taken out."""
    yen = desk.money.escrow_yen
    if yen:
        desk.money.till[ESCROW, yen] -= 1
        desk.book("difference", f"cash:{ESCROW}", yen, value_yen=yen, coins=1, note="note gone from escrow unseen")
        desk.note("escrow_note_missing")


def _money_in(desk: Desk, place: str, yen: int, note: str, *, earlier: bool = False) -> None:
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


@_observe.register
def _(event: NoteStacked, desk: Desk) -> None:
    """The note went from escrow into the stacker; whose it is does not change by that."""
    if desk.money.till.get((ESCROW, event.yen)):
        _into_stacker(desk, event.yen)
    else:
        _money_in(desk, STACKER, event.yen, "note stacked that nobody had seen held", earlier=event.earlier)


def _into_stacker(desk: Desk, yen: int) -> None:
    till = desk.money.till
    till[ESCROW, yen] -= 1
    till[STACKER, yen] = till.get((STACKER, yen), 0) + 1
    desk.book(f"cash:{STACKER}", f"cash:{ESCROW}", yen, value_yen=yen, coins=1, note="note stacked")


@_observe.register
def _(event: CashUncertain, desk: Desk) -> None:
    """A note that was stuck behind the escrow lies in the stacker now; the validator does not know which."""
    if event.cause == UNKNOWN_NOTE_STACKED and desk.money.escrow_yen:
        _into_stacker(desk, desk.money.escrow_yen)


@_observe.register
def _(event: NoteIntakeChanged, desk: Desk) -> None:
    """Coins go on alone; the attendant hears why, once."""
    if event.cause is not None and event.cause != desk.note_trouble:
        desk.give(CallAttendant(cause=event.cause))
    desk.note_trouble = event.cause


@_observe.register
def _(event: NoteReturned, desk: Desk) -> None:
    """The note is out of escrow: the customer has it, or it paid what was owed for it."""
    if event.fraud:
        desk.note("note_pulled_out")
        desk.give(CallAttendant(cause="validator_alarm"))
    money, session = desk.money, desk.session
    yen = money.escrow_yen if event.yen is None else event.yen
    if not yen:
        return  # it had not been held: a note that was refused is out again
    if not money.till.get((ESCROW, yen)):
        desk.note("unknown_note_returned")
        return
    account = _note_was_of(desk, yen)
    money.till[ESCROW, yen] -= 1
    money.paid_out_yen += yen
    if desk.escrow_visit == session.number:
        session.inserted[yen] = session.inserted.get(yen, 0) - 1
    desk.book(account, f"cash:{ESCROW}", yen, value_yen=yen, coins=1, note="note returned")


def _note_was_of(desk: Desk, yen: int) -> str:
    """Whose claim the note in escrow was, which is so much less from now on; its account."""
    money = desk.money
    if desk.held_note_yen == yen and money.customer_yen >= yen:
        money.customer_yen -= yen
        return desk.customer_account
    if money.owed_yen < yen:  # the debt of an earlier boot
        money.brought_in_yen += yen
        money.owed_yen += yen
    return _debt_shrinks(desk, desk.escrow_visit, yen)


@_observe.register
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
        _distrust(desk, event.yen)
    if not event.paid:
        return
    if awaited:
        money.customer_yen -= event.yen * event.paid
        money.paid_out_yen += event.yen * event.paid
        session.returned[event.yen] = session.returned.get(event.yen, 0) + event.paid
        _metal_out(desk, desk.customer_account, event.yen, event.paid)
    elif payout is not None:
        _pay_debt(desk, payout.visit, event.yen, event.paid)
    else:
        money.missing_yen += event.yen * event.paid
        money.paid_out_yen += event.yen * event.paid
        _metal_out(desk, "difference", event.yen, event.paid)


def _pay_debt(desk: Desk, visit: int, value: int, coins: int) -> None:
    """An order that was given up did pay: so much less is owed, and its claim slip says too much."""
    yen = value * coins
    desk.money.paid_out_yen += yen
    _metal_out(desk, _debt_shrinks(desk, visit, yen), value, coins)


def _debt_shrinks(desk: Desk, visit: int, yen: int) -> str:
    """So much of what a visit was owed has been paid after all; the account of the debt."""
    desk.money.owed_yen -= yen
    if visit == desk.session.number:
        desk.session.owed_yen -= yen
        desk.session.slips_yen -= yen
    desk.note(f"claim_slip_void:{visit}:{yen}")
    desk.give(CallAttendant(cause="claim_slip_void"))
    return f"owed:{visit}"


def _metal_out(desk: Desk, account: str, value: int, coins: int) -> None:
    place = (f"hopper-{value}", value)
    desk.money.till[place] = desk.money.till.get(place, 0) - coins
    desk.book(account, f"cash:hopper-{value}", value * coins, value_yen=value, coins=coins, note="coins out")


def _distrust(desk: Desk, value: int) -> None:
    """That hopper is not asked again until the attendant has been there."""
    if value not in desk.money.unusable:
        desk.money.unusable.add(value)
        desk.give(CallAttendant(cause=f"hopper_{value}"))


@_observe.register
def _(event: CommandFailed, desk: Desk) -> None:
    """A payout that was refused or failed never began; one that is unknown is owed, and watched for."""
    payout = desk.payouts.get(event.answers or "")
    if event.command != "dispense" or payout is None:
        return
    money, session = desk.money, desk.session
    _distrust(desk, payout.yen)
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


@_observe.register
def _(_event: AttendantCleared, desk: Desk) -> None:
    """The attendant has dealt with it; hoppers may be asked again. A card on the tray and sheets in the output
    are not dealt with by a word: their causes stand as long as a sensor sees them."""
    seen = {"card": desk.card_on_tray, "certificate": desk.certificate_lies}
    desk.causes.intersection_update(cause for cause, there in seen.items() if there)
    desk.remember("causes", ",".join(sorted(desk.causes)))
    desk.money.unusable.clear()
