"""The PIN: counted by the card, tried once, kept nowhere."""

from __future__ import annotations

import pytest

from drivers.card import CardGone, JpkiCard, PinAccepted, PinLocked, PinOutcome, PinWrong, Use
from drivers.card.apdu import verify
from drivers.card.channel import Channel
from drivers.errors import BadAnswer, DeviceError, KioskError, Refused

from .script import PULLED, SELECT_PIN, START, THREE_LEFT, VERIFY_1234, AnsweringLink, ScriptedLink, card

QUERY = THREE_LEFT[0]
ASKED = (*START, SELECT_PIN, THREE_LEFT)
HEAD = (*ASKED, SELECT_PIN)


def pin() -> bytearray:
    return bytearray(b"1234")


def try_it(it: JpkiCard, secret: bytearray | None = None) -> PinOutcome:
    return it.verify(Use.AUTHENTICATION, pin() if secret is None else secret)


@pytest.mark.parametrize(
    ("sw", "tries"),
    [("63C3", 3), ("63C1", 1), ("63C0", 0), ("6983", 0), ("6984", 0), ("9000", 3)],
)
def test_asking_for_the_tries_left_consumes_none(sw: str, tries: int) -> None:
    with card(*START, SELECT_PIN, (QUERY, sw)) as it:
        assert it.tries_left(Use.AUTHENTICATION) == tries


@pytest.mark.parametrize("sw", ["6A86", "6D00", "6300"])
def test_card_that_does_not_count_is_shown_no_pin(sw: str) -> None:
    with card(*START, SELECT_PIN, (QUERY, sw)) as it, pytest.raises(Refused, match=sw):
        try_it(it)


@pytest.mark.parametrize(
    ("sw", "outcome"),
    [
        ("9000", PinAccepted()),
        ("63C2", PinWrong(2)),
        ("63C1", PinWrong(1)),
        ("63C0", PinLocked()),  # this attempt has used up the last try
        ("6983", PinLocked()),
        ("6984", PinLocked()),
    ],
)
def test_what_the_card_says_to_a_pin(sw: str, outcome: PinOutcome) -> None:
    with card(*HEAD, (VERIFY_1234, sw)) as it:
        assert try_it(it) == outcome


@pytest.mark.parametrize("sw", ["63C0", "6983", "6984"])
def test_a_card_that_is_locked_already_is_shown_no_pin_not_even_the_right_one(sw: str) -> None:
    with card(*START, SELECT_PIN, (QUERY, sw)) as it:
        assert it.tries_left(Use.AUTHENTICATION) == 0
        assert try_it(it) == PinLocked()
        assert try_it(it) == PinLocked()


@pytest.mark.parametrize("sw", ["63C0", "6983", "6984"])
def test_a_card_that_has_just_locked_is_shown_no_further_pin(sw: str) -> None:
    with card(*HEAD, (VERIFY_1234, sw)) as it:
        assert try_it(it) == PinLocked()
        assert try_it(it) == PinLocked()


def test_the_counter_is_read_once_and_the_pin_file_selected_before_each_try() -> None:
    with card(*HEAD, (VERIFY_1234, "63C2"), SELECT_PIN, (VERIFY_1234, "9000")) as it:
        assert it.tries_left(Use.AUTHENTICATION) == 3
        assert try_it(it) == PinWrong(2)
        assert try_it(it) == PinAccepted()


@pytest.mark.parametrize("sw", ["6700", "6982", "6A82", "6A86", "6B00", "6C04", "6D00", "6F00"])
def test_refused_pin_was_not_tried_and_is_not_tried_in_another_way(sw: str) -> None:
    with card(*HEAD, (VERIFY_1234, sw)) as it, pytest.raises(Refused, match=f"SW {sw}"):
        try_it(it)


@pytest.mark.parametrize("answer", ["90", "6105", "6300", "6281", "AA9000", "0000"])
def test_answer_that_says_nothing_about_the_pin_is_never_tried_again(answer: str) -> None:
    with card(*HEAD, (VERIFY_1234, answer)) as it, pytest.raises(BadAnswer):
        try_it(it)


def test_after_such_an_answer_the_counter_is_read_anew_before_the_next_try() -> None:
    with card(*HEAD, (VERIFY_1234, "6281"), (QUERY, "63C0")) as it:
        with pytest.raises(BadAnswer):
            try_it(it)
        assert try_it(it) == PinLocked()


def test_after_a_refusal_the_pin_file_is_selected_anew() -> None:
    with card(*START, SELECT_PIN, (QUERY, "6986"), SELECT_PIN, THREE_LEFT) as it:
        with pytest.raises(Refused, match="no current file"):
            it.tries_left(Use.AUTHENTICATION)
        assert it.tries_left(Use.AUTHENTICATION) == 3


def test_card_without_a_pin_file() -> None:
    with card(*START, (SELECT_PIN[0], "6A82")) as it, pytest.raises(Refused, match="SW 6A82"):
        try_it(it)


@pytest.mark.parametrize("bad", [b"", b"123", b"12345", b"12a4", "１２３４".encode(), b"12 4"])
def test_what_is_no_pin_never_reaches_the_card_nor_the_message(bad: bytes) -> None:
    link = ScriptedLink()
    it = JpkiCard(link)
    assert not it.fits(Use.AUTHENTICATION, bytearray(bad))
    with pytest.raises(ValueError, match=r"^a PIN is 4 ASCII digits$"):
        try_it(it, bytearray(bad))
    assert link.sent == 0


@pytest.mark.parametrize("answer", ["6700", "90", "", PULLED, "6105"])
def test_no_message_shows_the_pin(answer: str) -> None:
    with card(*HEAD, (VERIFY_1234, answer)) as it, pytest.raises(KioskError) as caught:
        try_it(it)
    for text in (str(caught.value), repr(caught.value)):
        assert "1234" not in text
        assert "31323334" not in text.replace(" ", "")
    if isinstance(caught.value, DeviceError):
        assert caught.value.action == "VERIFY ****"


def test_the_buffer_of_the_command_is_overwritten() -> None:
    apdu = verify(pin())
    Channel(AnsweringLink(lambda _: b"\x90\x00")).once_secret(apdu)
    assert bytes(apdu) == bytes.fromhex("0020008004 00000000")


def test_the_buffer_is_overwritten_when_the_card_is_pulled_and_when_it_had_gone_before() -> None:
    channel = Channel(ScriptedLink((VERIFY_1234, PULLED)))
    for _ in range(2):
        apdu = verify(pin())
        with pytest.raises(CardGone):
            channel.once_secret(apdu)
        assert bytes(apdu[5:]) == bytes(4)


def test_no_frame_that_an_error_keeps_alive_holds_the_pin() -> None:
    """A crash report walks the traceback: no local of it may be the command."""

    class FailingLink:
        def transmit(self, apdu: bytes | bytearray) -> bytes:
            try:
                raise OSError(f"reader failed on {len(apdu)} bytes")
            except OSError as error:
                raise CardGone("reader failed") from error

        def release(self) -> None:
            pass

    with pytest.raises(CardGone) as caught:
        Channel(FailingLink()).once_secret(verify(pin()))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    trace = caught.value.__traceback__
    while trace is not None:
        assert "transmit" not in trace.tb_frame.f_code.co_name
        trace = trace.tb_next
