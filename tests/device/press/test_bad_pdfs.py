"""What no press may take: broken, huge, locked, of another size, or active; and no customer pays for it first."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import pytest

from device.press.inspection import inspect
from device.press.limits import INFLATED_BYTES_MAX
from drivers.errors import BadAnswer
from tests.device.press.support import issued

A4 = (595.276, 841.89)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def pdf(
    pages: Sequence[bytes] = (b"",),
    *,
    size: tuple[float, float] = A4,
    page: bytes = b"",
    catalog: bytes = b"",
    trailer: bytes = b"",
    objects: Sequence[bytes] = (),
) -> bytes:
    """A PDF of pages with these contents. Objects given have the numbers from 3."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, b"", *objects]
    kids = []
    for content in pages:
        parts.append(stream(content))
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.3f %.3f] /Contents %d 0 R %s >>" % (*size, len(parts), page)
        )
        kids.append(b"%d 0 R" % len(parts))
    parts[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1, table, len(parts) + 1, trailer, len(out),
    )  # fmt: skip
    return bytes(out)


def packed(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00><00>]" % (b"41" * 32, b"42" * 32)
BOMB = packed(bytes(INFLATED_BYTES_MAX + 1))
FLATE = b"/Filter /FlateDecode"
PICTURE = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray " + FLATE
RUN = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "half of it": (lambda: issued().document.pdf[:9000], "no PDF|pages"),
    "no pages": (lambda: pdf(()), "0 pages|no PDF"),
    "51 pages": (lambda: pdf([b""] * 51), "51 pages"),
    "locked with a password": (lambda: pdf(trailer=LOCK), "encrypted"),
    "Letter": (lambda: pdf(size=(612, 792)), "page 1 is 216 × 279 mm, not A4 upright"),
    "A4 lying": (lambda: pdf(size=(841.89, 595.276)), "297 × 210 mm"),
    "A5": (lambda: pdf(size=(419.5, 595.3)), "148 × 210 mm"),
    "turned": (lambda: pdf(page=b"/Rotate 180"), "turned or shifted"),
    "shifted": (lambda: pdf(page=b"/CropBox [100 100 695.276 941.89]"), "mm, not A4|turned or shifted"),
    "a script on opening": (lambda: pdf(catalog=b"/OpenAction " + RUN), "active: it has /JavaScript"),
    "a script spelt otherwise": (lambda: pdf(catalog=b"/OpenAction << /S /J#61vaScript >>"), "/JavaScript"),
    "a script in a packed object": (
        lambda: pdf(objects=[stream(packed(RUN), b"/Type /ObjStm /N 1 /First 0 " + FLATE)]), "active"
    ),
    "a program to start": (lambda: pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "/Launch"),
    "a file inside": (lambda: pdf(objects=[stream(b"MZ", b"/Type /EmbeddedFile")]), "/EmbeddedFile"),
    "a form that is sent": (lambda: pdf(catalog=b"/AA << /WC << /S /SubmitForm >> >>"), "/SubmitForm"),
    "a page that unpacks to more than may be": (lambda: pdf(objects=[stream(BOMB, FLATE)]), "unpacks to more than 64"),
    "packed again and again": (lambda: pdf(objects=[stream(packed(b"x" * 99, 6), FLATE)]), "packed more than 3 times"),
    "a picture of an acre": (
        lambda: pdf(
            [b"q 500 0 0 500 0 0 cm /P Do Q"], page=b"/Resources << /XObject << /P 3 0 R >> >>",
            objects=[stream(packed(bytes(10)), PICTURE % (60_000, 60_000))],
        ), "too full",
    ),
    "a million lines": (lambda: pdf([b"0 0 m 9 9 l S\n" * 60_000]), "too full"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_pressed_is_refused_by_its_reason(name: str) -> None:
    make, why = BAD[name]
    with pytest.raises(BadAnswer, match=why) as error:
        inspect(make())
    assert error.value.__cause__ is None


def test_what_can_be_pressed_is_not() -> None:
    for good in (pdf(), pdf(size=(595, 842)), pdf([b"0 0 m 9 9 l S\n"] * 50), issued().document.pdf):
        inspect(good)
    # the words of scripts in a drawing are only words, and opening at a page is no action
    inspect(pdf([b"BT (/JavaScript /JS) Tj ET"], catalog=b"/OpenAction [4 0 R /Fit]"))
