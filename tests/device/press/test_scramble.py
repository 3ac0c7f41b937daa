"""スクランブル画像: the front comes back from a bad scan of the back, for whoever has the key and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from device.press.full import field, picture
from device.press.full.label import Label, NoLabel
from device.press.reading.keys import KeySource, NoKey, from_centre
from device.press.reading.scan import Unreadable
from device.press.reading.verdict import Verdict, judge
from drivers.centre import CentreClient, ScrambleKey
from tests.device.press.models import Scanner, scanned
from tests.device.press.support import BACK, FRONT, issued, side
from tests.sim.centre.support import Kiosk

KIND = "koseki"
"""The fullest front."""


def found(scanner: Scanner, back: Image.Image | None = None, key_of: KeySource | None = None) -> Verdict:
    file = usual(scanner) if back is None else scanner.scan(back)
    return judge(scanned(file), None, key_of or issued(KIND).key_of)


@cache
def usual(scanner: Scanner) -> bytes:
    """A scan of the certificate's back."""
    return scanner.scan(side(BACK, KIND))


def told() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The front as it was put in: darkness."""
    image = picture.developed(picture.taken(issued(KIND).document.pdf, 0, 10**6))
    assert image is not None
    return 1 - np.asarray(image, np.float32) / np.float32(255)


SCANNERS = {
    "300 dpi, 2°, noise, JPEG quality 60": Scanner(),
    "upside down and the other way, more noise": Scanner(turn_deg=178.0, noise=20.0),
    "out of focus": Scanner(turn_deg=0.7, blur_dots=3.0),
    "an uneven carriage": Scanner(turn_deg=1.0, bow=0.004),
    "600 dpi": Scanner(dpi=600, turn_deg=-1.0),
}


@pytest.mark.parametrize("name", SCANNERS)
def test_the_front_is_decoded_dot_for_dot(name: str) -> None:
    verdict = found(SCANNERS[name])
    assert verdict.decoded
    assert verdict.signed
    assert verdict.holds
    assert (verdict.picture == told()).all()
    assert (verdict.label.document, verdict.label.request) == (issued(KIND).document.id, issued(KIND).request)
    assert (verdict.label.sheet, verdict.label.sheets) == (1, issued(KIND).document.sheets)


def test_a_coffee_stain_and_a_hole_take_nothing_away() -> None:
    back = side(BACK, KIND).copy()
    draw = ImageDraw.Draw(back)
    draw.ellipse((1200, 900, 1900, 1600), fill=(90, 60, 30))
    draw.ellipse((700, 2600, 860, 2760), fill=(255, 255, 255))
    verdict = found(Scanner(), back)
    assert verdict.mended > 500
    assert (verdict.picture == told()).all()


def test_half_a_sheet_is_not_guessed_at() -> None:
    back = side(BACK, KIND).copy()
    ImageDraw.Draw(back).rectangle((420, 700, 4540, 2400), fill=(255, 255, 255))
    with pytest.raises(Unreadable, match="beyond repair"):
        found(Scanner(), back)


def wrong_key(document: str) -> ScrambleKey:
    key = issued(KIND).key_of(document)
    return replace(key, scramble_key=bytes([key.scramble_key[0] ^ 1]) + key.scramble_key[1:])


def test_with_a_wrong_key_it_is_noise() -> None:
    verdict = found(Scanner(), key_of=wrong_key)
    assert not verdict.decoded
    assert not verdict.holds
    bits = verdict.picture[::3, ::3]
    assert abs(bits.mean() - 0.5) < 0.01
    for one, other in ((bits[:, :-1], bits[:, 1:]), (bits[:-1], bits[1:])):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.02


def test_a_code_from_another_certificate_does_not_vouch_for_this_one() -> None:
    back = side(BACK, KIND).copy()
    code = (3690, 3968, 4564, 4843)
    back.paste(side(BACK, "juminhyo").crop(code), code)
    # whoever is asked for the other's key gets it, and it opens nothing here
    verdict = found(Scanner(), back, issued("juminhyo").key_of)
    assert verdict.label.document == issued("juminhyo").document.id
    assert not verdict.decoded


def test_a_signature_or_digest_that_is_not_the_centres_is_told() -> None:
    other = issued("juminhyo").key_of(issued("juminhyo").document.id)

    def digest(document: str) -> ScrambleKey:
        return replace(issued(KIND).key_of(document), sha256=other.sha256)

    def signer(document: str) -> ScrambleKey:
        return replace(issued(KIND).key_of(document), public_key=bytes([1, *bytes(31)]))

    for key_of in (digest, signer):
        verdict = found(Scanner(), key_of=key_of)
        assert verdict.decoded
        assert not verdict.signed
        assert not verdict.holds


def test_a_document_that_the_centre_never_issued() -> None:
    elsewhere = Kiosk()
    key_of = from_centre(CentreClient(elsewhere.http, "t1", elsewhere.clock), "t1")
    with pytest.raises(NoKey, match="never issued"):
        found(Scanner(), key_of=key_of)


def test_a_front_is_no_back() -> None:
    with pytest.raises(Unreadable, match="no 2D code"):
        found(Scanner(), side(FRONT, KIND))


def test_the_field_holds_what_the_arithmetic_says() -> None:
    assert field.PAYLOAD_BYTES == 17_331
    payload = np.random.default_rng(7).bytes(field.PAYLOAD_BYTES)
    cells = field.fill(payload)
    assert cells.shape == (440, 520)
    assert field.empty(cells) == (payload, 0, 0)
    assert abs(cells.mean() - 0.5) < 0.01


@pytest.mark.parametrize(
    "bend",
    [
        lambda b: b"",
        lambda b: b[:-1],
        lambda b: b + b"x",
        lambda b: b"XX1" + b[3:],
        lambda b: b[:3] + b"\x03\x02" + b[5:],
    ],
    ids=["empty", "short", "long", "another magic", "sheet 3 of 2"],
)
def test_what_is_no_label_is_not_read_as_one(bend: Callable[[bytes], bytes]) -> None:
    label = Label("d-1", "K-1-1-1", "16202-0000000001", "0" * 64, bytes(64), 1, 2, 600)
    assert Label.from_bytes(label.to_bytes()) == label
    with pytest.raises(NoLabel):
        Label.from_bytes(bend(label.to_bytes()))
