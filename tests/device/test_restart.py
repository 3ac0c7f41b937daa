"""Power cuts: what a kiosk knows of its money, its card and its papers when it comes back, from the store alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.box import started
from device.store import Store
from statemachine import events as e
from tests.device.scripted import DEVICES, Scripted

FLOAT = {10: 50, 50: 50, 100: 50, 500: 20}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.db"


def powered(file: Path) -> Scripted:
    """The power is on."""
    return Scripted(Store.open(file))


def cut(kiosk: Scripted) -> None:
    """The power goes: nothing is said to anybody."""
    kiosk.store.close()


def metal(kiosk: Scripted) -> dict[int, int]:
    return {yen: kiosk.store.coins(f"cash:hopper-{yen}").get(yen, 0) for yen in FLOAT}


def test_the_first_start_books_the_coins_that_the_operator_put_in(file: Path) -> None:
    kiosk = powered(file)
    assert started(kiosk.store) == e.KioskStarted(boot=1)
    kiosk.boot()
    assert kiosk.state == "idle"
    assert metal(kiosk) == FLOAT
    assert kiosk.store.balance("cash:float") == -sum(yen * coins for yen, coins in FLOAT.items())


def test_the_second_start_books_nothing_and_knows_where_every_coin_lies(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_paying()
    kiosk.pay(500)
    kiosk.settle()
    kiosk.answer("print_copy", e.CopyPrinted(copy=1))
    kiosk.answer("dispense", e.CoinsDispensed(yen=100, asked=3, paid=3, count_after=3))
    rows = len(list(kiosk.store.ledger()))
    cut(kiosk)

    kiosk = powered(file)
    kiosk.boot()
    assert len(list(kiosk.store.ledger())) == rows
    assert metal(kiosk) == {10: 50, 50: 50, 100: 47, 500: 21}
    assert {value: coins for (_, value), coins in kiosk.machine.desk.money.till.items()} == metal(kiosk)
    assert kiosk.state == "idle"


def test_a_power_cut_with_money_inside_leaves_a_debt_and_calls_the_attendant(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_paying()
    kiosk.pay(100, 50)
    visit = kiosk.machine.desk.session.number
    cut(kiosk)

    kiosk = powered(file)
    kiosk.boot()
    assert kiosk.state == "attention"
    assert kiosk.store.balances("customer:") == {}
    assert kiosk.store.balances("owed:") == {f"owed:{visit}": -150}
    assert [command.kind for command in kiosk.given if command.kind == "call_attendant"] == ["call_attendant"]
    assert metal(kiosk) == {**FLOAT, 100: 51, 50: 51}
    kiosk.take(e.AttendantCleared())
    assert kiosk.state == "idle"
    cut(kiosk)

    kiosk = powered(file)  # the debt is on record once, however often the power goes
    kiosk.boot()
    assert kiosk.store.balances("owed:") == {f"owed:{visit}": -150}
    assert kiosk.state == "idle"
    kiosk.store.verify_chain()


def test_a_power_cut_while_printing_leaves_the_set_aside_price_as_a_debt_and_a_sheet_to_look_for(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_paying(copies=2)
    kiosk.pay(500)
    kiosk.settle()
    kiosk.answer("print_copy", e.CopyPrinted(copy=1))
    assert kiosk.state == "printing"
    visit = kiosk.machine.desk.session.number
    cut(kiosk)

    kiosk = powered(file)
    begun = started(kiosk.store)
    assert dict(begun.held) == {f"customer:{visit}": 100, f"pending:{visit}:16202:juminhyo": 200}
    assert begun.open_copies == 1
    kiosk.boot()
    assert kiosk.store.balances("owed:") == {f"owed:{visit}": -300}
    assert kiosk.store.balances("fee:") == {"fee:16202:juminhyo": -200}
    assert kiosk.machine.desk.causes == {"owed", "paper"}
    assert kiosk.state == "attention"


def test_change_that_fell_while_the_power_was_off_pays_the_debt_also_if_the_hoppers_are_silent_for_a_whole_boot(
    file: Path,
) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_paying()
    kiosk.pay(500)
    kiosk.settle()
    kiosk.answer("print_copy", e.CopyPrinted(copy=1))
    assert kiosk.last("dispense")
    visit = kiosk.machine.desk.session.number
    cut(kiosk)

    kiosk = powered(file)
    assert started(kiosk.store).open_payouts == ((visit, 100, 3),)
    kiosk.take(started(kiosk.store), e.DeviceUnready(device="cash", cause="unreachable"))
    assert kiosk.store.balances("owed:") == {f"owed:{visit}": -300}
    cut(kiosk)

    kiosk = powered(file)
    kiosk.take(started(kiosk.store), e.HoppersCounted(counts=((10, 0), (50, 0), (100, 3), (500, 0))))
    assert kiosk.store.balances("owed:") == {}
    assert kiosk.store.balance("difference") == 0
    assert metal(kiosk) == {**FLOAT, 100: 47, 500: 21}
    assert started(kiosk.store).open_payouts == ()


def test_the_coins_of_a_hopper_that_cannot_pay_any_more_are_counted_all_the_same(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_paying()
    kiosk.pay(500)
    kiosk.settle()
    kiosk.answer("print_copy", e.CopyPrinted(copy=1))
    cut(kiosk)
    kiosk = powered(file)
    kiosk.take(started(kiosk.store), e.HoppersCounted(counts=((100, 2),), faulty=(100,)))
    assert metal(kiosk) == {**FLOAT, 100: 48, 500: 21}
    assert kiosk.machine.desk.money.unusable == {100}


def test_where_the_event_counters_stand_is_known_from_the_first_word_on(file: Path) -> None:
    kiosk = powered(file)
    marks = (("acceptor", 4_021_002, 7), ("validator", 7_040_001, 0))
    kiosk.take(started(kiosk.store), e.HoppersCounted(counts=(), marks=marks))
    memory = kiosk.store.memory()
    assert (memory["mark_acceptor"], memory["mark_validator"]) == ("4021002:7", "7040001:0")


def test_a_card_that_lay_there_when_the_power_went_is_not_forgotten_while_the_reader_is_still_blind(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_card()
    cut(kiosk)

    kiosk = powered(file)
    kiosk.take(started(kiosk.store), *(e.DeviceReady(device=device) for device in DEVICES))
    assert kiosk.machine.desk.card_on_tray
    kiosk.pass_s(30)  # the reader never speaks
    assert kiosk.state == "card_left"
    kiosk.take(e.CardRemoved())
    assert kiosk.store.memory()["card_on_tray"] == 0
    cut(kiosk)
    assert not started(Store.open(file)).card_on_tray


def test_the_sensor_is_believed_before_the_memory(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_card()
    cut(kiosk)
    kiosk = powered(file)
    kiosk.boot()  # he took it while the power was off
    assert kiosk.state == "idle"


def test_numbers_go_on_and_those_of_visits_requests_and_commands_are_never_given_twice(file: Path) -> None:
    seqs: list[int] = []
    visits: set[int] = set()
    ids: set[str] = set()
    for boot in (1, 2, 3):
        kiosk = powered(file)
        kiosk.boot()
        for _ in range(2):
            kiosk.to_card()
            number = kiosk.machine.desk.session.number
            assert number not in visits
            visits.add(number)
            kiosk.take(e.CancelPressed(), e.CardRemoved())
            kiosk.pass_s(10)
        given = [command.id for command in kiosk.given]
        assert ids.isdisjoint(given)
        ids.update(given)
        assert kiosk.store.boot == boot
        mine = [row.seq for row in kiosk.store.events(boot)]
        seqs += mine
        cut(kiosk)
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(visits) == 6


def test_an_answer_to_the_last_boots_command_is_nobodys(file: Path) -> None:
    kiosk = powered(file)
    kiosk.boot()
    kiosk.to_card()
    read = kiosk.last("read_card")
    cut(kiosk)
    kiosk = powered(file)
    kiosk.boot()
    kiosk.take(e.CertificateRead(answers=read.id, device="my_number", tries_left=3))
    assert kiosk.kinds()[-1] == "dropped:certificate_read"
