"""Requests off the wire and replies onto it. RFC 8010 section 3.

    version 2 | operation or status 2 | request-id 4 | groups | 0x03 | document
    group:      delimiter tag 1 | attributes
    attribute:  value tag 1 | name length 2 | name | value length 2 | value
    further values of a set have a name length of 0; a collection is a run of such values
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sim.page.tags import DELIMITER_MAX, Group, Status, Tag
from sim.page.values import Collection, IppError, Scalar, Value, decode_scalar, encode_scalar

ATTRIBUTES_LIMIT_BYTES = 64 * 1024
COLLECTION_DEPTH_MAX = 8

_HEADER = struct.Struct(">BBHI")
_LENGTH = struct.Struct(">H")

Attributes = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """A decoded request. groups: in wire order, each with its delimiter tag."""

    version: tuple[int, int]
    code: int
    request_id: int
    groups: tuple[tuple[int, Attributes], ...] = field(repr=False)
    document: bytes = field(repr=False)

    def group(self, tag: Group) -> Attributes:
        """The first group with this delimiter; empty when there is none."""
        return next((attributes for its, attributes in self.groups if its == tag), {})


def header_of(data: bytes) -> tuple[tuple[int, int], int, int]:
    """Version, operation and request-id; needed for a reply even when the rest is broken.

    Raises `IppError` when there are not even these eight octets.
    """
    if len(data) < _HEADER.size:
        raise IppError(Status.BAD_REQUEST, "shorter than an IPP header")
    major, minor, code, request_id = _HEADER.unpack_from(data)
    return (major, minor), code, request_id


def decode(data: bytes) -> Message:
    """A whole request. Raises `IppError` when it breaks the encoding or a limit."""
    version, code, request_id = header_of(data)
    reader = _Reader(data, _HEADER.size)
    groups: list[tuple[int, Attributes]] = []
    tag = reader.octet()
    while tag != Group.END:
        if not 0 < tag <= DELIMITER_MAX:
            raise IppError(Status.BAD_REQUEST, "an attribute outside any group")
        attributes, next_tag = _decode_group(reader)
        groups.append((tag, attributes))
        tag = next_tag
    return Message(version, code, request_id, tuple(groups), data[reader.at :])


class _Reader:
    """Walks the attributes; any step past the end or the limit is a bad request."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at

    def octet(self) -> int:
        try:
            octet = self._data[self.at]
        except IndexError:
            raise IppError(Status.BAD_REQUEST, "ends inside the attributes") from None
        self.at += 1
        return octet

    def string(self) -> bytes:
        at = self.at
        try:
            (length,) = _LENGTH.unpack_from(self._data, at)
        except struct.error:
            raise IppError(Status.BAD_REQUEST, "ends inside the attributes") from None
        self.at = end = at + 2 + length
        if end > ATTRIBUTES_LIMIT_BYTES:
            raise IppError(Status.REQUEST_ENTITY_TOO_LARGE, "attributes over the limit")
        if end > len(self._data):
            raise IppError(Status.BAD_REQUEST, "ends inside the attributes")
        return self._data[at + 2 : end]


def _decode_group(reader: _Reader) -> tuple[Attributes, int]:
    """The attributes up to the next delimiter, and that delimiter."""
    found: dict[str, list[Value]] = {}
    values: list[Value] | None = None
    while (tag := reader.octet()) > DELIMITER_MAX:
        name = reader.string()
        if name:
            values = found.setdefault(_name(name), [])
            if values:  # RFC 8011 section 4.1.3: no attribute twice in a group
                raise IppError(Status.BAD_REQUEST, "an attribute is given twice")
        elif values is None:
            raise IppError(Status.BAD_REQUEST, "a further value without a first")
        values.append(_decode_value(reader, tag, 0))
    return {name: tuple(values) for name, values in found.items()}, tag


def _name(octets: bytes) -> str:
    try:
        return octets.decode("ascii")
    except UnicodeDecodeError:
        raise IppError(Status.BAD_REQUEST, "an attribute's name is not ASCII") from None


def _decode_value(reader: _Reader, tag: int, depth: int) -> Value:
    octets = reader.string()
    if tag == Tag.BEG_COLLECTION:
        return Value(tag, _decode_collection(reader, depth + 1))
    if tag in (Tag.END_COLLECTION, Tag.MEMBER_ATTR_NAME):
        raise IppError(Status.BAD_REQUEST, "part of a collection outside one")
    return Value(tag, decode_scalar(tag, octets))


def _decode_collection(reader: _Reader, depth: int) -> Collection:
    """RFC 8010 section 3.1.6: member names and values in turn, up to endCollection."""
    if depth > COLLECTION_DEPTH_MAX:
        raise IppError(Status.BAD_REQUEST, "collections too deep")
    members: dict[str, list[Value]] = {}
    values: list[Value] | None = None
    while (tag := reader.octet()) != Tag.END_COLLECTION:
        if tag <= DELIMITER_MAX or reader.string():
            raise IppError(Status.BAD_REQUEST, "a collection does not end")
        if tag == Tag.MEMBER_ATTR_NAME:
            values = members.setdefault(_name(reader.string()), [])
            if values:
                raise IppError(Status.BAD_REQUEST, "a member is given twice")
        elif values is None:
            raise IppError(Status.BAD_REQUEST, "a member without a name")
        else:
            values.append(_decode_value(reader, tag, depth))
    reader.string(), reader.string()
    return {name: tuple(values) for name, values in members.items()}


@lru_cache(maxsize=512)
def _first(name: str, tag: int) -> bytes:
    """What stands before an attribute's first value length."""
    wire_name = name.encode("ascii")
    return bytes((tag,)) + _LENGTH.pack(len(wire_name)) + wire_name


def attribute(name: str, tag: int, *values: Scalar) -> bytes:
    """One attribute, encoded, all its values under one tag."""
    out = bytearray()
    before = _first(name, tag)
    for value in values:
        out += before
        before = bytes((tag, 0, 0))
        _encode_value(out, tag, value)
    return bytes(out)


def attribute_of(name: str, values: Iterable[Value]) -> bytes:
    """One attribute, encoded, each value under its own tag."""
    out = bytearray()
    wire_name = name.encode("ascii")
    for tag, value in values:
        out.append(tag)
        out += _LENGTH.pack(len(wire_name))
        out += wire_name
        wire_name = b""
        _encode_value(out, tag, value)
    return bytes(out)


def _encode_value(out: bytearray, tag: int, value: Scalar) -> None:
    """The value's length and octets; a collection's whole run of values."""
    if not isinstance(value, dict):
        octets = encode_scalar(tag, value)
        out += _LENGTH.pack(len(octets))
        out += octets
        return
    out += b"\x00\x00"
    for member, values in value.items():
        wire_name = member.encode("ascii")
        out += bytes((Tag.MEMBER_ATTR_NAME, 0, 0)) + _LENGTH.pack(len(wire_name)) + wire_name
        for its_tag, its_value in values:
            out += bytes((its_tag, 0, 0))
            _encode_value(out, its_tag, its_value)
    out += bytes((Tag.END_COLLECTION, 0, 0, 0, 0))


def reply(
    version: tuple[int, int], status: Status, request_id: int, groups: Iterable[tuple[Group, bytes]]
) -> bytes:
    """A whole reply from groups of encoded attributes."""
    out = bytearray(_HEADER.pack(*version, status, request_id))
    for tag, attributes in groups:
        out.append(tag)
        out += attributes
    out.append(Group.END)
    return bytes(out)
