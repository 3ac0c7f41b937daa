"""Reads what one municipality lets the kiosk do: kinds, fees, hours, stops (service rule book §1, §2)."""

from __future__ import annotations

import re
from datetime import date
from types import MappingProxyType

from device.config.hours import TOKYO, read_hours
from device.config.kinds import Types
from device.config.reader import Reader
from statemachine.hours import Closure, Hours, Stop
from statemachine.rules import COPIES_MAX, REGISTRATION, KindRule, MunicipalityRule

FEE_STEP_YEN = 10
"""The smallest coin that coin vendors take and pay (service rule book §10)."""

FEE_MAX_YEN = 10_000

_CODE = re.compile(r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}")  # 01 北海道 to 47 沖縄県 (JIS X 0401, 0402)
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")


def read_rule(root: Reader, types: Types) -> MunicipalityRule:
    """The rule in a municipality's document, which `root` reads. Raises `ConfigError`."""
    hours = read_hours(root.table("hours"))
    takes_registration = root.boolean("takes_registration")
    kinds = tuple(_kind(reader, types, hours, takes_registration) for reader in root.tables("kinds"))
    names = [kind.kind for kind in kinds]
    if not names or len(set(names)) < len(names):
        raise root.wrong("kinds", "at least one kind, each of them once")
    stoppable = (*names, REGISTRATION) if takes_registration else tuple(names)
    return MunicipalityRule(
        code=root.matching("code", _CODE, "five digits, the JIS code"),
        kinds=MappingProxyType({kind.kind: kind for kind in kinds}),
        stops=tuple(_stop(reader, stoppable) for reader in root.tables("stops")),
        closures=tuple(map(_closure, root.tables("closures"))),
        takes_registration=takes_registration,
        hours=hours,
    )


def _kind(reader: Reader, types: Types, hours: Hours, takes_registration: bool) -> KindRule:
    kind = types[reader.one_of("kind", types)]
    own_hours = reader.optional_table("hours")
    offered_elsewhere = reader.boolean("offered_elsewhere", False)
    if offered_elsewhere and not takes_registration:
        raise reader.wrong("offered_elsewhere", "false, because takes_registration is")
    scopes = reader.some_of("scopes", kind.scopes)
    if not scopes:
        raise reader.wrong("scopes", "at least one scope")
    return KindRule(
        kind=kind.kind,
        fees=_fees(reader),
        scopes=scopes,
        items=reader.some_of("items", kind.items, ()),
        hours=hours if own_hours is None else read_hours(own_hours),
        copies_max=reader.integer("copies_max", 1, COPIES_MAX, COPIES_MAX),
        offered_elsewhere=offered_elsewhere,
        by_scope=kind.by_scope,
    )


def _fees(reader: Reader) -> tuple[tuple[date, int], ...]:
    fees: list[tuple[date, int]] = []
    for fee in reader.tables("fees"):
        yen = fee.integer("fee_yen", FEE_STEP_YEN, FEE_MAX_YEN)
        if yen % FEE_STEP_YEN:
            raise fee.wrong("fee_yen", f"a multiple of {FEE_STEP_YEN} yen, for coin vendors take no smaller coin")
        fees.append((later_day(fee, fees[-1][0] if fees else None), yen))
    if not fees:
        raise reader.wrong("fees", "at least one [[kinds.fees]] with valid_from and fee_yen")
    return tuple(fees)


def later_day(reader: Reader, before: date | None) -> date:
    """`valid_from`, in lists that have the oldest first. Raises `ConfigError`."""
    valid_from = reader.day("valid_from")
    if before is not None and valid_from <= before:
        raise reader.wrong("valid_from", f"a day after {before}, oldest first")
    return valid_from


def _stop(reader: Reader, stoppable: tuple[str, ...]) -> Stop:
    start, end = reader.moment("start").astimezone(TOKYO), reader.moment("end").astimezone(TOKYO)
    if not start < end:
        raise reader.wrong("end", "a moment after start")
    kinds = reader.some_of("kinds", stoppable)
    if not kinds:
        raise reader.wrong("kinds", "at least one kind")
    return Stop(start, end, frozenset(kinds))


def _closure(reader: Reader) -> Closure:
    return Closure(_month_day(reader, "first"), _month_day(reader, "last"))


def _month_day(reader: Reader, key: str) -> tuple[int, int]:
    expected = "a day of the year (12-29)"
    text = reader.matching(key, _MONTH_DAY, expected)
    try:
        day = date.fromisoformat(f"2024-{text}")  # a leap year: 02-29 may be meant
    except ValueError:
        raise reader.wrong(key, expected) from None
    return day.month, day.day
