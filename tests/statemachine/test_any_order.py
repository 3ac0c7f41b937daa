"""Anything in any order: the machine against a small reference model of what must never be.

The world below answers only what was asked, but when it likes, as it likes, late or never; customers,
coins, cards and devices do what they do. The model knows four figures and one card.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from statemachine import events as e
from statemachine.commands import Book, Command, Dispense, PrintCopy, StartTimer, StopTimer
from statemachine.events import Event
from statemachine.money import UNKNOWN_NOTE_STACKED
from statemachine.table.states import STATES
from tests.statemachine.worlds import INKAN, JUMINHYO, NIGHT, OPEN, TAKAOKA, Driven

COINS = st.sampled_from((10, 50, 100, 500))
PRESSES = st.sampled_from(
    (
        e.StartPressed(),
        e.IssuePressed(),
        e.RegisterPressed(),
        e.CancelPressed(),
        e.BackPressed(),
        e.ConfirmPressed(),
        e.CorrectPressed(),
        e.TakenPressed(),
        e.MutePressed(),
        e.StayPressed(),
        e.ChoicePressed(choice="juminhyo"),
        e.ChoicePressed(choice="inkan"),
        e.ChoicePressed(choice="scope:part"),
        e.ChoicePressed(choice="person:p2"),
        e.ChoicePressed(choice="number:yes"),
        e.KeyPressed(key=3),
        e.ChoicePressed(choice="region:1"),
        e.ChoicePressed(choice="prefecture:01"),
        e.ChoicePressed(choice="row:a"),
        e.ChoicePressed(choice="town:01207"),
        e.PinDigitEntered(count=8),
        e.EntryTyped(field="town_reading", count=3),
        e.EntryTyped(field="telephone", count=10),
        e.EntryErased(field="lot", count=0),
        e.WritingChosen(of="name", part=0),
        e.PinDigitEntered(count=4),
        e.PinDigitErased(count=3),
    )
)
GOOD: dict[str, tuple[Event, ...]] = {
    "read_card": (
        e.CertificateRead(device="my_number", tries_left=3),
        e.CertificateRead(device="my_number", tries_left=1),
        e.CertificateRead(device="android", tries_left=3),
        e.CardUnusable(reason="foreign"),
    ),
    "check_certificate": (
        e.CertificateAccepted(home=TAKAOKA),
        e.CertificateAccepted(home=TAKAOKA, ends_soon=True),
        e.CertificateRefused(reason="under_age"),
    ),
    "sign_challenge": (e.ChallengeSigned(),),
    "verify_pin": (e.PinAccepted(), e.PinWrong(tries_left=2), e.PinWrong(tries_left=0), e.PinLocked()),
    "open_session": (e.SessionOpened(), e.SessionRefused(reason="bad_signature")),
    "fetch_offer": (e.OfferReceived(kinds=(JUMINHYO, INKAN), holder="p1"),),
    "issue_document": (e.DocumentPrepared(document="d1", sheets=1),),
    "check_paper": (e.PaperReady(),),
    "accept_cash": (e.CashOpened(),),
    "shut_cash": (e.CashShut(),),
    "print_receipt": (e.ReceiptPrinted(),),
    "print_claim_slip": (e.ClaimSlipPrinted(),),
    "report_copy": (e.CopyReported(),),
    "fetch_registration_state": (
        e.RegistrationStated(state="none"),
        e.RegistrationStated(state="refused", reason="head_differs"),
    ),
    "begin_registration": (e.RegistrationBegun(), e.RegistrationRefused(reason="already_applied", dated=True)),
    "count_password_tries": (e.PasswordTriesCounted(tries_left=5), e.PasswordTriesCounted(tries_left=0)),
    "verify_password": (e.PasswordAccepted(), e.PinWrong(tries_left=4), e.PinLocked()),
    "fetch_writings": (e.WritingsOffered(counts=(2,)), e.WritingsOffered(counts=(1, 0))),
    "sign_application": (e.ApplicationSigned(),),
    "submit_application": (e.ApplicationAccepted(), e.RegistrationRefused(reason="signature_revoked")),
    "print_registration_slip": (e.RegistrationSlipPrinted(),),
}
OUTCOMES = st.sampled_from(("refused", "failed", "unknown", "overdue"))


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.kiosk = Driven()
        self.inserted = self.paid = self.copies = 0
        self.card = self.escrow = self.sheets = False
        self.stacked = 0
        self.armed: set[str] = set()
        self.counts = {10: 0, 50: 0, 100: 0, 500: 0}
        self.ids: set[str] = set()
        self.booked: dict[str, int] = {}
        self.lost: list[Dispense] = []
        self.shut = True

    def take(self, *happened: Event) -> None:
        for event in happened:
            for order in self.kiosk.take(event):
                self.follow(order)

    def follow(self, order: Command) -> None:
        if isinstance(order, StartTimer):
            self.armed.add(order.timer)
        elif isinstance(order, StopTimer):
            self.armed.discard(order.timer)
        elif isinstance(order, Book):
            self.booked[order.debit] = self.booked.get(order.debit, 0) + order.yen
            self.booked[order.credit] = self.booked.get(order.credit, 0) - order.yen
        if order.kind in ("accept_cash", "shut_cash"):
            self.shut = order.kind == "shut_cash"
        if order.device != "loop":
            assert order.id not in self.ids, "an id was given twice"
            self.ids.add(order.id)

    @initialize()
    def boot(self) -> None:
        self.kiosk.start()
        for order in self.kiosk.orders:
            self.follow(order)

    @precondition(lambda self: self.kiosk.state == "idle" and self.kiosk.wall == OPEN and not self.card)
    @rule(copies=st.integers(1, 3), coins=st.lists(COINS, max_size=4))
    def a_customer_knows_what_he_wants(self, copies: int, coins: list[int]) -> None:
        before = len(self.kiosk.orders)
        self.kiosk.to_paying(copies)
        for order in self.kiosk.orders[before:]:
            self.follow(order)
        for yen in coins:
            self.insert(yen)

    # --- the world ------------------------------------------------------------------------------

    @rule(press=PRESSES)
    def press(self, press: Event) -> None:
        self.take(press)

    @rule()
    def lay_or_take_the_card(self) -> None:
        self.card = not self.card
        self.take(e.CardPlaced() if self.card else e.CardRemoved())

    @rule()
    def the_reader_goes_blind_and_sees_again(self) -> None:
        self.take(e.CardUnknown(), e.DeviceUnready(device="card", cause="reader_lost"))
        self.take(e.CardPlaced() if self.card else e.CardRemoved(), e.DeviceReady(device="card"))

    @rule(tray=st.sampled_from(("certificate", "receipt", "change")), lies=st.booleans())
    def something_lies_in_a_tray(self, tray: str, lies: bool) -> None:
        self.take(e.TrayFilled(tray=tray) if lies else e.TrayEmptied(tray=tray))
        if tray == "certificate":
            self.sheets = lies

    @rule()
    def the_contacts_are_lost(self) -> None:
        self.take(e.DeviceUnready(device="contacts", cause="unreachable"))
        self.sheets = False  # as far as the kiosk can know

    @rule(yen=COINS)
    def insert(self, yen: int) -> None:
        self.inserted += yen
        self.take(e.CashCredited(yen=yen, place=f"hopper-{yen}"))

    # --- notes ----------------------------------------------------------------------------------

    @precondition(lambda self: not self.escrow)
    @rule()
    def a_note_is_held(self) -> None:
        self.inserted += 1000
        self.escrow = True
        self.take(e.NoteHeld(yen=1000))

    @rule(code=st.sampled_from((2, 3, 4)))
    def a_note_is_refused(self, code: int) -> None:
        self.take(e.NoteRefused(code=code))
        if not self.escrow:
            self.take(e.NoteReturned(yen=None))

    @rule(cause=st.sampled_from((None, "stacker_full", "validator_fault")))
    def notes_can_be_taken_or_not(self, cause: str | None) -> None:
        self.take(e.NoteIntakeChanged(cause=cause))

    @rule()
    def the_note_moves_as_it_was_told(self) -> None:
        for command, _ in list(self.kiosk.machine.desk.open.values()):
            if command.kind == "stack_note":
                self.note_goes(e.NoteStacked(yen=1000, answers=command.id), command)
                return
            if command.kind == "return_note":
                self.note_goes(e.NoteReturned(yen=1000, answers=command.id), command)
                return

    def note_goes(self, event: Event, command: Command | None = None) -> None:
        if not self.escrow:
            assert command is not None
            self.take(e.CommandFailed(answers=command.id, command=command.kind, outcome="refused", cause="empty"))
            return
        self.escrow = False
        if isinstance(event, e.NoteReturned):
            self.paid += 1000
        else:
            self.stacked += 1
        self.take(event)

    @precondition(lambda self: self.escrow)
    @rule(back=st.booleans(), known=st.booleans())
    def the_note_moves_by_itself(self, back: bool, known: bool) -> None:
        if back:
            self.note_goes(e.NoteReturned(yen=1000 if known else None))
        elif known:
            self.note_goes(e.NoteStacked(yen=1000))
        else:
            self.note_goes(e.CashUncertain(cause=UNKNOWN_NOTE_STACKED))

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        waiting = [c for c, _ in self.kiosk.machine.desk.open.values() if c.kind in GOOD]
        if waiting:
            command = data.draw(st.sampled_from(waiting))
            self.take(replace(data.draw(st.sampled_from(GOOD[command.kind])), answers=command.id))

    @rule(data=st.data(), outcome=OUTCOMES, code=st.sampled_from(("", "card_gone", "device_lost", "pin_incomplete")))
    def fail(self, data: st.DataObject, outcome: str, code: str) -> None:
        waiting = [c for c, _ in self.kiosk.machine.desk.open.values() if not isinstance(c, Dispense)]
        if waiting:
            command = data.draw(st.sampled_from(waiting))
            failed = e.CommandFailed(answers=command.id, command=command.kind, outcome=outcome, cause="x", code=code)
            self.take(failed)

    @rule(short=st.integers(0, 2), fault=st.sampled_from((None, "empty", "jammed")))
    def pay_out(self, short: int, fault: str | None) -> None:
        for command, _ in list(self.kiosk.machine.desk.open.values()):
            if isinstance(command, Dispense):
                if self.lost or command.count_before != self.counts[command.yen]:
                    # as the driver does: another payout has not ended, or the hopper's count has moved
                    self.take(
                        e.CommandFailed(answers=command.id, command="dispense", outcome="refused", cause="moved")
                    )
                    return
                paid = max(0, command.coins - short)
                self.paid += paid * command.yen
                self.counts[command.yen] += paid
                fault = fault or ("empty" if paid < command.coins else None)
                count = self.counts[command.yen]
                self.take(
                    e.CoinsDispensed(
                        answers=command.id,
                        yen=command.yen,
                        asked=command.coins,
                        paid=paid,
                        count_after=count,
                        fault=fault,
                    )
                )
                return

    @rule(outcome=OUTCOMES)
    def nobody_knows_of_a_payout(self, outcome: str) -> None:
        for command, _ in list(self.kiosk.machine.desk.open.values()):
            if isinstance(command, Dispense):
                if outcome in ("unknown", "overdue"):
                    self.lost.append(command)
                self.take(
                    e.CommandFailed(answers=command.id, command="dispense", outcome=outcome, cause="no answer")
                )
                return

    @precondition(lambda self: self.lost)
    @rule(paid=st.booleans())
    def a_lost_payout_is_heard_of_after_all(self, paid: bool) -> None:
        command = self.lost.pop(0)
        coins = command.coins if paid else 0
        self.paid += coins * command.yen
        self.counts[command.yen] += coins
        self.take(
            e.CoinsDispensed(
                answers=command.id,
                yen=command.yen,
                asked=command.coins,
                paid=coins,
                count_after=self.counts[command.yen],
                fault=None if paid else "the order was lost",
            )
        )

    @rule(good=st.booleans())
    def print_copy(self, good: bool) -> None:
        for command, _ in list(self.kiosk.machine.desk.open.values()):
            if isinstance(command, PrintCopy):
                if good:
                    self.copies += 1
                    self.take(e.CopyPrinted(answers=command.id, copy=command.copy))
                else:
                    self.take(e.CopyFailed(answers=command.id, copy=command.copy, cause="jam", settled=True))
                return

    @precondition(lambda self: self.armed)
    @rule(data=st.data())
    def time_passes(self, data: st.DataObject) -> None:
        timer = data.draw(st.sampled_from(sorted(self.armed)))
        self.armed.discard(timer)
        self.take(e.TimerExpired(timer=timer))

    @rule(device=st.sampled_from(("cash", "receipt", "page", "centre")), ready=st.booleans())
    def device_changes(self, device: str, ready: bool) -> None:
        self.take(e.DeviceReady(device=device) if ready else e.DeviceUnready(device=device, cause="unreachable"))

    @rule()
    def the_attendant_comes(self) -> None:
        self.take(e.AttendantCleared())

    @rule()
    def night_and_day(self) -> None:
        self.kiosk.wall = NIGHT if self.kiosk.wall == OPEN else OPEN

    # --- what must always hold ------------------------------------------------------------------

    @invariant()
    def every_yen_is_somewhere(self) -> None:
        money = self.kiosk.machine.desk.money
        assert money.missing_yen == 0
        assert money.inserted_yen == self.inserted
        assert money.paid_out_yen == self.paid
        held = money.customer_yen + money.pending_yen
        assert self.inserted == money.kept_yen + self.paid + money.owed_yen + held
        assert money.kept_yen == 200 * self.copies

    @invariant()
    def the_ledger_says_the_same(self) -> None:
        def sum_of(prefix: str) -> int:
            return -sum(yen for account, yen in self.booked.items() if account.startswith(prefix))

        money = self.kiosk.machine.desk.money
        assert sum_of("customer:") == money.customer_yen
        assert sum_of("pending:") == money.pending_yen
        assert sum_of("fee:") == money.kept_yen
        assert sum_of("owed:") == money.owed_yen
        assert -sum_of("cash:escrow") == 1000 * self.escrow
        assert -sum_of("cash:stacker") == 1000 * self.stacked

    @invariant()
    def never_idle_with_anything_of_the_customers(self) -> None:
        desk = self.kiosk.machine.desk
        if self.kiosk.state == "idle":
            assert not self.card
            assert not self.sheets
            assert desk.money.customer_yen == 0
            assert desk.money.pending_yen == 0
            assert not desk.causes

    @invariant()
    def no_money_of_the_customers_lies_in_a_resting_kiosk(self) -> None:
        if self.kiosk.state in ("idle", "closed", "out_of_service", "attention"):
            money = self.kiosk.machine.desk.money
            assert (money.customer_yen, money.pending_yen) == (0, 0)

    @invariant()
    def the_acceptor_is_open_only_while_paying(self) -> None:
        assert self.shut or self.kiosk.state == "accepting_cash"

    @invariant()
    def one_payout_at_a_time(self) -> None:
        orders = [c for c, _ in self.kiosk.machine.desk.open.values() if isinstance(c, Dispense)]
        assert len(orders) <= 1

    @invariant()
    def a_note_is_moved_one_way_at_a_time(self) -> None:
        orders = [c for c, _ in self.kiosk.machine.desk.open.values() if c.kind in ("stack_note", "return_note")]
        assert len(orders) <= 1

    @invariant()
    def no_account_owes_the_wrong_way(self) -> None:
        assert not any(yen > 0 for account, yen in self.booked.items() if account.startswith(("customer", "owed")))

    @invariant()
    def a_card_where_none_should_be_is_asked_for(self) -> None:
        if self.card and self.kiosk.state in ("card_left", "waiting_for_card_removal", "attention", "choosing_scope"):
            assert self.kiosk.machine.desk.ladder_running

    @invariant()
    def whoever_waits_for_the_customer_has_the_five_minutes_running(self) -> None:
        if STATES[self.kiosk.state].waits_for_customer and not self.armed & {"idle_warning", "idle_end"}:
            raise AssertionError(f"{self.kiosk.state} waits for ever")


AnyOrder.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=60,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestAnyOrder = AnyOrder.TestCase
