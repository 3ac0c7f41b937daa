"""What can be told from a PDF's file itself, before anything opens it: locks, bombs, scripts (ISO 32000-1 §7.3–7.5).

It reads no more of the format than it has to: where streams begin and end, how they are packed, which names stand in
what is not drawn. What it cannot read and another reader might is refused.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator
from typing import Final

from device.press.limits import INFLATED_BYTES_MAX, NESTING_MAX, Wrong

ACTIVE: Final = ("JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "XFA", "RichMedia", "EmbeddedFile", "GoToE")
"""Names of what a sheet of paper has no use for (ISO 32000-1 §12.6.4, §12.7, §7.11.4)."""

_END_OF_NAME: Final = rb"(?![A-Za-z0-9_])"
_STREAM: Final = re.compile(rb"\bstream[ \t]*(?:\r\n|\n|\r)")
_END: Final = b"endstream"
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE: Final = re.compile(rb"/(" + "|".join(ACTIVE).encode("ascii") + rb")" + _END_OF_NAME)
_ENCRYPT: Final = re.compile(rb"/Encrypt" + _END_OF_NAME)
_OBJECT: Final = re.compile(rb"\d\s+\d+\s+obj\b")
_OBJECT_STREAM: Final = re.compile(rb"/ObjStm" + _END_OF_NAME)
_CROSS_REFERENCE: Final = re.compile(rb"/XRef" + _END_OF_NAME)
_FILTER: Final = re.compile(rb"/Filter" + _END_OF_NAME)
_FLATE_ALONE: Final = re.compile(rb"/Filter\s*(?:/FlateDecode" + _END_OF_NAME + rb"|\[\s*/FlateDecode\s*\])")
_PARAMETERS: Final = re.compile(rb"/(?:DecodeParms|DP)" + _END_OF_NAME)
_HEAD: Final = re.compile(rb"(?:\A|[\r\n])\s*\d+\s+\d+\s+obj\b")
_HEX: Final = re.compile(rb"/(?:ASCIIHexDecode|AHx)" + _END_OF_NAME)
_BASE85: Final = re.compile(rb"/(?:ASCII85Decode|A85)" + _END_OF_NAME)
_PIECE_BYTES: Final = 1 << 20


def look_inside(pdf: bytes) -> None:
    """Raise `Wrong` for what is locked, active, or unpacks to more than may be. Never unpacks more than that."""
    room = INFLATED_BYTES_MAX
    plain = []
    for between, packed in _parts(pdf):
        around = _unescaped(between)
        plain.append(around)
        unpacked, room = _unpacked(around, packed, room)
        if _OBJECT.search(packed) or (packed == b"" and _OBJECT_STREAM.search(around)):
            raise Wrong("the document is broken: its streams do not end where they should")
        if _OBJECT_STREAM.search(around):  # objects, not drawings: these are read like the file itself
            plain.append(_unescaped(_objects(around, packed, unpacked)))
        elif _CROSS_REFERENCE.search(around):
            _objects(_PARAMETERS.sub(b"", around), packed, unpacked)
    text = b"\n".join(plain)
    if _ENCRYPT.search(text):
        raise Wrong("the document is encrypted")
    active = _ACTIVE.search(text)
    if active:
        raise Wrong(f"the document is active: it has /{active[1].decode('ascii')}")


def _unescaped(names: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), names)


def _parts(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream; at last the rest, and nothing."""
    at = 0
    while (found := _STREAM.search(pdf, at)) is not None:
        end = pdf.find(_END, found.end())
        end = len(pdf) if end < 0 else end
        yield pdf[at : found.start()], pdf[found.end() : end]
        at = end
    yield pdf[at:], b""


def _objects(around: bytes, packed: bytes, unpacked: bytes) -> bytes:
    """What an object stream holds. Raises `Wrong` for one that others may read otherwise than this.

    One Flate filter or none, without a predictor: that is what producers write.
    """
    entries = _entries(around)
    filters = len(_FILTER.findall(entries))
    readable = filters == len(_FLATE_ALONE.findall(entries)) <= 1 and not _PARAMETERS.search(entries)
    if not readable or (filters and not _inflates(packed)):
        raise Wrong("the document hides its objects: they are packed in a way that cannot be read here")
    return unpacked if filters else packed


def _entries(around: bytes) -> bytes:
    """The dictionary before a stream: all that stands there, unless it is plain where the stream's object begins.

    It is not where a string or a comment could have made up the beginning; no object stream needs either.
    """
    heads = list(_HEAD.finditer(around))
    own = around[heads[-1].end() :] if heads else around
    left = own.replace(b"<<", b"").replace(b">>", b"")
    return around if any(sign in left for sign in (b"<", b">", b"(", b")", b"%")) else own


def _unpacked(around: bytes, packed: bytes, room: int) -> tuple[bytes, int]:
    """A stream with all its packings taken off, and how many bytes may still come."""
    for _ in range(NESTING_MAX + 1):
        inner = _one_less(around, packed, room)
        if inner is None:
            return packed, room
        packed = inner
        room -= len(inner)
        if room <= 0:
            raise Wrong(f"the document unpacks to more than {INFLATED_BYTES_MAX >> 20} MiB")
    raise Wrong(f"the document is packed more than {NESTING_MAX} times over")


def _one_less(around: bytes, packed: bytes, most: int) -> bytes | None:
    """With one packing taken off; None where there is none that takes room."""
    if _zlib_head(packed):
        return _inflated(packed, most)[0] or None
    try:
        if _BASE85.search(around):
            return a85decode(packed.split(b"~")[0], ignorechars=b" \t\r\n\f\0") or None
        if _HEX.search(around):
            return bytes.fromhex(packed.split(b">")[0].decode("ascii")) or None
    except ValueError:
        pass  # not this stream's, or not the outermost
    return None


def _zlib_head(packed: bytes) -> bool:
    """RFC 1950 §2.2: method 8 (deflate), any window, and a check by 31."""
    return len(packed) > 1 and packed[0] & 15 == 8 and int.from_bytes(packed[:2], "big") % 31 == 0


def _inflates(packed: bytes) -> bool:
    """Whether it does to its very end."""
    return _zlib_head(packed) and _inflated(packed, INFLATED_BYTES_MAX)[1]


def _inflated(packed: bytes, most: int) -> tuple[bytes, bool]:
    """As much as unpacks, also of what breaks off, but no more than `most`; and whether that is all."""
    machine, out, rest = zlib.decompressobj(), bytearray(), packed
    try:
        while rest and len(out) < most and not machine.eof:
            out += machine.decompress(rest, min(_PIECE_BYTES, most - len(out)))
            rest = machine.unconsumed_tail
    except zlib.error:
        pass
    return bytes(out), machine.eof
