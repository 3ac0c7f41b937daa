"""The octets of an IPP request (RFC 8010 §3.1).

    version(2) operation(2) request-id(4) { group-tag(1) attributes } 03 document
    attribute: value-tag(1) name-length(2) name value-length(2) value; further values have no name
"""

from __future__ import annotations

from struct import Struct
from typing import Final

from drivers.page.decode import Resolution
from drivers.page.tags import GroupTag, Operation, ValueTag

VERSION: Final = b"\x02\x00"
"""IPP/2.0 (PWG 5100.12), which every printer with PDF, A4 and duplex speaks."""

_SHORT = Struct(">H")
_INTEGER = Struct(">i")
_RESOLUTION = Struct(">iib")


def attribute(tag: ValueTag, name: str, *values: int | bool | str | Resolution) -> bytes:
    """One attribute of a request, all of whose values have the same tag."""
    out = bytearray()
    label = name.encode("ascii")
    for value in values:
        match value:
            case bool():
                octets = b"\x01" if value else b"\x00"
            case int():
                octets = _INTEGER.pack(value)
            case str():
                octets = value.encode("utf-8")
            case Resolution():
                octets = _RESOLUTION.pack(*value)
        out.append(tag)
        out += _SHORT.pack(len(label)) + label + _SHORT.pack(len(octets)) + octets
        label = b""
    return bytes(out)


def request(
    operation: Operation, request_id: int, about: bytes, job: bytes = b"", *, version: bytes = VERSION
) -> bytes:
    """A whole request without its document: `about` are the operation attributes, `job` the job's."""
    head = version + _SHORT.pack(operation) + _INTEGER.pack(request_id)
    job_group = bytes((GroupTag.JOB,)) + job if job else b""
    return head + bytes((GroupTag.OPERATION,)) + about + job_group + bytes((GroupTag.END,))
