"""The holidays that 平日 leaves out, and the year that must not be missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from device.config.errors import ConfigError
from device.config.holidays import load_holidays, read_holidays, require_year
from device.config.hours import TOKYO
from device.config.kiosk import load_demo
from device.config.service import load_municipalities
from device.config.toml import loads
from device.rules import rules_for
from sim.centre.business_days import holidays as by_the_law
from statemachine.hours import Hours
from statemachine.told import Told, ToldHours, narrowed

OFFICIAL = {
    2024: "1-1 1-8 2-11 2-12 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-22 9-23 10-14 11-3 11-4 11-23",
    2025: "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-21 8-11 9-15 9-23 10-13 11-3 11-23 11-24",
    2026: "1-1 1-12 2-11 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-20 8-11 9-21 9-22 9-23 10-12 11-3 11-23",
    2027: "1-1 1-11 2-11 2-23 3-21 3-22 4-29 5-3 5-4 5-5 7-19 8-11 9-20 9-23 10-11 11-3 11-23",
}
"""As the Cabinet Office has published them (国民の祝日について)."""


@pytest.mark.parametrize("year", OFFICIAL)
def test_the_calendar_is_the_cabinet_offices(year: int) -> None:
    days = {date(year, *map(int, day.split("-"))) for day in OFFICIAL[year].split()}
    assert {day for day in load_holidays().days if day.year == year} == days


@pytest.mark.parametrize("year", sorted(load_holidays().years))
def test_it_agrees_with_the_law_as_the_centre_reckons_it(year: int) -> None:
    assert {day for day in load_holidays().days if day.year == year} == by_the_law(year)


def test_a_day_of_a_year_that_nobody_entered_is_no_business_day() -> None:
    assert load_holidays().is_business_day(date(2025, 10, 8))
    assert not load_holidays().is_business_day(date(2999, 10, 8))


THREE = """\
[[years]]
year = 2030
holidays = [2030-01-01]

[[years]]
year = 2031
holidays = [
    2031-01-01,
    2031-01-13,
]
"""


def test_a_year_that_is_missing_is_refused_with_file_line_and_rule() -> None:
    document = loads(THREE, "holidays.toml")
    require_year(read_holidays(document), 2031, document)
    with pytest.raises(ConfigError) as caught:
        require_year(read_holidays(document), 2032, document)
    assert str(caught.value) == (
        "holidays.toml:5: years: the holidays of 2032, for hours with on_holidays = false; known: 2030 to 2031"
    )


def test_a_kiosk_does_not_start_in_a_year_whose_holidays_its_hours_would_need() -> None:
    config, municipalities = load_demo(), load_municipalities()
    hall = replace(config, hours=Hours(time(8, 30), time(17), holidays=load_holidays()))
    rules = rules_for(hall, municipalities, today=date(2031, 12, 31))
    assert not rules.is_open(datetime(2025, 10, 13, 12, tzinfo=TOKYO))  # スポーツの日: the hall is closed
    assert rules.is_open(datetime(2025, 10, 14, 12, tzinfo=TOKYO))
    with pytest.raises(ConfigError, match=r"holidays\.toml:[0-9]+: years: the holidays of 2999, for hours with"):
        rules_for(hall, municipalities, today=date(2999, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("2031-01-13", "2030-01-13", "9: years[1].holidays[1]: an array of different dates in 2031"),
        ("2031-01-13", "2031-01-01", "9: years[1].holidays[1]: an array of different dates in 2031"),
        ("2031-01-13", '"0113"', "9: years[1].holidays[1]: an array of different dates in 2031"),
        ("[2030-01-01]", "[]", "3: years[0].holidays: an array of different dates in 2030"),
        ("year = 2031", "year = 2030", "6: years[1].year: a year of its own; another table has the same"),
        ("year = 2031", "year = 31", "6: years[1].year: an integer from 1949 to 2150, not 31"),
    ],
)
def test_a_calendar_that_cannot_be(old: str, new: str, error: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_holidays(loads(THREE.replace(old, new, 1), "holidays.toml"))
    assert str(caught.value) == f"holidays.toml:{error}"


def test_a_town_open_every_day_closes_a_kind_on_holidays_when_the_centre_tells_business_days() -> None:
    own = rules_for(load_demo(), load_municipalities())
    koseki = ToldHours("16202", ("koseki",), "business_days", "08:30", "17:00", False)
    juminhyo = ToldHours("16202", ("juminhyo",), "every_day", "06:30", "23:00", True)
    takaoka = narrowed(own, Told(hours=(koseki, juminhyo))).municipalities["16202"]
    workday = datetime(2025, 11, 25, 10, tzinfo=TOKYO)
    instead_of_labour_day = workday.replace(day=24)  # 振替休日, a Monday
    year_end = workday.replace(month=12, day=30)
    assert [takaoka.closed("koseki", each) for each in (workday, instead_of_labour_day, year_end)] == [
        "", "hours:business_days/08:30/17:00", "closure:12-29/01-03",
    ]  # fmt: skip
    assert not any(takaoka.closed("juminhyo", each) for each in (workday, instead_of_labour_day, year_end))
