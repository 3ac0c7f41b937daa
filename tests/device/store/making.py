"""Rows for the tests: a morning at one kiosk."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from device.store import CommandRow, Entry, EventRow

JST = timezone(timedelta(hours=9))
MORNING = datetime(2024, 10, 3, 6, 30, tzinfo=JST)


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def happened(
    seq: int, kind: str = "CashCredited", answers: str | None = None, wall: datetime | None = None
) -> EventRow:
    return EventRow(seq, kind, f'{{"n":{seq}}}', seq * 1_000_000, wall or at(seq), answers)


def command(name: str, kind: str = "Show") -> CommandRow:
    return CommandRow(name, kind, "{}")


def inserted(yen: int, session: int, place: str = "cash:cashbox") -> Entry:
    """A customer puts one coin or note in."""
    return Entry(place, f"customer:{session}", yen, yen, 1, session, "inserted")


def earned(yen: int, session: int, account: str = "fee:16202:juminhyo") -> Entry:
    """A fee becomes the municipality's: no metal moves."""
    return Entry(f"customer:{session}", account, yen, 0, 0, session, "fee")


def filled(hopper_yen: int, coins: int) -> Entry:
    """The operator fills a hopper in the morning."""
    return Entry(f"cash:hopper-{hopper_yen}", "cash:float", hopper_yen * coins, hopper_yen, coins, 0, "float")


def paid_out(hopper_yen: int, coins: int, session: int) -> Entry:
    """Change leaves a hopper."""
    return Entry(
        f"customer:{session}", f"cash:hopper-{hopper_yen}", hopper_yen * coins, hopper_yen, coins, session, "change"
    )
