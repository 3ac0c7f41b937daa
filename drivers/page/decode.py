"""The octets of an IPP reply (RFC 8010 §3).

    version(2) status-code(2) request-id(4) { group-tag(1) attributes } 03
    attribute: value-tag(1) name-length(2) name value-length(2) value

A value with an empty name is one more value of the attribute before it. A collection is a run
of elements between BEGIN_COLLECTION and END_COLLECTION, its members named by MEMBER_NAME values.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from struct import Struct
from typing import Final, NamedTuple, TypeAlias

from drivers.page.tags import CHARACTER_STRINGS, DELIMITER_MAX, OUT_OF_BAND_MAX, GroupTag, ValueTag

NESTING_MAX: Final = 8
"""How deep collections may nest; `media-col-database`, the deepest in use, has three levels."""


class MalformedError(Exception):
    """Raised when bytes are not an IPP message. Says what and where, never the bytes."""


class Range(NamedTuple):
    """`rangeOfInteger`: both ends belong to it."""

    low: int
    high: int


class Resolution(NamedTuple):
    """`resolution`: across and along the feed; units 3 = per inch, 4 = per centimetre (RFC 8011 §5.1.16)."""

    cross_feed: int
    feed: int
    units: int


Data: TypeAlias = "int | bool | str | bytes | Range | Resolution | Mapping[str, tuple[Value, ...]] | None"


class Value(NamedTuple):
    """One value: its tag and what it holds.

    data: int (integer, enum), bool, str (any character string, language dropped), Range,
    Resolution, mapping (collection), None (out of band), bytes (everything else, unread).
    """

    tag: int
    data: Data


Attributes: TypeAlias = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A decoded reply. `groups` in the order they came; the first attribute of a name wins."""

    version: tuple[int, int]
    status_code: int
    request_id: int
    groups: tuple[tuple[int, Attributes], ...]

    def all_of(self, tag: GroupTag) -> tuple[Attributes, ...]:
        """Every group of that tag: one for a job asked for, one per job for Get-Jobs."""
        return tuple(attributes for group_tag, attributes in self.groups if group_tag == tag)


_HEAD = Struct(">BBHi")
_SHORT = Struct(">H")
_INTEGER = Struct(">i")
_RANGE = Struct(">ii")
_RESOLUTION = Struct(">iib")
_DATE_TIME_BYTES = 11


def _integer(octets: bytes) -> int:
    return int.from_bytes(octets, "big", signed=True)


def _boolean(octets: bytes) -> bool:
    if octets > b"\x01":
        raise MalformedError("a boolean that is neither 00 nor 01")
    return octets == b"\x01"


def _with_language(octets: bytes) -> str:
    """`…WithLanguage`: two counted strings, the language and the text (RFC 8010 §3.9)."""
    text_at = 2 + _SHORT.unpack_from(octets)[0]
    end = text_at + 2 + _SHORT.unpack_from(octets, text_at)[0]
    if end != len(octets):
        raise MalformedError("a text with language whose lengths do not add up")
    return octets[text_at + 2 :].decode("utf-8", "replace")


_FIXED: Final[Mapping[int, tuple[int, Callable[[bytes], Data]]]] = {
    ValueTag.INTEGER: (_INTEGER.size, _integer),
    ValueTag.ENUM: (_INTEGER.size, _integer),
    ValueTag.BOOLEAN: (1, _boolean),
    ValueTag.RANGE_OF_INTEGER: (_RANGE.size, lambda octets: Range(*_RANGE.unpack(octets))),
    ValueTag.RESOLUTION: (_RESOLUTION.size, lambda octets: Resolution(*_RESOLUTION.unpack(octets))),
    ValueTag.DATE_TIME: (_DATE_TIME_BYTES, lambda octets: octets),
}
"""Values of one length: that length in octets, and how they are read (RFC 8010 §3.9)."""


def _value(tag: int, octets: bytes) -> Value:
    fixed = _FIXED.get(tag)
    if fixed is not None:
        if len(octets) != fixed[0]:
            raise MalformedError(f"value of tag {tag:02X} with {len(octets)} octets instead of {fixed[0]}")
        return Value(tag, fixed[1](octets))
    if tag in CHARACTER_STRINGS:
        return Value(tag, octets.decode("utf-8", "replace"))
    if tag <= OUT_OF_BAND_MAX:
        return Value(tag, None)
    if tag in (ValueTag.TEXT_WITH_LANGUAGE, ValueTag.NAME_WITH_LANGUAGE):
        return Value(tag, _with_language(octets))
    if tag == ValueTag.EXTENSION:  # the real tag is the first four octets (RFC 8010 §3.5.2)
        if len(octets) < 4:
            raise MalformedError("an extended tag that is cut off")
        return Value(_integer(octets[:4]), octets[4:])
    return Value(tag, octets)


class _Reader:
    """Walks a message once, left to right, without copying the rest of it."""

    __slots__ = ("at", "octets")

    def __init__(self, octets: bytes, at: int) -> None:
        self.octets, self.at = octets, at

    def tag(self) -> int:
        self.at += 1
        return self.octets[self.at - 1]

    def counted(self) -> bytes:
        start = self.at + 2
        end = start + _SHORT.unpack_from(self.octets, self.at)[0]
        if end > len(self.octets):
            raise IndexError
        self.at = end
        return self.octets[start:end]

    def value(self, tag: int, nesting: int) -> Value:
        octets = self.counted()
        if tag == ValueTag.BEGIN_COLLECTION:
            return Value(tag, self.collection(nesting + 1))
        if tag in (ValueTag.END_COLLECTION, ValueTag.MEMBER_NAME):
            raise MalformedError("a piece of a collection outside of one")
        return _value(tag, octets)

    def collection(self, nesting: int) -> Attributes:
        if nesting > NESTING_MAX:
            raise MalformedError(f"collections nested more than {NESTING_MAX} deep")
        members: dict[str, list[Value]] = {}
        member: list[Value] | None = None
        while True:
            tag = self.tag()
            if tag <= DELIMITER_MAX:
                raise MalformedError("a group that begins inside a collection")
            if self.counted():
                raise MalformedError("a named attribute inside a collection")
            if tag == ValueTag.END_COLLECTION:
                self.counted()
                return {name: tuple(held) for name, held in members.items()}
            if tag == ValueTag.MEMBER_NAME:
                member = members.setdefault(self.counted().decode("utf-8", "replace"), [])
            elif member is None:
                raise MalformedError("a value in a collection before any member's name")
            else:
                member.append(self.value(tag, nesting))


def _groups(reader: _Reader) -> tuple[tuple[int, Attributes], ...]:
    groups: list[tuple[int, Attributes]] = []
    values: list[Value] | None = None
    current: dict[str, list[Value]] | None = None

    def close() -> None:
        if current is not None:
            groups.append((opened, {name: tuple(held) for name, held in current.items()}))

    opened = 0
    while (tag := reader.tag()) != GroupTag.END:
        if tag <= DELIMITER_MAX:
            close()
            opened, current, values = tag, {}, None
            continue
        if current is None:
            raise MalformedError("an attribute before any group")
        name = reader.counted()
        value = reader.value(tag, 0)
        if name:
            values = [value]
            current.setdefault(name.decode("utf-8", "replace"), values)
        elif values is None:
            raise MalformedError("a further value without an attribute")
        else:
            values.append(value)
    close()
    return tuple(groups)


def reply(octets: bytes) -> Reply:
    """Decode a whole reply; what follows its end-of-attributes tag is ignored.

    Raises MalformedError for anything that is not one, and nothing else.
    """
    if len(octets) < _HEAD.size:
        raise MalformedError(f"{len(octets)} octets, shorter than any reply")
    major, minor, code, request_id = _HEAD.unpack_from(octets)
    reader = _Reader(octets, _HEAD.size)
    try:
        return Reply((major, minor), code, request_id, _groups(reader))
    except MalformedError as wrong:
        raise MalformedError(f"{wrong} (octet {reader.at} of {len(octets)})") from None
    except (IndexError, struct.error) as cut:
        raise MalformedError(f"cut off at octet {reader.at} of {len(octets)}") from cut
