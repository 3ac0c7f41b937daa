"""When a card lapses by moving house: three limits, each with its own first day (Takaoka's guide, Tips).

「転出する予定日から30日以内に転入届を行わなかった」 (reported 3/31, planned 4/1: works on 5/1, lapsed after it),
「実際に住み始めた日から14日以内に転入届を行わなかった」,
「転入届をした日から90日以内に継続利用の手続きを行わなかった」.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sim.centre.town import MoveDays


@dataclass(frozen=True, slots=True)
class Limit:
    """From one day of a move to another: field names of `MoveDays`, and how many days may lie between."""

    start: str
    end: str
    days: int


LIMITS: Final = (
    Limit("out_planned", "in_reported", 30),
    Limit("in_moved", "in_reported", 14),
    Limit("in_reported", "continued", 90),
)


def has_lapsed(move: MoveDays, today: date) -> bool:
    """Whether one of the limits has passed by the end of `today`. What lies in the future has not been done."""
    return any(_passed(getattr(move, limit.start), getattr(move, limit.end), limit.days, today) for limit in LIMITS)


def _passed(start: date | None, end: date | None, days: int, today: date) -> bool:
    if start is None or start > today:
        return False
    done = today if end is None or end > today else end
    return done > start + timedelta(days=days)


def is_leaving(move: MoveDays, today: date) -> bool:
    """転出予定者: has reported a move out, and has not moved yet."""
    return (
        move.out_reported is not None
        and move.out_planned is not None
        and move.out_reported <= today < move.out_planned
        and not _arrived(move, today)
    )


def has_left(move: MoveDays, today: date) -> bool:
    """Has moved out, and is not registered anywhere else yet: no 住民票 but a 除票, which is never given out here."""
    return move.out_planned is not None and move.out_planned <= today and not _arrived(move, today)


def _arrived(move: MoveDays, today: date) -> bool:
    return move.in_reported is not None and move.in_reported <= today
