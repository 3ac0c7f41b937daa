"""Opening hours: of a terminal's place, of a municipality, of one kind of certificate (service rule book §1)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from device.config.holidays import load_holidays
from device.config.reader import Reader
from statemachine.hours import Hours

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_hours(reader: Reader) -> Hours:
    """Hours from the keys `open`, `close` and, optional, `days` and `on_holidays` of a table. Raises `ConfigError`."""
    opens, closes = reader.clock_time("open"), reader.clock_time("close")
    if not opens < closes:
        raise reader.wrong("close", "a time of day after open")
    days = reader.some_of("days", WEEKDAYS, WEEKDAYS)
    if not days:
        raise reader.wrong("days", "at least one day")
    holidays = None if reader.boolean("on_holidays", True) else load_holidays()
    return Hours(opens, closes, frozenset(WEEKDAYS.index(day) for day in days), holidays)
