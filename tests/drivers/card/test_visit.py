"""Whole visits: how many commands they take, and a card pulled at each of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card import CardGone, CardKind, JpkiCard, PinAccepted
from drivers.errors import KioskError

from .script import (
    PULLED,
    SELECT_CERTIFICATE,
    SELECT_KEY,
    SELECT_PIN,
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
    SELECT_CERTIFICATE,
    *reads(certificate(1600)),
    SELECT_PIN,
    ("00200080", "63C3"),
    ("0020008004 31323334", "9000"),
    SELECT_KEY,
    (SIGN, SIGNATURE.hex() + "9000"),
)


def visit(card: JpkiCard) -> bytes:
    assert card.identify() is CardKind.MY_NUMBER
    assert card.read_certificate() == certificate(1600)
    assert card.tries_left() == 3
    assert card.verify_pin(bytearray(b"1234")) == PinAccepted()
    return card.sign(CHALLENGE)


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
    link.finished()
    card.release()
    assert link.releases == 1


def test_release_may_be_called_again() -> None:
    link = ScriptedLink()
    card = JpkiCard(link)
    card.release()
    card.release()
    assert link.releases == 2


ACTS = ("identify", "read_certificate", "tries_left", "verify", "sign", "same_card")

ANSWERS = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda data, sw: data + bytes.fromhex(sw),
        st.sampled_from((b"", b"\x30\x82\x03\xe8", certificate()[:256], b"\xff" * 256)),
        st.sampled_from(("9000", "6282", "61FF", "6100", "6C00", "63C3", "6982", "6A82", "6F00")),
    ),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(ANSWERS, min_size=1, max_size=30), st.lists(st.sampled_from(ACTS), min_size=1, max_size=6))
def test_whatever_a_card_answers_the_driver_ends_with_a_value_or_a_kiosk_error(
    answers: list[bytes], acts: list[str]
) -> None:
    count = 0

    def answer(_: bytes) -> bytes:
        nonlocal count
        count += 1
        return answers[count % len(answers)]

    link = AnsweringLink(answer)
    card = JpkiCard(link)
    for act in acts:
        link.sent = 0
        with suppress(KioskError):
            match act:
                case "verify":
                    card.verify_pin(bytearray(b"1234"))
                case "sign":
                    assert len(card.sign(CHALLENGE)) == 256
                case "same_card":
                    card.same_card(certificate())
                case _:
                    getattr(card, act)()
        # 33 reads, each with at most 16 GET RESPONSE, each asked for twice (6Cxx); then selections.
        assert link.sent <= 34 * 2 * 17 + 3 * 2 * 17
