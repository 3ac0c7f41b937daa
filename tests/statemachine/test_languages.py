"""A customer who reads another language has his slips in it; the next one begins with Japanese."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Dispense, PrintClaimSlip, PrintReceipt, Show
from statemachine.languages import LANGUAGES
from statemachine.registration_commands import PrintRegistrationSlip
from tests.statemachine.test_registering import Applicant
from tests.statemachine.worlds import Driven


class Reader(Driven):
    """A customer with a language of his own."""

    def __init__(self) -> None:
        super().__init__()
        self.start()

    @property
    def marked(self) -> str:
        return marked(self)

    def press(self, language: str) -> None:
        self.take(e.LanguagePressed(language=language))

    def to_his_receipt(self) -> PrintReceipt:
        """From ⑥ to ⑮: one copy for 200 yen, paid with a coin whose change no hopper has."""
        self.take(e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), *[e.ConfirmPressed()] * 4)
        self.take(e.ConfirmPressed())
        self.answer("issue_document", e.DocumentPrepared(document="d1", sheets=1))
        self.answer("check_paper", e.PaperReady())
        self.pay(500)
        self.settle()
        self.printed(1)
        for order in iter(self.payout, None):
            jammed = e.CoinsDispensed(yen=order.yen, asked=order.coins, paid=0, count_after=0, fault="jammed")
            self.answer("dispense", jammed)
        self.answer("print_claim_slip", e.ClaimSlipPrinted())
        self.take(e.TakenPressed())
        assert self.state == "printing_receipt"
        return [order for order in self.orders if isinstance(order, PrintReceipt)][-1]

    def payout(self) -> Dispense | None:
        """The order that a hopper has not answered yet."""
        orders = (command for command, _ in self.machine.desk.open.values())
        return next((order for order in orders if isinstance(order, Dispense)), None)

    def claim(self) -> PrintClaimSlip:
        return [order for order in self.orders if isinstance(order, PrintClaimSlip)][-1]


def marked(kiosk: Driven) -> str:
    """The language that the screen has marked; nothing where it offers none."""
    return [order.view.language for order in kiosk.orders if isinstance(order, Show)][-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_pressed_before_the_pin_is_what_receipt_and_claim_slip_speak(language: str) -> None:
    kiosk = Reader()
    kiosk.to_card_state("choosing_municipality")
    assert kiosk.marked == "ja"
    kiosk.press(language)
    assert (kiosk.marked, kiosk.state) == (language, "choosing_municipality")
    kiosk.take(e.ConfirmPressed(), *(e.PinDigitEntered(count=n) for n in range(1, 5)))
    kiosk.take(e.TimerExpired(timer="pin_pause"))
    kiosk._served()
    assert (kiosk.marked, kiosk.state) == (language, "waiting_for_card_removal")
    assert kiosk.to_his_receipt().language == language
    assert kiosk.claim().language == language


def test_the_last_press_counts_also_where_the_card_is_given_back() -> None:
    kiosk = Reader()
    kiosk.to_card_state("waiting_for_card_removal")
    kiosk.press("ko")
    kiosk.press("pt")
    assert (kiosk.marked, kiosk.state) == ("pt", "waiting_for_card_removal")
    assert kiosk.to_his_receipt().language == "pt"


def test_nobody_pressed_and_the_receipt_is_japanese() -> None:
    kiosk = Reader()
    kiosk.to_card_state("waiting_for_card_removal")
    assert (kiosk.to_his_receipt().language, kiosk.claim().language) == ("ja", "ja")


def test_the_next_customer_begins_with_japanese() -> None:
    kiosk = Reader()
    kiosk.to_card_state("choosing_municipality")
    kiosk.press("es")
    kiosk.take(e.CancelPressed(), e.CardRemoved(), e.TimerExpired(timer="sorry_end"))
    assert kiosk.state == "idle"
    kiosk.to_card_state("choosing_municipality")
    assert kiosk.marked == "ja"


@pytest.mark.parametrize("state", ["menu", "waiting_for_card", "entering_pin"])
def test_elsewhere_no_language_is_offered_and_none_is_taken(state: str) -> None:
    kiosk = Reader()
    kiosk.to_card_state(state)
    kiosk.press("en")
    assert kiosk.marked == ""
    assert kiosk.machine.desk.session.language == "ja"


def test_a_language_that_nobody_offers_changes_nothing() -> None:
    kiosk = Reader()
    kiosk.to_card_state("choosing_municipality")
    kiosk.press("en")
    kiosk.press("tlh")
    assert kiosk.marked == "en"


def test_an_applicant_has_the_slip_of_his_application_in_his_language() -> None:
    who = Applicant()
    who.checked()
    who.take(e.LanguagePressed(language="zh-Hant"))
    assert marked(who) == "zh-Hant"
    who.checked = lambda: None  # type: ignore[method-assign]
    who.sent()
    who.answer("submit_application", e.ApplicationAccepted())
    (slip,) = [order for order in who.orders if isinstance(order, PrintRegistrationSlip)]
    assert slip.language == "zh-Hant"
