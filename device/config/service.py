"""Reads the municipalities' rules: `municipalities/*.toml`, one file each; `kinds` has what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from device.config.errors import ConfigError
from device.config.kinds import Types, load_types, read_own_types
from device.config.municipality import ERRANDS, Collector, Errand, Errands, Municipality, Office, Role
from device.config.nation import load_regions, load_towns
from device.config.reader import Reader
from device.config.rule import later_day, read_rule
from device.config.toml import Document, load

_KANA = re.compile(r"[ぁ-ゖー]+")
_PHONE = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_THING = re.compile(r"[^\x00-\x1f]{1,40}")


@cache
def load_municipalities(further: Path | None = None) -> Mapping[str, Municipality]:
    """The municipalities that come with the kiosk, and those in a further folder, by JIS code.

    Raises `ConfigError`.
    """
    folders: list[Traversable] = [files("device.config") / "municipalities"]
    return read_municipalities(folders if further is None else [*folders, further], load_types())


def read_municipalities(folders: Iterable[Traversable], types: Types) -> Mapping[str, Municipality]:
    """The municipalities in some folders, one `*.toml` each, by JIS code. Raises `ConfigError`."""
    found: dict[str, Municipality] = {}
    said: dict[str, tuple[str, str]] = {}
    for file in (file for folder in folders for file in _files(folder)):
        document = load(file)
        municipality = read_municipality(document, types)
        if municipality.code in found:
            raise document.error(("code",), "a code of its own; another file has the same")
        found[municipality.code] = municipality
        _same_words(document, municipality, said)
    return MappingProxyType(found)


def _same_words(document: Document, municipality: Municipality, said: dict[str, tuple[str, str]]) -> None:
    """Kinds of one name are each municipality's own; on the screen and in the takings the name has one meaning.

    said: by text id, the words and who said them first; added to. Raises `ConfigError`.
    """
    for at, own in enumerate(municipality.types):
        for text_id, words in own.words.items():
            first, whose = said.setdefault(text_id, (words, municipality.name))
            if words != first:
                expected = f'the words that {whose} has for "{text_id}" too ({first}), or another name for it'
                raise document.error(("types", at), expected)


def _files(folder: Traversable) -> list[Traversable]:
    try:
        inside = list(folder.iterdir())
    except OSError as error:
        raise ConfigError(str(folder), 1, "folder", f"a folder that can be read ({error.strerror})") from error
    return sorted((file for file in inside if file.name.endswith(".toml")), key=lambda file: file.name)


def read_municipality(document: Document, types: Types) -> Municipality:
    """The municipality in a document. Raises `ConfigError`."""
    root = Reader(document)
    own = read_own_types(root, types)
    rule = read_rule(root, {**types, **{each.kind: each for each in own}})
    municipality = Municipality(
        code=rule.code,
        prefecture=_prefecture(root, rule.code),
        name=_town_name(root, rule.code),
        kana=root.matching("kana", _KANA, "hiragana"),
        payee=root.text("payee", longest=40),
        rule=rule,
        types=own,
        offices=tuple(map(_office, root.tables("offices"))),
        errands=_errands(root),
        collector=_collector(root.table("collector")),
    )
    if not municipality.offices:
        raise root.wrong("offices", "at least one office: messages send people there")
    root.finish()
    return municipality


def _prefecture(root: Reader, code: str) -> str:
    name = root.text("prefecture", longest=4)
    official = next(names for region in load_regions() if (names := region.prefectures.get(code[:2])))
    if name != official:
        raise root.wrong("prefecture", f"{official}, which codes that begin with {code[:2]} are in")
    return name


def _town_name(root: Reader, code: str) -> str:
    name = root.text("name", longest=20)
    listed = load_towns().get(code)
    if listed is not None and name != listed.name:
        raise root.wrong("name", f"{listed.name}, as the national list calls {code}")
    return name


def _office(reader: Reader) -> Office:
    phone = reader.matching("phone", _PHONE, "0155-65-4144") if reader.has("phone") else None
    hours = reader.text("hours", longest=60) if reader.has("hours") else None
    return Office(reader.text("name", longest=40), reader.text("address", longest=80), phone, hours)


def _errands(root: Reader) -> Errands:
    table = root.optional_table("errands")
    if table is None:
        return Errands()
    return Errands(**{name: _errand(inside) for name in ERRANDS if (inside := table.optional_table(name))})


def _errand(reader: Reader) -> Errand:
    return Errand(reader.texts("bring", _THING), reader.boolean("in_person"))


def _collector(reader: Reader) -> Collector:
    roles: list[Role] = []
    for role in reader.tables("roles"):
        roles.append(Role(later_day(role, roles[-1].valid_from if roles else None), role.text("title", longest=20)))
    if not roles:
        raise reader.wrong("roles", "at least one [[collector.roles]] with valid_from and title")
    return Collector(reader.text("name", longest=40), reader.text("address", longest=80), tuple(roles))
