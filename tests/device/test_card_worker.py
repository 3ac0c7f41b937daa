"""The card's worker with a simulated card on the tray: the PIN is shown once, to the right card, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

from device.testing.inline_reader import InlineReader
from device.workers.card import CardWorker
from drivers.card import Link
from sim.card import Tray, card_for
from sim.personas import persona
from statemachine import events as e
from statemachine.commands import ReadCard, ReleaseCard, SignChallenge, VerifyPin
from statemachine.events import Event
from tests.device.stand import Stand
from tests.drivers.card.script import ScriptedLink
from tests.drivers.card.test_visit import VISIT

TARO = "yamada-taro"
CHALLENGE = bytes(range(32))
READ, VERIFY, RELEASE = ReadCard(id="K-1"), VerifyPin(id="K-2"), ReleaseCard(id="K-3")


class Reader:
    """A stand with a tray, and a customer at it."""

    def __init__(self) -> None:
        self.stand, self.tray = Stand(), Tray()
        self.stand.start(CardWorker(self.stand.desk(), InlineReader(self.stand.hub, self.tray)))

    def lay(self, who: str) -> None:
        self.tray.lay(card_for(who))

    def key(self, pin: str) -> None:
        self.stand.vault.put("challenge", CHALLENGE)
        for digit in pin:
            self.stand.vault.pin_digit(digit)

    def verify(self, pin: str) -> Event:
        self.key(pin)
        answer = self.stand.answer(VERIFY)
        assert self.stand.vault.pin_length == 0  # whatever became of it
        return answer

    def tries(self) -> int:
        """What the card itself says, asked anew."""
        read = self.stand.answer(READ)
        assert isinstance(read, e.CertificateRead)
        return read.tries_left


class GivenLink:
    """A reader that gives this link."""

    name = "given"

    def __init__(self, link: Link) -> None:
        self._link = link

    def connect(self) -> Link:
        return self._link


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.stand.hub.close()


def test_the_certificate_is_read_into_the_vault_and_the_challenge_signed_by_its_key(reader: Reader) -> None:
    reader.lay(TARO)
    assert reader.stand.answer(READ) == e.CertificateRead(answers="K-1", device="my_number", tries_left=3)
    assert reader.verify(persona(TARO).card.pin) == e.PinAccepted(answers="K-2")
    key = load_der_x509_certificate(reader.stand.vault.bytes_of("certificate")).public_key()
    assert isinstance(key, RSAPublicKey)
    key.verify(reader.stand.vault.bytes_of("signature"), CHALLENGE, PKCS1v15(), SHA256())
    assert reader.stand.answer(RELEASE) == e.OutputDone(answers="K-3")
    assert reader.stand.answer(RELEASE) == e.OutputDone(answers="K-3")  # nothing is held any more


def test_wrong_pins_count_down_to_a_lock_and_each_is_shown_once(reader: Reader) -> None:
    reader.lay(TARO)
    reader.stand.answer(READ)
    assert [reader.verify("0000") for _ in range(4)] == [
        e.PinWrong(answers="K-2", tries_left=2),
        e.PinWrong(answers="K-2", tries_left=1),
        e.PinLocked(answers="K-2"),
        e.PinLocked(answers="K-2"),
    ]
    assert reader.tries() == 0


def test_a_correction_in_the_moment_of_submitting_spends_no_try(reader: Reader) -> None:
    reader.lay(TARO)
    reader.stand.answer(READ)
    for part in ("123", "", "12345", "12a4"):
        failed = reader.verify(part)
        assert isinstance(failed, e.CommandFailed)
        assert (failed.outcome, failed.code) == ("refused", "pin_incomplete")
    assert reader.verify(persona(TARO).card.pin) == e.PinAccepted(answers="K-2")  # the same card, still held


def test_another_card_laid_in_its_place_hears_nothing(reader: Reader) -> None:
    reader.lay(TARO)
    reader.stand.answer(READ)
    reader.tray.take()
    other = card_for("watanabe-saori")
    reader.tray.lay(other)
    failed = reader.verify(persona(TARO).card.pin)
    assert isinstance(failed, e.CommandFailed)
    assert (failed.outcome, failed.cause, failed.code) == ("failed", "CardGone", "card_gone")
    assert "signature" not in reader.stand.vault
    assert (other.apdus, other.tries_left) == (0, 3)


def test_a_phone_says_what_it_is_and_shows_no_certificate_before_the_pin(reader: Reader) -> None:
    reader.lay("android-toko")
    assert reader.stand.answer(READ) == e.CertificateRead(answers="K-1", device="android", tries_left=3)
    assert "certificate" not in reader.stand.vault
    assert reader.verify(persona("android-toko").card.pin) == e.PinAccepted(answers="K-2")
    assert "certificate" in reader.stand.vault
    assert "signature" not in reader.stand.vault  # the centre has not been asked yet
    assert reader.stand.answer(SignChallenge(id="K-3")) == e.ChallengeSigned(answers="K-3")
    assert "signature" in reader.stand.vault


def test_a_phone_taken_away_between_pin_and_signature_signs_nothing(reader: Reader) -> None:
    reader.lay("android-toko")
    reader.stand.answer(READ)
    reader.verify(persona("android-toko").card.pin)
    reader.tray.take()
    failed = reader.stand.answer(SignChallenge(id="K-3"))
    assert isinstance(failed, e.CommandFailed)
    assert (failed.outcome, failed.code) == ("failed", "card_gone")
    assert "signature" not in reader.stand.vault


def test_from_card_present_to_challenge_signed_in_16_commands() -> None:
    """A certificate of 1574 bytes, and a card whose first answer is 6F00."""
    link, stand = ScriptedLink(*VISIT), Stand()
    stand.start(CardWorker(stand.desk(), GivenLink(link)))
    stand.vault.put("challenge", CHALLENGE)
    assert isinstance(stand.answer(READ), e.CertificateRead)
    for digit in "1234":
        stand.vault.pin_digit(digit)
    assert isinstance(stand.answer(VERIFY), e.PinAccepted)
    link.finished()
    assert (link.sent, link.releases) == (16, 0)
    stand.hub.close()
    assert link.releases == 1  # nothing verified outlives the worker


def test_a_pin_without_a_card_that_was_read_is_refused_and_overwritten(reader: Reader) -> None:
    reader.lay(TARO)
    failed = reader.verify("1234")
    assert isinstance(failed, e.CommandFailed)
    assert (failed.outcome, failed.cause) == ("refused", "no card was read")


@pytest.mark.parametrize("after_ms", [1, 40, 150, 400, 900])
def test_a_card_pulled_at_any_moment_of_the_verification_leaves_no_pin_and_one_answer(
    reader: Reader, after_ms: int
) -> None:
    reader.lay(TARO)
    reader.stand.answer(READ)
    reader.key(persona(TARO).card.pin)
    reader.stand.mailbox.put(VERIFY)
    reader.stand.hub.run_for(after_ms / 1000)
    reader.tray.take()
    reader.stand.hub.run_for(10)
    (answer,) = [event for event in reader.stand.said if event.answers == "K-2"]
    assert reader.stand.vault.pin_length == 0
    if isinstance(answer, e.CommandFailed):
        assert (answer.outcome, answer.cause) == ("failed", "CardGone")
        assert "signature" not in reader.stand.vault
    else:
        assert answer == e.PinAccepted(answers="K-2")


def test_a_tray_without_a_card_and_a_reader_without_a_cable_are_each_one_answer(reader: Reader) -> None:
    gone = reader.stand.answer(READ)
    reader.tray.unplug()
    lost = reader.stand.answer(READ)
    for failed, cause in ((gone, "CardGone"), (lost, "the reader is gone")):
        assert isinstance(failed, e.CommandFailed)
        assert failed.outcome == "failed"
        assert cause in failed.cause
    # what the reader is, the watcher says; a card that fails is no failing reader
    assert not [event for event in reader.stand.said if isinstance(event, e.DeviceUnready)]


@pytest.mark.parametrize(
    ("who", "reason"), [("juki-rokuro", "juki"), ("transit-card", "foreign"), ("no-certificate-goro", "no_certificate")]
)
def test_cards_that_cannot_be_used_are_told_apart_on_record(reader: Reader, who: str, reason: str) -> None:
    reader.lay(who)
    assert reader.stand.answer(READ) == e.CardUnusable(answers="K-1", reason=reason)
    assert reader.tray.card is not None
    assert not reader.tray.card.powered
    assert "certificate" not in reader.stand.vault


def test_a_locked_card_is_known_before_a_digit_is_asked_for(reader: Reader) -> None:
    reader.lay("locked-jiro")
    assert reader.tries() == 0
    reader.tray.take()
    reader.lay("one-try-saburo")
    assert reader.tries() == 1
