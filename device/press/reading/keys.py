"""Where the key of a scramble image comes from: the centre, or a file that somebody was given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from drivers.centre import CentreClient, RequestRefused, ScrambleKey
from drivers.centre.answers import scramble_key
from drivers.centre.facts import DOCUMENT_ID_CHARS_MAX, OPAQUE
from drivers.centre.fields import MalformedError, parse
from drivers.errors import KioskError

KeySource: TypeAlias = Callable[[str], ScrambleKey]
"""From a document's id to its key. Raises `NoKey`, or what the centre's driver raises."""

FILE_BYTES_MAX: Final = 64 * 1024


class NoKey(KioskError):
    """Raised when there is no key: the centre knows no such document, or the file is none or another's."""


def from_centre(client: CentreClient, terminal: str) -> KeySource:
    """Ask the centre (docs/centre.md, `/v1/scramble-keys`)."""

    def key_of(document: str) -> ScrambleKey:
        try:
            return client.scramble_key(f"{terminal}-verify-{document}", document)
        except RequestRefused as refused:
            if refused.code != "unknown_document":
                raise
        raise NoKey(f"the centre never issued document {document}; do not trust this certificate")

    return key_of


def from_file(path: Path) -> KeySource:
    """The centre's answer as a JSON file: `document`, `sheets`, `sha256`, `scramble_key`, `public_key`."""

    def key_of(document: str) -> ScrambleKey:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX)
        try:
            fields = parse(data)
            whose, key = fields.text("document", DOCUMENT_ID_CHARS_MAX, OPAQUE), scramble_key(fields)
        except MalformedError as wrong:
            raise NoKey(f"{path} is no key file: {wrong}; ask the centre for the document's key") from None
        if whose != document:
            raise NoKey(f"{path} has the key of {whose}, and this is {document}; ask the centre for its key")
        return key

    return key_of
