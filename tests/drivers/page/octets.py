"""Building IPP octets by hand, the other way than the driver does: from tuples, group by group."""

from __future__ import annotations

from collections.abc import Callable

OPERATION, JOB, END, PRINTER, UNSUPPORTED = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"


def field(tag: int, name: str, value: bytes) -> bytes:
    """One attribute, or with an empty name one more value of it."""
    return bytes([tag]) + len(name).to_bytes(2, "big") + name.encode() + len(value).to_bytes(2, "big") + value


def number(name: str, value: int, tag: int = 0x21) -> bytes:
    return field(tag, name, value.to_bytes(4, "big", signed=True))


def enum(name: str, value: int) -> bytes:
    return number(name, value, 0x23)


def keywords(name: str, *values: str) -> bytes:
    return b"".join(field(0x44, "" if index else name, value.encode()) for index, value in enumerate(values))


def mime_types(name: str, *values: str) -> bytes:
    return b"".join(field(0x49, "" if index else name, value.encode()) for index, value in enumerate(values))


def boolean(name: str, value: bool) -> bytes:
    return field(0x22, name, bytes([value]))


PREAMBLE = OPERATION + field(0x47, "attributes-charset", b"utf-8")
PREAMBLE += field(0x48, "attributes-natural-language", b"en")


def answer(*groups: bytes, code: int = 0) -> Callable[[bytes], bytes]:
    """A reply to whatever was asked, with its request id."""
    return lambda request: (
        b"\x02\x00" + code.to_bytes(2, "big") + request[4:8] + PREAMBLE + b"".join(groups) + END
    )


def printer(state: int, *reasons: str, accepting: bool = True) -> bytes:
    return (
        PRINTER
        + enum("printer-state", state)
        + keywords("printer-state-reasons", *(reasons or ("none",)))
        + boolean("printer-is-accepting-jobs", accepting)
    )


def job(state: int, *reasons: str, job_id: int = 7, impressions: int | None = None) -> bytes:
    counted = b"" if impressions is None else number("job-impressions-completed", impressions)
    return (
        JOB
        + number("job-id", job_id)
        + enum("job-state", state)
        + keywords("job-state-reasons", *(reasons or ("none",)))
        + counted
    )


def named(job_id: int, name: str, tag: int = 0x42, user: str = "madoguchi") -> bytes:
    owner = field(0x42, "job-originating-user-name", user.encode())
    return JOB + number("job-id", job_id) + field(tag, "job-name", name.encode()) + owner


def octet_strings(name: str, *values: str) -> bytes:
    return b"".join(field(0x30, "" if index else name, value.encode()) for index, value in enumerate(values))


def resolutions(name: str, *dpi: tuple[int, int], units: int = 3) -> bytes:
    """Across and along the feed."""
    octets = (across.to_bytes(4, "big") + along.to_bytes(4, "big") + bytes([units]) for across, along in dpi)
    return b"".join(field(0x32, "" if index else name, each) for index, each in enumerate(octets))


OPERATIONS = (0x02, 0x04, 0x08, 0x09, 0x0A, 0x0B)


def description(
    formats: tuple[str, ...] = ("application/octet-stream", "application/pdf"),
    media: tuple[str, ...] = ("na_letter_8.5x11in", "iso_a4_210x297mm"),
    sides: tuple[str, ...] = ("one-sided", "two-sided-long-edge"),
    scaling: tuple[str, ...] = ("auto", "none"),
    operations: tuple[int, ...] = OPERATIONS,
    dpi: tuple[tuple[int, int], ...] = ((600, 600), (1200, 600)),
    more: bytes = b"",
) -> bytes:
    return (
        PRINTER
        + mime_types("document-format-supported", *formats)
        + keywords("media-supported", *media)
        + keywords("sides-supported", *sides)
        + (keywords("print-scaling-supported", *scaling) if scaling else b"")
        + b"".join(number("" if i else "operations-supported", o, 0x23) for i, o in enumerate(operations))
        + field(0x41, "printer-make-and-model", "見本プリンター".encode())
        + resolutions("printer-resolution-supported", *dpi)
        + more
    )


def raster(
    types: tuple[str, ...] = ("black_1", "sgray_8"),
    back: str = "normal",
    dpi: tuple[tuple[int, int], ...] = ((300, 300), (600, 600)),
) -> bytes:
    """What a printer says of the dots it takes, for `description(more=…)`."""
    return (
        keywords("pwg-raster-document-type-supported", *types)
        + keywords("pwg-raster-document-sheet-back", back)
        + resolutions("pwg-raster-document-resolution-supported", *dpi)
    )
