"""The line index: it finds every key, table and element that tomllib finds, where a person sees it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from device.config.lines import Path, index

KIOSK = '''\
# a comment with [brackets] and key = "value"
title = "x"  # and another

[card]
reader = "pcsc:auto # not a comment"
"quoted key" = 1
dotted.inner . "deep" = true
[cash.limits]
note = """
[not.a.table]
key = 1 \\"""
quotes ""\"""
raw = \'\'\'
x = 1\'\'\'\'
days = [
  "mon", # first ]
  "tue",
  [ 1,
    2 ],
  { a = 1, b = { c = [ 7 ] } },
]
at = 2024-10-04 17:30:00+09:00
[cash]
port = 'sim://cash'
[[stops]]
start = 2024-10-04T17:30:00+09:00
[[stops]]
start = 2024-10-06T06:30:00+09:00
[stops.inner]
x = {}
[[stops.list]]
[[stops.list]]
y = ""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("card",), 4),
        (("card", "reader"), 5),
        (("card", "quoted key"), 6),
        (("card", "dotted"), 7),
        (("card", "dotted", "inner", "deep"), 7),
        (("cash", "limits"), 8),
        (("cash", "limits", "note"), 9),
        (("cash", "limits", "raw"), 13),
        (("cash", "limits", "days"), 15),
        (("cash", "limits", "days", 0), 16),
        (("cash", "limits", "days", 1), 17),
        (("cash", "limits", "days", 2, 1), 19),
        (("cash", "limits", "days", 3, "b", "c", 0), 20),
        (("cash", "limits", "at"), 22),
        (("cash",), 23),
        (("cash", "port"), 24),
        (("stops",), 25),
        (("stops", 0, "start"), 26),
        (("stops", 1), 27),
        (("stops", 1, "start"), 28),
        (("stops", 1, "inner", "x"), 30),
        (("stops", 1, "list"), 31),
        (("stops", 1, "list", 1), 32),
        (("stops", 1, "list", 1, "y"), 33),
    ],
)
def test_each_key_stands_where_a_person_sees_it(path: Path, line: int) -> None:
    assert index(KIOSK)[path] == line


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from paths(item, (*path, key))


def test_nothing_is_found_that_is_not_there() -> None:
    assert set(index(KIOSK)) == set(paths(tomllib.loads(KIOSK)))


BARE = st.sampled_from(["a", "b", "c-d", "1", "_"])
KEY = st.one_of(BARE, st.sampled_from(['"a"', '"q \\" ]"', "'l # ['", '"\\u0062"', '""']))
STRING = st.sampled_from(['"x"', '""', "''", '"\\\\"', "'\\'", '"""\n"" ]"""', '""""""', "'''\n'x\n'''", '"# no"'])
PLAIN = st.sampled_from(["1", "-0x1F".lower().replace("-", ""), "true", "1e3", "2024-10-04", "06:30:00", "inf"])
GAP = st.sampled_from(["", " ", "\n", " # c ]\n", "\n\n"])


def arrays(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = st.tuples(GAP, inner, GAP).map("".join)
    return st.tuples(st.lists(element, max_size=3), GAP).map(lambda drawn: f"[{','.join(drawn[0])}{drawn[1]}]")


def inline_tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(KEY, inner).map(lambda drawn: f" {drawn[0]} = {drawn[1]} ")
    return st.lists(pair, max_size=2).map(lambda pairs: f"{{{','.join(pairs)}}}")


VALUE = st.recursive(STRING | PLAIN, lambda inner: arrays(inner) | inline_tables(inner), max_leaves=5)
DOTTED = st.lists(KEY, min_size=1, max_size=3).map(" . ".join)
STATEMENT = st.one_of(
    st.tuples(DOTTED, VALUE).map(lambda drawn: f"{drawn[0]} = {drawn[1]} # c"),
    DOTTED.map(lambda key: f"[ {key} ]"),
    DOTTED.map(lambda key: f"  [[{key}]]"),
    st.just("# [comment]"),
    st.just(""),
)


@given(st.lists(STATEMENT, max_size=6))
@settings(deadline=None, max_examples=150)
def test_whatever_tomllib_accepts_is_found_whole_and_no_more(statements: list[str]) -> None:
    text = "\n".join(statements)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    found = index(text)
    assert set(found) == set(paths(data))
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), VALUE), max_size=8))
@settings(deadline=None, max_examples=60)
def test_the_line_of_a_key_is_the_number_of_lines_before_it(drawn: list[tuple[bool, int, str]]) -> None:
    text, expected = "", {}
    for number, (in_table, blanks, value) in enumerate(drawn):
        text += "\n" * blanks
        if in_table:
            text += f"[[t{number}]]\n"
        text += f"key{number} = {value}\n"
        expected[f"key{number}"] = text.count("\n", 0, text.rindex(f"key{number} =")) + 1
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    lines = {path[-1]: line for path, line in index(text).items() if str(path[-1]).startswith("key")}
    assert lines == expected
