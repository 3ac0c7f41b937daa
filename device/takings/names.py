"""What municipalities and kinds are called."""

from __future__ import annotations

from collections.abc import Mapping

from device.config.municipality import Municipality
from device.texts.takings import CERTIFICATES, NONE


class Names:
    """Names by code; a code that nobody knows stands for itself, since a ledger outlives a configuration."""

    def __init__(self, municipalities: Mapping[str, Municipality]) -> None:
        self._municipalities = municipalities
        own = {each.kind: each.words[each.kind] for m in municipalities.values() for each in m.types}
        self._kinds = {**own, **CERTIFICATES}

    def municipality(self, code: str) -> str:
        """`高岡市`."""
        found = self._municipalities.get(code)
        return (code or NONE) if found is None else found.name

    def kind(self, kind: str) -> str:
        """`住民票の写し`."""
        return self._kinds.get(kind, kind or NONE)

    def code_of(self, text: str) -> str | None:
        """The JIS code that is meant by a code or by a name, with its prefecture or without; None for nobody's."""
        if len(text) == 5 and text.isascii() and text.isdecimal():
            return text
        found = [m.code for m in self._municipalities.values() if text in (m.name, m.prefecture + m.name)]
        return found[0] if len(found) == 1 else None

    @property
    def known(self) -> str:
        """All municipalities, for a message."""
        return ", ".join(f"{m.code} {m.name}" for m in self._municipalities.values())
