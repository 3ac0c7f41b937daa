"""A phone that plays a card: the same application, and the certificate behind the PIN."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from drivers.card import CardKind, JpkiCard, PinAccepted, PinNeeded, PinWrong, Use
from sim.card import card_for
from sim.personas import persona

from .test_sign import CHALLENGE
from .virtual import VirtualLink

ANDROID, IPHONE = "android-toko", "iphone-toichi"


@pytest.mark.parametrize(
    ("who", "kind"), [(ANDROID, CardKind.ANDROID), (IPHONE, CardKind.IPHONE)], ids=["android", "iphone"]
)
def test_the_certificate_is_shown_after_the_pin(who: str, kind: CardKind) -> None:
    it = JpkiCard(VirtualLink(card_for(who)))
    assert it.identify() is kind
    with pytest.raises(PinNeeded, match="the PIN is needed first"):
        it.read_certificate(Use.AUTHENTICATION)
    assert it.tries_left(Use.AUTHENTICATION) == 3
    assert it.verify(Use.AUTHENTICATION, bytearray(b"0000")) == PinWrong(2)
    with pytest.raises(PinNeeded):
        it.read_certificate(Use.AUTHENTICATION)
    assert it.verify(Use.AUTHENTICATION, bytearray(persona(who).card.pin.encode())) == PinAccepted()
    certificate = it.read_certificate(Use.AUTHENTICATION)
    assert certificate is not None
    key = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(it.sign(Use.AUTHENTICATION, CHALLENGE), CHALLENGE, padding.PKCS1v15(), hashes.SHA256())


def test_a_phone_that_says_so_when_the_file_is_selected_and_knows_no_short_ids() -> None:
    """No phone has been measured: whichever of its commands says 6982, the PIN is what is needed."""

    class Shy(VirtualLink):
        def carry_out(self, apdu: bytes) -> bytes:
            if apdu[:2] == b"\x00\xb0" and apdu[2] & 0x80:
                return b"\x6a\x86"
            verified = any(sent[:5] == bytes.fromhex("0020008004") for _, sent in self.sent)
            if apdu == bytes.fromhex("00a4020c02000a") and not verified:
                return b"\x69\x82"
            return super().carry_out(apdu)

    it = JpkiCard(Shy(card_for(ANDROID)))
    assert it.identify() is CardKind.ANDROID
    with pytest.raises(PinNeeded):
        it.read_certificate(Use.AUTHENTICATION)
    it.verify(Use.AUTHENTICATION, bytearray(persona(ANDROID).card.pin.encode()))
    assert it.read_certificate(Use.AUTHENTICATION) is not None
