"""The centre's word on a certificate: what of it becomes an event, and what stays in the vault or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from device.clock import TOKYO
from device.press.press import Press
from device.testing.inline_port import opener
from device.workers.centre import CentreWorker
from drivers.centre import CentreClient
from drivers.http import HttpClient
from sim.centre import Centre
from sim.personas import persona
from sim.pki import authentication_identity, centre_signing_key
from statemachine import events as e
from statemachine.commands import CheckCertificate
from statemachine.events import Event
from statemachine.told import ToldStop
from tests.device.stand import Stand

NOON = datetime(2025, 10, 8, 12, tzinfo=TOKYO)
ENDS_SOON = "ends-soon-kuro"


class CentreDesk:
    """The centre's worker at a moment, and somebody's certificate in the vault."""

    def __init__(self) -> None:
        self.stand = Stand()
        self.stand.hub.set_wall(NOON)  # what the residents' table counts in days counts from here
        self.centre = Centre(self.stand.hub)
        self.asked = 0
        hub = self.stand.hub
        http = HttpClient("certificate centre", "centre", opener(hub, "sim://centre", self.centre), hub)
        client, key = CentreClient(http, "DEMO-1", hub), centre_signing_key().public_key().public_bytes_raw()
        worker = CentreWorker(self.stand.desk(), client, Press({}, key), "DEMO-1", key)
        self.stand.start(worker, self.centre)

    def check(self, who: str, at: datetime = NOON) -> Event:
        self.stand.hub.set_wall(at)
        self.stand.vault.drop_all()
        self.stand.vault.put("certificate", authentication_identity(persona(who)).certificate_der)
        self.asked += 1
        return self.stand.answer(CheckCertificate(id="1", request=f"DEMO-1-1-1-{self.asked}"))


@pytest.fixture
def desk() -> Iterator[CentreDesk]:
    desk = CentreDesk()
    yield desk
    desk.stand.hub.close()


@pytest.mark.parametrize(
    ("at", "announced"),
    [
        (datetime(2025, 9, 23, 22, 59, tzinfo=TOKYO), False),
        (datetime(2025, 9, 24, 6, 30, tzinfo=TOKYO), True),  # three months before 2025-12-24, on the calendar
        (datetime(2025, 12, 24, 22, 59, tzinfo=TOKYO), True),
    ],
)
def test_the_end_is_announced_from_three_months_before_it(desk: CentreDesk, at: datetime, announced: bool) -> None:
    accepted = desk.check(ENDS_SOON, at)
    assert accepted == e.CertificateAccepted(answers="1", home="16202", ends_soon=announced)
    assert ("certificate_ends" in desk.stand.vault) is announced
    if announced:
        assert desk.stand.vault.held("certificate_ends", date) == date(2025, 12, 24)


def test_the_day_it_ends_is_the_holders_birthday_and_in_no_event(desk: CentreDesk) -> None:
    accepted = desk.check(ENDS_SOON)
    assert isinstance(accepted, e.CertificateAccepted)
    own = {name: value for name, value in vars(accepted).items() if name not in ("seq", "monotonic_ns", "wall")}
    assert own == {"answers": "1", "home": "16202", "ends_soon": True, "stops": ()}


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("expired-shiro", "expired"),
        ("yamada-ichiro", "under_age"),
        ("lapsed-kazuyoshi", "lapsed"),
        ("issued-tojitsu", "issued_today"),
    ],
)
def test_what_the_customer_is_told_is_on_record(desk: CentreDesk, who: str, reason: str) -> None:
    assert desk.check(who) == e.CertificateRefused(answers="1", reason=reason)


@pytest.mark.parametrize("who", ["protected-nanae", "moving-out-yotei", "long-name-jugemu", "unprintable-sabuo"])
def test_who_is_protected_cannot_be_told_from_others_who_are_not_served(desk: CentreDesk, who: str) -> None:
    """支援措置 leaves no trace in the kiosk's own journal either (rule book §3)."""
    assert desk.check(who) == e.CertificateRefused(answers="1", reason="not_served")


def test_a_word_of_the_centres_that_the_kiosk_does_not_say_aloud_becomes_the_neutral_one(desk: CentreDesk) -> None:
    desk.centre.protect("yamada-taro")
    assert desk.check("yamada-taro") == e.CertificateRefused(answers="1", reason="not_served")


def test_the_stops_at_home_come_with_the_holder(desk: CentreDesk) -> None:
    ends = datetime(2025, 10, 8, 18, 30, tzinfo=TOKYO)
    desk.centre.stop(["koseki"], NOON, ends, municipality="16202")
    accepted = desk.check(ENDS_SOON)
    assert isinstance(accepted, e.CertificateAccepted)
    assert accepted.stops == (ToldStop("16202", ("koseki",), NOON.isoformat(), ends.isoformat()),)
