"""Reads the municipalities' rules: `kinds.toml` (what there is) and `municipalities/*.toml` (who offers it)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from device.config.hours import TOKYO, Hours, read_hours
from device.config.municipality import (
    REGISTRATION,
    CertificateType,
    Closure,
    Collector,
    Fee,
    Kind,
    Municipality,
    Office,
    Role,
    Stop,
)
from device.config.reader import Reader
from device.config.toml import Document, load

FEE_STEP_YEN = 10
"""The smallest coin that coin vendors take and pay (service rule book §10)."""

FEE_MAX_YEN = 10_000
COPIES_MAX = 10  # 最大 10 部 (service rule book §2)

_CODE = re.compile(r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}")  # 01 北海道 to 47 沖縄県 (JIS X 0401, 0402)
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_KANA = re.compile(r"[ぁ-ゖー]+")
_PHONE = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")

Types = Mapping[str, CertificateType]


@cache
def load_municipalities() -> Mapping[str, Municipality]:
    """The municipalities that come with the kiosk, by JIS code. Raises `ConfigError`."""
    return read_municipalities(files("device.config") / "municipalities", load_types())


@cache
def load_types() -> Types:
    """The kinds of certificates there are, by name. Raises `ConfigError`."""
    return read_types(load(files("device.config") / "kinds.toml"))


def read_types(document: Document) -> Types:
    """The kinds of certificates in a document. Raises `ConfigError`."""
    root = Reader(document)
    types: dict[str, CertificateType] = {}
    for reader in root.tables("kinds"):
        expected = "a name of its own: a small ASCII letter, then those, digits and _"
        kind = reader.matching("kind", _KIND, expected)
        if kind in types or kind == REGISTRATION:
            raise reader.wrong("kind", expected)
        names = reader.texts("scopes", _KIND), reader.texts("items", _KIND)
        types[kind] = CertificateType(kind, *names)
    root.finish()
    return MappingProxyType(types)


def read_municipalities(folder: Traversable, types: Types) -> Mapping[str, Municipality]:
    """The municipalities in a folder, one `*.toml` each, by JIS code. Raises `ConfigError`."""
    found: dict[str, Municipality] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            document = load(file)
            municipality = read_municipality(document, types)
            if municipality.code in found:
                raise document.error(("code",), "a code of its own; another file has the same")
            found[municipality.code] = municipality
    return MappingProxyType(found)


def read_municipality(document: Document, types: Types) -> Municipality:
    """The municipality in a document. Raises `ConfigError`."""
    root = Reader(document)
    hours = read_hours(root.table("hours"))
    takes_registration = root.boolean("takes_registration")
    kinds = tuple(_kind(reader, types, hours, takes_registration) for reader in root.tables("kinds"))
    names = [kind.kind for kind in kinds]
    if not names or len(set(names)) < len(names):
        raise root.wrong("kinds", "at least one kind, each of them once")
    stoppable = (*names, REGISTRATION) if takes_registration else tuple(names)
    municipality = Municipality(
        code=root.matching("code", _CODE, "five digits, the JIS code"),
        prefecture=root.text("prefecture", longest=4),
        name=root.text("name", longest=20),
        kana=root.matching("kana", _KANA, "hiragana"),
        payee=root.text("payee", longest=40),
        takes_registration=takes_registration,
        hours=hours,
        closures=tuple(map(_closure, root.tables("closures"))),
        kinds=kinds,
        stops=tuple(_stop(reader, stoppable) for reader in root.tables("stops")),
        offices=tuple(map(_office, root.tables("offices"))),
        collector=_collector(root.table("collector")),
    )
    if not municipality.offices:
        raise root.wrong("offices", "at least one office: messages send people there")
    root.finish()
    return municipality


def _kind(reader: Reader, types: Types, hours: Hours, takes_registration: bool) -> Kind:
    kind = types[reader.one_of("kind", types)]
    own_hours = reader.optional_table("hours")
    offered_elsewhere = reader.boolean("offered_elsewhere", False)
    if offered_elsewhere and not takes_registration:
        raise reader.wrong("offered_elsewhere", "false, because takes_registration is")
    scopes = reader.some_of("scopes", kind.scopes)
    if not scopes:
        raise reader.wrong("scopes", "at least one scope")
    return Kind(
        kind=kind.kind,
        fees=_fees(reader),
        scopes=scopes,
        items=reader.some_of("items", kind.items, ()),
        hours=hours if own_hours is None else read_hours(own_hours),
        copies_max=reader.integer("copies_max", 1, COPIES_MAX, COPIES_MAX),
        offered_elsewhere=offered_elsewhere,
    )


def _fees(reader: Reader) -> tuple[Fee, ...]:
    fees: list[Fee] = []
    for fee in reader.tables("fees"):
        yen = fee.integer("fee_yen", FEE_STEP_YEN, FEE_MAX_YEN)
        if yen % FEE_STEP_YEN:
            raise fee.wrong("fee_yen", f"a multiple of {FEE_STEP_YEN} yen, for coin vendors take no smaller coin")
        fees.append(Fee(_later(fee, fees[-1].valid_from if fees else None), yen))
    if not fees:
        raise reader.wrong("fees", "at least one [[kinds.fees]] with valid_from and fee_yen")
    return tuple(fees)


def _later(reader: Reader, before: date | None) -> date:
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
    return Stop(start, end, kinds)


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


def _office(reader: Reader) -> Office:
    phone = reader.matching("phone", _PHONE, "0155-65-4144") if reader.has("phone") else None
    return Office(reader.text("name", longest=40), reader.text("address", longest=80), phone)


def _collector(reader: Reader) -> Collector:
    roles: list[Role] = []
    for role in reader.tables("roles"):
        roles.append(Role(_later(role, roles[-1].valid_from if roles else None), role.text("title", longest=20)))
    if not roles:
        raise reader.wrong("roles", "at least one [[collector.roles]] with valid_from and title")
    return Collector(reader.text("name", longest=40), reader.text("address", longest=80), tuple(roles))
