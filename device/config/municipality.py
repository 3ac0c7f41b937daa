"""A municipality that takes part, beside the machine's rules: names, offices, who collects (rule book §4, §10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from device.config.kinds import CertificateType
from statemachine.rules import MunicipalityRule


@dataclass(frozen=True)
class Office:
    """Where a resident goes or calls (a locked PIN, a renewal, a question). phone, hours: None where none is told"""

    name: str
    address: str
    phone: str | None
    hours: str | None = None


@dataclass(frozen=True)
class Errand:
    """What an office does for a card: what to bring, and whether the holder has to come himself."""

    bring: tuple[str, ...]
    in_person: bool


ERRANDS = ("unlock", "renew")
"""暗証番号の再設定; 電子証明書の発行・更新."""


@dataclass(frozen=True)
class Errands:
    """What the offices do for a card; None where the municipality's page says nothing of it."""

    unlock: Errand | None = None
    renew: Errand | None = None


@dataclass(frozen=True)
class Role:
    """What the collector is called by law, from a day on."""

    valid_from: date
    title: str


@dataclass(frozen=True)
class Collector:
    """Who collects the fees for the municipality, as the receipt states it. roles: oldest first."""

    name: str
    address: str
    roles: tuple[Role, ...]

    def title_on(self, day: date) -> str:
        """Its title on a day in Asia/Tokyo; before the first that is known, that one."""
        return next((role.title for role in reversed(self.roles) if role.valid_from <= day), self.roles[0].title)


@dataclass(frozen=True)
class Municipality:
    """A participating municipality.

    code: five-digit JIS code · kana: in hiragana · payee: whom the receipt names
    rule: fees, hours, stops, scopes · types: kinds of certificates that are its own · offices: the main one first
    """

    code: str
    prefecture: str
    name: str
    kana: str
    payee: str
    rule: MunicipalityRule
    types: tuple[CertificateType, ...]
    offices: tuple[Office, ...]
    errands: Errands
    collector: Collector
