"""The card's worker when the card is pulled or exchanged, or its session ends, at every command of a visit."""

from __future__ import annotations

import pytest

from device.workers.card import CardWorker
from sim.card import card_for
from statemachine import events as e
from tests.device.card_visit import (
    AT,
    CHALLENGE,
    COMMANDS_MAX,
    READ,
    RIGHT,
    VERIFY,
    WHO,
    WRONG,
    Visit,
    commands,
    failed,
)
from tests.device.stand import Stand
from tests.drivers.card.virtual import Trouble, VirtualLink, VirtualReader, pulled_after, pulled_before, swapped_for


def test_the_indices_below_are_all_there_are() -> None:
    assert commands(WRONG) < commands(RIGHT) <= COMMANDS_MAX


@pytest.mark.parametrize("pin", [RIGHT, WRONG], ids=["right", "wrong"])
@pytest.mark.parametrize("trouble", [pulled_before, pulled_after])
@pytest.mark.parametrize("at", AT)
def test_a_card_pulled_at_any_command(at: int, trouble: Trouble, pin: str) -> None:
    visit = Visit({at: trouble}, pin)
    visit.check(pin)
    assert len(visit.link.sent) == min(at + 1, commands(pin))  # nothing is sent after it
    if at >= commands(pin):
        return
    gone = next(event for event in (visit.read, visit.verified) if failed(event))
    assert isinstance(gone, e.CommandFailed)
    assert (gone.outcome, gone.code) == ("failed", "card_gone")
    if gone is visit.read:
        assert isinstance(visit.verified, e.CommandFailed)
        assert visit.verified.cause == "no card was read"


@pytest.mark.parametrize("at", AT)
def test_a_card_swapped_under_the_link_by_a_reader_that_says_nothing(at: int) -> None:
    other = card_for("watanabe-saori")
    visit = Visit({at: swapped_for(other)}, WRONG)
    assert visit.pin_left == 0
    assert visit.link.released
    assert not other.powered
    if at in (0, 1):  # nothing had been selected: the other card is the one that is served, or none is
        return
    assert (visit.card.tries_left, other.tries_left) in ((2, 3), (3, 3))
    shown = visit.link.secrets_shown_to
    assert shown in ([], [visit.card]) or visit.link.sent[at][1][1] == 0x20
    if at < commands(WRONG):
        assert failed(visit.verified)


@pytest.mark.parametrize(("instruction", "answers"), [(0xB0, "K-1"), (0x2A, "K-2")], ids=["reads", "signs"])
def test_a_session_that_ends_while_the_card_works_leaves_nothing_of_it(instruction: int, answers: str) -> None:
    stand = Stand()

    def session_ends(link: VirtualLink, apdu: bytes) -> bytes:
        if apdu[1] == instruction:
            stand.vault.drop_all()
        return link.carry_out(apdu)

    reader = VirtualReader(card_for(WHO), dict.fromkeys(AT, session_ends))
    stand.start(CardWorker(stand.desk(), reader))
    stand.vault.put("challenge", CHALLENGE)
    ended = stand.answer(READ)
    if answers == VERIFY.id:
        for digit in RIGHT:
            stand.vault.pin_digit(digit)
        ended = stand.answer(VERIFY)
    assert isinstance(ended, e.CommandFailed)
    assert (ended.answers, ended.cause) == (answers, "VaultEmpty")
    assert reader.links[0].released
    assert "certificate" not in stand.vault
    assert "signature" not in stand.vault
    stand.hub.close()
