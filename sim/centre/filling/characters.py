"""Characters as a reader counts them."""

from __future__ import annotations

import unicodedata


def characters(text: str) -> list[str]:
    """Characters with their variation selectors (UTS 37): what one glyph stands for."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.category(character) == "Mn":
            found[-1] += character
        else:
            found.append(character)
    return found
