"""Events and commands as JSON for the journal: field by field, nothing but codes, counts and handles."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

_STAMPS = frozenset({"seq", "monotonic_ns", "wall", "answers", "id"})
"""Of events and commands; they have columns of their own."""

_names: dict[type[Any], tuple[str, ...]] = {}


def _fields(record: Any) -> tuple[str, ...]:
    kind = type(record)
    names = _names.get(kind)
    if names is None:
        names = _names[kind] = tuple(f.name for f in fields(kind))
    return names


def _plain(part: object) -> object:
    """What JSON does not know: a part of a record."""
    if is_dataclass(part) and not isinstance(part, type):
        return {name: getattr(part, name) for name in _fields(part)}
    raise TypeError(f"{type(part).__name__} cannot be written into the journal")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def body_of(record: object) -> str:
    """The event's or command's own fields as a JSON object."""
    own = {name: getattr(record, name) for name in _fields(record) if name not in _STAMPS}
    return _ENCODER.encode(own) if own else "{}"
