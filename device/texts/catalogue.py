"""The catalogue: Japanese is built in; another language is a gettext `.mo` beside it."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from device.texts.ja import TEXTS

DOMAIN = "madoguchi"
_LOCALES = Path(__file__).with_name("locale")


class UnknownText(LookupError):
    """Raised when a text id has no words: a programmer's mistake."""


class _Japanese(gettext.NullTranslations):
    """The built-in catalogue as gettext sees it, and the words that come out of data."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.words = {**words, **TEXTS}

    def gettext(self, message: str) -> str:
        """The words of a text id."""
        try:
            return self.words[message]
        except KeyError:
            raise UnknownText(f"no words for the text id {message!r}") from None


class Texts:
    """Words by text id, in one language.

    words: those out of the box's data, by text id (`device.texts.data`)
    """

    def __init__(self, language: str = "ja", words: Mapping[str, str] = MappingProxyType({})) -> None:
        self.language = language
        japanese = _Japanese(words)
        self._known = japanese.words.keys()
        if language == "ja":
            self._translations: gettext.NullTranslations = japanese
        else:
            self._translations = gettext.translation(DOMAIN, _LOCALES, [language], fallback=True)
            self._translations.add_fallback(japanese)

    def knows(self, text_id: str) -> bool:
        """Whether there are words for `text_id`."""
        return text_id in self._known

    def __call__(self, text_id: str, **values: object) -> str:
        """The words of `text_id` with its figures put in. Raises `UnknownText`."""
        words = self._translations.gettext(text_id)
        return words.format(**values) if values else words
