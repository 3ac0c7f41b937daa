"""What a test waits for on the tray."""

from __future__ import annotations

from device.ports.pcsc_watch import PcscWatch
from drivers.card.reader import Presence, Sight
from tests.device.ports.times import CLOCK, soon

NOTHING_KNOWN = Sight(Presence.UNKNOWN, -1)


def settled(watch: PcscWatch, wanted: Presence, known: Sight = NOTHING_KNOWN) -> Sight:
    """The next sights, until one says `wanted`."""
    deadline_ns = soon()
    sight = watch.next_sight(known, deadline_ns)
    while sight.presence is not wanted and CLOCK.monotonic_ns() < deadline_ns:
        sight = watch.next_sight(sight, deadline_ns)
    assert sight.presence is wanted
    return sight


def next_sights(watch: PcscWatch, known: Sight, count: int) -> list[Presence]:
    """What the next `count` sights say, in their order."""
    said = []
    for _ in range(count):
        sight = watch.next_sight(known, soon())
        assert sight != known, "nothing more was seen"
        said.append(sight.presence)
        known = sight
    return said
