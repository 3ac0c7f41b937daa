"""利用登録申請, machine alone: what is asked when, what ends it, and that no coin is ever asked for."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import AcceptCash, ForgetPin, ForgetSession, OpenSession, Show
from statemachine.registration_commands import SignApplication, SubmitApplication
from tests.statemachine.worlds import OBIHIRO, TAKAOKA, Driven

FIELDS = {"entering_town": "town_reading", "entering_lot": "lot", "entering_head": "name_reading"}


class Applicant(Driven):
    """Somebody with 本籍 in Obihiro on the way through the phase."""

    def __init__(self, device: str = "my_number") -> None:
        super().__init__()
        self.start()
        self.take(e.StartPressed(), e.RegisterPressed(), e.CardPlaced())
        self.answer("read_card", e.CertificateRead(device=device, tries_left=3))

    def checked(self) -> None:
        self.answer("check_certificate", e.CertificateAccepted(home=TAKAOKA))
        assert self.state == "choosing_domicile"

    def choose(self, *choices: str) -> None:
        self.take(*(e.ChoicePressed(choice=choice) for choice in choices))

    def at_the_pin(self) -> None:
        self.checked()
        self.choose("region:1", "prefecture:01", "row:a", f"town:{OBIHIRO}")
        self.take(e.ConfirmPressed())
        assert self.state == "entering_pin"

    def asking(self) -> None:
        self.at_the_pin()
        self.take(*(e.PinDigitEntered(count=n) for n in range(1, 5)), e.TimerExpired(timer="pin_pause"))
        self.answer("verify_pin", e.PinAccepted())
        self.answer("open_session", e.SessionOpened())
        assert self.state == "asking_registration"

    def at_the_password(self, tries_left: int = 5) -> None:
        self.asking()
        self.answer("fetch_registration_state", e.RegistrationStated(state="none"))
        self.answer("begin_registration", e.RegistrationBegun())
        self.answer("count_password_tries", e.PasswordTriesCounted(tries_left=tries_left))

    def types_the_password(self) -> None:
        self.take(*(e.PinDigitEntered(count=n) for n in range(1, 9)), e.ConfirmPressed())
        assert self.state == "verifying_password"

    def known(self) -> None:
        self.at_the_password()
        self.types_the_password()
        self.answer("verify_password", e.PasswordAccepted())
        assert self.state == "entering_town"

    def types(self) -> None:
        """Something in the field at hand, and 確定する."""
        self.take(e.EntryTyped(field=FIELDS[self.state], count=5), e.ConfirmPressed())

    def at_the_confirmation(self) -> None:
        self.known()
        self.types()
        self.answer("fetch_writings", e.WritingsOffered(counts=(2,)))
        self.take(e.WritingChosen(of="town", part=0))
        self.take(e.ConfirmPressed())
        self.types()
        self.types()
        self.answer("fetch_writings", e.WritingsOffered(counts=(2, 1)))
        self.take(e.WritingChosen(of="name", part=0))
        self.take(e.ConfirmPressed(), e.EntryTyped(field="telephone", count=10), e.ConfirmPressed())
        assert self.state == "confirming_application"

    def sent(self) -> None:
        self.at_the_confirmation()
        self.take(e.ConfirmPressed())
        self.answer("begin_registration", e.RegistrationBegun())
        self.answer("sign_application", e.ApplicationSigned())

    @property
    def farewell(self) -> str:
        return self.machine.desk.session.farewell


def failed(command: str, outcome: str = "failed", code: str = "") -> e.CommandFailed:
    return e.CommandFailed(command=command, outcome=outcome, cause="x", code=code)


def test_a_town_that_takes_none_cannot_be_marked_and_no_secret_is_asked_for() -> None:
    who = Applicant()
    who.checked()
    who.choose("region:1", "prefecture:01", "row:ta", f"town:{TAKAOKA}")
    who.take(e.ConfirmPressed())
    assert who.state == "choosing_domicile"
    assert not [order for order in who.orders if isinstance(order, OpenSession)]


def test_the_session_is_opened_with_the_town_of_the_domicile_and_the_card_keeps_its_power() -> None:
    who = Applicant()
    who.at_the_password()
    (opened,) = [order for order in who.orders if isinstance(order, OpenSession)]
    assert opened.municipality == OBIHIRO
    assert not [order for order in who.orders if order.kind == "release_card"]
    assert who.state == "entering_password"


def test_the_whole_way_asks_for_no_coin_and_ends_at_rest() -> None:
    who = Applicant()
    who.sent()
    assert [order.kind for order in who.orders if order.kind == "release_card"] == ["release_card"]
    who.answer("submit_application", e.ApplicationAccepted())
    assert who.state == "printing_slip"
    who.answer("print_registration_slip", e.RegistrationSlipPrinted())
    who.take(e.CardRemoved(), e.TakenPressed())
    assert who.state == "idle"
    assert not [order for order in who.orders if isinstance(order, AcceptCash)]


def test_what_is_signed_is_what_is_sent_under_one_request() -> None:
    who = Applicant()
    who.sent()
    (signed,) = [order for order in who.orders if isinstance(order, SignApplication)]
    (sent,) = [order for order in who.orders if isinstance(order, SubmitApplication)]
    assert signed.request == sent.request
    assert signed.municipality == OBIHIRO


def test_a_lost_answer_is_asked_for_once_more_under_the_same_request_and_then_no_more() -> None:
    who = Applicant()
    who.sent()
    who.answer("submit_application", failed("submit_application", "unknown"))
    assert who.state == "applying"
    who.answer("submit_application", failed("submit_application", "overdue"))
    assert (who.state, who.farewell) == ("card_left", "application_unknown")
    assert len({order.request for order in who.orders if isinstance(order, SubmitApplication)}) == 1


@pytest.mark.parametrize(
    ("reason", "farewell"),
    [
        ("not_taken", "registration_not_taken_there"),
        ("not_needed", "registration_not_needed"),
        ("already_applied", "registration_waiting"),
        ("already_registered", "registration_done"),
    ],
)
def test_why_not_is_said_before_the_password(reason: str, farewell: str) -> None:
    who = Applicant()
    who.asking()
    who.answer("fetch_registration_state", e.RegistrationStated(state="none"))
    who.answer("begin_registration", e.RegistrationRefused(reason=reason))
    assert (who.state, who.farewell) == ("card_left", farewell)
    assert not [order for order in who.orders if order.kind == "verify_password"]


@pytest.mark.parametrize(
    ("code", "farewell"),
    [("stopped", "registration_stopped"), ("closed", "registration_stopped"), ("", "centre_unreachable")],
)
def test_a_stop_is_told_from_a_dead_line(code: str, farewell: str) -> None:
    who = Applicant()
    who.asking()
    who.answer("fetch_registration_state", failed("fetch_registration_state", code=code))
    assert who.farewell == farewell


def test_a_locked_password_is_said_before_a_character() -> None:
    who = Applicant()
    who.at_the_password(tries_left=0)
    assert (who.state, who.farewell) == ("card_left", "password_locked")


def test_a_wrong_password_comes_back_with_its_own_counter_and_the_fifth_ends_it() -> None:
    who = Applicant()
    who.at_the_password()
    for left in (4, 3, 2, 1):
        who.types_the_password()
        who.answer("verify_password", e.PinWrong(tries_left=left))
        assert who.state == "entering_password"
        shown = [order.view for order in who.orders if isinstance(order, Show)][-1]
        assert shown.messages[0] == "wrong_password"
        assert dict(shown.values)["tries"] == left
    who.types_the_password()
    who.answer("verify_password", e.PinLocked())
    assert who.farewell == "password_locked"
    assert who.machine.desk.session.tries_left == 3  # the PIN has a counter of its own


def test_a_short_password_costs_no_try() -> None:
    who = Applicant()
    who.at_the_password()
    who.take(*(e.PinDigitEntered(count=n) for n in range(1, 6)), e.ConfirmPressed())
    assert who.state == "entering_password"
    assert not [order for order in who.orders if order.kind == "verify_password"]


def test_a_password_corrected_in_the_last_moment_costs_no_try() -> None:
    who = Applicant()
    who.at_the_password()
    who.types_the_password()
    who.answer("verify_password", failed("verify_password", "refused", "pin_incomplete"))
    assert who.state == "entering_password"


def test_a_card_without_the_certificate_is_told_where_to_go() -> None:
    who = Applicant()
    who.at_the_password()
    who.types_the_password()
    who.answer("verify_password", e.CardUnusable(reason="no_signature_certificate"))
    assert who.farewell == "no_signature_certificate"


def test_the_password_is_forgotten_whatever_ends_its_screen() -> None:
    for end in (e.CancelPressed(), e.TimerExpired(timer="idle_end"), e.CardRemoved(), e.CardUnknown()):
        who = Applicant()
        who.at_the_password()
        who.take(*(e.PinDigitEntered(count=n) for n in range(1, 9)))
        orders = who.take(end)
        assert any(isinstance(order, ForgetPin) for order in orders), end
        assert who.machine.desk.pin_count == 0 or who.state != "entering_password"


def test_nothing_that_somebody_typed_before_is_there_at_the_beginning() -> None:
    who = Driven()
    who.start()
    who.take(e.StartPressed())
    orders = who.take(e.RegisterPressed())
    assert any(isinstance(order, ForgetSession) for order in orders)


def test_a_phone_signs_no_application() -> None:
    who = Applicant("android")
    assert (who.state, who.farewell) in (
        ("card_left", "phone_cannot_register"),
        ("card_left", "phone_not_served"),
    )


def test_a_reading_that_nobody_knows_comes_back_to_its_keyboard() -> None:
    who = Applicant()
    who.known()
    who.types()
    who.answer("fetch_writings", e.WritingsOffered(counts=(0,)))
    assert who.state == "entering_town"
    assert who.machine.desk.session.messages == ("no_writing",)


@pytest.mark.parametrize("counts", [(3,), (2, 0, 1)])
def test_a_name_of_another_number_of_parts_than_two_is_asked_for_again(counts: tuple[int, ...]) -> None:
    """Half a name would be found to differ from the 戸籍 only days later."""
    who = Applicant()
    who.known()
    who.types()
    who.answer("fetch_writings", e.WritingsOffered(counts=(1,)))
    who.take(e.ConfirmPressed())
    who.types()
    who.types()
    who.answer("fetch_writings", e.WritingsOffered(counts=counts))
    assert who.state == "entering_head"
    assert who.machine.desk.session.messages == ("name_in_two",)


def test_back_leads_through_all_that_was_entered_and_loses_nothing() -> None:
    who = Applicant()
    who.at_the_confirmation()
    for state in (
        "entering_telephone", "choosing_head", "entering_head", "entering_lot", "choosing_town", "entering_town"
    ):  # fmt: skip
        who.take(e.BackPressed())
        assert who.state == state
    who.take(e.BackPressed())
    assert who.state == "entering_town"  # before it stands the password
    who.take(e.ConfirmPressed())
    who.answer("fetch_writings", e.WritingsOffered(counts=(2,)))
    who.take(e.WritingChosen(of="town", part=0))
    who.take(*[e.ConfirmPressed()] * 3)
    who.answer("fetch_writings", e.WritingsOffered(counts=(2, 1)))
    who.take(e.WritingChosen(of="name", part=0))
    who.take(*[e.ConfirmPressed()] * 2)
    assert who.state == "confirming_application"


def test_new_writings_void_what_was_chosen_of_the_former() -> None:
    who = Applicant()
    who.known()
    who.types()
    who.answer("fetch_writings", e.WritingsOffered(counts=(2,)))
    who.take(e.WritingChosen(of="town", part=0))
    who.take(e.BackPressed(), e.ConfirmPressed())
    who.answer("fetch_writings", e.WritingsOffered(counts=(3,)))
    who.take(e.ConfirmPressed())
    assert who.state == "choosing_town"
    who.choose("writing:town:0:7", "town:01207")  # these are no writings
    who.take(e.WritingChosen(of="name", part=0), e.ConfirmPressed())
    assert who.state == "choosing_town"


def test_a_card_taken_before_it_signed_ends_it_and_after_it_does_not() -> None:
    who = Applicant()
    who.at_the_confirmation()
    who.take(e.ConfirmPressed(), e.CardRemoved())
    assert (who.state, who.farewell) == ("saying_sorry", "card_removed_early")
    who = Applicant()
    who.sent()
    who.take(e.CardRemoved())
    assert who.state == "applying"
    who.answer("submit_application", e.ApplicationAccepted())
    assert who.state == "printing_slip"


def test_without_a_slip_the_number_stays_until_the_customer_has_it() -> None:
    who = Applicant()
    who.sent()
    who.answer("submit_application", e.ApplicationAccepted())
    orders = who.answer("print_registration_slip", failed("print_registration_slip", "unknown"))
    assert who.state == "waiting_for_slip"
    assert "receipt_end" not in [getattr(order, "timer", "") for order in orders]
    shown = [order.view for order in who.orders if isinstance(order, Show)][-1]
    assert "write_number_down" in shown.messages
    assert ("application_number", "held:application") in shown.rows


WAYS = {
    "choosing_domicile": Applicant.checked,
    "asking_registration": Applicant.asking,
    "entering_password": Applicant.at_the_password,
    "entering_town": Applicant.known,
    "confirming_application": Applicant.at_the_confirmation,
}


@pytest.mark.parametrize("state", WAYS)
def test_a_stray_coin_is_given_back_when_the_customer_leaves(state: str) -> None:
    """Nobody asked for it; a gate may hang open."""
    who = Applicant()
    WAYS[state](who)
    assert who.state == state
    who.pay(100)
    who.take(e.CancelPressed())
    assert who.state == "refunding"
