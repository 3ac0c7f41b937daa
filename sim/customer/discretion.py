"""What a kiosk in a shop must not say aloud or leave on the screen (general practice of such machines).

Voice and screen are for everybody who stands by: no name and no kind of certificate is spoken, and
names leave the screen when it asks whether somebody is still there.
"""

from __future__ import annotations

from typing import Final

from sim.personas import Persona

CERTIFICATE_WORDS: Final = ("住民票", "印鑑登録", "戸籍", "附票")

_HIDDEN: Final = "〔氏名〕"


class Discretion:
    """Knows the names of one customer's household and 戸籍."""

    def __init__(self, person: Persona) -> None:
        names = person.names
        self._names = tuple(
            form for name in sorted(names) for form in (name, name.replace(" ", "\u3000"), name.replace(" ", ""))
        )

    def names_in(self, words: str) -> bool:
        """Whether somebody of the household is named."""
        return any(name in words for name in self._names)

    def may_be_spoken(self, words: str) -> bool:
        """Whether the voice may say it in a shop."""
        return not self.names_in(words) and not any(word in words for word in CERTIFICATE_WORDS)

    def without_names(self, words: str) -> str:
        """The words with the household's names covered up, fit to be written down."""
        for name in self._names:
            if name in words:
                words = words.replace(name, _HIDDEN)
        return words
