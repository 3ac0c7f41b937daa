"""Another generation of cards is another profile, and nothing else: one that is made up from end to end."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest

from drivers.card import (
    JPKI,
    CardKind,
    Credential,
    JpkiCard,
    KeyType,
    PinAccepted,
    PinLocked,
    PinWrong,
    Profile,
    SecretRule,
    Use,
)
from drivers.errors import Refused

from .script import ScriptedLink, Step, certificate, label

P_384 = KeyType(name="P-384 with SHA-384", hash_name="sha384", digest_info_prefix=b"", signature_bytes=96)
NEXT = Profile(
    aid=bytes.fromhex("F0AABBCCDD"),
    short_ids=False,
    token_ef=0x2F01,
    label_bytes=32,
    labels={b"NEXTTOKEN": CardKind.MY_NUMBER},
    credentials={
        Use.AUTHENTICATION: Credential(0x2F0A, 0x2F17, 0x2F18, SecretRule("six digits", 6, 6, b"0123456789"), 4),
        Use.SIGNATURE: Credential(0x2F21, 0x2F22, 0x2F23, SecretRule("eight of x to z", 8, 8, b"xyz"), 7),
    },
    certificate_bytes_max=700,
    key_type=P_384,
)
CHALLENGE = b"challenge"
SELECT_AP = "00A4040C05 F0AABBCCDD"
START: tuple[Step, ...] = ((SELECT_AP, "6F00"), (SELECT_AP, "9000"))
SIGN = ("802A008030" + hashlib.sha384(CHALLENGE).hexdigest() + "00", "55" * 96 + "9000")


def select(ef: int) -> Step:
    return (f"00A4020C02{ef:04X}", "9000")


def test_a_visit_of_a_card_of_another_generation() -> None:
    whole = certificate(600)
    link = ScriptedLink(
        *START,
        *(select(0x2F01), ("00B0000020", label("NEXTTOKEN"))),
        *(select(0x2F0A), ("00B0000000", whole[:256].hex() + "9000")),
        *(("00B0010000", whole[256:512].hex() + "9000"), ("00B0020058", whole[512:].hex() + "9000")),
        *(select(0x2F18), ("00200080", "9000"), select(0x2F18), ("0020008006313233343536", "9000")),
        *(select(0x2F17), SIGN),
        *(select(0x2F23), ("00200080", "63C7"), select(0x2F23), ("0020008008" + b"xyzzyxyz".hex(), "63C6")),
        select(0x2F22),
        SIGN,
    )
    it = JpkiCard(link, NEXT)
    assert it.identify() is CardKind.MY_NUMBER
    assert it.read_certificate(Use.AUTHENTICATION) == whole
    assert it.tries_left(Use.AUTHENTICATION) == 4
    assert it.verify(Use.AUTHENTICATION, bytearray(b"123456")) == PinAccepted()
    assert it.sign(Use.AUTHENTICATION, CHALLENGE) == b"\x55" * 96
    assert it.verify(Use.SIGNATURE, bytearray(b"xyzzyxyz")) == PinWrong(6)
    assert it.sign(Use.SIGNATURE, CHALLENGE) == b"\x55" * 96
    link.finished()


def test_its_rules_for_secrets_are_its_own() -> None:
    it = JpkiCard(ScriptedLink(), NEXT)
    with pytest.raises(ValueError, match="six digits"):
        it.verify(Use.AUTHENTICATION, bytearray(b"1234"))
    with pytest.raises(ValueError, match="eight of x to z"):
        it.verify(Use.SIGNATURE, bytearray(b"XYZZYXYZ"))


@pytest.mark.parametrize("use", Use)
def test_not_one_command_holds_a_file_or_an_application_of_the_card_in_use_today(use: Use) -> None:
    link = Recorder()
    it = JpkiCard(link, NEXT)
    secret = bytearray(b"123456" if use is Use.AUTHENTICATION else b"xyzzyxyz")
    it.identify()
    with suppress(Refused):
        it.read_certificate(use)
    assert it.verify(use, secret) in (PinAccepted(), PinLocked())
    it.sign(use, CHALLENGE)
    todays = {JPKI.aid, JPKI.token_ef.to_bytes(2, "big")}
    for credential in JPKI.credentials.values():
        todays |= {ef.to_bytes(2, "big") for ef in (credential.certificate_ef, credential.key_ef, credential.pin_ef)}
    selected = {apdu[5:] for apdu in link.sent if apdu[1] == 0xA4}
    assert selected
    assert not selected & todays
    assert not [apdu for apdu in link.sent if apdu[1] == 0xB0 and apdu[2] & 0x80]


class Recorder:
    """A card that says yes to everything."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        self.sent.append(bytes(apdu))
        return b"\x55" * (96 if apdu[1] == 0x2A else 0) + b"\x90\x00"

    def release(self) -> None:
        pass
