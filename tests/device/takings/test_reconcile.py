"""Beside the centre's record: page by page, span by span, every copy of which it has heard, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from device.config.service import load_municipalities
from device.takings.columns import width
from device.takings.names import Names
from device.takings.reading import Takings
from device.takings.reconcile import Both, Of, ask, beside, table
from device.takings.sums import Heading, Sums
from drivers.centre import CentreClient
from tests.sim.centre.support import NO_ITEMS, TAKAOKA, Kiosk

DAY_NS = 24 * 3600 * 10**9
ISSUED_ON_ONE_DAY = 110
"""More than a page."""


@pytest.fixture(scope="module")
def kiosk() -> Kiosk:
    """A terminal that had many documents issued on one day, and two 戸籍 40 days later; one copy is not reported."""
    kiosk = Kiosk()
    for number in range(ISSUED_ON_ONE_DAY):
        if number % 30 == 0:  # no session lasts for ever
            session = kiosk.session("yamada-taro", TAKAOKA)
        told = kiosk.order(session, "juminhyo", "self", items=NO_ITEMS)
        if number:
            outcome = "void" if number == 1 else "delivered"
            kiosk.ask("/v1/deliveries", document=told["id"], copy=1, outcome=outcome)
    kiosk.clock.now_ns += 40 * DAY_NS
    for scope in ("all", "individual"):
        session = kiosk.session("yamada-taro", TAKAOKA)
        people = ["p1"] if scope == "individual" else []
        told = kiosk.order(session, "koseki", scope, people=people, copies=2)
        for copy in (1, 2):
            kiosk.ask("/v1/deliveries", document=told["id"], copy=copy, outcome="delivered")
    return kiosk


def test_two_figures_for_each_day_and_certificate(kiosk: Kiosk) -> None:
    last = kiosk.clock.wall().date()
    first = last - timedelta(40)
    client = CentreClient(kiosk.http, "t1", kiosk.clock)
    said = ask(client, "t1-record-1", first, last)
    assert said.unreported == 1
    takings = Takings(
        {
            Heading(TAKAOKA, "juminhyo", "t1", first): Sums(ISSUED_ON_ONE_DAY - 1, 200 * (ISSUED_ON_ONE_DAY - 1)),
            Heading(TAKAOKA, "koseki_all", "t1", last): Sums(2, 700),
            Heading(TAKAOKA, "koseki_individual", "t1", last): Sums(2, 700),
            Heading("", "", "t1", last): Sums(refunds=1, refunded_yen=200),
        }
    )
    both = beside(takings, said.totals)
    # printed and paid, and the centre has not heard: the one copy that nobody reported
    copies = ISSUED_ON_ONE_DAY - 1
    assert both == {
        Of(first, TAKAOKA, "juminhyo"): Both(copies, 200 * copies, copies - 1, 200 * (copies - 1)),
        Of(last, TAKAOKA, "koseki_all"): Both(2, 700, 2, 700),
        Of(last, TAKAOKA, "koseki_individual"): Both(2, 700, 2, 700),
    }
    assert [each.agree for each in both.values()] == [False, True, True]
    lines = list(table(both, Names(load_municipalities())))
    assert len({width(line) for line in lines}) == 1
    assert lines[-1].split()[-1] == "200円"


def test_what_neither_has_is_no_line() -> None:
    day = date(2025, 10, 8)
    nothing = Takings({Heading(TAKAOKA, "inkan", "t1", day): Sums(owed=1, owed_yen=100)})
    assert beside(nothing, ()) == {}
