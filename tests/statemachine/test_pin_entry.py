"""⑤: the digits are counted, the fourth submits after a pause, and the tries that are left are told."""

from __future__ import annotations

import pytest

from statemachine import events as e
from statemachine.commands import Show, VerifyPin
from statemachine.views import View
from tests.statemachine.worlds import Driven

PAUSE = e.TimerExpired(timer="pin_pause")


def digits(count: int) -> list[e.PinDigitEntered]:
    return [e.PinDigitEntered(count=n) for n in range(1, count + 1)]


def at_the_pin(tries_left: int = 3) -> Driven:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state("entering_pin", tries_left=tries_left)
    return kiosk


def screen(kiosk: Driven) -> View:
    return [order.view for order in kiosk.orders if isinstance(order, Show)][-1]


@pytest.mark.parametrize("count", range(5))
def test_the_entry_shows_as_many_stars_as_digits(count: int) -> None:
    kiosk = at_the_pin()
    kiosk.take(*digits(count))
    assert screen(kiosk).entry == "*" * count


def test_the_fourth_digit_submits_after_the_pause_alone() -> None:
    kiosk = at_the_pin()
    orders = kiosk.take(*digits(4))
    assert [(o.timer, o.after_s) for o in orders if getattr(o, "timer", "") == "pin_pause"] == [("pin_pause", 0.8)]  # type: ignore[attr-defined]
    assert kiosk.state == "entering_pin"
    assert any(isinstance(order, VerifyPin) for order in kiosk.take(PAUSE))


def test_a_correction_in_the_pause_stops_it() -> None:
    kiosk = at_the_pin()
    kiosk.take(*digits(4))
    orders = kiosk.take(e.PinDigitErased(count=3))
    assert "pin_pause" in [getattr(o, "timer", "") for o in orders if o.kind == "stop_timer"]
    kiosk.take(PAUSE)  # as if it had been under way
    assert kiosk.state == "entering_pin"
    assert not any(isinstance(order, VerifyPin) for order in kiosk.orders)


def test_a_correction_in_the_very_moment_of_submitting_asks_for_the_pin_again() -> None:
    kiosk = at_the_pin()
    kiosk.take(*digits(4), PAUSE, e.PinDigitErased(count=3))
    refused = e.CommandFailed(command="verify_pin", outcome="refused", cause="x", code="pin_incomplete")
    kiosk.answer("verify_pin", refused)
    assert kiosk.state == "entering_pin"
    assert (screen(kiosk).entry, screen(kiosk).messages) == ("", ("enter_pin",))
    assert kiosk.machine.desk.pin_count == 0


@pytest.mark.parametrize(
    ("tries_left", "said"), [(3, ("enter_pin",)), (2, ("enter_pin",)), (1, ("one_try_left", "enter_pin"))]
)
def test_the_last_try_is_announced_before_a_digit_is_typed(tries_left: int, said: tuple[str, ...]) -> None:
    kiosk = at_the_pin(tries_left)
    assert screen(kiosk).messages == said
    kiosk.take(*digits(2))
    assert screen(kiosk).messages == said


@pytest.mark.parametrize(
    ("left", "said"),
    [(2, ("wrong_pin", "tries_left", "enter_pin")), (1, ("wrong_pin", "one_try_left", "enter_pin"))],
)
def test_a_wrong_pin_is_told_with_the_tries_left(left: int, said: tuple[str, ...]) -> None:
    kiosk = at_the_pin(left + 1)
    kiosk.take(*digits(4), PAUSE)
    kiosk.answer("verify_pin", e.PinWrong(tries_left=left))
    assert screen(kiosk).messages == said
    assert dict(screen(kiosk).values)["tries"] == left


@pytest.mark.parametrize("answer", [e.PinWrong(tries_left=0), e.PinLocked()], ids=lambda a: a.trigger)
def test_the_last_wrong_one_locks_and_asks_for_nothing_more(answer: e.Event) -> None:
    kiosk = at_the_pin(1)
    kiosk.take(*digits(4), PAUSE)
    kiosk.answer("verify_pin", answer)
    assert kiosk.state == "card_left"
    assert "pin_locked" in screen(kiosk).messages


def test_a_card_that_is_locked_is_told_so_before_the_centre_or_a_digit_is_asked() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state("reading_card")
    kiosk.answer("read_card", e.CertificateRead(device="my_number", tries_left=0))
    assert "pin_locked" in screen(kiosk).messages
    assert "check_certificate" not in [order.kind for order in kiosk.orders]
