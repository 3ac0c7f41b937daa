"""Cards that come and go on a real PC/SC service, and a service that goes and comes."""

from __future__ import annotations

import threading

import pytest

from device.ports.pcsc import PcscReader
from device.ports.pcsc_watch import LOST, PcscWatch
from device.testing.pcscd import READER, PrivatePcscd
from drivers.card.reader import Presence, Sight
from sim.card import card_for
from tests.device.ports.conftest import Lay
from tests.device.ports.sights import NOTHING_KNOWN, settled
from tests.device.ports.times import CLOCK, in_ms, soon


def test_a_card_is_seen_to_come_and_to_go(watch: PcscWatch, lay: Lay) -> None:
    empty = settled(watch, Presence.ABSENT)
    assert watch.name == READER
    vicc = lay(card_for("yamada-taro"))
    there = watch.next_sight(empty, soon())
    assert there.presence is Presence.PRESENT
    vicc.pull()
    gone = watch.next_sight(there, soon())
    assert gone.presence is Presence.ABSENT
    assert len({empty.count, there.count, gone.count}) == 3


def test_a_tray_at_rest_costs_the_deadline_and_shows_nothing_new(watch: PcscWatch, pcscd: PrivatePcscd) -> None:
    empty = settled(watch, Presence.ABSENT)
    deadline_ns = in_ms(60)
    assert watch.next_sight(empty, deadline_ns) == empty
    assert CLOCK.monotonic_ns() >= deadline_ns
    assert watch.next_sight(empty, in_ms(-1)) == empty
    assert watch.next_sight(NOTHING_KNOWN, in_ms(-1)) == empty  # who asks anew is told at once


def test_a_swap_behind_the_watchs_back_is_another_sight(watch: PcscWatch, lay: Lay) -> None:
    settled(watch, Presence.ABSENT)
    first = lay(card_for("yamada-taro"))
    there = settled(watch, Presence.PRESENT)
    other = PcscWatch("auto")  # sees the swap happen, while ours does not look
    first.pull()
    settled(other, Presence.ABSENT)
    lay(card_for("yamada-taro"))
    settled(other, Presence.PRESENT)
    other.close()
    now = watch.next_sight(there, in_ms(-1))
    assert now.presence is Presence.PRESENT
    assert now != there


def test_a_connected_card_is_no_news_to_the_watch(watch: PcscWatch, lay: Lay, pcscd: PrivatePcscd) -> None:
    settled(watch, Presence.ABSENT)
    lay(card_for("yamada-taro"))
    there = settled(watch, Presence.PRESENT)
    reader = PcscReader("auto")
    link = reader.connect()
    assert watch.next_sight(there, in_ms(100)) == there
    link.release()
    assert watch.next_sight(there, in_ms(100)) == there


def test_a_reader_that_hangs_does_not_hold_the_watch(watch: PcscWatch, lay: Lay) -> None:
    settled(watch, Presence.ABSENT)
    vicc = lay(card_for("yamada-taro"))
    there = settled(watch, Presence.PRESENT)
    vicc.mute = True
    assert vicc.hanging.wait(5)
    assert watch.next_sight(there, in_ms(50)) == there
    assert watch.next_sight(NOTHING_KNOWN, in_ms(50)) == there


def test_a_restarted_service_is_unknown_first_and_then_seen_again(
    watch: PcscWatch, lay: Lay, pcscd: PrivatePcscd
) -> None:
    settled(watch, Presence.ABSENT)
    lay(card_for("yamada-taro"))
    there = settled(watch, Presence.PRESENT)
    pcscd.stop_daemon()
    assert watch.next_sight(there, soon()) == LOST
    assert watch.next_sight(LOST, in_ms(120)) == LOST
    pcscd.start_daemon()
    assert watch.next_sight(LOST, soon()).presence is Presence.ABSENT  # vpcd has lost the card as well
    lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)


def test_a_restart_between_two_looks_is_unknown_once(watch: PcscWatch, pcscd: PrivatePcscd) -> None:
    empty = settled(watch, Presence.ABSENT)
    pcscd.stop_daemon()
    pcscd.start_daemon()
    assert watch.next_sight(empty, soon()) == LOST
    assert watch.next_sight(LOST, soon()).presence is Presence.ABSENT


def test_a_service_lost_while_the_watch_waits_is_seen_at_once(watch: PcscWatch, pcscd: PrivatePcscd) -> None:
    empty = settled(watch, Presence.ABSENT)
    threading.Timer(0.05, pcscd.stop_daemon).start()
    assert watch.next_sight(empty, soon()) == LOST


def test_a_service_that_comes_late_is_found(pcscd: PrivatePcscd) -> None:
    pcscd.stop_daemon()
    watch = PcscWatch("auto")
    assert watch.next_sight(NOTHING_KNOWN, soon()) == LOST
    assert watch.name == "pcsc:auto"
    threading.Timer(0.1, pcscd.start_daemon).start()
    assert watch.next_sight(LOST, soon()).presence is Presence.ABSENT
    watch.close()


def test_a_reader_that_is_not_there_is_unknown_and_costs_the_deadline(pcscd: PrivatePcscd) -> None:
    watch = PcscWatch("ACS ACR1252")
    assert watch.next_sight(NOTHING_KNOWN, soon()) == LOST
    deadline_ns = in_ms(150)
    assert watch.next_sight(LOST, deadline_ns) == LOST
    assert CLOCK.monotonic_ns() >= deadline_ns
    assert watch.name == "pcsc:ACS ACR1252"
    watch.close()


@pytest.mark.parametrize("known", [NOTHING_KNOWN, LOST])
def test_a_closed_watch_says_nothing_new(watch: PcscWatch, known: Sight) -> None:
    watch.next_sight(NOTHING_KNOWN, soon())
    watch.close()
    watch.close()
    assert watch.next_sight(known, soon()) == known


def test_closing_ends_a_look_under_way(watch: PcscWatch) -> None:
    empty = settled(watch, Presence.ABSENT)
    seen: list[Sight] = []
    looking = threading.Thread(target=lambda: seen.append(watch.next_sight(empty, in_ms(60_000))), daemon=True)
    looking.start()
    watch.close()
    looking.join(5)
    assert seen == [empty]
