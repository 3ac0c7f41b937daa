"""Whole visits: how many commands they take, and a card pulled at each of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card import CardGone, CardKind, JpkiCard, PinAccepted, Use
from drivers.errors import KioskError

from .script import (
    PULLED,
    SELECT_KEY,
    SELECT_PIN,
    THREE_LEFT,
    VERIFY_1234,
    AnsweringLink,
    ScriptedLink,
    Step,
    certificate,
    identified,
    reads,
)
from .test_sign import CHALLENGE, SIGN, SIGNATURE

VISIT: tuple[Step, ...] = (
    *identified(),
    *reads(certificate(1574)),
    SELECT_PIN,
    THREE_LEFT,
    SELECT_PIN,  # again: minutes may have passed, and this is what shows another card
    (VERIFY_1234, "9000"),
    SELECT_KEY,
    (SIGN, SIGNATURE.hex() + "9000"),
)


def visit(card: JpkiCard) -> bytes:
    assert card.identify() is CardKind.MY_NUMBER
    assert card.read_certificate(Use.AUTHENTICATION) == certificate(1574)
    assert card.tries_left(Use.AUTHENTICATION) == 3
    assert card.verify(Use.AUTHENTICATION, bytearray(b"1234")) == PinAccepted()
    return card.sign(Use.AUTHENTICATION, CHALLENGE)


def test_from_power_up_to_a_signature_in_16_commands() -> None:
    link = ScriptedLink(*VISIT)
    assert visit(JpkiCard(link)) == SIGNATURE
    link.finished()
    assert link.sent == 16


@pytest.mark.parametrize("answer", [PULLED, ""], ids=["told by the reader", "empty answer"])
@pytest.mark.parametrize("at", range(len(VISIT)))
def test_card_pulled_at_each_command(at: int, answer: str) -> None:
    link = ScriptedLink(*VISIT[:at], (VISIT[at][0], answer))
    card = JpkiCard(link)
    with pytest.raises(CardGone):
        visit(card)
    for again in (card.identify, lambda: card.tries_left(Use.AUTHENTICATION), lambda: visit(card)):
        with pytest.raises(CardGone, match="visit is over"):  # and nothing more is sent, whatever lies there now
            again()
    link.finished()
    card.release()
    assert link.releases == 1


def test_release_may_be_called_again() -> None:
    link = ScriptedLink()
    card = JpkiCard(link)
    card.release()
    card.release()
    assert link.releases == 2


ACTS = ("identify", "read_certificate", "tries_left", "verify", "sign")
USES = st.sampled_from(Use)

ANSWERS = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda data, sw: data + bytes.fromhex(sw),
        st.sampled_from((b"", b"\x30\x82\x03\xe8", certificate()[:256], b"\xff" * 256)),
        st.sampled_from(("9000", "6282", "61FF", "6100", "6C00", "63C3", "6982", "6A82", "6F00")),
    ),
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(ANSWERS, min_size=1, max_size=30),
    st.lists(st.tuples(st.sampled_from(ACTS), USES), min_size=1, max_size=6),
)
def test_whatever_a_card_answers_the_driver_ends_with_a_value_or_a_kiosk_error(
    answers: list[bytes], acts: list[tuple[str, Use]]
) -> None:
    count = 0

    def answer(_: bytes) -> bytes:
        nonlocal count
        count += 1
        return answers[count % len(answers)]

    link = AnsweringLink(answer)
    card = JpkiCard(link)
    for act, use in acts:
        link.sent = 0
        with suppress(KioskError):
            match act:
                case "verify":
                    card.verify(use, bytearray(b"1234" if use is Use.AUTHENTICATION else b"abcdef"))
                case "sign":
                    assert len(card.sign(use, CHALLENGE)) == 256
                case "identify":
                    card.identify()
                case _:
                    getattr(card, act)(use)
        # Twice (by short id and by selection) 33 reads, each with at most 16 GET RESPONSE, each asked for
        # twice (6Cxx); then selections.
        assert link.sent <= 2 * 34 * 2 * 17 + 5 * 2 * 17
