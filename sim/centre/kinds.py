"""The kinds of certificates as a table: scopes, items, and the words on the paper (docs/centre.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """What a document of one scope is called and says of itself. extent: of what is shown; empty for nothing said."""

    title: str
    extent: str
    attestation: str


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on the paper of a municipality's own kind. item: shown only if that is asked for; empty for always"""

    label: str
    value: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of certificate.

    scopes: what may be asked for, in the order of the screen, and the words of each.
    whole, alone: the scopes that mean everybody of the register, and the customer alone.
    items: entries that are shown only if asked for.
    foreign_items: likewise, of foreign residents, where the municipality lets them choose.
    rows: of a municipality's own kind, what stands there beside the resident.
    """

    name: str
    scopes: Mapping[str, Words]
    whole: str | None
    alone: str | None
    items: tuple[str, ...] = ()
    foreign_items: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def _copy_of(original: str) -> str:
    return f"この写しは、{original}の原本と相違ないことを証明する。"


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind(
                "juminhyo",
                {
                    "self": Words("住民票の写し", "本人のみ", _copy_of("住民票")),
                    "household": Words("住民票の写し", "世帯全員", _copy_of("世帯全員の住民票")),
                    "part": Words("住民票の写し", "世帯の一部", _copy_of("世帯の一部の住民票")),
                },
                whole="household",
                alone="self",
                items=("head", "domicile", "number"),
                foreign_items=("nationality", "residence_card", "residence_status"),
            ),
            Kind(
                "inkan",
                {
                    "self": Words(
                        "印鑑登録証明書",
                        "",
                        "この写しは、登録されている印影と相違ないことを証明する。",
                    )
                },
                whole=None,
                alone="self",
            ),
            Kind(
                "koseki",
                {
                    "all": Words(
                        "全部事項証明",
                        "",
                        "これは、戸籍に記録されている事項の全部を証明した書面である。",
                    ),
                    "individual": Words(
                        "個人事項証明",
                        "",
                        "これは、戸籍中の一部の者について記録されている事項の全部を証明した書面である。",
                    ),
                },
                whole="all",
                alone=None,
            ),
            Kind(
                "fuhyo",
                {
                    "all": Words("戸籍の附票の写し", "全部証明", _copy_of("戸籍の附票")),
                    "part": Words("戸籍の附票の写し", "一部証明", _copy_of("戸籍の附票の一部")),
                },
                whole="all",
                alone=None,
            ),
        )
    }
)
"""The four kinds that are the same everywhere, by their name on the wire."""

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
"""What a municipality may call a kind of its own on the wire (docs/centre.md)."""

REGISTRATION: Final = "registration"
"""本籍地利用登録申請: a service like the kinds, with hours and stops of its own."""

SERVICES: Final = (*KINDS, REGISTRATION)
"""Whatever can be stopped everywhere, in the order of the screen."""

PART: Final = "part"
"""The scope that names some of several people: nobody who lives alone is offered a part of himself."""

COPIES_MAX: Final = 10
"""最大 10 部 (Takaoka's guide, screen 10)."""
