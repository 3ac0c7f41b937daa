"""A Japanese line does not begin with a full stop."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt.glyphs import cells, glyphs
from drivers.receipt.layout import wrap

TEXTS = st.text(st.sampled_from("あ漢、。）a1 ー"), max_size=60)


def test_the_full_stop_takes_the_character_before_it_along() -> None:
    rows = wrap(glyphs("あいう。"), 6)
    assert [b"".join(row).decode("cp932") for row in rows] == ["あい", "う。"]


@given(TEXTS, st.integers(4, 12))
def test_no_character_is_lost_and_no_row_is_too_wide(text: str, width_cells: int) -> None:
    rows = wrap(glyphs(text), width_cells)
    assert [glyph for row in rows for glyph in row] == glyphs(text)
    assert all(cells(row) <= width_cells for row in rows)
