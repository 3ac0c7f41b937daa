"""Events and commands as JSON for the journal: field by field, nothing but codes, counts and handles."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

_STAMPS = frozenset({"seq", "monotonic_ns", "wall", "answers", "id"})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in _STAMPS)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names_of_value(type(value))}
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written into the journal")


@cache
def _names_of_value(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def body_of(record: object) -> str:
    """The record's own fields as a JSON object, without the stamps that have columns of their own."""
    names = _names(type(record))
    return _ENCODER.encode({name: getattr(record, name) for name in names}) if names else "{}"
