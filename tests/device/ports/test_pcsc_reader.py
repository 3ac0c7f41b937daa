"""Visits of a My Number Card over the real PC/SC service."""

from __future__ import annotations

import gc

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from device.ports.pcsc import PcscReader
from device.ports.pcsc_lane import Limits
from device.ports.pcsc_watch import PcscWatch
from device.testing.pcscd import READER, PrivatePcscd
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind, PinAccepted, PinWrong
from drivers.card.profile import Use
from drivers.card.reader import CardGone, Presence
from drivers.errors import Disconnected, Refused
from sim.card import card_for
from sim.personas import persona
from tests.device.ports.conftest import Lay
from tests.device.ports.sights import settled
from tests.device.ports.vicc import Vicc

CHALLENGE = bytes(range(32))
SELECT = bytes.fromhex("00A404000A D392F000260100000001")


def pin() -> bytearray:
    return bytearray(persona("yamada-taro").card.pin.encode("ascii"))


def test_a_whole_visit_from_power_up_to_the_signature(reader: PcscReader, card: Vicc) -> None:
    visit = JpkiCard(reader.connect())
    assert reader.name == READER
    assert visit.identify() is CardKind.MY_NUMBER
    certificate = visit.read_certificate(Use.AUTHENTICATION)
    assert certificate is not None
    assert visit.tries_left(Use.AUTHENTICATION) == 3
    assert visit.verify(Use.AUTHENTICATION, bytearray(b"0000")) == PinWrong(2)
    assert visit.verify(Use.AUTHENTICATION, pin()) == PinAccepted()
    key = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(visit.sign(Use.AUTHENTICATION, CHALLENGE), CHALLENGE, padding.PKCS1v15(), hashes.SHA256())
    visit.release()


def test_the_release_cuts_the_power_and_with_it_the_pin(reader: PcscReader, card: Vicc) -> None:
    visit = JpkiCard(reader.connect())
    visit.identify()
    assert visit.verify(Use.AUTHENTICATION, pin()) == PinAccepted()
    visit.release()
    assert card.powered_off.wait(5)
    assert not card.card.powered
    again = JpkiCard(reader.connect())
    again.identify()
    with pytest.raises(Refused):
        again.sign(Use.AUTHENTICATION, CHALLENGE)
    again.release()
    again.release()


def test_nobody_else_reaches_the_card_while_it_is_held(reader: PcscReader, card: Vicc) -> None:
    link = reader.connect()
    other = PcscReader(READER, limits=Limits(patience_s=0))
    with pytest.raises(Refused, match="another program holds the card") as caught:
        other.connect()
    assert caught.value.device == READER
    assert len(link.transmit(SELECT)) >= 2
    link.release()
    other.connect().release()


def test_no_card_is_card_gone(reader: PcscReader, watch: PcscWatch) -> None:
    settled(watch, Presence.ABSENT)
    with pytest.raises(CardGone):
        reader.connect()


def test_a_service_lost_in_mid_session_is_disconnected_and_the_next_visit_finds_the_new_one(
    reader: PcscReader, watch: PcscWatch, lay: Lay, card: Vicc, pcscd: PrivatePcscd
) -> None:
    link = reader.connect()
    pcscd.stop_daemon()
    with pytest.raises(Disconnected) as caught:
        link.transmit(SELECT)
    assert "pcscd" in caught.value.hint
    link.release()
    with pytest.raises(Disconnected, match="does not run"):
        reader.connect()
    pcscd.start_daemon()
    settled(watch, Presence.ABSENT)
    lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)
    reader.connect().release()


def test_a_restart_between_two_visits_is_not_noticed(
    reader: PcscReader, watch: PcscWatch, lay: Lay, card: Vicc, pcscd: PrivatePcscd
) -> None:
    reader.connect().release()
    pcscd.stop_daemon()
    pcscd.start_daemon()
    settled(watch, Presence.UNKNOWN)
    settled(watch, Presence.ABSENT)
    lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)
    reader.connect().release()


def test_a_reader_that_is_not_there_is_disconnected(pcscd: PrivatePcscd) -> None:
    absent = PcscReader("ACS ACR1252")
    with pytest.raises(Disconnected, match="there is no such reader") as caught:
        absent.connect()
    assert caught.value.device == "pcsc:ACS ACR1252"


def test_the_link_keeps_nothing_of_a_command(reader: PcscReader, card: Vicc) -> None:
    link = reader.connect()
    secret = bytes.fromhex("0020008004") + b"7351"
    link.transmit(secret)
    assert not any(
        held == list(secret) for held in gc.get_objects() if type(held) is list and len(held) == len(secret)
    )
    link.release()
    with pytest.raises(ValueError, match="released"):
        link.transmit(secret)
