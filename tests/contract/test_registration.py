"""利用登録申請 between the drivers of card and centre and their other ends: signed by the card, taken by the centre."""

from __future__ import annotations

import pytest

from device.testing.contract import TERMINAL, Bench
from drivers.card.card import JpkiCard
from drivers.card.outcomes import PinAccepted, PinNeeded, PinWrong
from drivers.card.profile import Use
from drivers.centre import CertificateAccepted, SessionOpened
from drivers.centre.registration import RegistrationAccepted, RegistrationBegun, RegistrationRefused, statement
from drivers.errors import Refused
from sim.personas import persona

WHO, OBIHIRO = "unregistered-rokuko", "01207"
DOMICILE, HEAD, TELEPHONE = "見本町東５条南１丁目2番地", "未登 録子", "0766000000"


class Applicant:
    """One holder, as far as a session with the 本籍's municipality."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.asked = bench, 0
        self.who = persona(WHO)
        self.card = JpkiCard(bench.lay(WHO))
        self.card.identify()
        certificate = self.card.read_certificate(Use.AUTHENTICATION) or b""
        accepted = bench.centre.check_certificate(self.request(), certificate)
        assert isinstance(accepted, CertificateAccepted)
        self.card.verify(Use.AUTHENTICATION, bytearray(self.who.card.pin.encode()))
        signature = self.card.sign(Use.AUTHENTICATION, accepted.challenge)
        opened = bench.centre.open_session(self.request(), certificate, accepted.challenge, signature, OBIHIRO)
        assert isinstance(opened, SessionOpened)
        self.session = opened.session

    def request(self) -> str:
        self.asked += 1
        return f"{TERMINAL}-1-1-{self.asked}"

    def password(self) -> bytearray:
        return bytearray(self.who.card.signature_password.encode())

    def apply(self, *, said: str = HEAD, signed: str = HEAD) -> RegistrationAccepted | RegistrationRefused:
        begun = self.bench.centre.begin_registration(self.request(), self.session)
        if isinstance(begun, RegistrationRefused):
            return begun
        request = self.request()
        words = statement(request, begun.challenge, OBIHIRO, DOMICILE, signed, TELEPHONE)
        certificate = self.card.read_certificate(Use.SIGNATURE) or b""
        signature = self.card.sign(Use.SIGNATURE, words)
        return self.bench.centre.register(
            request, self.session, begun.challenge, certificate, DOMICILE, said, TELEPHONE, signature
        )


def test_the_certificate_of_the_signature_is_behind_its_own_password(bench: Bench) -> None:
    who = Applicant(bench)
    assert who.card.tries_left(Use.SIGNATURE) == 5
    with pytest.raises(PinNeeded):
        who.card.read_certificate(Use.SIGNATURE)
    with pytest.raises(Refused):
        who.card.sign(Use.SIGNATURE, b"said")  # the PIN of 利用者証明用 opens nothing here
    assert who.card.verify(Use.SIGNATURE, bytearray(b"WRONG123")) == PinWrong(4)
    assert who.card.verify(Use.SIGNATURE, who.password()) == PinAccepted()
    assert who.card.tries_left(Use.SIGNATURE) == 5
    assert (who.card.read_certificate(Use.SIGNATURE) or b"").startswith(b"0\x82")


def test_written_by_readings_signed_by_the_card_and_taken_once(bench: Bench) -> None:
    who = Applicant(bench)
    (towns,) = bench.centre.writings(who.request(), who.session, "town", "ミホンチョウヒガシ")
    assert DOMICILE.removesuffix("2番地") in towns
    parts = bench.centre.writings(who.request(), who.session, "name", "ミトウ ロクコ")
    assert all(part in writings for part, writings in zip(HEAD.split(), parts, strict=True))
    who.card.verify(Use.SIGNATURE, who.password())
    accepted = who.apply()
    assert isinstance(accepted, RegistrationAccepted)
    assert accepted.application.isalnum()
    state = bench.centre.registration_state(who.request(), who.session)
    assert (state.state, state.application, state.due) == ("waiting", accepted.application, accepted.due)
    again = who.apply()
    assert isinstance(again, RegistrationRefused)
    assert (again.reason, again.due) == ("already_applied", accepted.due)


def test_what_was_not_signed_is_not_taken(bench: Bench) -> None:
    who = Applicant(bench)
    who.card.verify(Use.SIGNATURE, who.password())
    refused = who.apply(said="三東 六子")
    assert isinstance(refused, RegistrationRefused)
    assert refused.reason == "bad_signature"
    assert isinstance(bench.centre.begin_registration(who.request(), who.session), RegistrationBegun)
