"""What was taken is known by a contact or by the customer's word, never by a time-out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statemachine import events as e
from statemachine.commands import CallAttendant, Command, NoteIncident, ReportCopy, Speak
from statemachine.machine import KioskMachine
from statemachine.rules import DEVICES
from statemachine.table.build import TABLE
from tests.statemachine.worlds import Driven

TRAYS = ("certificate", "receipt", "change")
IN_TRAY, OUT_OF_TRAY = e.TrayFilled(tray="certificate"), e.TrayEmptied(tray="certificate")


class Contacts(Driven):
    """A kiosk with a contact in each of its trays."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = KioskMachine(
            replace(self.machine.desk.rules, contacts=frozenset(TRAYS), devices=(*DEVICES, "contacts"))
        )

    def start(self) -> None:
        super().start()
        assert self.state == "starting", "the contacts have not spoken"
        self.take(*(e.TrayEmptied(tray=tray) for tray in TRAYS), e.DeviceReady(device="contacts"))
        assert self.state == "idle"

    def to_printing(self, copies: int = 1, *coins: int) -> None:
        self.to_paying(copies)
        self.pay(*(coins or (100, 100) * copies))
        self.settle()
        assert self.state == "printing"

    def told(self) -> list[str]:
        """Outcomes that the centre was told of."""
        return [order.outcome for order in self.orders if isinstance(order, ReportCopy)]

    def called(self) -> list[str]:
        return [order.cause for order in self.orders if isinstance(order, CallAttendant)]

    def noted(self) -> list[str]:
        return [order.incident for order in self.orders if isinstance(order, NoteIncident)]


@pytest.fixture
def kiosk() -> Contacts:
    kiosk = Contacts()
    kiosk.start()
    return kiosk


def due(timer: str) -> e.TimerExpired:
    return e.TimerExpired(timer=timer)


def says(orders: list[Command]) -> list[str]:
    return [order.text for order in orders if isinstance(order, Speak)]


# --- the certificate ------------------------------------------------------------------------------------


def test_a_word_does_not_take_a_sheet_that_a_contact_sees(kiosk: Contacts) -> None:
    kiosk.to_printing()
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(e.TakenPressed())
    assert kiosk.state == "waiting_for_certificate"
    kiosk.take(OUT_OF_TRAY)
    assert kiosk.state == "printing_receipt"
    assert kiosk.told() == ["delivered"]


def test_sheets_that_are_taken_as_they_come_are_known_to_be_taken(kiosk: Contacts) -> None:
    kiosk.to_printing(2)
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(OUT_OF_TRAY, IN_TRAY, OUT_OF_TRAY)
    kiosk.printed(1)
    assert kiosk.state == "waiting_for_certificate"
    kiosk.take(due("take_look"))
    assert kiosk.state == "printing_receipt"


def test_the_last_sheet_still_falling_is_waited_for(kiosk: Contacts) -> None:
    kiosk.to_printing(2)
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(OUT_OF_TRAY)
    kiosk.printed(1)
    kiosk.take(IN_TRAY, due("take_look"))
    assert kiosk.state == "waiting_for_certificate"


@pytest.mark.parametrize("other", ["receipt", "change"])
def test_another_trays_contact_takes_no_certificate(kiosk: Contacts, other: str) -> None:
    kiosk.to_printing()
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(e.TrayFilled(tray=other), e.TrayEmptied(tray=other))
    assert kiosk.state == "waiting_for_certificate"


def test_a_contact_that_is_lost_leaves_it_to_the_customers_word(kiosk: Contacts) -> None:
    kiosk.to_printing()
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(e.DeviceUnready(device="contacts", cause="unreachable"), e.TakenPressed())
    assert kiosk.state == "printing_receipt"
    kiosk.answer("print_receipt", e.ReceiptPrinted())
    kiosk.take(e.TakenPressed())
    assert kiosk.state == "out_of_service", "and nobody else is served by guess"


def test_a_forgotten_sheet_is_the_attendants_until_the_contact_sees_it_go(kiosk: Contacts) -> None:
    kiosk.to_printing()
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(due("take_end"))
    assert kiosk.state == "attention"
    assert kiosk.told() == []
    kiosk.take(e.AttendantCleared())
    assert kiosk.state == "attention"
    kiosk.take(OUT_OF_TRAY)
    assert kiosk.state == "idle"
    assert kiosk.called() == ["certificate", "certificate", ""], "the flag stays up as long as the contact sees it"


def test_a_sheet_that_comes_while_nobody_is_served_calls_for_a_person(kiosk: Contacts) -> None:
    kiosk.take(IN_TRAY)
    assert kiosk.state == "attention"
    assert kiosk.called() == ["certificate"]
    kiosk.take(OUT_OF_TRAY)
    assert kiosk.state == "idle"


def test_a_kiosk_that_starts_with_sheets_in_its_tray_is_not_idle() -> None:
    kiosk = Contacts()
    Driven.start(kiosk)
    kiosk.take(IN_TRAY, *(e.TrayEmptied(tray=tray) for tray in TRAYS[1:]), e.DeviceReady(device="contacts"))
    assert kiosk.state == "attention"


def test_no_money_is_asked_for_while_somebody_elses_sheets_lie_where_the_customers_would_fall(kiosk: Contacts) -> None:
    kiosk.to_card_state("waiting_for_card_removal")
    kiosk.take(e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), *[e.ConfirmPressed()] * 4)
    kiosk.take(IN_TRAY, e.ConfirmPressed())
    assert kiosk.state == "saying_sorry"
    kiosk.take(due("sorry_end"))
    assert kiosk.state == "attention"


# --- the receipt ----------------------------------------------------------------------------------------


def at_the_receipt(kiosk: Contacts) -> None:
    kiosk.to_printing()
    kiosk.take(IN_TRAY)
    kiosk.printed(1)
    kiosk.take(OUT_OF_TRAY, e.TrayFilled(tray="receipt"))
    kiosk.answer("print_receipt", e.ReceiptPrinted())
    assert kiosk.state == "waiting_for_receipt"


def test_a_receipt_is_said_twice_and_seen_taken(kiosk: Contacts) -> None:
    at_the_receipt(kiosk)
    assert says(kiosk.take(due("receipt_voice"))) == ["voice.take_receipt"]
    kiosk.take(e.TakenPressed())
    assert kiosk.state == "waiting_for_receipt"
    kiosk.take(e.TrayEmptied(tray="receipt"))
    assert kiosk.state == "idle"
    assert "receipt_left" not in kiosk.noted()


def test_a_receipt_that_hangs_on_is_no_delivery_and_stops_nobody(kiosk: Contacts) -> None:
    at_the_receipt(kiosk)
    kiosk.take(due("receipt_end"))
    assert kiosk.state == "idle"
    assert "receipt_left" in kiosk.noted()
    assert kiosk.called() == ["receipt_left"]


def test_without_a_contact_a_time_out_is_no_taking() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(1)
    kiosk.pay(100, 100)
    kiosk.settle()
    kiosk.printed(1)
    kiosk.take(e.TakenPressed())
    kiosk.answer("print_receipt", e.ReceiptPrinted())
    last = kiosk.take(due("receipt_end"))
    assert kiosk.state == "idle"
    assert "receipt_perhaps_left" in [order.incident for order in last if isinstance(order, NoteIncident)]


# --- the change -----------------------------------------------------------------------------------------


def test_coins_in_the_cup_are_said_until_they_are_taken(kiosk: Contacts) -> None:
    kiosk.to_printing(1, 500)
    kiosk.take(e.TrayFilled(tray="change"))
    for _ in range(2):
        assert says(kiosk.take(due("change_voice"))) == ["voice.take_change"]
    kiosk.take(e.TrayEmptied(tray="change"))
    assert "change_left" not in kiosk.noted()


def test_coins_that_nobody_takes_are_lost_property(kiosk: Contacts) -> None:
    kiosk.take(e.TrayFilled(tray="change"))
    assert kiosk.state == "idle"
    last = kiosk.take(due("change_voice"))
    assert says(last) == []
    assert kiosk.called() == ["change_left"]
    assert kiosk.state == "idle"


def test_staff_are_called_for_a_printer_that_waits_and_not_for_one_that_does_not(kiosk: Contacts) -> None:
    kiosk.take(e.DeviceRemarked(device="page", remark="paper_low"))
    assert kiosk.called() == ["page_paper_low"]
    kiosk.to_printing()
    kiosk.take(e.DeviceUnready(device="receipt", cause="paper_end"))
    assert kiosk.called() == ["page_paper_low"], "the receipt comes later; it may be filled by then"
    kiosk.take(e.DeviceUnready(device="page", cause="paper_empty"))
    assert kiosk.called() == ["page_paper_low", "page_paper_empty"]
    kiosk.take(e.DeviceReady(device="page"))
    kiosk.printed(1)
    kiosk.take(IN_TRAY, OUT_OF_TRAY)
    assert kiosk.state == "printing_receipt"
    assert kiosk.called()[2:] == ["receipt_paper_end"]


def test_a_registration_slip_is_seen_taken_too(kiosk: Contacts) -> None:
    cell = TABLE["waiting_for_slip"]["tray_emptied"]
    kiosk.take(e.TrayFilled(tray="receipt"))
    taken, other = e.TrayEmptied(tray="receipt"), e.TrayEmptied(tray="change")
    goes = [branch for branch in cell.branches if branch.guard is None or branch.guard(kiosk.machine.desk, taken)]
    stays = [branch for branch in cell.branches if branch.guard is None or branch.guard(kiosk.machine.desk, other)]
    assert (goes[0].to, stays[0].to) == ("idle", None)
