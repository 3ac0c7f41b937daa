"""The languages that a customer may have his slips in (rule book §5 ④ and ⑥, §10)."""

from __future__ import annotations

from typing import Final

JAPANESE: Final = "ja"
LANGUAGES: Final = (JAPANESE, "en", "ko", "zh-Hans", "zh-Hant", "es", "pt")
"""BCP 47 tags, in the screen's order. Japanese stands on every slip; another one beside it."""
