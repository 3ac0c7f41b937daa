"""The 署名用 password: in any case from the customer, in capitals to the card, in one buffer all the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card import JpkiCard, PinAccepted, PinLocked, PinOutcome, PinWrong, Use

from .script import START, THREE_LEFT, ScriptedLink, Step, card

QUERY = THREE_LEFT[0]
SELECT = ("00A4020C02 001B", "9000")
HEAD: tuple[Step, ...] = (*START, SELECT, (QUERY, "63C5"), SELECT)

LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def shown(password: bytes) -> str:
    return f"00200080{len(password):02X}{password.hex()}"


@settings(deadline=None, max_examples=100)
@given(st.text(LETTERS_AND_DIGITS, min_size=6, max_size=16))
def test_the_card_is_shown_capitals_and_the_customers_buffer_holds_the_same(typed: str) -> None:
    secret = bytearray(typed.encode())
    with card(*HEAD, (shown(typed.upper().encode()), "9000")) as it:
        assert it.fits(Use.SIGNATURE, secret)
        assert it.verify(Use.SIGNATURE, secret) == PinAccepted()
    assert secret == typed.upper().encode()


@pytest.mark.parametrize(
    "bad", [b"", b"ABC12", b"A" * 17, b"PASS-WORD", b"PASS WORD", "ＡＢＣ１２".encode(), b"ABC12@", b"ABC12\xc3"]
)
def test_what_is_no_password_never_reaches_the_card_nor_the_message(bad: bytes) -> None:
    link = ScriptedLink()
    it = JpkiCard(link)
    assert not it.fits(Use.SIGNATURE, bytearray(bad))
    with pytest.raises(ValueError, match=r"^a signature password is 6 to 16 ASCII letters and digits$"):
        it.verify(Use.SIGNATURE, bytearray(bad))
    assert link.sent == 0


@pytest.mark.parametrize(
    ("sw", "outcome"),
    [("63C4", PinWrong(4)), *((sw, PinLocked()) for sw in ("63C0", "6983", "6984")), ("9000", PinAccepted())],
)
def test_what_the_card_says_to_a_password(sw: str, outcome: PinOutcome) -> None:
    with card(*HEAD, (shown(b"TAKAOKA2022"), sw)) as it:
        assert it.verify(Use.SIGNATURE, bytearray(b"takaoka2022")) == outcome


@pytest.mark.parametrize("sw", ["63C0", "6983", "6984"])
def test_a_locked_password_is_told_by_its_counter_and_none_is_shown(sw: str) -> None:
    with card(*START, SELECT, (QUERY, sw)) as it:
        assert it.tries_left(Use.SIGNATURE) == 0
        assert it.verify(Use.SIGNATURE, bytearray(b"TAKAOKA2022")) == PinLocked()


def test_each_secret_has_a_counter_of_its_own() -> None:
    steps: tuple[Step, ...] = (
        *(*START, ("00A4020C02 0018", "9000"), (QUERY, "63C0")),
        *(SELECT, (QUERY, "63C5"), SELECT, (shown(b"TAKAOKA2022"), "63C4")),
    )
    with card(*steps) as it:
        assert it.verify(Use.AUTHENTICATION, bytearray(b"1234")) == PinLocked()
        assert it.verify(Use.SIGNATURE, bytearray(b"TAKAOKA2022")) == PinWrong(4)
        assert it.verify(Use.AUTHENTICATION, bytearray(b"1234")) == PinLocked()
