"""What ⑪ says is what is paid, whatever the calendar does meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from statemachine import events as e
from statemachine.machine import KioskMachine
from tests.statemachine.worlds import OPEN, TAKAOKA, Driven, rules

TOMORROW = OPEN + timedelta(days=1)


def kiosk_of_a_town_whose_fee_rises() -> Driven:
    """住民票 is 200 yen today and 300 from tomorrow; she has chosen three, and reads ⑪."""
    old = rules()
    town = old.municipalities[TAKAOKA]
    juminhyo = town.kinds["juminhyo"]
    fees = (*juminhyo.fees, (TOMORROW.date(), 300))
    kinds = {**town.kinds, "juminhyo": replace(juminhyo, fees=fees)}
    kiosk = Driven()
    kiosk.machine = KioskMachine(
        replace(old, municipalities={**old.municipalities, TAKAOKA: replace(town, kinds=kinds)})
    )
    kiosk.start()
    kiosk.to_card_state("waiting_for_card_removal")
    kiosk.take(e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), *[e.ConfirmPressed()] * 3)
    return kiosk


def to_paying(kiosk: Driven) -> None:
    kiosk.take(e.ConfirmPressed())
    kiosk.answer("issue_document", e.DocumentPrepared(document="d1", sheets=1))
    kiosk.answer("check_paper", e.PaperReady())
    assert kiosk.state == "accepting_cash"


def test_a_fee_that_rises_while_she_reads_the_summary_is_not_hers_to_pay() -> None:
    kiosk = kiosk_of_a_town_whose_fee_rises()
    kiosk.take(e.KeyPressed(key=3), e.ConfirmPressed())
    assert kiosk.state == "confirming"
    kiosk.wall = TOMORROW
    to_paying(kiosk)
    kiosk.pay(500, 100)
    kiosk.settle()
    assert kiosk.state == "printing"
    assert kiosk.machine.desk.session.price_yen == 600


def test_who_enters_the_copies_on_the_new_day_pays_the_new_fee() -> None:
    kiosk = kiosk_of_a_town_whose_fee_rises()
    kiosk.wall = TOMORROW
    kiosk.take(e.KeyPressed(key=3), e.ConfirmPressed())
    assert kiosk.machine.desk.session.price_yen == 900
