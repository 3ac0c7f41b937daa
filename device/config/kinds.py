"""The kinds of certificates there are: `kinds.toml`, and those that a municipality describes itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from device.config.reader import Reader
from device.config.toml import Document, load
from statemachine.rules import REGISTRATION

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_EXPECTED: Final = "a name of its own: a small ASCII letter, then those, digits and _"


@dataclass(frozen=True)
class CertificateType:
    """A kind of certificate as the centre's wire names it, with all scopes and items there are.

    by_scope: each scope is a certificate with a name of its own (全部事項証明, 個人事項証明)
    words: of a municipality's own kind: what kind, scopes and items are called, by text id; those of `kinds.toml`
        have their words in `device.texts`
    labels: of its items: before which words each stands on the paper, or before 省略
    """

    kind: str
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    by_scope: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


Types = Mapping[str, CertificateType]


@cache
def load_types() -> Types:
    """The kinds of certificates that are the same everywhere, by name. Raises `ConfigError`."""
    return read_types(load(files("device.config") / "kinds.toml"))


def read_types(document: Document) -> Types:
    """The kinds of certificates in a document. Raises `ConfigError`."""
    root = Reader(document)
    types: dict[str, CertificateType] = {}
    for reader in root.tables("kinds"):
        kind = _name(reader, types)
        names = reader.texts("scopes", NAME), reader.texts("items", NAME)
        types[kind] = CertificateType(kind, *names, by_scope=reader.boolean("by_scope", False))
    root.finish()
    return MappingProxyType(types)


def read_own_types(root: Reader, types: Types) -> tuple[CertificateType, ...]:
    """The kinds that a municipality's document describes itself (`[[types]]`), with their words.

    types: those of `kinds.toml`, whose names are taken; another municipality may have a kind of the same name
    """
    own: dict[str, CertificateType] = {}
    for reader in root.tables("types"):
        kind = _name(reader, {**types, **own})
        words = {kind: reader.text("title", longest=20)}
        inside = reader.tables("items")
        scopes = _words(reader.tables("scopes"), "title")
        items, labels = _words(inside, "title"), _words(inside, "label")
        if not scopes:
            raise reader.wrong("scopes", "at least one [[types.scopes]] with name and title")
        words |= {f"{kind}.{scope}": title for scope, title in scopes.items()}
        for item, title in items.items():
            words |= {f"item.{item}": title, f"item.{item}.yes": f"{title} 有", f"item.{item}.no": f"{title} 無"}
        frozen = MappingProxyType(words), MappingProxyType(labels)
        own[kind] = CertificateType(kind, tuple(scopes), tuple(items), False, *frozen)
    return tuple(own.values())


def _words(readers: tuple[Reader, ...], what: str) -> dict[str, str]:
    """Of scopes or items, by name: one of their words."""
    found: dict[str, str] = {}
    for reader in readers:
        name = reader.matching("name", NAME, _EXPECTED)
        if name in found:
            raise reader.wrong("name", _EXPECTED)
        found[name] = reader.text(what, longest=20)
    return found


def _name(reader: Reader, taken: Types) -> str:
    kind = reader.matching("kind", NAME, _EXPECTED)
    if kind in taken or kind == REGISTRATION:
        raise reader.wrong("kind", _EXPECTED)
    return kind
