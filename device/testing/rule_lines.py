"""The service's rules, row by row, with who shows each, in which journey, and what is then seen: data and page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from device.config.reader import Reader
from device.config.toml import load

SEEN = ("shown", "paper", "absent", "absent_screen", "never", "test")


@dataclass(frozen=True)
class RuleRow:
    """One row of the book. id: what it is about, by points; source: O Obihiro's page, T Takaoka's, P another's."""

    id: str
    part: str
    rule: str
    source: str


@dataclass(frozen=True)
class RuleLine:
    """How a row is shown. row: its id; kind: of `SEEN`; what: the words, the choice or the screen that is not there,
    or the test `path::name`; persona, journey: empty for a test."""

    row: str
    persona: str
    journey: str
    kind: str
    what: str


@cache
def rule_book() -> tuple[RuleRow, ...]:
    """All rows, in the order of the rule book. Raises `ConfigError`."""
    root = Reader(load(files("device.testing") / "rule_book.toml"))
    found = []
    for part in root.tables("part"):
        title = part.text("title", longest=60)
        for row in part.tables("rows"):
            identity, rule = row.text("id", longest=40), row.text("rule", longest=120)
            found.append(RuleRow(identity, title, rule, row.text("source", longest=10)))
    root.finish()
    return tuple(found)


@cache
def rule_lines() -> tuple[RuleLine, ...]:
    """All lines. Raises `ConfigError`."""
    root = Reader(load(files("device.testing") / "rule_lines.toml"))
    found = []
    for line in root.tables("lines"):
        kinds = [kind for kind in SEEN if line.has(kind)]
        if len(kinds) != 1:
            raise line.wrong("row", f"a line with one of {', '.join(SEEN)}")
        played = kinds != ["test"]
        found.append(
            RuleLine(
                line.text("row", longest=40),
                line.text("persona", longest=40) if played else "",
                line.text("journey", longest=60) if played else "",
                kinds[0],
                line.text(kinds[0]),
            )
        )
    root.finish()
    return tuple(found)


def unsettled() -> list[str]:
    """What is wrong between book and lines, in sentences: each row has to be shown by one line, and each line a row."""
    rows, shown = [row.id for row in rule_book()], [line.row for line in rule_lines()]
    wrong = [f"the row {row} stands {rows.count(row)} times in the book" for row in set(rows) if rows.count(row) > 1]
    wrong += [f"nobody shows the row {row}" for row in rows if row not in shown]
    wrong += [f"{shown.count(row)} lines show the row {row}" for row in set(shown) if shown.count(row) > 1]
    wrong += [f"the book has no row {row}" for row in shown if row not in rows]
    return wrong


_HOW = {
    "shown": "「{}」",
    "paper": "on paper: 「{}」",
    "absent": "no `{}` to choose",
    "absent_screen": "never the screen `{}`",
    "never": "nowhere: 「{}」",
}


_HEAD = """# Every rule, and who shows it

Made from `device/testing/rule_book.toml` (the rules) and `device/testing/rule_lines.toml` (how each is shown) by
`make chart`. Each line is played by `tests/journeys/test_rule_lines.py`: the persona makes the journey, and what stands
here has to be seen; a rule that no line shows fails. The personas are in `sim/personas/`, the journeys in
`sim/journeys/`.
Sources: O is Obihiro's page, T Takaoka's, P another public page.
"""

_COLUMNS = ("row", "rule", "source", "persona", "journey", "seen")


def page() -> str:
    """docs/rule-lines.md."""
    lines = [_HEAD.rstrip()]
    shown, part = {line.row: line for line in rule_lines()}, ""
    for row in rule_book():
        if row.part != part:
            part = row.part
            lines += [
                "",
                f"## {part}",
                "",
                "| row | rule | source | persona | journey | seen |",
                "|---|---|---|---|---|---|",
            ]
        lines.append(f"| `{row.id}` | {row.rule} | {row.source} | {_shown(shown[row.id])} |")
    return "\n".join(lines) + "\n"


def _shown(line: RuleLine) -> str:
    if line.kind == "test":
        path, _, name = line.what.partition("::")
        return f"– | – | `{path}`: {name.removeprefix('test_').replace('_', ' ')}"
    return f"`{line.persona}` | `{line.journey}` | {_HOW[line.kind].format(line.what)}"
