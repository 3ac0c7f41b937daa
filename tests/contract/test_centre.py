"""The centre's driver and the centre, for one holder from his certificate to the delivered copy."""

from __future__ import annotations

import pytest

from device.testing.contract import TERMINAL, Bench
from drivers.card.card import JpkiCard
from drivers.card.profile import Use
from drivers.centre import (
    CertificateAccepted,
    CertificateRefused,
    Document,
    RegistrationRefused,
    RegistrationState,
    SessionOpened,
    SessionRefused,
)
from drivers.errors import Refused
from sim.personas import persona
from sim.pki import centre_signing_key


class Visit:
    """One holder's dealings with the centre."""

    def __init__(self, bench: Bench, person: str = "yamada-taro") -> None:
        self.bench, self.person, self.asked = bench, person, 0
        self.card = JpkiCard(bench.lay(person))
        self.card.identify()
        self.certificate = self.card.read_certificate(Use.AUTHENTICATION) or b""

    def request(self) -> str:
        self.asked += 1
        return f"{TERMINAL}-1-1-{self.asked}"

    def check(self) -> CertificateAccepted | CertificateRefused:
        return self.bench.centre.check_certificate(self.request(), self.certificate)

    def open(self, challenge: bytes, signed: bytes | None = None) -> SessionOpened | SessionRefused:
        self.card.verify(Use.AUTHENTICATION, bytearray(persona(self.person).card.pin.encode("ascii")))
        signature = self.card.sign(Use.AUTHENTICATION, signed if signed is not None else challenge)
        return self.bench.centre.open_session(self.request(), self.certificate, challenge, signature, "16202")

    def document(self) -> Document:
        accepted = self.check()
        assert isinstance(accepted, CertificateAccepted)
        opened = self.open(accepted.challenge)
        assert isinstance(opened, SessionOpened)
        offer = self.bench.centre.offer(self.request(), opened.session)
        holder = next(p.handle for p in offer.people if p.is_self)
        items = dict.fromkeys(next(k for k in offer.kinds if k.kind == "juminhyo").items, False)
        return self.bench.centre.issue(self.request(), opened.session, "juminhyo", "self", [holder], items, 3)


def test_the_clock_and_the_stops(bench: Bench) -> None:
    state = bench.centre.service_state(f"{TERMINAL}-state-1")
    assert abs((state.time - bench.clock.wall()).total_seconds()) < 1
    key = centre_signing_key().public_key()
    key.verify(state.time_signature, state.signed)
    towns = {each.municipality: each for each in state.municipalities}
    assert (towns["16202"].name, towns["16202"].registration) == ("富山県高岡市", False)
    assert "registration" in {kind for hours in towns["01207"].hours for kind in hours.kinds}


def test_the_record_has_what_was_told_of_each_copy_and_the_key_is_the_documents(bench: Bench) -> None:
    visit = Visit(bench)
    document = visit.document()
    bench.centre.report(visit.request(), document.id, 1, "delivered")
    bench.centre.report(visit.request(), document.id, 3, "void")
    today = bench.clock.wall().date()
    record = bench.centre.record(visit.request(), today, today)
    (entry,) = record.documents
    assert (entry.document, entry.delivered, entry.void, entry.unreported) == (document.id, (1,), (3,), (2,))
    assert [(each.kind, each.copies, each.yen) for each in record.totals] == [("juminhyo", 1, 200)]
    assert not bench.centre.record(visit.request(), today, today, after=1).documents
    key = bench.centre.scramble_key(visit.request(), document.id)
    assert (key.sha256, key.scramble_key) == (document.sha256, document.scramble_key)


def test_takaoka_takes_no_registration_and_nobody_has_applied(bench: Bench) -> None:
    visit = Visit(bench)
    accepted = visit.check()
    assert isinstance(accepted, CertificateAccepted)
    opened = visit.open(accepted.challenge)
    assert isinstance(opened, SessionOpened)
    assert bench.centre.begin_registration(visit.request(), opened.session) == RegistrationRefused("not_taken")
    assert bench.centre.registration_state(visit.request(), opened.session) == RegistrationState("none")


def test_from_the_certificate_to_the_delivered_copy(bench: Bench) -> None:
    visit = Visit(bench)
    document = visit.document()
    assert document.pdf.startswith(b"%PDF")
    assert (document.municipality, document.kind, document.sheets) == ("16202", "juminhyo", 1)
    for _ in range(2):
        bench.centre.report(visit.request(), document.id, 1, "delivered")
    bench.centre.report(visit.request(), document.id, 2, "void")
    assert bench.world.centre.deliveries == {(document.id, 1): "delivered", (document.id, 2): "void"}
    with pytest.raises(Refused):
        bench.centre.report(visit.request(), document.id, 2, "delivered")


def test_a_signature_over_something_else_opens_nothing(bench: Bench) -> None:
    visit = Visit(bench)
    accepted = visit.check()
    assert isinstance(accepted, CertificateAccepted)
    assert isinstance(visit.open(accepted.challenge, b"something else"), SessionRefused)


def test_a_challenge_is_good_once(bench: Bench) -> None:
    visit = Visit(bench)
    accepted = visit.check()
    assert isinstance(accepted, CertificateAccepted)
    assert isinstance(visit.open(accepted.challenge), SessionOpened)
    assert isinstance(visit.open(accepted.challenge), SessionRefused)


@pytest.mark.parametrize(
    ("person", "reason"),
    [("yamada-ichiro", "under_age"), ("expired-shiro", "expired"), ("protected-nanae", "not_served")],
)
def test_who_is_refused_and_why(bench: Bench, person: str, reason: str) -> None:
    assert Visit(bench, person).check() == CertificateRefused(reason)
