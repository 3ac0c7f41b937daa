"""The days of an account, as people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from device.store.rows import JST
from device.takings.period import Period, PeriodError, day, fiscal_year, spans


@pytest.mark.parametrize("text", ["2025", "2025年度", "令和7年度", "令和7", "R7", "r7"])
def test_a_fiscal_year_begins_in_april(text: str) -> None:
    assert fiscal_year(text) == Period(date(2025, 4, 1), date(2026, 3, 31))


def test_the_first_year_of_an_era() -> None:
    assert fiscal_year("令和元年度") == fiscal_year("2019")


@pytest.mark.parametrize("text", ["", "25", "平成31", "令和", "2025-26", "0000", "9999", "２０２５年"])
def test_what_is_no_fiscal_year_says_how_to_write_one(text: str) -> None:
    with pytest.raises(PeriodError, match="write 2025 or 令和7年度"):
        fiscal_year(text)


def test_both_days_are_included() -> None:
    period = Period(date(2025, 10, 8), date(2025, 10, 8))
    assert period.since == datetime(2025, 10, 8, tzinfo=JST)
    assert period.until == datetime(2025, 10, 9, tzinfo=JST)


def test_days_in_the_wrong_order_and_days_that_are_none() -> None:
    with pytest.raises(PeriodError, match="before the first"):
        Period(date(2025, 10, 9), date(2025, 10, 8))
    with pytest.raises(PeriodError, match="'2025-02-30' is no day"):
        day("2025-02-30")


def test_a_year_in_spans_that_the_centre_answers() -> None:
    parts = list(spans(date(2025, 4, 1), date(2026, 3, 31), 31))
    assert parts[0] == (date(2025, 4, 1), date(2025, 5, 2))
    assert parts[-1][1] == date(2026, 3, 31)
    assert sum((last - first).days + 1 for first, last in parts) == 365
    assert all((last - first).days <= 31 for first, last in parts)
