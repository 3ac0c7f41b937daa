"""What a person types or writes wrong is one clear line and exit code 2, never a traceback."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from device.cli import main

JOURNEY = """title = "試し"
at = 2025-10-08T10:00:00+09:00
[[step]]
wait = "idle"
[expect]
last_screen = "idle"
"""
BOX = (files("device.config") / "demo.toml").read_text(encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line on the error output of a command that ends with 2."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


def written(folder: Path, text: str) -> str:
    path = folder / "x.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_unknown_journey_names_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    line = said(capsys, "journey", "takaoka-juminyo-3")
    assert line == "madoguchi journey: no journey is called 'takaoka-juminyo-3'; did you mean takaoka-juminhyo-3?"


def test_no_journey_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--list" in said(capsys, "journey")


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('title = "x\n', 1, "TOML"),
        (JOURNEY.replace("wait =", "wate ="), 3, "step[0]"),
        (JOURNEY.replace('last_screen = "idle"', 'sheets = "three"'), 6, "expect.sheets"),
        (JOURNEY.replace("at = ", "colour = 3\nat = "), 2, "colour"),
        (JOURNEY.replace('"idle"\n[expect]', '"idle"\n[[step]]\npress = 3\n[expect]'), 6, "step[1].press"),
    ],
    ids=["broken", "unknown verb", "wrong type", "unknown key", "wrong argument"],
)
def test_a_wrong_journey_file_names_line_and_key(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, line: int, key: str
) -> None:
    path = written(tmp_path, text)
    message = said(capsys, "journey", path)
    assert message.startswith(f"madoguchi journey: {path}:{line}: {key}"), message


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"sim://cash"', '"ftp://cash"', "cash.port"),
        ('"sim://cash"', '"/dev/ttyS0"', "cash.port"),
        ("[cash]", "[cahs]", "cash"),
        ('id = "DEMO-1"', 'id = "番号"', "terminal.id"),
    ],
    ids=["scheme", "not simulated", "unknown table", "terminal"],
)
def test_a_wrong_box_file_names_the_key(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, old: str, new: str, key: str
) -> None:
    path = written(tmp_path, BOX.replace(old, new))
    message = said(capsys, "journey", "--config", path, "under-15")
    assert path in message
    assert key in message


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "nowhere.toml" in said(capsys, "journey", str(tmp_path / "nowhere.toml"))


def test_a_place_where_nothing_can_be_left(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="ascii")
    assert main(["journey", "under-15", "--quiet", "--out", str(in_the_way / "out")]) == 2
    assert str(in_the_way) in capsys.readouterr().err
