"""Words by text id: each id once, and moments, days and hours as people say them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from device.config.hours import TOKYO
from device.config.nation import KANA_ROWS
from device.texts import card, choosing, ja, press, registering, times
from device.texts.catalogue import Texts
from device.texts.data import words_of
from statemachine.hours import ALL_DAY, EVERY_DAY, Holidays, Hours

TEXTS = Texts()
NO_HOLIDAYS = Holidays(frozenset(), frozenset())
WORKDAYS = frozenset(range(5))


def test_no_id_has_words_in_two_tables() -> None:
    tables = (card.TEXTS, choosing.TEXTS, press.TEXTS, registering.TEXTS)
    assert sum(map(len, tables)) == len(set().union(*tables))
    assert all(ja.TEXTS[text] == words for table in tables for text, words in table.items())


def test_words_out_of_data_take_no_word_of_the_catalogue_away() -> None:
    assert Texts(words={"welcome": "いらっしゃいませ", "town:99999": "町"})("welcome") == ja.TEXTS["welcome"]
    assert Texts(words={"town:99999": "町"})("town:99999") == "町"
    assert words_of([], [], []).keys() == {f"row:{row}" for row in KANA_ROWS}


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (datetime(2024, 10, 5, 9, tzinfo=TOKYO), "10月5日9時"),
        (datetime(2024, 10, 4, 17, 30, tzinfo=TOKYO), "10月4日17時30分"),
        (datetime(2024, 1, 1, 0, 5, tzinfo=TOKYO), "1月1日0時05分"),
    ],
)
def test_until_when_it_is_stopped(end: datetime, words: str) -> None:
    assert times.until(TEXTS, end) == words
    assert times.stopped(TEXTS, end.isoformat(timespec="minutes")) == f"{words}まで停止中"


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (ALL_DAY, "毎日 6時30分から23時まで"),
        (Hours(time(8, 30), time(17), WORKDAYS, NO_HOLIDAYS), "平日 8時30分から17時まで"),
        (Hours(time(8, 30), time(17), WORKDAYS), "月曜日から金曜日まで 8時30分から17時まで"),
        (Hours(time(9), time(17, 15), frozenset({0, 2, 5})), "毎週月・水・土曜日 9時から17時15分まで"),
        (Hours(time(9), time(12), frozenset({6})), "毎週日曜日 9時から12時まで"),
        (Hours(time(9), time(12), EVERY_DAY - {6}), "毎週月・火・水・木・金・土曜日 9時から12時まで"),
    ],
)
def test_when_it_is_open(hours: Hours, words: str) -> None:
    assert times.hours(TEXTS, hours.note.removeprefix("hours:")) == words


def test_days_of_every_year() -> None:
    assert times.closure(TEXTS, "12-29/01-03") == "12月29日から1月3日までは取扱いなし"
    assert times.closure(TEXTS, "02-29/02-29") == "2月29日から2月29日までは取扱いなし"
