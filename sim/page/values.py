"""One attribute value on the wire and off it: every syntax of RFC 8010 section 3.9, table 7."""

from __future__ import annotations

import struct
from typing import NamedTuple, TypeAlias

from sim.page.tags import OUT_OF_BAND_MAX, STRING_OCTETS_MAX, Status, Tag


class IppError(Exception):
    """Raised when a request cannot be carried out; `status` goes into the reply."""

    def __init__(self, status: Status, message: str, unsupported: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.unsupported = unsupported
        """Encoded attributes for the reply's unsupported-attributes group."""


class Resolution(NamedTuple):
    """units: 3 dots per inch, 4 dots per centimetre"""

    cross_feed: int
    feed: int
    units: int


class Range(NamedTuple):
    """Both ends included."""

    lower: int
    upper: int


class Localized(NamedTuple):
    """A text or name with its own natural language."""

    language: str
    text: str


class Value(NamedTuple):
    """A value with its tag. Out-of-band tags hold None, unknown tags the bytes as they came."""

    tag: int
    value: Scalar


Collection: TypeAlias = "dict[str, tuple[Value, ...]]"
Scalar: TypeAlias = "int | bool | str | bytes | Resolution | Range | Localized | Collection | None"

_INTEGER = struct.Struct(">i")
_RESOLUTION = struct.Struct(">iib")
_RANGE = struct.Struct(">ii")
_DATE_TIME_OCTETS = 11

_UTF8_TAGS = frozenset({Tag.TEXT, Tag.NAME})
_ASCII_TAGS = frozenset(
    {Tag.KEYWORD, Tag.URI, Tag.URI_SCHEME, Tag.CHARSET, Tag.NATURAL_LANGUAGE, Tag.MIME_MEDIA_TYPE}
)


def decode_scalar(tag: int, octets: bytes) -> Scalar:
    """The value of `octets` under `tag`; collections are put together by the codec.

    Raises `IppError`: bad request when the length or the characters do not fit the syntax,
    request-value-too-long when a string is over its limit.
    """
    if len(octets) > STRING_OCTETS_MAX.get(tag, len(octets)):
        raise IppError(Status.REQUEST_VALUE_TOO_LONG, f"value of tag 0x{tag:02x}: {len(octets)} octets")
    try:
        if tag in _ASCII_TAGS:
            return octets.decode("ascii")
        if tag in (Tag.INTEGER, Tag.ENUM):
            return int(_INTEGER.unpack(octets)[0])
        if tag in _UTF8_TAGS:
            return octets.decode("utf-8")
        if tag <= OUT_OF_BAND_MAX:
            return None
        return _decode_rare(tag, octets)
    except (struct.error, UnicodeDecodeError):
        raise IppError(Status.BAD_REQUEST, f"malformed value of tag 0x{tag:02x}") from None


def _decode_rare(tag: int, octets: bytes) -> Scalar:
    if tag == Tag.BOOLEAN:
        if octets not in (b"\x00", b"\x01"):
            raise IppError(Status.BAD_REQUEST, "a boolean is one octet, 0 or 1")
        return octets == b"\x01"
    if tag == Tag.RESOLUTION:
        return Resolution(*_RESOLUTION.unpack(octets))
    if tag == Tag.RANGE_OF_INTEGER:
        return Range(*_RANGE.unpack(octets))
    if tag in (Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE):
        return _decode_localized(octets)
    if tag == Tag.DATE_TIME and len(octets) != _DATE_TIME_OCTETS:
        raise IppError(Status.BAD_REQUEST, "a dateTime is 11 octets")
    return octets


def _decode_localized(octets: bytes) -> Localized:
    (language_length,) = struct.unpack_from(">H", octets)
    language = octets[2 : 2 + language_length]
    (text_length,) = struct.unpack_from(">H", octets, 2 + language_length)
    text = octets[4 + language_length :]
    if len(text) != text_length:
        raise IppError(Status.BAD_REQUEST, "a text with language does not fill its value")
    return Localized(language.decode("ascii"), text.decode("utf-8"))


def encode_scalar(tag: int, value: Scalar) -> bytes:
    """The octets of `value`, without tag and length; not for collections."""
    if value is None:
        return b""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, bool):
        return b"\x01" if value else b"\x00"
    if isinstance(value, int):
        return _INTEGER.pack(value)
    if isinstance(value, Resolution):
        return _RESOLUTION.pack(*value)
    if isinstance(value, Range):
        return _RANGE.pack(*value)
    if isinstance(value, Localized):
        language, text = value.language.encode("ascii"), value.text.encode("utf-8")
        return struct.pack(">H", len(language)) + language + struct.pack(">H", len(text)) + text
    raise TypeError(f"tag 0x{tag:02x} cannot carry a {type(value).__name__}")
