"""Kiosks with one check taken out. Whatever cannot tell them from the real one proves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pytest

from device.press import content, signature, subjects
from device.press.press import Press, Visitor
from device.press.subjects import Subject, plain
from drivers.centre import Document, asking
from statemachine.commands import IssueDocument


class Mutant(Protocol):
    """Takes a check out of the kiosk for as long as the test lasts."""

    __name__: str

    def __call__(self, patch: pytest.MonkeyPatch, /) -> None: ...


def forgets_the_request_id(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes on the connection is taken for the answer."""

    def check(_theirs: str, _ours: str) -> None:
        """Nothing is compared."""

    patch.setattr(asking, "_check_id", check)


def believes_the_signature(patch: pytest.MonkeyPatch) -> None:
    """Any 64 bytes will do."""

    def check(_document: Document, _request: str, _key: bytes) -> None:
        """Nothing is verified."""

    patch.setattr(signature, "check", check)


def forgets_the_card(patch: pytest.MonkeyPatch) -> None:
    """The document's kind and signature are looked at, and not for whose card it was issued."""

    def check(press: Press, order: IssueDocument, document: Document, _visitor: Visitor) -> None:
        signature.check(document, order.request, press._centre_key)

    patch.setattr(Press, "_check_ids", check)


def believes_all_ids(patch: pytest.MonkeyPatch) -> None:
    """No request id, no signature, no card: the content alone is left."""
    forgets_the_request_id(patch)

    def check(_press: Press, _order: IssueDocument, _document: Document, _visitor: Visitor) -> None:
        """Nothing is compared."""

    patch.setattr(Press, "_check_ids", check)


def trusts_the_file(patch: pytest.MonkeyPatch) -> None:
    """The ids are right, so the pages will be."""

    def check(_press: Press, _order: IssueDocument, _document: Document, _visitor: Visitor, *_pdf: object) -> None:
        """Nothing is read."""

    patch.setattr(Press, "_check_content", check)


def overlooks_the_number(patch: pytest.MonkeyPatch) -> None:
    """Town, heading, names and items are compared, and 発行番号 is not."""

    def bundles(_pages: Sequence[str], _bundle: str) -> Iterator[str]:
        return iter(())

    patch.setattr(content, "_bundles", bundles)


def overlooks_number_and_birth(patch: pytest.MonkeyPatch) -> None:
    """The name is enough."""
    overlooks_the_number(patch)
    overlooks_the_birth(patch)


def believes_all_ids_and_the_name(patch: pytest.MonkeyPatch) -> None:
    """No request id, no signature, no card; of the content nothing that tells namesakes apart but the number."""
    believes_all_ids(patch)
    overlooks_the_birth(patch)


def looks_for_the_name_anywhere(patch: pytest.MonkeyPatch) -> None:
    """A name is enough wherever it stands, and as a part of a longer one too."""

    def anywhere(text: str, _kind: str, people: Sequence[Subject]) -> Iterator[str]:
        if not all(plain(person.name) in text for person in people):
            yield "a name is missing"

    patch.setattr(content, "differences", anywhere)


def overlooks_the_birth(patch: pytest.MonkeyPatch) -> None:
    """Of the row that says whom it is about the name alone is compared."""

    class AnyDay(tuple[str, ...]):
        def __contains__(self, _day: object) -> bool:
            return True

    patch.setattr(subjects, "_written", lambda _birth: AnyDay())


def overlooks_the_names(patch: pytest.MonkeyPatch) -> None:
    """All is compared but who the document is about, and the number that would tell."""
    overlooks_the_number(patch)

    def differences(_text: str, _kind: str, _people: Sequence[Subject]) -> Iterator[str]:
        return iter(())

    patch.setattr(content, "differences", differences)
