"""The keyboards: what a key does to what is typed, and where the typed goes: into the vault alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.screen.keyboards import KEYBOARDS, has_key, typed
from device.screen.presses import press_of
from device.vault import PIN_CAPACITY, Vault
from sim.customer.keys import keys_for
from statemachine import events as e
from statemachine.registration import LENGTH_MAX
from statemachine.registration import written as written_as
from statemachine.views import Choice, View

KANA = View("entering_head", buttons=("correct",), keyboard="kana", field="name_reading")
PASSWORD = View("entering_password", buttons=("correct",), keyboard="letters")

LETTERS = (
    "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバパヒビ"
    "ピヘベペホボポヴァィゥェォッャュョンー"
)


def written(*keys: str) -> str:
    text = ""
    for key in keys:
        text = typed(text, key, 30)
    return text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("カ゛", "ガ"), ("ハ゜", "パ"), ("ウ゛", "ヴ"), ("ツ小", "ッ"), ("ヨ小小", "ヨ"), ("チ小", "チ"),
        ("ナ゛", "ナ"), ("゛", ""), ("小", ""), ("ガ゛", "ガ"),
    ],
)  # fmt: skip
def test_marks_and_small_kana_change_the_last_character(keys: str, text: str) -> None:
    assert written(*keys) == text


def test_a_blank_stands_between_two_words_once() -> None:
    assert written("空白", "ミ", "空白", "空白", "ロ") == "ミ ロ"


def test_what_does_not_fit_changes_nothing() -> None:
    assert typed("1234", "番地", 5) == "1234"
    assert typed("123", "番地", 5) == "123番地"


@given(st.text(LETTERS, max_size=25))
def test_all_that_people_are_called_can_be_written(reading: str) -> None:
    keys = keys_for(reading)
    assert all(has_key("kana", key) for key in keys)
    assert written(*keys) == unicodedata.normalize("NFC", reading)


def test_the_password_has_capitals_and_digits_alone() -> None:
    keys = {key for row in KEYBOARDS["letters"] for key in row if key}
    assert keys == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def press(view: View, vault: Vault, **what: str) -> object:
    return press_of({"type": "press", **what}, view, vault)


def test_an_event_says_how_much_and_never_what() -> None:
    vault = Vault()
    assert press(KANA, vault, key="ミ") == e.EntryTyped(field="name_reading", count=1)
    assert press(KANA, vault, key="ト") == e.EntryTyped(field="name_reading", count=2)
    assert vault.text_of("name_reading") == "ミト"
    assert press(KANA, vault, button="correct") == e.EntryErased(field="name_reading", count=1)
    assert press(PASSWORD, vault, key="A") == e.PinDigitEntered(count=1)
    assert press(PASSWORD, vault, button="correct") == e.PinDigitErased(count=0)


def test_which_writing_was_chosen_stays_in_the_vault() -> None:
    """An event with its place in the list would tell a name to whoever knows the list."""
    vault = Vault()
    choices = tuple(Choice(written_as("name", 1, n), "held") for n in range(2))
    view = View("choosing_head", choices=choices)
    assert press(view, vault, choice=choices[1].id) is None  # the visit is over: nothing lies there
    for n, name in enumerate(("録子", "六子")):
        vault.put(written_as("name", 1, n), name)
    for n, name in ((1, "六子"), (0, "録子")):
        assert press(view, vault, choice=choices[n].id) == e.WritingChosen(of="name", part=1)
        assert vault.text_of("chosen:name:1") == name


@pytest.mark.parametrize("key", ["A", "１", "", "ミト", "\u3099", "漢", "番地"])
def test_a_key_that_is_not_on_the_keyboard_is_no_press(key: str) -> None:
    vault = Vault()
    assert press(KANA, vault, key=key) is None
    assert "name_reading" not in vault


def test_neither_field_nor_password_grows_without_end() -> None:
    vault = Vault()
    for _ in range(60):
        press(KANA, vault, key="ア")
        press(PASSWORD, vault, key="Z")
    assert len(vault.text_of("name_reading")) == LENGTH_MAX["name_reading"]
    assert vault.pin_length == PIN_CAPACITY
