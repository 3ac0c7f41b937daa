"""Reading a section: what is missing, of another type, out of range or unknown is told in one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

import pytest

from device.config.errors import ConfigError
from device.config.reader import Reader
from device.config.toml import loads

TEXT = '''\
[all]
name = "窓口"
count = 7
flag = true
grade = "full"
days = ["mon", "tue"]
since = 2024-04-01
opens = 06:30:00
start = 2024-10-04T17:30:00+09:00
naive = 2024-10-04T17:30:00
long = "four"
lines = "a\\nb"
far = 3.5
[all.inner]
x = 1
[[all.list]]
y = 1
[[all.list]]
z = 2
'''


def section() -> Reader:
    return Reader(loads(TEXT, "k.toml")).table("all")


def test_every_type_comes_out_as_itself() -> None:
    read = section()
    assert read.text("name") == "窓口"
    assert read.integer("count", 7, 7) == 7
    assert read.boolean("flag") is True
    assert read.one_of("grade", ("full", "plain")) == "full"
    assert read.some_of("days", ("tue", "mon")) == ("mon", "tue")
    assert read.texts("days", re.compile("...")) == ("mon", "tue")
    assert read.matching("long", re.compile("f.*"), "f…") == "four"
    assert read.day("since") == date(2024, 4, 1)
    assert read.clock_time("opens") == time(6, 30)
    assert read.moment("start") == datetime(2024, 10, 4, 17, 30, tzinfo=timezone(timedelta(hours=9)))
    assert read.table("inner").integer("x", 0, 9) == 1
    first, second = read.tables("list")
    assert (first.integer("y", 0, 9), second.integer("z", 0, 9)) == (1, 2)


def test_defaults_stand_in_for_keys_that_are_missing_only() -> None:
    read = section()
    assert read.text("none", "x") == "x"
    assert read.integer("none", 1, 5, 3) == 3
    assert read.boolean("none", False) is False
    assert read.one_of("none", ("a",), "a") == "a"
    assert read.some_of("none", ("a",), ()) == ()
    assert read.optional_table("none") is None
    assert read.tables("none") == ()
    with pytest.raises(ConfigError, match="not a text"):
        read.integer("name", 0, 9, 3)


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda r: r.text("count"), "k.toml:3: all.count: a text of 1 to 200 characters, not an integer"),
        (lambda r: r.text("long", longest=3), "k.toml:11: all.long: a text of 1 to 3 characters, not of 4"),
        (lambda r: r.text("lines"), "k.toml:12: all.lines: a text of 1 to 200 characters, in one line and "
         "without control characters"),
        (lambda r: r.text("absent"), "k.toml:1: all.absent: a text of 1 to 200 characters; the key is missing"),
        (lambda r: r.text("nane"), 'k.toml:1: all.nane: a text of 1 to 200 characters; the key is missing: '
         'is "name" in line 2 meant?'),
        (lambda r: r.integer("flag", 0, 9), "k.toml:4: all.flag: an integer from 0 to 9, not true or false"),
        (lambda r: r.integer("far", 0, 9), "k.toml:13: all.far: an integer from 0 to 9, "
         "not a number with a fraction"),
        (lambda r: r.integer("count", 8, 9), "k.toml:3: all.count: an integer from 8 to 9, not 7"),
        (lambda r: r.boolean("count"), "k.toml:3: all.count: true or false, not an integer"),
        (lambda r: r.one_of("grade", ("fully", "plain")), 'k.toml:5: all.grade: one of "fully", "plain"; '
         'did you mean "fully"?'),
        (lambda r: r.some_of("days", ("mon", "tues")), 'k.toml:6: all.days[1]: an array of different '
         'texts out of "mon", "tues"; did you mean "tues"?'),
        (lambda r: r.texts("days", re.compile("m..")), "k.toml:6: all.days[1]: an array of different texts "
         "of the usual form"),
        (lambda r: r.matching("long", re.compile("x"), "an x"), "k.toml:11: all.long: an x"),
        (lambda r: r.day("start"), "k.toml:9: all.start: a date (2024-04-01), not a date with time"),
        (lambda r: r.clock_time("since"), "k.toml:7: all.since: a time of day (06:30:00), not a date"),
        (lambda r: r.moment("naive"), "k.toml:10: all.naive: a date and time with its offset "
         "(2024-10-04T17:30:00+09:00); the offset is missing"),
        (lambda r: r.table("name"), "k.toml:2: all.name: a table [all.name], not a text"),
        (lambda r: r.tables("inner"), "k.toml:14: all.inner: an array of tables [[all.inner]], not a table"),
        (lambda r: r.tables("days"), "k.toml:6: all.days[0]: an array of tables [[all.days]], not a text"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_one_line(ask: Callable[[Reader], object], error: str) -> None:
    with pytest.raises(ConfigError) as caught:
        ask(section())
    assert str(caught.value) == error


def test_an_unknown_key_is_told_with_the_nearest_known_one() -> None:
    root = Reader(loads('[cash]\nport = "x"\n[cash.inner]\nprot = 1\n[page]\nuri = "y"\nura = 2\n', "k.toml"))
    cash, page = root.table("cash"), root.table("page")
    cash.text("port")
    page.text("uri")
    cash.table("inner").integer("port", 0, 1, 0)
    with pytest.raises(ConfigError) as caught:
        root.finish()
    assert str(caught.value) == (
        'k.toml:4: cash.inner.prot: no such key; did you mean "port"?; known here: port'
    )
    with pytest.raises(ConfigError, match=r"k\.toml:7: page\.ura: no such key; did you mean"):
        page.finish()


def test_a_whole_table_that_nobody_asked_for_is_told() -> None:
    root = Reader(loads("[cahs]\n", "k.toml"))
    with pytest.raises(ConfigError) as caught:
        root.table("cash")
    assert str(caught.value) == 'k.toml:1: cash: a table [cash]; the key is missing: is "cahs" in line 1 meant?'
    with pytest.raises(ConfigError, match=r"k\.toml:1: x: no such key; known here: none"):
        Reader(loads("x = 1", "k.toml")).finish()
