"""Cards that lapse by moving house: the last day that still works, and the first that does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from sim.personas import Move, Persona, persona
from tests.drivers.page.support import JST
from tests.sim.centre.support import TAKAOKA, Kiosk

REPORTED, PLANNED = date(2026, 3, 31), date(2026, 4, 1)
"""The example of Takaoka's guide: 「転出届を出した日(3/31) 転出する予定日(4/1) … (5/1)」."""


def moving(move: Move) -> Mapping[str, Persona]:
    """山田 太郎, moving."""
    taro = persona("yamada-taro")
    own, *others = taro.household
    return {taro.id: replace(taro, household=(replace(own, move=move), *others))}


def verdict(move: Move, day: date) -> str:
    kiosk = Kiosk(residents=moving(move), start=datetime.combine(day, time(23, 59), JST), edition=2)
    told = kiosk.check("yamada-taro")
    return str(told.get("reason", told["verdict"]))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 3, 30), "ok"),  # nobody knows yet
        (REPORTED, "not_served"),  # about to move out
        (PLANNED, "ok"),
        (date(2026, 5, 1), "ok"),  # 30 days after the planned day it works
        (date(2026, 5, 2), "lapsed"),
    ],
)
def test_no_report_of_moving_in_within_30_days_of_the_planned_day(day: date, says: str) -> None:
    assert verdict(Move(out_reported=REPORTED, out_planned=PLANNED), day) == says


def test_a_report_on_the_last_day_saves_the_card_and_one_a_day_later_does_not() -> None:
    long_after = date(2026, 6, 1)
    last = PLANNED + timedelta(days=30)
    assert verdict(Move(REPORTED, PLANNED, in_reported=last, continued=last), long_after) == "ok"
    late = last + timedelta(days=1)
    assert verdict(Move(REPORTED, PLANNED, in_reported=late, continued=late), long_after) == "lapsed"
    assert verdict(Move(REPORTED, PLANNED, in_reported=late, continued=late), last) == "ok"  # not lapsed before


MOVED_IN = date(2026, 4, 2)


@pytest.mark.parametrize(("days", "says"), [(0, "ok"), (14, "ok"), (15, "lapsed")])
def test_not_reported_within_14_days_of_actually_moving_in(days: int, says: str) -> None:
    move = Move(REPORTED, PLANNED, in_moved=MOVED_IN)
    assert verdict(move, MOVED_IN + timedelta(days=days)) == says


@pytest.mark.parametrize(("days", "says"), [(14, "ok"), (15, "lapsed")])
def test_the_report_names_a_day_that_lies_back(days: int, says: str) -> None:
    """「異動日を届出日よりも過去日にしていた場合は、その異動日が実際に住み始めた日」"""
    reported = MOVED_IN + timedelta(days=days)
    move = Move(REPORTED, PLANNED, in_moved=MOVED_IN, in_reported=reported, continued=reported)
    assert verdict(move, reported + timedelta(days=1)) == says


IN_REPORTED = date(2026, 4, 10)


@pytest.mark.parametrize(("days", "says"), [(1, "ok"), (90, "ok"), (91, "lapsed")])
def test_not_continued_within_90_days_of_the_report(days: int, says: str) -> None:
    move = Move(REPORTED, PLANNED, in_moved=MOVED_IN, in_reported=IN_REPORTED)
    assert verdict(move, IN_REPORTED + timedelta(days=days)) == says


@pytest.mark.parametrize(("days", "says"), [(90, "ok"), (91, "lapsed")])
def test_continued_on_the_last_day_and_a_day_later(days: int, says: str) -> None:
    continued = IN_REPORTED + timedelta(days=days)
    move = Move(REPORTED, PLANNED, MOVED_IN, IN_REPORTED, continued)
    assert verdict(move, continued + timedelta(days=1)) == says


def test_on_the_day_of_continuing_the_card_is_not_served_and_the_next_day_it_is() -> None:
    move = Move(REPORTED, PLANNED, MOVED_IN, IN_REPORTED, IN_REPORTED)
    assert verdict(move, IN_REPORTED) == "issued_today"
    assert verdict(move, IN_REPORTED + timedelta(days=1)) == "ok"


def test_who_has_moved_out_stands_on_no_certificate_of_residence_any_more() -> None:
    kiosk = Kiosk(residents=moving(Move(REPORTED, PLANNED)), start=datetime.combine(PLANNED, time(10), JST))
    assert kiosk.offer("yamada-taro", TAKAOKA)["kinds"] == []
