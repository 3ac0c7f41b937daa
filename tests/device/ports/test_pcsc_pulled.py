"""Cards that leave at the worst moment, and others that lie there before anybody looks."""

from __future__ import annotations

import threading

import pytest

from device.ports.pcsc import PcscReader
from device.ports.pcsc_service import NOT_TRANSACTED
from device.ports.pcsc_visit import Visit
from device.ports.pcsc_watch import PcscWatch
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind
from drivers.card.profile import Use
from drivers.card.reader import CardGone, Presence
from sim.card import card_for
from sim.personas import persona
from tests.device.ports.conftest import Lay, pulls
from tests.device.ports.sights import next_sights, settled
from tests.device.ports.vicc import Control, Vicc

SELECT = bytes.fromhex("00A404000A D392F000260100000001")
ABSENT, PRESENT = Presence.ABSENT, Presence.PRESENT


def identified(reader: PcscReader) -> CardKind:
    """A visit of whatever lies there now."""
    visit = JpkiCard(reader.connect())
    kind = visit.identify()
    visit.release()
    return kind


def test_pulled_while_it_works(reader: PcscReader, watch: PcscWatch, lay: Lay) -> None:
    settled(watch, ABSENT)
    hand = threading.Event()

    def verify_never_ends(frame: bytes) -> bool:
        if len(frame) > 5 and frame[1] == 0x20:
            hand.set()
            return False
        return True

    vicc = lay(card_for("yamada-taro"), verify_never_ends)
    settled(watch, PRESENT)
    visit = JpkiCard(reader.connect())
    visit.identify()
    customer = pulls(vicc, hand)
    pin = persona("yamada-taro").card.pin
    with pytest.raises(CardGone) as caught:
        visit.verify(Use.AUTHENTICATION, bytearray(pin.encode("ascii")))
    customer.join(5)
    assert pin not in str(caught.value)
    visit.release()


def test_the_three_shapes_of_a_card_that_has_left(pcscd: object, watch: PcscWatch, lay: Lay) -> None:
    """What `CARD_GONE` and the empty answer rest on."""
    settled(watch, ABSENT)
    hand = threading.Event()

    def never_answers(frame: bytes) -> bool:
        if len(frame) == 1:
            return True
        hand.set()
        return False

    vicc = lay(card_for("yamada-taro"), never_answers)
    settled(watch, PRESENT)
    visit = Visit("auto")
    assert visit.connect() == 0
    customer = pulls(vicc, hand)
    assert visit.transmit(list(SELECT)) == (0, b"")  # pulled while it works
    customer.join(5)
    assert visit.transmit(list(SELECT)) == (NOT_TRANSACTED, b"")  # the reader has no card any more
    settled(watch, ABSENT)
    assert visit.transmit(list(SELECT)) == (0x80100069, b"")  # and pcscd knows it
    visit.end()


def test_pulled_while_it_is_powered_up(reader: PcscReader, watch: PcscWatch, lay: Lay) -> None:
    settled(watch, ABSENT)
    leaves = threading.Event()

    def no_second_power_up(frame: bytes) -> bool:
        if leaves.is_set() and frame == Control.POWER_ON:
            vicc.pull()
        return True

    vicc = lay(card_for("yamada-taro"), no_second_power_up)
    settled(watch, PRESENT)
    assert vicc.powered_off.wait(5)  # pcscd has looked at it, and rests
    leaves.set()
    with pytest.raises(CardGone):
        reader.connect()
    settled(watch, ABSENT)


def test_pulled_while_it_is_released_is_nobodys_trouble(reader: PcscReader, watch: PcscWatch, lay: Lay) -> None:
    settled(watch, ABSENT)
    leaves = threading.Event()

    def no_power_off(frame: bytes) -> bool:
        if leaves.is_set() and frame == Control.POWER_OFF:
            vicc.pull()
        return True

    vicc = lay(card_for("yamada-taro"), no_power_off)
    there = settled(watch, PRESENT)
    link = reader.connect()
    assert link.transmit(SELECT)
    leaves.set()
    link.release()
    link.release()
    settled(watch, ABSENT, there)
    lay(card_for("tokachi-hanako"))
    settled(watch, PRESENT)
    assert identified(reader) is CardKind.MY_NUMBER


@pytest.mark.parametrize("noticed_by", ["command", "release", "both"])
def test_laid_again_before_pcscd_has_looked_it_is_seen_and_served(
    reader: PcscReader, watch: PcscWatch, lay: Lay, card: Vicc, noticed_by: str
) -> None:
    """pcscd 1.9.9 by itself: EMPTY for as long as the second card lies there, or the first card for ever."""
    link = reader.connect()
    there = settled(watch, PRESENT)
    card.pull()
    if noticed_by != "release":
        with pytest.raises(CardGone):
            link.transmit(SELECT)
    if noticed_by != "command":
        link.release()
    lay(card_for("tokachi-hanako"))
    link.release()
    assert settled(watch, PRESENT, there) != there
    assert identified(reader) is CardKind.MY_NUMBER


def test_a_link_stays_with_its_card_although_another_lies_there(reader: PcscReader, card: Vicc, lay: Lay) -> None:
    link = reader.connect()
    card.pull()
    other = lay(card_for("tokachi-hanako"))
    for _ in range(3):
        with pytest.raises(CardGone):
            link.transmit(SELECT)
    link.release()
    assert other.card.apdus == 0


def test_a_swap_in_a_moment_is_a_removal_and_a_placing(watch: PcscWatch, card: Vicc, lay: Lay) -> None:
    there = settled(watch, PRESENT)
    assert card.powered_off.wait(5)  # pcscd has looked at it, and rests
    card.pull()
    lay(card_for("yamada-taro"))
    assert next_sights(watch, there, 2) == [ABSENT, PRESENT]


def test_a_card_that_lay_there_before_anybody_looked(card: Vicc, reader: PcscReader) -> None:
    late = PcscWatch("auto")
    settled(late, PRESENT)
    late.close()
    assert identified(reader) is CardKind.MY_NUMBER
