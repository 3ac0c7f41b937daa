"""What was issued and what became of each copy: what the world may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from sim.centre.fields import WireError

Outcome: TypeAlias = Literal["delivered", "void"]

DOCUMENTS_MAX: Final = 10_000
"""Kept; beyond, the oldest is forgotten with its deliveries."""


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """One document that left the centre. person: the resident's id. copies: how many were asked for."""

    id: str
    request_id: str
    terminal: str
    person: str
    municipality: str
    kind: str
    scope: str
    sheets: int
    copies: int
    sha256: str


class Ledger:
    """Documents by id in the order of issue, and outcomes by (document id, copy)."""

    def __init__(self) -> None:
        self._documents: dict[str, IssuedDocument] = {}
        self._deliveries: dict[tuple[str, int], Outcome] = {}

    @property
    def documents(self) -> Mapping[str, IssuedDocument]:
        return MappingProxyType(self._documents)

    @property
    def deliveries(self) -> Mapping[tuple[str, int], Outcome]:
        return MappingProxyType(self._deliveries)

    def issue(self, document: IssuedDocument) -> None:
        """Enter a document."""
        self._documents[document.id] = document
        if len(self._documents) > DOCUMENTS_MAX:
            oldest = self._documents.pop(next(iter(self._documents)))
            for copy in range(1, oldest.copies + 1):
                self._deliveries.pop((oldest.id, copy), None)

    def deliver(self, document_id: str, terminal: str, copy: int, outcome: Outcome) -> None:
        """Enter what became of a copy; the same again changes nothing.

        Raises `WireError` 400 for a document never issued to this terminal, a copy never asked for,
        or another outcome than the one entered.
        """
        document = self._documents.get(document_id)
        if document is None or document.terminal != terminal:
            raise WireError(400, "unknown_document")
        if copy > document.copies:
            raise WireError(400, "unknown_copy")
        if self._deliveries.setdefault((document_id, copy), outcome) != outcome:
            raise WireError(400, "contradiction")
