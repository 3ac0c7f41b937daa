"""Days on which town halls work."""

from __future__ import annotations

from datetime import date

import pytest

from sim.centre.business_days import business_days_after, holidays, is_business_day


@pytest.mark.parametrize(
    ("applied", "done"),
    [
        (date(2024, 12, 27), date(2025, 1, 10)),  # a weekend, the year's end, another weekend
        (date(2024, 12, 28), date(2025, 1, 10)),  # the Saturday after it
        (date(2025, 10, 8), date(2025, 10, 16)),  # スポーツの日 on 10/13
        (date(2025, 4, 25), date(2025, 5, 7)),  # Golden Week, with 振替休日 on 5/6
        (date(2026, 9, 18), date(2026, 9, 30)),  # 敬老の日, 国民の休日 between two holidays, 秋分の日
        (date(2026, 6, 1), date(2026, 6, 8)),
    ],
)
def test_five_business_days(applied: date, done: date) -> None:
    assert business_days_after(applied, 5) == done


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # 内閣府 「国民の祝日」について: the lists of the years
        (2024, "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23"),
        (2025, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24"),
        (2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"),
        (2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23"),
    ],
)
def test_the_holidays_of_a_year(year: int, days: str) -> None:
    expected = {date(year, *map(int, day.split("/"))) for day in days.split()}
    assert holidays(year) == expected


def test_the_town_hall_is_closed_at_the_years_end() -> None:
    open_days = [day for day in (date(2025, 12, 26), date(2025, 12, 29), date(2026, 1, 2)) if is_business_day(day)]
    assert open_days == [date(2025, 12, 26)]
