"""The card's worker with the 署名用 password: shown once, forgotten whatever comes of it, and its tries its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

from drivers.centre.registration import statement
from sim.personas import persona
from statemachine import events as e
from statemachine.registration_commands import CountPasswordTries, SignApplication, VerifyPassword
from tests.device.test_card_worker import READ, RELEASE, Reader

ROKUKO = "unregistered-rokuko"
PASSWORD = persona(ROKUKO).card.signature_password
COUNT, VERIFY = CountPasswordTries(id="K-5"), VerifyPassword(id="K-6")
SIGN = SignApplication(id="K-7", request="T1-1-1-9", municipality="01207")


SAID = {
    "chosen:town:0": "見本町", "chosen:name:0": "未登", "chosen:name:1": "録子",
    "lot": "2番地", "telephone": "0766000000",
}  # fmt: skip


class Desk(Reader):
    def password(self, word: str) -> e.Event:
        for each in word:
            self.stand.vault.pin_digit(each)
        answer = self.stand.answer(VERIFY)
        assert self.stand.vault.pin_length == 0  # whatever became of it
        return answer

    def count(self) -> int:
        counted = self.stand.answer(COUNT)
        assert isinstance(counted, e.PasswordTriesCounted)
        return counted.tries_left


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    desk.lay(ROKUKO)
    desk.stand.answer(READ)
    yield desk
    desk.stand.hub.close()


def test_a_wrong_password_costs_a_try_of_its_own(desk: Desk) -> None:
    assert desk.count() == 5
    wrong = desk.password("WRONG123")
    assert isinstance(wrong, e.PinWrong)
    assert wrong.tries_left == desk.count() == 4
    assert desk.tries() == 3  # of the PIN
    assert "signature_certificate" not in desk.stand.vault


def test_the_right_one_brings_the_certificate_into_the_vault_and_nothing_into_the_event(desk: Desk) -> None:
    accepted = desk.password(PASSWORD)
    assert isinstance(accepted, e.PasswordAccepted)
    certificate = desk.stand.vault.bytes_of("signature_certificate")
    load_der_x509_certificate(certificate)
    assert PASSWORD not in repr(accepted)
    assert desk.count() == 5


def test_what_cannot_be_a_password_costs_no_try(desk: Desk) -> None:
    for word in ("", "SHORT"):
        answer = desk.password(word)
        assert isinstance(answer, e.CommandFailed)
        assert (answer.outcome, answer.code) == ("refused", "pin_incomplete")
    assert desk.count() == 5


def test_it_signs_what_the_centre_will_be_told(desk: Desk) -> None:
    desk.password(PASSWORD)
    vault = desk.stand.vault
    for handle, word in SAID.items():
        vault.put(handle, word)
    vault.put("registration_challenge", bytes(32))
    assert isinstance(desk.stand.answer(SIGN), e.ApplicationSigned)
    key = load_der_x509_certificate(vault.bytes_of("signature_certificate")).public_key()
    assert isinstance(key, RSAPublicKey)
    told = statement("T1-1-1-9", bytes(32), "01207", "見本町2番地", "未登 録子", "0766000000")
    key.verify(vault.bytes_of("application_signature"), told, PKCS1v15(), SHA256())


def test_after_the_release_nothing_is_verified_any_more(desk: Desk) -> None:
    desk.password(PASSWORD)
    desk.stand.answer(RELEASE)
    for command in (COUNT, SIGN):
        answer = desk.stand.answer(command)
        assert isinstance(answer, e.CommandFailed)
        assert answer.outcome == "refused"


def test_a_card_that_was_pulled_while_it_is_asked_forgets_the_password(desk: Desk) -> None:
    desk.tray.take()
    answer = desk.password(PASSWORD)
    assert isinstance(answer, e.CommandFailed)
    assert answer.code == "card_gone"
    assert PASSWORD not in answer.cause
