"""Kiosks with one check taken out. Whatever cannot tell them from the real one proves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pytest

from device.press import content, signature
from device.press.press import Press, Visitor
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

    def check(_press: Press, _order: IssueDocument, _document: Document, _visitor: Visitor) -> None:
        """Nothing is read."""

    patch.setattr(Press, "_check_content", check)


def overlooks_the_number(patch: pytest.MonkeyPatch) -> None:
    """Town, heading, names and items are compared, and 発行番号 is not."""

    def bundles(_pages: Sequence[str], _bundle: str) -> Iterator[str]:
        return iter(())

    patch.setattr(content, "_bundles", bundles)


def overlooks_the_names(patch: pytest.MonkeyPatch) -> None:
    """All is compared but who the document is about, and the number that would tell."""
    overlooks_the_number(patch)
    whole = content.difference

    def difference(pages: Sequence[str], confirmed: content.Confirmed) -> str | None:
        return whole(pages, content.Confirmed(**{**vars(confirmed), "names": (), "others": ()}))

    patch.setattr(content, "difference", difference)
