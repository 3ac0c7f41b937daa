"""A document made to bring the kiosk down, or to hide what it does: it is refused, and the kiosk goes on."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable

import pytest

from device.press import apart
from device.press.inspection import inspect
from device.press.limits import INFLATED_BYTES_MAX, Wrong
from device.press.structure import look_inside
from drivers.errors import BadAnswer
from tests.device.press.support import issued
from tests.device.press.test_bad_pdfs import FLATE, PICTURE, RUN, packed, pdf, stream

LIMIT_S = 60.0
HEX_FLATE = b"/Filter [/ASCIIHexDecode /FlateDecode]"
BASE85_FLATE = b"/Filter [/ASCII85Decode /FlateDecode]"
OBJECTS = b"/Type /ObjStm /N 1 /First 0 "
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 500 500] "
PATTERN = (
    b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 500 500] /XStep 1 /YStep 1"
    b" /Resources << /XObject << /I 3 0 R >> >>"
)


def window(data: bytes, bits: int = 12) -> bytes:
    """Flate with a small window: its head is not the usual one, and as good (RFC 1950 §2.2)."""
    machine = zlib.compressobj(9, zlib.DEFLATED, bits)
    return machine.compress(data) + machine.flush()


def hexed(data: bytes) -> bytes:
    return data.hex().encode("ascii") + b">"


def hexed_flate(data: bytes) -> bytes:
    return hexed(packed(data))


def base85(data: bytes) -> bytes:
    return base64.a85encode(data) + b"~>"


def catalog_in_a_stream(
    pack: Callable[[bytes], bytes] = packed, entries: bytes = FLATE, kind: bytes = b"/ObjStm"
) -> bytes:
    """A whole PDF 1.5 whose catalog, with a script on opening, lies in an object stream (ISO 32000-1 §7.5.7)."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [(a) 4 0 R] >> >> /OpenAction 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89] >>",
        4: RUN,
    }
    numbers = body = b""
    for number, each in objects.items():
        numbers += b"%d %d " % (number, len(body))
        body += each + b" "
    entries = b"/Type %s /N %d /First %d " % (kind, len(objects), len(numbers)) + entries
    out = bytearray(b"%PDF-1.5\n")
    at = [len(out)]
    out += b"5 0 obj\n" + stream(pack(numbers + body), entries) + b"\nendobj\n"
    at.append(len(out))
    rows = [(0, 0, 65535), *((2, 5, index) for index in range(4)), (1, at[0], 0), (1, at[1], 0)]
    table = b"".join(bytes([how]) + place.to_bytes(4, "big") + last.to_bytes(2, "big") for how, place, last in rows)
    out += b"6 0 obj\n" + stream(table, b"/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R")
    out += b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % at[1]
    return bytes(out)


def forms_in_forms(levels: int, each: int) -> bytes:
    """A dot, drawn each ** (levels - 1) times by a few kilobytes."""
    forms = [
        stream(b"/P Do\n" * each, FORM + b"/Resources << /XObject << /P %d 0 R >> >>" % (4 + level))
        for level in range(levels - 1)
    ]
    last = stream(b"0 0 m 9 9 l S\n", FORM)
    return pdf([b"/P Do"], page=b"/Resources << /XObject << /P 3 0 R >> >>", objects=[*forms, last])


def acre_in_a_pattern() -> bytes:
    """A huge picture where no page has it: in the tile of a pattern."""
    tile = [stream(packed(bytes(10)), PICTURE % (60_000, 60_000)), stream(b"q 500 0 0 500 0 0 cm /I Do Q", PATTERN)]
    fill = b"/Pattern cs /P scn 0 0 595 841 re f"
    return pdf([fill], page=b"/Resources << /Pattern << /P 4 0 R >> >>", objects=tile)


def bomb() -> bytes:
    return bytes(INFLATED_BYTES_MAX + 1)


HIDDEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "a script in a packed catalog": (catalog_in_a_stream, "active: it has /J"),
    "packed with a small window": (lambda: catalog_in_a_stream(window), "active: it has /J"),
    "packed with the smallest": (lambda: catalog_in_a_stream(lambda data: window(data, 9)), "active: it has /J"),
    "not packed at all": (lambda: catalog_in_a_stream(bytes, b""), "active: it has /J"),
    "packed and spelt in hexadecimals": (lambda: catalog_in_a_stream(hexed_flate, HEX_FLATE), "hides"),
    "packed and spelt in base 85": (
        lambda: catalog_in_a_stream(lambda data: base85(packed(data)), BASE85_FLATE), "hides"
    ),
    "spelt in hexadecimals": (lambda: catalog_in_a_stream(hexed, b"/Filter /ASCIIHexDecode"), "hides"),
    "filtered by what another object says": (lambda: catalog_in_a_stream(packed, b"/Filter 9 0 R"), "hides"),
    "packed with a predictor": (
        lambda: catalog_in_a_stream(packed, FLATE + b" /DecodeParms << /Predictor 12 /Columns 5 >>"), "hides"
    ),
    "in objects that are named with an escape": (lambda: catalog_in_a_stream(kind=b"/Obj#53tm"), "active: it has /J"),
    "behind a name with an escape": (
        lambda: catalog_in_a_stream(hexed_flate, HEX_FLATE.replace(b"Filter", b"F#69lter")), "hides"
    ),
    "behind what only looks like an object's beginning": (
        lambda: catalog_in_a_stream(hexed_flate, HEX_FLATE + b" /X (\n1 0 obj\n<< >> /Type /ObjStm)"), "hides"
    ),
    "in a stream that breaks off": (lambda: pdf(objects=[stream(packed(RUN)[:-9], OBJECTS + FLATE)]), "hides"),
    "in objects that stand in a stream": (
        lambda: pdf(objects=[b"<< /X (\nstream\n) >>"], catalog=b"/OpenAction 4 0 R", trailer=b"/Y (endstream)"),
        "streams do not end",
    ),
    "a bomb with a small window": (lambda: pdf(objects=[stream(window(bomb()), FLATE)]), "unpacks to more than 64"),
    "a bomb in base 85": (lambda: pdf(objects=[stream(base85(packed(bomb())), BASE85_FLATE)]), "unpacks to more"),
    "a bomb in hexadecimals": (lambda: pdf(objects=[stream(hexed(packed(bomb())), HEX_FLATE)]), "unpacks to more"),
    "a bomb that breaks off": (
        lambda: pdf(objects=[stream(packed(bomb() + bomb())[: -(1 << 10)] + b"no more", FLATE)]), "unpacks to more"
    ),
}  # fmt: skip

DEADLY: dict[str, Callable[[], bytes]] = {
    "forms in forms in forms": lambda: forms_in_forms(12, 10),
    "a picture of an acre in a pattern": acre_in_a_pattern,
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_hides_itself_is_refused_by_its_reason(name: str) -> None:
    make, why = HIDDEN[name]
    with pytest.raises(BadAnswer, match=why):
        inspect(make())


def test_the_library_is_asked_for_scripts_too() -> None:
    """What this kiosk's own look at the file missed, the library that opens it has found."""
    for document in (catalog_in_a_stream(window), catalog_in_a_stream(hexed_flate, HEX_FLATE)):
        with pytest.raises(Wrong, match="active: it has /JavaScript"):
            apart.try_apart(document)


@pytest.mark.parametrize("name", DEADLY)
def test_what_would_kill_the_kiosk_kills_a_process_that_may_die_and_is_refused(name: str) -> None:
    document = DEADLY[name]()
    assert len(document) < 5_000
    look_inside(document)  # nothing of it can be told from the file itself
    with pytest.raises(BadAnswer, match=re.escape(apart.DIED)) as error:
        inspect(document)
    assert error.value.__cause__ is None
    inspect(issued().document.pdf)  # the next customer's


def test_documents_of_honest_producers_are_taken() -> None:
    drawing = b"0 0 m 9 9 l S\nBT (80 0 obj /ObjStm) Tj ET"
    for entries, data in ((FLATE, window(drawing)), (HEX_FLATE, hexed(packed(drawing))), (b"", drawing[:13])):
        inspect(pdf(objects=[stream(data, entries)]))
    inspect(pdf(objects=[stream(base85(packed(drawing)), BASE85_FLATE)]))
    signed = b"<< /Type /Sig /Filter /Adobe.PPKLite /Contents <00> >>"
    inspect(pdf(objects=[signed, stream(packed(b"<< /A 1 >>"), OBJECTS + FLATE)]))
    table = FLATE + b" /DecodeParms << /Columns 5 /Predictor 12 >>"
    inspect(pdf(objects=[stream(packed(bytes(60)), b"/Type /XRef " + table)]))


def test_the_process_that_opens_documents_dies_and_the_next_document_gets_another() -> None:
    good = issued().document.pdf
    inspect(good)
    process = apart._OPENER._process
    assert process is not None
    process.kill()
    process.wait(LIMIT_S)
    inspect(good)
    assert apart._OPENER._process is not process


def test_several_documents_at_once_each_get_their_own_answer() -> None:
    good, bad = issued().document.pdf, pdf(size=(612, 792))
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        try:
            inspect(bad if number % 2 else good)
            answers[number] = "good"
        except BadAnswer as error:
            answers[number] = error.cause

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT_S)
    assert [answers[number] == "good" for number in range(8)] == [True, False] * 4
    assert {answers[number] for number in range(1, 8, 2)} == {"page 1 is 216 × 279 mm, not A4 upright"}


@pytest.mark.parametrize("end", ["pass", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_the_kiosk_ends_however_it_does_and_nothing_is_left_running(end: str) -> None:
    """The opener holds the other end of the kiosk's output here; that closes only when both are gone."""
    code = (
        "import os, sys; from device.press import apart; from tests.device.press.test_bad_pdfs import pdf\n"
        "start, output = apart.subprocess.Popen, os.dup(1)\n"
        "def told(*a, pass_fds, **k): return start(*a, pass_fds=(*pass_fds, output), **k)\n"
        "apart.subprocess.Popen = told\n"
        "apart.try_apart(pdf()); sys.stdout.write('good'); sys.stdout.flush()\n" + end
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=LIMIT_S, check=False)
    assert ran.stdout == b"good"
