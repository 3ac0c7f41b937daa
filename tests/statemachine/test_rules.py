"""From which day a certificate can be renewed: three calendar months before its last one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statemachine.rules import renewable_from

DAYS = st.dates(date(2016, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        (date(2026, 1, 8), date(2025, 10, 8)),
        (date(2026, 1, 9), date(2025, 10, 9)),
        (date(2025, 12, 24), date(2025, 9, 24)),
        (date(2026, 5, 31), date(2026, 2, 28)),  # no such day: the month's last
        (date(2028, 5, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2027, 11, 29)),  # born on 29 February, in a year that has one
        (date(2026, 3, 31), date(2025, 12, 31)),
    ],
)
def test_the_first_day_of_renewal(ends: date, first: date) -> None:
    assert renewable_from(ends) == first


@given(DAYS)
def test_it_is_three_months_on_the_calendar_and_never_a_day_more_than_its_length(ends: date) -> None:
    first = renewable_from(ends)
    assert (ends.year * 12 + ends.month) - (first.year * 12 + first.month) == 3
    assert first.day == ends.day or (first + timedelta(days=1)).day == 1


@given(DAYS)
def test_a_certificate_that_ends_later_is_never_renewable_earlier(ends: date) -> None:
    assert renewable_from(ends) <= renewable_from(ends + timedelta(days=1))
