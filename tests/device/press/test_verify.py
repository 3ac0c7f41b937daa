"""`madoguchi verify`: a clerk with a scan, and a forger with a razor blade."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from device.cli import main
from tests.device.press.models import Scanner
from tests.device.press.support import BACK, FRONT, issued, pressed, side

KIND = "koseki"
DPI = 600


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scan of the back and the key that the centre gave for it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "back.jpg").write_bytes(Scanner(turn_deg=1.2).scan(side(BACK, KIND)))
    key = issued(KIND).key_of(issued(KIND).document.id)
    answer = {
        "document": issued(KIND).document.id, "sheets": key.sheets, "sha256": key.sha256,
        "scramble_key": base64.b64encode(key.scramble_key).decode(),
        "public_key": base64.b64encode(key.public_key).decode(),
    }  # fmt: skip
    (folder / "key.json").write_text(json.dumps(answer), encoding="ascii")
    return folder


def verify(desk: Path, out: Path, *more: str, key: str = "key.json") -> int:
    return main(["verify", str(desk / "back.jpg"), "--key-file", str(desk / key), "--out", str(out), *more])


def digits() -> list[tuple[str, tuple[int, int, int, int]]]:
    """The digits of the front and where they are printed: left, top, right, bottom in dots."""
    document = pypdfium2.PdfDocument(pressed(KIND))
    try:
        page = document[FRONT]
        text, height, found = page.get_textpage(), page.get_height(), []
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if character in tuple("０１２３４５６７８９"):
                left, bottom, right, top = (round(side * DPI / 72) for side in text.get_charbox(index))
                rise = round(height * DPI / 72)
                found.append((character, (left - 6, rise - top - 8, right + 6, rise - bottom + 8)))
        return found
    finally:
        document.close()


def forged(nth: int) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """The front with one digit cut out and another pasted in."""
    all_digits = digits()
    old, place = all_digits[nth]
    _, other = next(each for each in all_digits if each[0] != old and _size(each[1]) == _size(place))
    front = side(FRONT, KIND).copy()
    piece = front.crop(other)
    front.paste(piece, place[:2])
    return front, place


def _size(box: tuple[int, int, int, int]) -> int:
    """The digit's width, roughly: in steps of half a millimetre."""
    return (box[2] - box[0]) // 12


def test_a_true_certificate_is_told_as_true(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    front = tmp_path / "front.jpg"
    front.write_bytes(Scanner(turn_deg=-1.6, seed=3).scan(side(FRONT, KIND)))
    assert verify(desk, tmp_path / "out.png", "--front", str(front)) == 0
    said = capsys.readouterr().out
    assert f"document {issued(KIND).document.id}, sheet 1 of 2" in said
    assert "signature: good" in said
    assert "the front: as it was pressed" in said
    assert said.endswith("nothing speaks against it\n")
    with Image.open(tmp_path / "out.png") as picture:
        assert picture.size == (3880, 1884)
    # nothing but what it was told to write
    assert sorted(path.name for path in tmp_path.iterdir()) == ["front.jpg", "out.png"]


def test_nothing_of_what_stands_on_the_certificate_is_printed(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify(desk, tmp_path / "out.png")
    said = "".join(capsys.readouterr())
    assert not any(name in said for name in ("山田", "太郎", "花子", "戸籍"))


@pytest.mark.parametrize("nth", [3, 30])
def test_a_changed_digit_is_shown(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], nth: int) -> None:
    front, place = forged(nth)
    file, out = tmp_path / "front.jpg", tmp_path / "out.png"
    file.write_bytes(Scanner(turn_deg=1.7, seed=4).scan(front))
    assert verify(desk, out, "--front", str(file)) == 1
    said = capsys.readouterr().out
    assert "the front: differs in 1 places" in said
    assert "NOT TO BE TRUSTED" in said
    # the frame is around the digit, on both pictures
    with Image.open(out) as picture:
        panel = picture.convert("RGB").crop((40, 90, 1280, 1844))
        colourful = panel.convert("HSV").split()[1].point([255 if level > 150 else 0 for level in range(256)])
        frame = colourful.getbbox()
    assert frame is not None
    middle = ((place[0] + place[2]) / 2 / 4, (place[1] + place[3]) / 2 / 4)
    assert frame[0] < middle[0] < frame[2]
    assert frame[1] < middle[1] < frame[3]


def test_another_keys_noise_is_laid_there_and_the_exit_code_says_so(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads((desk / "key.json").read_text(encoding="ascii"))
    answer["scramble_key"] = base64.b64encode(bytes(32)).decode()
    (tmp_path / "wrong.json").write_text(json.dumps(answer), encoding="ascii")
    assert verify(desk, tmp_path / "out.png", key=str(tmp_path / "wrong.json")) == 1
    assert "NOISE" in capsys.readouterr().out
    assert (tmp_path / "out.png").exists()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("nowhere.png", "nowhere.png"),
        ("key.json", "is no picture"),
        ("front.png", "no 2D code is to be seen"),
    ],
)
def test_what_is_no_scan_of_a_back_is_one_line(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, why: str
) -> None:
    side(FRONT, KIND).reduce(4).save(desk / "front.png")
    arguments = ["verify", str(desk / what), "--key-file", str(desk / "key.json"), "--out", str(tmp_path / "out.png")]
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("madoguchi verify: ")
    assert why in line
    assert not (tmp_path / "out.png").exists()


def test_another_documents_key_file_and_a_simulated_centre_are_refused(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads((desk / "key.json").read_text(encoding="ascii"))
    (tmp_path / "other.json").write_text(json.dumps(answer | {"document": "d-2"}), encoding="ascii")
    (tmp_path / "junk.json").write_text("{", encoding="ascii")
    for key, why in (("other.json", "has the key of d-2"), ("junk.json", "is no key file")):
        assert verify(desk, tmp_path / "out.png", key=str(tmp_path / key)) == 2
        assert why in capsys.readouterr().err
    from importlib.resources import files

    demo = tmp_path / "kiosk.toml"
    demo.write_text((files("device.config") / "demo.toml").read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["verify", str(desk / "back.jpg"), "--config", str(demo), "--out", str(tmp_path / "out.png")]
    assert main(arguments) == 2
    assert "issued nothing yet" in capsys.readouterr().err
