"""The card driver and a My Number Card on the tray, whatever lies between them."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from device.testing.contract import Bench
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind, PinAccepted, PinLocked, PinWrong
from drivers.card.profile import Use
from drivers.card.reader import CardGone, Presence, Sight
from drivers.errors import Refused
from sim.card import card_for
from sim.personas import persona

CHALLENGE = bytes(range(32))


def pin_of(person: str) -> bytearray:
    return bytearray(persona(person).card.pin.encode("ascii"))


def card_of(bench: Bench, person: str = "yamada-taro") -> JpkiCard:
    return JpkiCard(bench.lay(person))


def test_the_signature_over_the_challenge_is_that_of_the_certificate(bench: Bench) -> None:
    card = card_of(bench)
    assert card.identify() is CardKind.MY_NUMBER
    certificate = card.read_certificate(Use.AUTHENTICATION)
    assert certificate is not None
    assert card.tries_left(Use.AUTHENTICATION) == 3
    assert card.verify(Use.AUTHENTICATION, pin_of("yamada-taro")) == PinAccepted()
    key = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(card.sign(Use.AUTHENTICATION, CHALLENGE), CHALLENGE, padding.PKCS1v15(), hashes.SHA256())
    card.release()


def test_three_wrong_pins_lock_the_card_for_good(bench: Bench) -> None:
    card = card_of(bench)
    card.identify()
    assert card.verify(Use.AUTHENTICATION, bytearray(b"0000")) == PinWrong(2)
    assert card.verify(Use.AUTHENTICATION, bytearray(b"0000")) == PinWrong(1)
    assert card.verify(Use.AUTHENTICATION, bytearray(b"0000")) == PinLocked()
    assert card.verify(Use.AUTHENTICATION, pin_of("yamada-taro")) == PinLocked()
    card.release()
    again = JpkiCard(bench.reader.connect())
    again.identify()
    assert again.tries_left(Use.AUTHENTICATION) == 0


def test_no_verified_pin_outlives_the_release(bench: Bench) -> None:
    card = card_of(bench)
    card.identify()
    card.verify(Use.AUTHENTICATION, pin_of("yamada-taro"))
    card.release()
    again = JpkiCard(bench.reader.connect())
    again.identify()
    with pytest.raises(Refused):
        again.sign(Use.AUTHENTICATION, CHALLENGE)


@pytest.mark.parametrize(
    ("person", "kind"), [("juki-rokuro", CardKind.JUKI), ("transit-card", CardKind.FOREIGN)], ids=["juki", "foreign"]
)
def test_other_cards_are_told_apart_without_their_atr(bench: Bench, person: str, kind: CardKind) -> None:
    assert card_of(bench, person).identify() is kind


def test_a_card_without_the_certificate_says_so(bench: Bench) -> None:
    card = card_of(bench, "no-certificate-goro")
    card.identify()
    assert card.read_certificate(Use.AUTHENTICATION) is None


def test_the_card_taken_in_mid_visit_is_gone_and_nothing_else(bench: Bench) -> None:
    card = card_of(bench)
    card.identify()
    bench.world.tray.take()
    with pytest.raises(CardGone):
        card.read_certificate(Use.AUTHENTICATION)
    card.release()


def test_the_watch_sees_a_card_come_and_go_and_one_swapped_for_another(bench: Bench) -> None:
    def see(presence: Presence, known: Sight) -> Sight:
        """The next sight that says this; a reader may still tell of what was before."""
        limit_ns = bench.clock.monotonic_ns() + 4_000_000_000
        while bench.clock.monotonic_ns() < limit_ns:
            sight = bench.watch.next_sight(known, limit_ns)
            if sight.presence is presence and sight != known:
                return sight
            known = sight
        raise AssertionError(f"the reader never said {presence}, but {known}")

    empty = see(Presence.ABSENT, Sight(Presence.UNKNOWN, -1))
    bench.world.tray.lay(card_for("yamada-taro"))
    there = see(Presence.PRESENT, empty)
    bench.world.tray.take()
    bench.pass_s(8)  # a hand needs a moment; pcscd does not see an exchange before its second look
    bench.world.tray.lay(card_for("tokachi-hanako"))
    assert see(Presence.PRESENT, there).count != there.count


@pytest.mark.inline_only(reason="vpcd's reader has no cable to pull; a lost service is tried in tests/device/ports")
def test_a_reader_without_its_cable_is_unknown_and_not_empty(bench: Bench) -> None:
    bench.world.tray.unplug()
    sight = bench.watch.next_sight(Sight(Presence.ABSENT, 0), bench.clock.monotonic_ns() + 2_000_000_000)
    assert sight.presence is Presence.UNKNOWN
