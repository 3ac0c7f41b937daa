"""A reader that is unplugged and plugged in again, beside one that stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.ports.pcsc import PcscReader
from device.ports.pcsc_watch import LOST, PcscWatch
from device.testing.pcscd import PrivatePcscd
from drivers.card.reader import CardGone, Presence
from drivers.errors import Disconnected
from sim.card import card_for
from tests.device.ports.cable import NAME, CordedReader, why_no_cable
from tests.device.ports.sights import next_sights, settled
from tests.device.ports.times import in_ms, soon
from tests.device.ports.vicc import Vicc

SELECT = bytes.fromhex("00A404000A D392F000260100000001")

pytestmark = pytest.mark.skipif(why_no_cable() is not None, reason=str(why_no_cable()))


@pytest.fixture
def corded(pcscd: PrivatePcscd, tmp_path: Path) -> Iterator[CordedReader]:
    corded = CordedReader(pcscd, tmp_path)
    yield corded
    corded.remove()


@pytest.fixture
def watch(corded: CordedReader) -> Iterator[PcscWatch]:
    watch = PcscWatch(NAME)
    yield watch
    watch.close()


def test_unplugged_it_is_unknown_and_plugged_in_again_what_lies_there_is_seen(
    corded: CordedReader, watch: PcscWatch
) -> None:
    empty = settled(watch, Presence.ABSENT)
    corded.pull()
    assert watch.next_sight(empty, soon()) == LOST
    assert watch.next_sight(LOST, in_ms(300)) == LOST
    corded.plug()
    again = settled(watch, Presence.ABSENT, LOST)
    vicc = Vicc(card_for("yamada-taro"), corded.port)
    there = watch.next_sight(again, soon())
    assert there.presence is Presence.PRESENT
    corded.pull()
    assert watch.next_sight(there, soon()) == LOST
    corded.plug()
    assert next_sights(watch, LOST, 1) == [Presence.PRESENT]
    vicc.pull()


def test_unplugged_in_mid_visit(corded: CordedReader, watch: PcscWatch) -> None:
    settled(watch, Presence.ABSENT)
    vicc = Vicc(card_for("yamada-taro"), corded.port)
    there = settled(watch, Presence.PRESENT)
    reader = PcscReader(NAME)
    link = reader.connect()
    corded.pull()
    with pytest.raises((CardGone, Disconnected)):  # before pcscd has noticed it looks as if the card had left
        link.transmit(SELECT)
    assert watch.next_sight(there, soon()) == LOST
    link.release()
    with pytest.raises(Disconnected, match="the reader is gone"):
        reader.connect()
    vicc.pull()


def test_unplugged_over_a_restart_of_the_service(corded: CordedReader, watch: PcscWatch) -> None:
    empty = settled(watch, Presence.ABSENT)
    corded.pull()
    corded.restart()
    assert watch.next_sight(empty, soon()) == LOST
    assert watch.next_sight(LOST, in_ms(100)) == LOST
    with pytest.raises(Disconnected, match=r"no such reader.*\[card\] reader in kiosk\.toml"):
        PcscReader(NAME).connect()
    corded.plug()
    corded.restart()
    settled(watch, Presence.ABSENT, LOST)
