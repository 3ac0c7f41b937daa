"""Power: what a card forgets when, and how it wakes."""

from __future__ import annotations

import pytest

from sim.card import VirtualCard, card_for, content_for
from sim.personas import persona
from tests.sim.pki_card.bench import QUESTION, SELECT_JPKI, awake, file, in_jpki, send, verify

SIGN = "802A0097 01 00 00"


@pytest.fixture
def verified() -> VirtualCard:
    card = in_jpki("yamada-taro")
    assert send(card, file(0x0018), verify("1234")) == "9000"
    return card


def test_a_card_just_woken_spoils_its_first_command() -> None:
    card = card_for("yamada-taro")
    card.power_on()
    assert send(card, SELECT_JPKI) == "6F00"
    assert send(card, SELECT_JPKI) == "9000"


def test_the_spoilt_first_command_cannot_cost_a_try() -> None:
    card = card_for("yamada-taro")
    card.power_on()
    assert send(card, "00200098 04 39393939") == "6F00"
    assert card.tries_left == 3


def test_only_power_makes_it_wake_again() -> None:
    card = in_jpki("yamada-taro")
    card.reset()
    assert send(card, SELECT_JPKI) == "9000"
    card.power_on()
    assert send(card, SELECT_JPKI) == "9000"
    card.power_off()
    card.power_on()
    assert send(card, SELECT_JPKI) == "6F00"


def test_a_card_without_the_quirk() -> None:
    card = VirtualCard(content_for(persona("yamada-taro")), first_command_fails=False)
    card.power_on()
    assert send(card, SELECT_JPKI) == "9000"


def test_a_card_without_power_is_silent_and_counts_nothing() -> None:
    card = card_for("yamada-taro")
    assert card.transmit(b"\x00\xa4\x04\x0c\x00") == b""
    assert (card.powered, card.apdus) == (False, 0)
    assert card.atr.hex().upper() == "3B888001000005E0B381A1007F"


def test_power_off_forgets_the_pin_and_the_selection(verified: VirtualCard) -> None:
    assert send(verified, SIGN).endswith("9000")
    verified.power_off()
    awake(verified)
    assert send(verified, file(0x0017)) == "6A82"
    assert send(verified, SELECT_JPKI, SIGN) == "6982"


def test_a_warm_reset_leaves_the_pin_in_force(verified: VirtualCard) -> None:
    # What makes a driver take the power away on every way out.
    verified.reset()
    assert send(verified, QUESTION) == "6986"
    assert send(verified, SELECT_JPKI, SIGN).endswith("9000")


def test_selecting_something_else_leaves_the_pin_in_force(verified: VirtualCard) -> None:
    assert send(verified, "00A4040C08A000000151000000") == "9000"
    assert send(verified, SELECT_JPKI, SIGN).endswith("9000")


def test_asking_for_the_atr_changes_nothing(verified: VirtualCard) -> None:
    assert send(verified, file(0x0017)) == "9000"
    assert len(verified.atr) == 13
    assert send(verified, "802A0080 01 00 00").endswith("9000")


def test_every_apdu_counts() -> None:
    card = in_jpki("yamada-taro")
    before = card.apdus
    send(card, "", "FF", SELECT_JPKI)
    assert card.apdus == before + 3
