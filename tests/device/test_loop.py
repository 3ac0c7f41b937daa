"""The loop: an event becomes orders, in one transaction, and every order has one answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.encode import body_of
from device.hub import Hub
from device.loop import INBOX_CAPACITY, InboxFull, Loop, ServiceStopped
from device.mailbox import CAPACITY, HubMailbox
from device.store import Store
from device.vault import Vault
from statemachine import events as e
from statemachine.commands import Book, Command, Dispense, ReadCard, Show
from statemachine.events import Event, Topic
from statemachine.machine import KioskMachine
from statemachine.rules import Rules
from statemachine.views import Choice, View
from tests.device.scripted import MORNING, Scripted, rules


@pytest.fixture
def kiosk() -> Scripted:
    kiosk = Scripted()
    kiosk.boot()
    assert kiosk.state == "idle"
    return kiosk


# --- one transaction --------------------------------------------------------------------------------


def test_a_coin_is_in_the_ledger_before_anybody_is_told_to_do_anything_about_it(kiosk: Scripted) -> None:
    kiosk.to_paying()
    before = kiosk.store.last_seq
    seen: list[tuple[int, str]] = []

    def look(command: Command) -> None:
        seq = kiosk.store.last_seq
        written = [row.id for row in kiosk.store.commands_of(seq)]
        assert command.id in written
        assert kiosk.store.balances("customer:") == {kiosk.machine.desk.customer_account: -100}
        assert kiosk.store.coins("cash:hopper-100") == {100: 51}
        assert command.id in {row.id for row in kiosk.store.unanswered()}
        seen.append((seq, command.kind))

    kiosk.at_delivery = look
    kiosk.pay(100)
    assert seen == [(before + 1, "show")]


def test_every_order_of_an_event_is_written_before_the_first_one_leaves(kiosk: Scripted) -> None:
    first: list[tuple[str, list[str]]] = []
    kiosk.at_delivery = lambda command: first.append(
        (command.kind, [row.kind for row in kiosk.store.commands_of(kiosk.store.last_seq)])
    )
    kiosk.to_card()
    assert first[-2:] == [("show", ["show", "read_card"]), ("read_card", ["show", "read_card"])]


def test_the_row_of_an_event_says_when_it_was_and_what_it_carried(kiosk: Scripted) -> None:
    kiosk.pass_s(12.5)
    kiosk.pay(500)
    row = next(row for row in kiosk.rows() if row.kind == "cash_credited")
    assert json.loads(row.body_json) == {"mark": None, "yen": 500, "place": "hopper-500", "earlier": False}
    assert (row.monotonic_ns, row.wall) == (12_500_000_000, kiosk.clock.wall())
    assert [r.seq for r in kiosk.rows()] == list(range(1, len(kiosk.rows()) + 1))


def test_an_order_is_written_with_all_its_parts_and_what_is_no_code_or_count_cannot_be_written() -> None:
    view = View("menu", choices=(Choice("home", "home_municipality", chosen=True),), buttons=("cancel",))
    written = json.loads(body_of(Show(id="K-1-1", view=view)))
    assert written["view"]["choices"] == [
        {"id": "home", "text": "home_municipality", "chosen": True, "enabled": True, "note": "", "about": ""}
    ]
    assert set(written) == {"view"}  # the id has a column of its own
    assert body_of(ReadCard(id="K-1-2")) == "{}"
    with pytest.raises(TypeError, match="bytearray cannot be written"):
        body_of(Choice("home", bytearray(b"1234")))  # type: ignore[arg-type]


def test_a_tray_is_remembered_in_the_same_transaction(kiosk: Scripted) -> None:
    remembered: list[int | str | None] = []
    kiosk.at_delivery = lambda _command: remembered.append(kiosk.store.memory().get("card_on_tray"))
    kiosk.take(e.CardPlaced())
    assert remembered[0] == 1


def test_the_ledger_is_double_entry_and_adds_up_to_nothing(kiosk: Scripted) -> None:
    kiosk.to_paying(copies=1)
    kiosk.pay(100, 100)
    kiosk.settle()
    kiosk.answer("print_copy", e.CopyPrinted(copy=1))
    balances = kiosk.store.balances()
    assert balances["fee:16202:juminhyo"] == -200
    assert sum(balances.values()) == 0
    assert not [account for account in balances if account.startswith(("customer:", "pending:"))]
    kiosk.store.verify_chain()


def test_what_an_auditor_looks_for_stands_behind_the_event_that_it_came_from(kiosk: Scripted) -> None:
    kiosk.take(e.CashUncertain(cause="coin_swallowed"))
    assert kiosk.kinds()[-2:] == ["cash_uncertain", "incident:cash_uncertain:coin_swallowed"]
    kiosk.take(e.MutePressed())
    assert [row.seq for row in kiosk.rows()] == list(range(1, kiosk.store.last_seq + 1))


# --- answers ----------------------------------------------------------------------------------------


def test_an_answer_closes_its_command_and_a_second_one_is_dropped_and_recorded(kiosk: Scripted) -> None:
    kiosk.to_card()
    read = kiosk.last("read_card")
    answer = e.CertificateRead(answers=read.id, device="my_number", tries_left=3)
    kiosk.take(answer)
    checks = sum(command.kind == "check_certificate" for command in kiosk.given)
    kiosk.take(answer, replace(answer, tries_left=0))
    assert kiosk.kinds()[-3:] == ["certificate_read", "dropped:certificate_read", "dropped:certificate_read"]
    assert sum(command.kind == "check_certificate" for command in kiosk.given) == checks
    assert kiosk.state == "reading_card"
    assert read.id not in {row.id for row in kiosk.store.unanswered()}


def test_a_card_that_says_nothing_for_15_seconds_is_overdue_and_its_late_word_changes_nothing(kiosk: Scripted) -> None:
    kiosk.to_card()
    read = kiosk.last("read_card")
    kiosk.pass_s(14.999)
    assert kiosk.state == "reading_card"
    kiosk.pass_s(0.001)
    overdue = [row for row in kiosk.rows() if row.answers == read.id]
    assert [json.loads(row.body_json) for row in overdue] == [
        {"command": "read_card", "outcome": "overdue", "cause": "no answer within its limit", "code": ""}
    ]
    assert kiosk.state == "card_left"
    assert kiosk.machine.desk.session.farewell == "reader_lost"  # of the card nothing is known
    orders = len(kiosk.given)
    kiosk.take(e.CertificateRead(answers=read.id, device="my_number", tries_left=3))
    assert kiosk.kinds()[-1] == "dropped:certificate_read"
    assert (kiosk.state, len(kiosk.given)) == ("card_left", orders)
    kiosk.pass_s(60)
    assert len([row for row in kiosk.rows() if row.answers == read.id]) == 2


def test_a_customer_who_gives_up_is_not_followed_by_the_answer_to_his_question(kiosk: Scripted) -> None:
    kiosk.to_card()
    kiosk.take(e.CancelPressed())
    kiosk.answer("read_card", e.CertificateRead(device="my_number", tries_left=3))
    assert kiosk.kinds()[-1] == "dropped:certificate_read"
    kiosk.pass_s(20)
    assert "read_card_failed" not in kiosk.kinds()


def test_an_answer_to_nobodys_command_is_dropped(kiosk: Scripted) -> None:
    kiosk.take(e.PinAccepted(answers="another-kiosk-1-7"))
    assert kiosk.kinds()[-1] == "dropped:pin_accepted"


def test_coins_that_fall_after_their_payout_was_given_up_are_booked_all_the_same(kiosk: Scripted) -> None:
    kiosk.to_paying()
    kiosk.pay(100)
    kiosk.take(e.CancelPressed())
    kiosk.settle()
    visit = kiosk.machine.desk.session.number
    dispense = kiosk.last("dispense")
    kiosk.pass_s(60)
    assert "dispense_failed" in kiosk.kinds()
    assert kiosk.store.balances("owed:") == {f"owed:{visit}": -100}
    late = e.CoinsDispensed(answers=dispense.id, yen=100, asked=1, paid=1, count_after=1)
    kiosk.take(late)
    assert "coins_dispensed" in kiosk.kinds()[-2:]
    assert kiosk.store.balances("owed:") == {}
    assert kiosk.store.coins("cash:hopper-100") == {100: 50}
    assert kiosk.machine.desk.money.owed_yen == 0
    assert kiosk.loop.stopped is None


def test_a_sheet_that_comes_after_its_copy_was_given_up_calls_the_attendant(kiosk: Scripted) -> None:
    kiosk.to_paying()
    kiosk.pay(100, 100)
    kiosk.settle()
    copy = kiosk.last("print_copy")
    kiosk.pass_s(240)
    assert "print_copy_failed" in kiosk.kinds()
    kiosk.take(e.CopyPrinted(answers=copy.id, copy=1))
    assert kiosk.kinds()[-2:] == ["copy_printed", "incident:copy_answer_out_of_turn"]
    assert "paper" in kiosk.machine.desk.causes


ANSWERS: dict[str, Event] = {
    "read_card": e.CertificateRead(device="my_number", tries_left=3),
    "check_certificate": e.CertificateAccepted(home="16202"),
    "sign_challenge": e.ChallengeSigned(),
    "verify_pin": e.PinAccepted(),
    "release_card": e.OutputDone(),
    "open_session": e.SessionOpened(),
}
ACTS = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 30)),
    st.tuples(st.just("fail"), st.integers(0, 30)),
    st.tuples(st.just("pass"), st.integers(0, 40)),
    st.tuples(st.just("press"), st.integers(0, 8)),
)
PRESSES: tuple[Event, ...] = (
    e.StartPressed(), e.IssuePressed(), e.CardPlaced(), e.CardRemoved(), e.ConfirmPressed(), e.CancelPressed(),
    e.BackPressed(), *(e.PinDigitEntered(count=count) for count in (3, 4)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=40))
def test_whatever_is_answered_late_twice_or_never_each_command_is_closed_once(acts: list[tuple[str, int]]) -> None:
    kiosk = Scripted()
    kiosk.boot()
    for act, number in acts:
        asked = [command for command in kiosk.given if command.device in ("card", "centre")]
        if act == "press":
            kiosk.take(PRESSES[number])
        elif act == "pass":
            kiosk.pass_s(number)
        elif asked:
            command = asked[number % len(asked)]
            failure = e.CommandFailed(command=command.kind, outcome="failed", cause="x")
            kiosk.take(replace(failure if act == "fail" else ANSWERS.get(command.kind, failure), answers=command.id))
    kiosk.pass_s(400)
    closed = [row.answers for row in kiosk.rows() if row.answers and not row.kind.startswith("dropped:")]
    assert len(closed) == len(set(closed))
    # what was neither answered nor overdue was abandoned with its state
    left = {row.id for row in kiosk.store.unanswered()}
    assert {command.id for command in kiosk.given} - set(closed) >= left
    assert not [command for command in kiosk.given if command.id in left and command.outlives]
    assert kiosk.loop.stopped is None


# --- deadlines --------------------------------------------------------------------------------------


def test_correcting_the_fourth_digit_within_its_pause_submits_nothing(kiosk: Scripted) -> None:
    kiosk.to_pin()
    kiosk.take(*(e.PinDigitEntered(count=count) for count in range(1, 5)))
    kiosk.pass_s(0.79)
    kiosk.take(e.PinDigitErased(count=3))
    kiosk.pass_s(5)
    assert kiosk.state == "entering_pin"
    assert "pin_pause_due" not in kiosk.kinds()
    kiosk.take(e.PinDigitEntered(count=4))
    kiosk.pass_s(0.8)
    assert kiosk.state == "verifying"


def idle_ends_ns(kiosk: Scripted) -> int:
    """The moment at which the five minutes end, seen from the customer's last act, now."""
    return kiosk.clock.now_ns + 300_000_000_000


def test_a_coin_credited_at_299_999_seconds_keeps_the_visit_alive(kiosk: Scripted) -> None:
    kiosk.to_paying()
    kiosk.pay(10)
    end_ns = idle_ends_ns(kiosk)
    kiosk.run_to(end_ns - 1_000_000)
    assert kiosk.machine.desk.idle_warned
    kiosk.pay(100)
    assert not kiosk.machine.desk.idle_warned
    kiosk.run_to(end_ns)
    assert (kiosk.state, kiosk.machine.desk.money.customer_yen) == ("accepting_cash", 110)
    assert "idle_end_due" not in kiosk.kinds()
    kiosk.run_to(end_ns - 1_000_000 + 299_999_999_999)
    assert kiosk.state == "accepting_cash"
    kiosk.run_to(end_ns - 1_000_000 + 300_000_000_000)
    assert (kiosk.state, kiosk.machine.desk.session.farewell) == ("refunding", "timed_out")


def test_a_coin_heard_of_at_the_very_moment_of_the_expiry_goes_first(kiosk: Scripted) -> None:
    # the loop wakes once for both: the coin fell at 299.999 s, its worker's word came with the expiry
    kiosk.to_paying()
    end_ns = idle_ends_ns(kiosk)
    kiosk.run_to(end_ns - 1_000_000)
    kiosk.clock.now_ns = end_ns
    kiosk.loop.post(e.CashCredited(yen=100, place="hopper-100"))
    kiosk.loop.tick()
    assert (kiosk.state, kiosk.machine.desk.money.customer_yen) == ("accepting_cash", 100)
    kiosk.run_to(end_ns + 1_000_000_000)
    assert "idle_end_due" not in kiosk.kinds()


def test_a_coin_that_comes_after_the_expiry_is_booked_and_goes_back(kiosk: Scripted) -> None:
    kiosk.to_paying()
    kiosk.pay(10)
    end_ns = idle_ends_ns(kiosk)
    visit = kiosk.machine.desk.customer_account
    kiosk.run_to(end_ns)
    assert kiosk.state == "refunding"
    kiosk.pay(100)  # it was past the gate when the acceptor shut
    assert kiosk.store.balances("customer:") == {visit: -110}
    kiosk.settle()
    for yen, coins in ((100, 1), (10, 1)):
        order = kiosk.last("dispense")
        assert isinstance(order, Dispense)
        assert (order.yen, order.coins) == (yen, coins)
        kiosk.answer("dispense", e.CoinsDispensed(yen=yen, asked=coins, paid=coins, count_after=coins))
    assert kiosk.state == "saying_sorry"
    assert kiosk.store.balances("customer:") == {}
    assert {yen: kiosk.store.coins(f"cash:hopper-{yen}")[yen] for yen in (10, 100)} == {10: 50, 100: 50}
    assert kiosk.machine.desk.session.farewell == "timed_out"


def test_a_coin_into_the_kiosk_whose_customer_has_just_been_sent_away_is_paid_back(kiosk: Scripted) -> None:
    kiosk.to_paying()
    kiosk.run_to(idle_ends_ns(kiosk))
    assert kiosk.state == "saying_sorry"  # nothing was in
    kiosk.pay(100)
    assert kiosk.state == "refunding"


# --- what must stop the service ---------------------------------------------------------------------


class Mistaken(KioskMachine):
    """A machine with a programmer's mistake in it."""

    def handle(self, event: Event) -> list[Command]:
        orders = super().handle(event)
        if isinstance(event, e.ReturnLeverPressed):
            raise ZeroDivisionError("a mistake")
        return orders


def test_a_mistake_in_the_machine_stops_the_service_with_the_event_on_record_alone() -> None:
    kiosk = Scripted(make_machine=Mistaken)
    kiosk.boot()
    kiosk.to_paying()
    kiosk.pay(100)
    orders, books = len(kiosk.given), kiosk.store.balances()
    with pytest.raises(ServiceStopped, match="return_lever_pressed in accepting_cash: a mistake"):
        kiosk.take(e.ReturnLeverPressed())
    row = kiosk.rows()[-1]
    assert row.kind == "return_lever_pressed"
    assert kiosk.store.commands_of(row.seq) == []
    assert (len(kiosk.given), kiosk.store.balances()) == (orders, books)
    assert isinstance(kiosk.loop.stopped, ZeroDivisionError)
    with pytest.raises(ServiceStopped):
        kiosk.take(e.CancelPressed())
    assert len(kiosk.given) == orders


def test_what_cannot_be_recorded_is_not_done_and_nothing_after_it_either(kiosk: Scripted) -> None:
    kiosk.take(e.StartPressed())
    orders = len(kiosk.given)
    kiosk.store.close()  # the disk is gone
    with pytest.raises(ServiceStopped, match="could not be recorded"):
        kiosk.take(e.IssuePressed())
    assert len(kiosk.given) == orders
    assert kiosk.loop.stopped is not None
    with pytest.raises(ServiceStopped):
        kiosk.take(e.CardPlaced())
    assert len(kiosk.given) == orders


class Unbookable(KioskMachine):
    """A machine that books into an account that there is not."""

    def handle(self, event: Event) -> list[Command]:
        wrong = Book(debit="cash:pocket", credit="difference", yen=1)
        return [*super().handle(event), *([wrong] if event.trigger == "start_pressed" else [])]


def test_half_a_transaction_is_none() -> None:
    kiosk = Scripted(make_machine=Unbookable)
    kiosk.boot()
    before = kiosk.store.last_seq
    with pytest.raises(ServiceStopped, match="start_pressed could not be recorded"):
        kiosk.take(e.StartPressed())
    assert kiosk.store.last_seq == before


# --- bounds -----------------------------------------------------------------------------------------


def test_the_inbox_is_bounded_and_what_is_in_it_is_taken_in_its_order(kiosk: Scripted) -> None:
    for _ in range(INBOX_CAPACITY):
        kiosk.loop.post(e.MutePressed())
    with pytest.raises(InboxFull, match="1024 events are waiting; the last one is stay_pressed"):
        kiosk.loop.post(e.StayPressed())
    assert kiosk.loop.next_due_ns() == kiosk.clock.now_ns
    kiosk.loop.tick()
    assert kiosk.kinds()[-INBOX_CAPACITY:] == ["mute_pressed"] * INBOX_CAPACITY


def stuck_screen(make: type[KioskMachine] = KioskMachine) -> tuple[Loop, HubMailbox]:
    """A kiosk whose screen takes nothing."""
    hub = Hub(MORNING)
    mailbox = HubMailbox(hub)
    loop = Loop(make(rules()), Store.open(None), Vault(), hub, mailbox.put)
    loop.post(e.KioskStarted(boot=1))
    loop.tick()
    return loop, mailbox


def test_a_worker_that_is_stuck_refuses_what_does_not_fit_and_the_loop_goes_on() -> None:
    loop, _ = stuck_screen()
    loop.post(e.DeviceReady(device="cash"))
    for number in range(2 * CAPACITY):
        loop.post(e.CardPlaced() if number % 2 else e.CardRemoved())
        loop.post(e.AttendantCleared())
        loop.tick()
    assert loop.stopped is None
    refused = [row for row in loop.store.events() if row.kind == "call_attendant_failed"]
    assert refused
    assert json.loads(refused[0].body_json)["outcome"] == "refused"
    answered = {row.answers for row in loop.store.events() if row.answers}
    open_ = {row.id for row in loop.store.unanswered()}
    assert len(open_) == CAPACITY
    assert not open_ & answered


# --- personal things --------------------------------------------------------------------------------


def test_leaving_the_pin_screen_overwrites_the_digits_and_the_end_of_a_visit_drops_all(kiosk: Scripted) -> None:
    kiosk.to_pin()
    kiosk.vault.put("certificate", b"a certificate")
    for count in range(1, 4):
        kiosk.vault.pin_digit("7")
        kiosk.take(e.PinDigitEntered(count=count))
    kiosk.take(e.BackPressed())
    assert kiosk.vault.pin_length == 0
    assert "certificate" in kiosk.vault
    kiosk.take(e.CancelPressed(), e.CardRemoved())
    kiosk.pass_s(6)
    assert kiosk.state == "idle"
    assert "certificate" not in kiosk.vault


def test_topics_that_are_always_heard_are_money_and_paper(kiosk: Scripted) -> None:
    closed = "nobody-1-1"
    for event in (
        e.CoinsDispensed(yen=10, asked=1, paid=0, count_after=0, fault="empty"),
        e.ReceiptPrinted(),
        e.PaperReady(),
        e.CashOpened(),
    ):
        kiosk.take(replace(event, answers=closed))
        heard = event.topic in (Topic.MONEY, Topic.PAPER)
        assert kiosk.kinds()[-1] == ("" if heard else "dropped:") + event.trigger


def test_the_rules_are_given_and_the_same_for_every_machine() -> None:
    def remade(given: Rules) -> KioskMachine:
        assert given is rules()
        return KioskMachine(given)

    assert Scripted(make_machine=remade).state == "starting"
