"""Cards that go mute and a PC/SC service that stands still: the kiosk waits for neither longer than it said."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from device.ports.pcsc import PcscReader
from device.ports.pcsc_doubt import Partings
from device.ports.pcsc_lane import Hung, Limits
from device.ports.pcsc_watch import LOST, PcscWatch
from device.testing.pcscd import READER, PrivatePcscd
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind
from drivers.card.reader import Presence
from drivers.errors import NoAnswer
from sim.card import card_for
from tests.device.ports.conftest import Lay
from tests.device.ports.sights import settled
from tests.device.ports.times import CLOCK, in_ms, soon
from tests.device.ports.vicc import Vicc

QUICK = Limits(connect_s=0.15, patience_s=0.1, transmit_s=0.15, disconnect_s=0.15, status_s=0.15)
SELECT = bytes.fromhex("00A404000A D392F000260100000001")
VERIFY = bytes.fromhex("0020008004") + b"7351"


@pytest.fixture
def hung() -> Hung:
    return Hung()


@pytest.fixture
def impatient(pcscd: PrivatePcscd, hung: Hung, partings: Partings) -> Iterator[PcscReader]:
    """A reader that soon gives up."""
    yield PcscReader("auto", partings=partings, limits=QUICK, hung=hung)
    pcscd.thaw()


def none_left(hung: Hung) -> bool:
    """Whether every given-up call has come back."""
    deadline_ns = soon()
    while hung.count and CLOCK.monotonic_ns() < deadline_ns:
        CLOCK.wait_until(in_ms(5))
    return not hung.count


def verifies_in_memory() -> int:
    """How many copies of the command there are, as PC/SC is given it."""
    return sum(held == list(VERIFY) for held in gc.get_objects() if type(held) is list)


def test_a_card_that_goes_mute_is_given_up_and_the_next_one_is_served(
    impatient: PcscReader, hung: Hung, watch: PcscWatch, card: Vicc, lay: Lay
) -> None:
    link = impatient.connect()
    card.mute = True
    with pytest.raises(NoAnswer, match=r"transmit: PC/SC has not come back within 0\.15 s") as caught:
        link.transmit(VERIFY)
    assert caught.value.device == READER
    assert "7351" not in str(caught.value)
    assert "power-cycle the reader" in caught.value.hint
    assert hung.count == 1
    with pytest.raises(NoAnswer):
        link.transmit(VERIFY)
    link.release()
    with pytest.raises(NoAnswer, match="connect: an earlier call still hangs in the reader"):
        impatient.connect()
    assert hung.count == 1
    card.pull()
    assert none_left(hung)
    assert verifies_in_memory() == 0
    settled(watch, Presence.ABSENT)
    lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)
    visit = JpkiCard(PcscReader("auto").connect())
    assert visit.identify() is CardKind.MY_NUMBER
    visit.release()


def test_an_answer_that_comes_too_late_ends_the_visit_with_the_power_cut(
    impatient: PcscReader, hung: Hung, card: Vicc, pcscd: PrivatePcscd
) -> None:
    link = impatient.connect()
    assert link.transmit(SELECT)
    card.powered_off.clear()
    pcscd.freeze()
    with pytest.raises(NoAnswer):
        link.transmit(SELECT)
    pcscd.thaw()
    assert none_left(hung)
    assert card.powered_off.wait(5)
    with pytest.raises(NoAnswer):
        link.transmit(SELECT)
    link.release()
    impatient.connect().release()


def test_a_release_into_a_service_that_stands_still_comes_back(
    impatient: PcscReader, hung: Hung, card: Vicc, pcscd: PrivatePcscd
) -> None:
    link = impatient.connect()
    card.powered_off.clear()
    pcscd.freeze()
    link.release()
    assert hung.count == 1
    assert not card.powered_off.is_set()
    pcscd.thaw()
    assert none_left(hung)
    assert card.powered_off.wait(5)


def test_with_too_many_hanging_nobody_is_kept_waiting_until_one_has_come_back(
    impatient: PcscReader, hung: Hung, card: Vicc, pcscd: PrivatePcscd
) -> None:
    pcscd.freeze()
    for count in (1, 2, 3):
        with pytest.raises(NoAnswer, match="connect: PC/SC has not come back"):
            impatient.connect()
        assert hung.count == count
    with pytest.raises(NoAnswer, match="connect: 3 earlier calls hang in PC/SC") as caught:
        impatient.connect()
    assert caught.value.hint == "restart pcscd; power-cycle the reader"
    assert hung.count == 3  # nothing was tried
    pcscd.thaw()
    assert none_left(hung)
    PcscReader("auto", hung=hung).connect().release()  # what connected late has let go


def test_a_reader_that_nobody_can_connect_to_is_unknown_to_the_watch_until_the_hanging_call_is_back(
    pcscd: PrivatePcscd, card: Vicc
) -> None:
    hung = Hung(1)
    watch = PcscWatch("auto", hung=hung)
    there = settled(watch, Presence.PRESENT)
    link = PcscReader("auto", limits=QUICK, hung=hung).connect()
    card.mute = True
    with pytest.raises(NoAnswer):
        link.transmit(SELECT)
    assert watch.next_sight(there, soon()) == LOST
    assert watch.next_sight(LOST, in_ms(100)) == LOST
    card.pull()
    settled(watch, Presence.ABSENT, LOST)
    assert hung.count == 0
    watch.close()


def test_a_service_that_is_killed_while_calls_hang_in_it_frees_them(
    impatient: PcscReader, hung: Hung, card: Vicc, pcscd: PrivatePcscd
) -> None:
    link = impatient.connect()
    card.mute = True
    with pytest.raises(NoAnswer):
        link.transmit(SELECT)
    pcscd.kill_daemon()
    assert none_left(hung)


def test_a_service_that_stands_still_is_unknown_to_the_watch_and_seen_again_when_it_goes_on(
    pcscd: PrivatePcscd, hung: Hung, card: Vicc
) -> None:
    watch = PcscWatch("auto", limits=QUICK, hung=hung)
    there = settled(watch, Presence.PRESENT)
    pcscd.freeze()
    assert watch.next_sight(there, soon()) == LOST
    assert watch.next_sight(LOST, in_ms(200)) == LOST
    assert hung.count == 1  # and no more for it
    pcscd.thaw()
    assert settled(watch, Presence.PRESENT, LOST).count == there.count
    assert none_left(hung)
    watch.close()


def test_a_watch_is_closed_although_its_service_stands_still(pcscd: PrivatePcscd, hung: Hung) -> None:
    watch = PcscWatch("auto", limits=QUICK, hung=hung)
    settled(watch, Presence.ABSENT)
    pcscd.freeze()
    watch.close()
    assert hung.count == 1
    pcscd.thaw()
    assert none_left(hung)
