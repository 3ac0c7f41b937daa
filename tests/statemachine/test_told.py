"""The centre may only narrow: its stops and hours close what the kiosk's own rules leave open, never the other way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from statemachine import events as e
from statemachine.commands import Show
from statemachine.events import JST
from statemachine.hours import Holidays, Stop
from statemachine.rules import KindRule, MunicipalityRule, Rules
from statemachine.told import Told, ToldHours, ToldStop, narrowed
from statemachine.views import View
from tests.statemachine.worlds import OPEN, TAKAOKA, Driven

ENDS = datetime(2026, 11, 24, 12, 30, tzinfo=JST)
STOP = ToldStop(TAKAOKA, ("juminhyo",), OPEN.isoformat(), ENDS.isoformat())
ALL = ToldStop(TAKAOKA, ("inkan", "juminhyo"), OPEN.isoformat(), ENDS.isoformat())
KINDS = ("juminhyo", "inkan")


def own(**more: object) -> Rules:
    kinds = {kind: KindRule(kind, ((date(2021, 4, 1), 200),), ("self",)) for kind in KINDS}
    return Rules("T1", {TAKAOKA: MunicipalityRule(TAKAOKA, kinds, **more)})  # type: ignore[arg-type]


CALENDAR = Holidays(frozenset({2026, 2027}), frozenset({date(2026, 11, 23)}))
"""勤労感謝の日, a Monday."""


def told_of(kind: str, days: str, *, year_end: bool) -> ToldHours:
    return ToldHours(TAKAOKA, (kind,), days, "08:30", "17:00", year_end)


def hours(opens: str, closes: str, days: str = "every_day", *, year_end: bool = True) -> Told:
    return Told(hours=(ToldHours(TAKAOKA, KINDS, days, opens, closes, year_end),))


def closed(rules: Rules, at: datetime, kind: str = "juminhyo") -> str:
    return rules.municipalities[TAKAOKA].closed(kind, at)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), JST)


TUESDAY, SATURDAY, NEW_YEAR = date(2026, 11, 24), date(2026, 11, 28), date(2026, 12, 31)
LABOUR_DAY = date(2026, 11, 23)


def test_a_stop_that_the_centre_tells_of_is_added_to_the_kiosks_own() -> None:
    mine = Stop(OPEN, ENDS, frozenset({"inkan"}))
    rules = narrowed(own(stops=(mine,)), Told((STOP,)))
    assert closed(rules, OPEN) == "stopped:2026-11-24T12:30+09:00"
    assert closed(rules, OPEN, "inkan")
    assert not closed(rules, ENDS)


@pytest.mark.parametrize(
    ("told", "when", "open_then"),
    [
        (hours("08:30", "17:00"), at(TUESDAY, 8), False),
        (hours("08:30", "17:00"), at(TUESDAY, 9), True),
        (hours("00:00", "23:59"), at(TUESDAY, 5), False),  # the centre cannot open what the kiosk has closed
        (hours("06:30", "23:00", "business_days"), at(SATURDAY, 10), False),
        (hours("06:30", "23:00", year_end=False), at(NEW_YEAR, 10), False),
        (hours("23:10", "23:40"), at(TUESDAY, 10), False),  # never both
        (Told(), at(TUESDAY, 10), True),
    ],
)
def test_it_is_open_when_both_say_so(told: Told, when: datetime, open_then: bool) -> None:
    assert (closed(narrowed(own(), told), when) == "") is open_then


def test_a_centre_that_shuts_one_kind_at_the_years_end_leaves_the_other_open() -> None:
    mixed = Told(hours=(told_of("juminhyo", "every_day", year_end=True), told_of("inkan", "every_day", year_end=False)))
    rules = narrowed(own(), mixed)
    assert not closed(rules, at(NEW_YEAR, 10))
    assert closed(rules, at(NEW_YEAR, 10), "inkan") == "closure:12-29/01-03"
    assert not closed(rules, at(date(2027, 1, 4), 10), "inkan")


def test_a_kind_told_for_business_days_is_shut_on_a_holiday_by_the_kiosks_own_calendar() -> None:
    all_days = told_of("juminhyo", "every_day", year_end=True)
    mixed = Told(hours=(all_days, told_of("inkan", "business_days", year_end=True)))
    rules = narrowed(replace(own(), holidays=CALENDAR), mixed)
    assert not closed(rules, at(LABOUR_DAY, 10))
    assert closed(rules, at(LABOUR_DAY, 10), "inkan") == "hours:business_days/08:30/17:00"
    assert closed(rules, at(NEW_YEAR, 10), "inkan") == "closure:12-29/01-03"  # no office works then
    assert not closed(rules, at(TUESDAY, 10), "inkan")


def test_what_the_centre_says_of_another_municipality_changes_nothing() -> None:
    elsewhere = ToldStop("01207", KINDS, OPEN.isoformat(), ENDS.isoformat())
    assert narrowed(own(), Told((elsewhere,))) == own()


def last_view(kiosk: Driven) -> View:
    return [order.view for order in kiosk.orders if isinstance(order, Show)][-1]


def test_a_stop_that_is_over_for_the_centre_is_over_for_the_kiosk() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.take(e.ServiceStateHeard(stops=(STOP,)))
    assert closed(kiosk.machine.desk.rules, OPEN)
    kiosk.take(e.ServiceStateHeard())
    assert not closed(kiosk.machine.desk.rules, OPEN)


def test_the_word_that_comes_with_the_certificate_is_newer() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.take(e.ServiceStateHeard(stops=(STOP,)))
    kiosk.to_card_state("reading_card")
    kiosk.answer("read_card", e.CertificateRead(device="my_number", tries_left=3))
    kiosk.answer("check_certificate", e.CertificateAccepted(home=TAKAOKA, stops=(ALL,)))
    view = last_view(kiosk)
    assert view.messages[0] == "maintenance"
    assert dict(view.values) == {"place": f"full_town:{TAKAOKA}", "until": "until:2026-11-24T12:30+09:00"}
    assert [(c.id, c.enabled) for c in view.choices] == [("home", False), ("other", True)]
    kiosk.take(e.ConfirmPressed())
    assert kiosk.state == "choosing_municipality"


@pytest.mark.parametrize("code", ["stopped", "closed"])
def test_the_centre_itself_says_stopped_when_the_document_is_asked_for(code: str) -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state("waiting_for_card_removal")
    kiosk.take(e.CardRemoved(), e.ChoicePressed(choice="inkan"), e.ConfirmPressed(), e.KeyPressed(key=1))
    kiosk.take(e.ConfirmPressed(), e.ConfirmPressed())
    assert kiosk.state == "preparing"
    kiosk.take(e.ServiceStateHeard(stops=(ALL,) if code == "stopped" else ()))
    kiosk.answer("issue_document", e.CommandFailed(command="issue_document", outcome="failed", cause="503", code=code))
    assert last_view(kiosk).messages[0] == ("maintenance" if code == "stopped" else "stopped_now")


def test_a_kind_that_stops_while_its_screen_is_shown_is_shown_stopped_and_another_may_be_chosen() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state("waiting_for_card_removal")
    kiosk.take(e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), e.ServiceStateHeard(stops=(STOP,)))
    kiosk.take(e.TimerExpired(timer="hours"))
    assert kiosk.state == "choosing_certificate"
    assert {c.id: (c.chosen, c.enabled) for c in last_view(kiosk).choices} == {
        "juminhyo": (False, False),
        "inkan": (False, True),
    }
    kiosk.take(e.ChoicePressed(choice="juminhyo"), e.ConfirmPressed())
    assert kiosk.state == "choosing_certificate"
    kiosk.take(e.ChoicePressed(choice="inkan"), e.ConfirmPressed())
    assert kiosk.state == "entering_copies"


def test_a_report_that_is_being_entered_withholds_a_kind_and_everything_withheld_ends_the_visit() -> None:
    kiosk = Driven()
    kiosk.start()
    kiosk.to_card_state("verifying")
    kiosk.answer("verify_pin", e.PinAccepted())
    kiosk.answer("open_session", e.SessionOpened())
    withheld = (("inkan", "register_report"),)
    kiosk.answer("fetch_offer", e.OfferReceived(kinds=(), holder="p1", withheld=withheld))
    assert last_view(kiosk).messages[0] == "withheld.register_report.farewell"
