"""A Japanese line does not begin with a full stop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt.glyphs import Glyph, cells, character, glyphs
from drivers.receipt.layout import wrap


def words(row: list[Glyph]) -> str:
    return "".join(character(glyph) for glyph in row if isinstance(glyph, bytes))


TEXTS = st.text(st.sampled_from("あ漢、。）a1 ーb "), max_size=60)


def test_the_full_stop_takes_the_character_before_it_along() -> None:
    rows = wrap(glyphs("あいう。"), 6)
    assert [words(row) for row in rows] == ["あい", "う。"]


@pytest.mark.parametrize(
    ("text", "width_cells", "rows"),
    [
        ("No refunds at all", 12, ["No refunds ", "at all"]),
        ("One two", 7, ["One two"]),
        ("One two three", 7, ["One ", "two ", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),  # a word that no row holds
        ("¡Ab", 3, ["〓", "Ab"]),
    ],
)
def test_a_word_stays_whole_where_a_row_holds_it(text: str, width_cells: int, rows: list[str]) -> None:
    assert [words(row) for row in wrap(glyphs(text), width_cells)] == rows


@given(TEXTS, st.integers(4, 12))
def test_no_character_is_lost_and_no_row_is_too_wide(text: str, width_cells: int) -> None:
    rows = wrap(glyphs(text), width_cells)
    assert [glyph for row in rows for glyph in row] == glyphs(text)
    assert all(cells(row) <= width_cells for row in rows)
