"""Visits of a My Number Card over the real PC/SC service."""

from __future__ import annotations

import gc
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from device.ports.pcsc import PcscReader
from device.ports.pcsc_watch import PcscWatch
from device.testing.pcscd import READER, PrivatePcscd
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind, PinAccepted, PinWrong
from drivers.card.reader import CardGone, Presence
from drivers.errors import Disconnected, Refused
from sim.card import card_for
from sim.personas import persona
from tests.device.ports.conftest import Lay
from tests.device.ports.test_pcsc_watch import settled, taken
from tests.device.ports.vicc import Vicc

CHALLENGE = bytes(range(32))
SELECT = bytes.fromhex("00A404000A D392F000260100000001")


def pin() -> bytearray:
    return bytearray(persona("yamada-taro").card.pin.encode("ascii"))


@pytest.fixture
def card(watch: PcscWatch, lay: Lay) -> Vicc:
    """Taro's card, laid down and seen."""
    settled(watch, Presence.ABSENT)
    vicc = lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)
    return vicc


def pulls(vicc: Vicc, hand: threading.Event) -> threading.Thread:
    """A customer who takes the card away as soon as `hand` is set."""

    def customer() -> None:
        hand.wait(5)
        vicc.pull()

    thread = threading.Thread(target=customer, daemon=True)
    thread.start()
    return thread


def test_a_whole_visit_from_power_up_to_the_signature(reader: PcscReader, card: Vicc) -> None:
    visit = JpkiCard(reader.connect())
    assert reader.name == READER
    assert visit.identify() is CardKind.MY_NUMBER
    certificate = visit.read_certificate()
    assert certificate is not None
    assert visit.same_card(certificate)
    assert visit.tries_left() == 3
    assert visit.verify_pin(bytearray(b"0000")) == PinWrong(2)
    assert visit.verify_pin(pin()) == PinAccepted()
    key = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(visit.sign(CHALLENGE), CHALLENGE, padding.PKCS1v15(), hashes.SHA256())
    visit.release()


def test_the_release_cuts_the_power_and_with_it_the_pin(reader: PcscReader, card: Vicc) -> None:
    visit = JpkiCard(reader.connect())
    visit.identify()
    assert visit.verify_pin(pin()) == PinAccepted()
    visit.release()
    assert card.powered_off.wait(5)
    assert not card.card.powered
    again = JpkiCard(reader.connect())
    again.identify()
    with pytest.raises(Refused):
        again.sign(CHALLENGE)
    again.release()
    again.release()


def test_nobody_else_reaches_the_card_while_it_is_held(reader: PcscReader, card: Vicc) -> None:
    link = reader.connect()
    other = PcscReader(READER)
    with pytest.raises(Refused, match="another program holds the card") as caught:
        other.connect()
    assert caught.value.device == READER
    assert len(link.transmit(SELECT)) >= 2
    link.release()
    other.connect().release()
    other.close()


def test_no_card_is_card_gone(reader: PcscReader, watch: PcscWatch) -> None:
    settled(watch, Presence.ABSENT)
    with pytest.raises(CardGone):
        reader.connect()


def test_a_card_pulled_in_mid_session_is_gone_in_each_of_the_three_shapes(
    reader: PcscReader, watch: PcscWatch, lay: Lay
) -> None:
    settled(watch, Presence.ABSENT)
    hand = threading.Event()

    def never_ends(apdu: bytes) -> bool:
        hand.set()
        return False

    vicc = lay(card_for("yamada-taro"), never_ends)
    settled(watch, Presence.PRESENT)
    link = reader.connect()
    customer = pulls(vicc, hand)
    with pytest.raises(CardGone, match="empty answer"):  # pulled while it works
        link.transmit(SELECT)
    customer.join(5)
    with pytest.raises(CardGone, match="0x80100016"):  # the reader has no card any more
        link.transmit(SELECT)
    settled(watch, Presence.ABSENT)
    with pytest.raises(CardGone, match="0x80100069"):  # and pcscd knows it
        link.transmit(SELECT)
    link.release()


def test_a_card_pulled_while_it_works_is_gone_and_the_next_one_is_served(
    reader: PcscReader, watch: PcscWatch, lay: Lay
) -> None:
    settled(watch, Presence.ABSENT)
    hand = threading.Event()

    def verify_never_ends(apdu: bytes) -> bool:
        if apdu[1] == 0x20 and len(apdu) > 5:
            hand.set()
            return False
        return True

    vicc = lay(card_for("yamada-taro"), verify_never_ends)
    there = settled(watch, Presence.PRESENT)
    visit = JpkiCard(reader.connect())
    visit.identify()
    customer = pulls(vicc, hand)
    with pytest.raises(CardGone) as caught:
        visit.verify_pin(pin())
    customer.join(5)
    assert pin().decode() not in str(caught.value)
    visit.release()
    taken(watch, there)
    lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)
    visit = JpkiCard(reader.connect())
    assert visit.identify() is CardKind.MY_NUMBER
    visit.release()


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
    absent.close()


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
