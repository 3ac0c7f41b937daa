"""Why somebody is not served, and the exact words he is told: the table of the service's own messages."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from device.screen.render import Renderer
from device.vault import Vault
from statemachine import events as e
from statemachine.commands import Show
from tests.device.words import texts
from tests.statemachine.worlds import Driven

UNUSABLE = "ご利用いただけないカードです。市区町村にお問合せください。"
LOCKED = "暗証番号ロック中のため、ご利用いただけません。市区町村へお問合せください。"
WRONG = "暗証番号が間違っております。"
TIMED_OUT = "無操作タイムアウトにより処理を終了します。"
NEUTRAL = "ただいまご利用いただけません。市区町村にお問合せください。"
EARLY = "カードが取り外されたため、処理を終了します。最初からやり直してください。"
LOST = "カードを読み取れなくなりました。処理を終了します。"
PHONE = "この端末では、スマートフォンはご利用いただけません。マイナンバーカードをご利用ください。"
TAKE_CARD = "カードをお取りください。"

Cause = Callable[[Driven], object]


def unusable(reason: str) -> Cause:
    return lambda kiosk: kiosk.answer("read_card", e.CardUnusable(reason=reason))


def read_failed(outcome: str, code: str = "") -> Cause:
    failed = e.CommandFailed(command="read_card", outcome=outcome, cause="x", code=code)
    return lambda kiosk: kiosk.answer("read_card", failed)


def refused(reason: str) -> Cause:
    def cause(kiosk: Driven) -> None:
        kiosk.answer("read_card", e.CertificateRead(device="my_number", tries_left=3))
        kiosk.answer("check_certificate", e.CertificateRefused(reason=reason))

    return cause


def read(device: str, tries_left: int) -> Cause:
    return lambda kiosk: kiosk.answer("read_card", e.CertificateRead(device=device, tries_left=tries_left))


def verify_failed(code: str = "") -> Cause:
    failed = e.CommandFailed(command="verify_pin", outcome="failed", cause="x", code=code)
    return lambda kiosk: kiosk.answer("verify_pin", failed)


def happens(*events: e.Event) -> Cause:
    return lambda kiosk: kiosk.take(*events)


TABLE: dict[str, tuple[str, Cause, str]] = {
    # what is the matter: the state in which it shows, how, the words
    "another card": ("reading_card", unusable("foreign"), UNUSABLE),
    "a 住基カード": ("reading_card", unusable("juki"), UNUSABLE),
    "no certificate on it": ("reading_card", unusable("no_certificate"), UNUSABLE),
    "damaged": ("reading_card", read_failed("failed"), UNUSABLE),
    "says no to a command": ("reading_card", read_failed("refused"), UNUSABLE),
    "mute, held badly": ("reading_card", read_failed("overdue"), LOST),
    "expired": ("reading_card", refused("expired"), UNUSABLE),
    "revoked": ("reading_card", refused("revoked"), UNUSABLE),
    "under 15": ("reading_card", refused("under_age"), UNUSABLE),
    "of an unknown authority": ("reading_card", refused("unknown_issuer"), UNUSABLE),
    "for a reason that is never told": ("reading_card", refused("not_served"), NEUTRAL),
    "for a reason the centre will invent": ("reading_card", refused("new"), NEUTRAL),
    "locked already": ("reading_card", read("my_number", 0), LOCKED),
    "a phone": ("reading_card", read("android", 3), PHONE),
    "taken while it was read": ("reading_card", read_failed("failed", "card_gone"), EARLY),
    "taken, and the watcher was quicker": ("reading_card", happens(e.CardRemoved()), EARLY),
    "the reader goes": ("reading_card", read_failed("failed", "device_lost"), LOST),
    "the reader goes, and the watcher was quicker": ("reading_card", happens(e.CardUnknown()), LOST),
    "wrong PIN": ("verifying", lambda kiosk: kiosk.answer("verify_pin", e.PinWrong(tries_left=2)), WRONG),
    "third wrong PIN": ("verifying", lambda kiosk: kiosk.answer("verify_pin", e.PinWrong(tries_left=0)), LOCKED),
    "locked meanwhile": ("verifying", lambda kiosk: kiosk.answer("verify_pin", e.PinLocked()), LOCKED),
    "damaged while signing": ("verifying", verify_failed(), UNUSABLE),
    "taken while signing": ("verifying", verify_failed("card_gone"), EARLY),
    "the reader goes while signing": ("verifying", verify_failed("device_lost"), LOST),
    **{
        f"nothing done for 5 minutes in {state}": (state, happens(e.TimerExpired(timer="idle_end")), TIMED_OUT)
        for state in ("menu", "waiting_for_card", "choosing_municipality", "entering_pin", "waiting_for_card_removal")
    },
}


@pytest.mark.parametrize("cause", TABLE)
def test_the_words_are_exactly_these(cause: str) -> None:
    state, happen, words = TABLE[cause]
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state(state)
    before = len(kiosk.orders)
    happen(kiosk)
    view = next(order.view for order in kiosk.orders[before:] if isinstance(order, Show))
    message = json.loads(json.dumps(Renderer(texts(), Vault()).message(view)))
    assert message["lines"][0] == words
    told = [words for _, _, words in TABLE.values()]
    assert not [other for other in told if other != words and other in message["lines"]]
    if kiosk.state == "card_left":
        assert (message["lines"][-1] == TAKE_CARD) is (words != PHONE)


def test_the_reason_that_is_never_told_shows_in_nothing_that_leaves_the_machine() -> None:
    """支援措置 and what must look like it: the same orders as for a municipality that refuses for another reason."""
    ways = []
    for reason in ("not_served", "another"):
        kiosk = Driven()
        kiosk.start()
        kiosk.to_card_state("reading_card")
        refused(reason)(kiosk)
        kiosk.take(e.CardRemoved(), e.TimerExpired(timer="sorry_end"))
        ways.append(kiosk.orders)
    assert ways[0] == ways[1]
