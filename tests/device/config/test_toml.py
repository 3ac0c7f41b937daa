"""Loading: a file that cannot be read, is no text, or is no TOML is told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.config.errors import ConfigError
from device.config.toml import dotted, load, loads


def test_a_document_knows_its_data_and_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(b'\xef\xbb\xbf# saved by an editor with ways of its own\r\n[cash]\r\nport = "x"\r\n')
    document = load(file)
    assert document.data == {"cash": {"port": "x"}}
    assert document.line(("cash",)) == 2
    assert document.line(["cash", "port"]) == 3
    assert document.line(("cash", "prot")) == 2
    assert document.line(("page", "uri")) == 1
    assert str(document.error(("cash", "port"), "a port")) == f"{file}:3: cash.port: a port"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[cash]\nport = \n", 2, "Invalid value"),
        ("[cash]\n\nport \"x\"\n", 3, "Expected '=' after a key"),
        ("a = 1\nb = 2\na = 3\n", 3, "Cannot overwrite"),
        ("[cash]\na = 'x", 2, "Expected"),
        ("a = [1,\n2\n", 3, "Unclosed array"),
        ("a = \"\\q\"\n", 1, "Unescaped"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        loads(text, "kiosk.toml")
    assert caught.value.line == line
    assert str(caught.value).startswith(f"kiosk.toml:{line}: TOML: ")
    assert "(at " not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml:1: file: a TOML file that can be read \(No such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match=r"can be read \(Is a directory"):
        load(tmp_path)
    (tmp_path / "sjis.toml").write_bytes("[terminal]\nstore = '窓口'\n".encode("shift_jis"))
    with pytest.raises(ConfigError, match=r"sjis\.toml:2: file: text in UTF-8"):
        load(tmp_path / "sjis.toml")


def test_files_made_to_break_the_reader() -> None:
    with pytest.raises(ConfigError, match="fewer brackets"):
        loads("a = " + "[" * 100_000, "x")
    with pytest.raises(ConfigError, match="usual length"):
        loads("a = " + "1" * 5_000, "x")


@given(st.text(alphabet='ab=[]{}"\'.,#\\ \n\r1:-T', max_size=40) | st.text(max_size=30))
@settings(deadline=None, max_examples=150)
def test_any_text_is_a_document_or_one_error_of_one_line(text: str) -> None:
    try:
        document = loads(text, "any.toml")
    except ConfigError as error:
        assert 1 <= error.line <= text.count("\n") + 1  # noqa: PT017 - both ways are right
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert bool(document.data) == bool(document.lines)


def test_keys_are_written_as_a_person_writes_them() -> None:
    assert dotted(("kinds", 0, "fees", 1, "fee_yen")) == "kinds[0].fees[1].fee_yen"
    assert dotted(()) == ""
