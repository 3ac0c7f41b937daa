"""The PIN: three tries, a lock, and questions that cost nothing."""

from __future__ import annotations

import pytest

from sim.card import VirtualCard
from sim.personas import persona
from tests.sim.pki_card.bench import QUESTION, SELECT_JPKI, awake, file, in_jpki, send, verify


@pytest.fixture
def card() -> VirtualCard:
    card = in_jpki("yamada-taro")
    assert send(card, file(0x0018)) == "9000"
    return card


def test_the_right_pin(card: VirtualCard) -> None:
    assert send(card, "00200080 04 31323334") == "9000"


def test_three_wrong_tries_lock_the_card_for_the_right_pin_too(card: VirtualCard) -> None:
    assert [send(card, verify("9999")) for _ in range(4)] == ["63C2", "63C1", "63C0", "6984"]
    assert send(card, verify("1234")) == "6984"
    assert send(card, QUESTION) == "63C0"
    assert card.tries_left == 0


def test_the_right_pin_gives_all_tries_back(card: VirtualCard) -> None:
    assert send(card, verify("9999"), verify("9999")) == "63C1"
    assert send(card, verify("1234")) == "9000"
    assert send(card, QUESTION) == "63C3"


def test_asking_costs_nothing_in_either_form_and_whatever_the_state(card: VirtualCard) -> None:
    for _ in range(10):
        assert send(card, "00200080") == "63C3"
        assert send(card, "0020008000") == "63C3"
    assert send(card, verify("1234")) == "9000"
    assert send(card, "00200080") == "63C3"  # not 9000: the next program could not bind the card


@pytest.mark.parametrize("wrong", ["1", "123", "12345", "1234567890123456"])
def test_a_pin_of_another_length_is_a_try_like_any(card: VirtualCard, wrong: str) -> None:
    assert send(card, verify(wrong)) == "63C2"


def test_a_pin_by_its_short_id_without_selecting_it() -> None:
    card = in_jpki("yamada-taro")
    assert send(card, QUESTION) == "6986"
    assert send(card, "00200098 04 39393939") == "63C2"
    assert send(card, "00200098") == "63C2"
    assert send(card, "00200098 04 31323334") == "9000"
    assert send(card, QUESTION) == "63C3"  # it has become the current file


def test_each_pin_has_its_own_counter(card: VirtualCard) -> None:
    assert send(card, verify("9999")) == "63C2"
    assert send(card, file(0x001B), QUESTION) == "63C5"
    assert send(card, verify("wrong1")) == "63C4"
    assert send(card, verify("takaoka2022")) == "63C3"  # the card compares bytes; the host makes capitals
    assert send(card, verify("TAKAOKA2022")) == "9000"
    assert (card.pin_tries_left(0x0018), card.pin_tries_left(0x001B)) == (2, 5)


def test_five_wrong_passwords_lock_the_signature_and_nothing_else(card: VirtualCard) -> None:
    assert send(card, file(0x001B)) == "9000"
    answers = [send(card, verify("WRONG1")) for _ in range(6)]
    assert answers == ["63C4", "63C3", "63C2", "63C1", "63C0", "6984"]
    assert send(card, file(0x0018), verify("1234")) == "9000"


def test_tries_are_remembered_without_power(card: VirtualCard) -> None:
    assert send(card, verify("9999"), verify("9999")) == "63C1"
    card.power_off()
    awake(card)
    assert send(card, SELECT_JPKI, file(0x0018), QUESTION) == "63C1"
    assert send(card, verify("9999")) == "63C0"
    card.power_off()
    awake(card)
    assert send(card, SELECT_JPKI, file(0x0018), verify("1234")) == "6984"


def test_a_card_that_came_locked() -> None:
    card = in_jpki("locked-jiro")
    assert card.tries_left == 0
    assert send(card, file(0x0018), QUESTION) == "63C0"
    assert send(card, verify(persona("locked-jiro").card.pin)) == "6984"


def test_a_card_with_one_try_left() -> None:
    card = in_jpki("one-try-saburo")
    assert send(card, file(0x0018), QUESTION) == "63C1"
    assert send(card, verify("0000")) == "63C0"


def test_the_last_try_may_be_the_right_one() -> None:
    card = in_jpki("one-try-saburo")
    assert send(card, file(0x0018), verify(persona("one-try-saburo").card.pin)) == "9000"
    assert card.tries_left == 3


def test_a_childs_signature_pin_shows_as_locked() -> None:
    card = in_jpki("yamada-ichiro")
    assert send(card, file(0x001B), QUESTION) == "63C0"
    assert card.tries_left == 3
