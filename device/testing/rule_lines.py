"""The service's rules, line by line, with who shows each, in which journey, and what is then seen: data and page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from device.config.reader import Reader
from device.config.toml import load

SEEN = ("shown", "paper", "absent")


@dataclass(frozen=True)
class RuleLine:
    """One line. kind: of `SEEN`: how it is seen; what: the words, or the choice that is not there."""

    part: str
    rule: str
    persona: str
    journey: str
    kind: str
    what: str


@cache
def rule_lines() -> tuple[RuleLine, ...]:
    """All of them, in the order of the rule book. Raises `ConfigError`."""
    root = Reader(load(files("device.testing") / "rule_lines.toml"))
    found = []
    for part in root.tables("part"):
        title = part.text("title", longest=60)
        for row in part.tables("lines"):
            kinds = [kind for kind in SEEN if row.has(kind)]
            if len(kinds) != 1:
                raise row.wrong("rule", f"a line with one of {', '.join(SEEN)}")
            found.append(
                RuleLine(
                    title,
                    row.text("rule", longest=120),
                    row.text("persona", longest=40),
                    row.text("journey", longest=60),
                    kinds[0],
                    row.text(kinds[0], longest=120),
                )
            )
    root.finish()
    return tuple(found)


_HOW = {"shown": "「{}」", "paper": "on paper: 「{}」", "absent": "no `{}` to choose"}


def page() -> str:
    """docs/rule-lines.md."""
    lines = [
        "# Every rule, and who shows it",
        "",
        "Made from `device/testing/rule_lines.toml` by `make chart`. Each line is played by"
        " `tests/journeys/test_rule_lines.py`: the persona makes the journey, and what stands here has to be seen."
        " The personas are in `sim/personas/`, the journeys in `sim/journeys/`.",
    ]
    part = ""
    for each in rule_lines():
        if each.part != part:
            part = each.part
            lines += ["", f"## {part}", "", "| rule | persona | journey | seen |", "|---|---|---|---|"]
        lines.append(f"| {each.rule} | `{each.persona}` | `{each.journey}` | {_HOW[each.kind].format(each.what)} |")
    return "\n".join(lines) + "\n"
