"""A card exchanged for another one under the link, which a reader powered by itself: no PIN reaches it."""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache

import pytest

from drivers.card import CardGone, CardSwapped, JpkiCard, PinAccepted, Use
from drivers.errors import KioskError
from sim.card import card_for
from sim.personas import persona

from .script import SELECT_KEY, SELECT_PIN, START, THREE_LEFT, VERIFY_1234, card, certificate, identified, reads
from .test_sign import CHALLENGE
from .virtual import VirtualLink, swapped_for

MINE, OTHER = "yamada-taro", "watanabe-saori"
VERIFY = 0x20
COMMANDS_MAX = 16
SELECTED = 2
"""Two commands select the application; a card that comes before is the one that is served."""


def pin_of(who: str) -> bytearray:
    return bytearray(persona(who).card.pin.encode())


def visit(it: JpkiCard) -> None:
    it.identify()
    it.read_certificate(Use.AUTHENTICATION)
    it.tries_left(Use.AUTHENTICATION)
    assert it.verify(Use.AUTHENTICATION, pin_of(MINE)) == PinAccepted()
    it.sign(Use.AUTHENTICATION, CHALLENGE)


@cache
def visit_commands() -> int:
    """How many a whole visit takes, with a certificate as long as this persona's."""
    link = VirtualLink(card_for(MINE))
    visit(JpkiCard(link))
    return len(link.sent)


def test_the_indices_below_are_all_there_are() -> None:
    assert SELECTED < visit_commands() <= COMMANDS_MAX


@pytest.mark.parametrize("cold", [True, False], ids=["cold", "warm"])
@pytest.mark.parametrize("at", range(SELECTED, COMMANDS_MAX))
def test_a_card_on_which_nothing_was_selected_makes_no_try_of_anybodys_pin(at: int, cold: bool) -> None:
    mine, other = card_for(MINE), card_for(OTHER)
    if not cold:  # its first command after power-up, which it refuses in any case, is behind it
        other.power_on()
        other.transmit(b"\x00\xa4\x00\x00")
    link = VirtualLink(mine, {at: swapped_for(other)})
    it = JpkiCard(link)
    with pytest.raises(KioskError) if at < visit_commands() else nullcontext():
        visit(it)
    assert (mine.tries_left, other.tries_left) == (3, 3)
    if at < len(link.sent) and link.sent[at][1][1] == VERIFY:
        return  # a hand quicker than two commands: shown to a card that refuses it untried
    assert other not in link.secrets_shown_to


@pytest.mark.parametrize("at", range(SELECTED + 1, COMMANDS_MAX))
def test_it_is_told_as_another_card_and_the_link_is_dead(at: int) -> None:
    link = VirtualLink(card_for(MINE), {at: swapped_for(card_for(OTHER))})
    it = JpkiCard(link)
    with pytest.raises(KioskError) if at < visit_commands() else nullcontext():
        visit(it)
    if at >= visit_commands():
        return
    with pytest.raises(CardGone, match="another card lies there"):
        it.tries_left(Use.AUTHENTICATION)
    sent = len(link.sent)
    for act in (it.identify, lambda: visit(it), lambda: it.sign(Use.AUTHENTICATION, CHALLENGE)):
        with pytest.raises(CardGone, match="another card lies there"):
            act()
    assert len(link.sent) == sent


@pytest.mark.parametrize("sw", ["6A82", "6986", "6A86", "6D00", "6E00", "6F00", "6982", "6999"])
def test_a_file_that_was_there_is_refused_before_the_pin(sw: str) -> None:
    with card(*START, SELECT_PIN, THREE_LEFT, (SELECT_PIN[0], sw)) as it:
        it.tries_left(Use.AUTHENTICATION)
        with pytest.raises(CardSwapped, match="another card lies there"):
            it.verify(Use.AUTHENTICATION, pin_of(MINE))


@pytest.mark.parametrize("sw", ["6A82", "6F00"])
def test_a_file_not_had_before_is_refused_and_so_is_one_that_was_there(sw: str) -> None:
    steps = (*START, SELECT_PIN, THREE_LEFT, SELECT_PIN, (VERIFY_1234, "9000"), (SELECT_KEY[0], sw))
    with card(*steps, (SELECT_PIN[0], "6A82")) as it:
        it.verify(Use.AUTHENTICATION, bytearray(b"1234"))
        with pytest.raises(CardSwapped):
            it.sign(Use.AUTHENTICATION, CHALLENGE)


def test_a_file_that_this_card_does_not_have_is_no_swap() -> None:
    steps = (*identified(), *reads(certificate()), (SELECT_PIN[0], "6A82"), ("00A4020C020006", "9000"))
    with card(*steps) as it:
        it.identify()
        it.read_certificate(Use.AUTHENTICATION)
        with pytest.raises(KioskError, match="SW 6A82") as caught:
            it.tries_left(Use.AUTHENTICATION)
    assert not isinstance(caught.value, CardGone)
