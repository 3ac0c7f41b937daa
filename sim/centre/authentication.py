"""Whose card is it, and may that person be served: the checks behind `/v1/certificates/check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from sim.centre.certificates import Genuine, examine
from sim.centre.dates import JST, age_on
from sim.centre.lapse import has_lapsed, is_leaving
from sim.centre.printable import can_be_printed
from sim.centre.town import CertificateRecord, Holder, Household, Town

AGE_MIN: Final = 15
"""Under 15 nobody is served (Takaoka's guide)."""

Reason: TypeAlias = Literal[
    "expired", "revoked", "under_age", "issued_today", "not_served", "unknown_issuer", "lapsed"
]


@dataclass(frozen=True, slots=True, repr=False)
class Accepted:
    """The certificate is good: its holder, where the holder lives, and the last day it is valid."""

    holder: Holder
    household: Household
    ends: date


@dataclass(frozen=True, slots=True)
class Refused:
    """The certificate, or its holder, is refused; `reason` as docs/centre.md names it."""

    reason: Reason


def check(der: bytes, town: Town, now: datetime) -> Accepted | Refused:
    """Judge a certificate at a moment of the wall clock."""
    found = examine(der, "authentication", town, now)
    if not isinstance(found, Genuine):
        return Refused(found)
    if found.record is None:  # a good certificate of somebody who is not in the residents' register
        return Refused("lapsed")
    today = now.astimezone(JST).date()
    holder = town.holder(found.record.holder)
    household = town.household_of(holder.key, today)
    # everything is looked at, whatever applies: how long the answer takes must not tell one reason from another
    applies = _judge(town, holder, household, found.record, today)
    for reason, does in applies.items():
        if does:
            return Refused(reason)
    return Accepted(holder, household, found.ends)


def _judge(
    town: Town, holder: Holder, household: Household, record: CertificateRecord, today: date
) -> Mapping[Reason, bool]:
    """Which reasons apply, the one that is told first first."""
    own = next(member for member in household.members if member.person.key == holder.key)
    return {
        "revoked": record.revoked is not None and record.revoked <= today,
        "lapsed": town.has_lapsed(holder.id) or has_lapsed(own.move, today),
        "not_served": _cannot_be_served(town, holder, household, today),
        "under_age": age_on(own.person.birth, today) < AGE_MIN,
        "issued_today": today in (holder.issued, holder.handed_over, own.move.continued),
    }


def _cannot_be_served(town: Town, holder: Holder, household: Household, today: date) -> bool:
    """支援措置, somebody about to move out, what cannot be printed: the whole household, strictly, and no word why."""
    shielded = household.shielded
    leaving = [is_leaving(member.move, today) for member in household.members]
    printable = can_be_printed(household, town.register_of(holder.key))
    return shielded or any(leaving) or not printable
