"""The place where a card lies."""

from __future__ import annotations

import pytest

from sim.card import Tray, TrayError, card_for
from tests.sim.pki_card.bench import SELECT_JPKI, awake, file, send, verify


def test_a_card_is_laid_down_and_taken_again() -> None:
    tray, card = Tray(), card_for("yamada-taro")
    assert (tray.card, tray.count, tray.plugged) == (None, 0, True)
    tray.lay(card)
    assert (tray.card, tray.count) == (card, 1)
    assert not card.powered
    assert tray.take() is card
    assert (tray.card, tray.count) == (None, 2)


def test_a_swap_between_two_looks_shows_in_the_count() -> None:
    tray, card = Tray(), card_for("yamada-taro")
    tray.lay(card)
    seen = tray.card, tray.count
    tray.lay(tray.take())
    assert tray.card is seen[0]
    assert tray.count == seen[1] + 2


def test_a_card_pulled_after_the_pin_has_forgotten_it() -> None:
    tray, card = Tray(), card_for("yamada-taro")
    tray.lay(card)
    awake(card)
    assert send(card, SELECT_JPKI, file(0x0018), verify("1234")) == "9000"
    tray.take()
    assert card.transmit(b"\x00\x20\x00\x80") == b""
    tray.lay(card)
    awake(card)
    assert send(card, SELECT_JPKI, "802A0097010000") == "6982"


def test_the_readers_cable_takes_the_power_along() -> None:
    tray, card = Tray(), card_for("yamada-taro")
    tray.lay(card)
    card.power_on()
    tray.unplug()
    tray.unplug()
    assert (tray.plugged, tray.card, card.powered, tray.count) == (False, card, False, 2)
    tray.plug()
    tray.plug()
    assert (tray.plugged, card.powered, tray.count) == (True, False, 3)


def test_two_cards_or_none_are_a_mistake_of_the_script() -> None:
    tray = Tray()
    with pytest.raises(TrayError):
        tray.take()
    tray.lay(card_for("yamada-taro"))
    with pytest.raises(TrayError):
        tray.lay(card_for("tokachi-hanako"))
    assert tray.count == 1


def test_watchers_hear_of_every_change_after_it() -> None:
    tray, card = Tray(), card_for("yamada-taro")
    heard: list[tuple[int, bool, bool]] = []
    unwatch = tray.watch(lambda: heard.append((tray.count, tray.card is not None, tray.plugged)))
    tray.lay(card)
    tray.unplug()
    tray.take()
    tray.plug()
    unwatch()
    unwatch()
    tray.lay(card)
    assert heard == [(1, True, True), (2, True, False), (3, False, False), (4, False, True)]
