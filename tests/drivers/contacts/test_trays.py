"""What the trays' contacts tell: no bounce of metal, no memory of what nobody saw."""

from __future__ import annotations

from datetime import datetime

import pytest

from device.clock import TOKYO
from device.hub import Hub
from drivers.contacts import TrayContacts
from drivers.contacts.trays import BOUNCE_MS
from drivers.errors import Disconnected

WIRING = {"certificate": "cts", "change": "dcd"}


class Bench:
    """Four switches on a port; `looks` are what the port says from now on, the last one for ever."""

    name = "bench"

    def __init__(self) -> None:
        self.hub = Hub(datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO))
        self.looks: list[set[str]] = [set()]
        self.there = True
        self.opened = self.let_go = 0
        self.contacts = TrayContacts(self._open, WIRING, self.hub)

    def _open(self) -> Bench:
        self.opened += 1
        self.closed()
        return self

    def closed(self) -> frozenset[str]:
        if not self.there:
            raise Disconnected(self.name, "read its inputs", "the port is gone", "check its cable")
        return frozenset(self.looks.pop(0) if len(self.looks) > 1 else self.looks[0])

    def close(self) -> None:
        self.let_go += 1


def test_each_tray_has_its_own_input_and_others_mean_nothing() -> None:
    bench = Bench()
    bench.looks = [{"cts", "dsr", "ri"}]
    assert bench.contacts.look() == {"certificate": True, "change": False}


def test_a_contact_that_bounces_is_as_it_was_until_it_stays() -> None:
    bench = Bench()
    assert bench.contacts.look() == {"certificate": False, "change": False}
    bench.looks = [{"cts"}, set(), {"cts"}]
    assert bench.contacts.look() == {"certificate": False, "change": False}
    assert bench.contacts.look() == {"certificate": True, "change": False}


def test_a_look_takes_time_only_where_something_has_changed() -> None:
    bench = Bench()
    bench.contacts.look()
    began_ns = bench.hub.now_ns
    bench.contacts.look()
    assert bench.hub.now_ns == began_ns
    bench.looks = [{"dcd"}]
    bench.contacts.look()
    assert bench.hub.now_ns - began_ns == BOUNCE_MS * 1_000_000


def test_a_port_that_is_lost_leaves_nothing_known_and_is_opened_again() -> None:
    bench = Bench()
    bench.looks = [{"cts"}]
    bench.contacts.look()
    bench.there = False
    for _ in range(2):
        with pytest.raises(Disconnected):
            bench.contacts.look()
    assert bench.let_go == 1
    bench.there, bench.looks = True, [set()]
    assert bench.contacts.look() == {"certificate": False, "change": False}
    assert bench.opened == 3  # at first, in vain, and again
