"""Opening hours: of a terminal's place, of a municipality, of one kind of certificate (service rule book §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from device.config.reader import Reader

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Hours:
    """Open from `opens` (included) to `closes` (excluded) in Asia/Tokyo, on `weekdays` (0 = Monday).

    National holidays are not known here: where 平日 leaves them out, the centre narrows (`stops`).
    """

    opens: time
    closes: time
    weekdays: frozenset[int] = frozenset(range(7))

    def open_at(self, at: datetime) -> bool:
        """Whether it is open at an aware moment."""
        local = at.astimezone(TOKYO)
        return local.weekday() in self.weekdays and self.opens <= local.time() < self.closes


def read_hours(reader: Reader) -> Hours:
    """Hours from the keys `open`, `close` and, optional, `days` of a table. Raises `ConfigError`."""
    opens, closes = reader.clock_time("open"), reader.clock_time("close")
    if not opens < closes:
        raise reader.wrong("close", "a time of day after open")
    days = reader.some_of("days", WEEKDAYS, WEEKDAYS)
    if not days:
        raise reader.wrong("days", "at least one day")
    return Hours(opens, closes, frozenset(WEEKDAYS.index(day) for day in days))
