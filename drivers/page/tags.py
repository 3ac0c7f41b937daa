"""The numbers of IPP: delimiter and value tags (RFC 8010 §3.5), operations (RFC 8011 §5.4.15)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class GroupTag(IntEnum):
    """Delimiter tags that open a group of attributes, and the one that ends them (RFC 8010 §3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


DELIMITER_MAX: Final = 0x0F
"""Tags up to here delimit groups, tags above are values (RFC 8010 §3.5.1, §3.5.2)."""

OUT_OF_BAND_MAX: Final = 0x1F
"""Value tags 0x10 to 0x1F say why there is no value: unsupported, unknown, no-value (RFC 8010 §3.5.2)."""


class ValueTag(IntEnum):
    """The value tags this driver reads or writes (RFC 8010 §3.5.2); any other stays raw bytes."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTET_STRING = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE_OF_INTEGER = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    NATURAL_LANGUAGE = 0x48
    MIME_MEDIA_TYPE = 0x49
    MEMBER_NAME = 0x4A
    EXTENSION = 0x7F


CHARACTER_STRINGS: Final = range(0x40, 0x60)
"""Value tags whose value is text in the message's charset (RFC 8010 §3.5.2), MEMBER_NAME among them."""


class Operation(IntEnum):
    """The operations the kiosk asks of a printer (RFC 8011 §5.4.15)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B
