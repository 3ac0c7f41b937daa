"""What a clerk sees: columns that stand under each other, sums that are the lines', a sheet for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from device.config.service import load_municipalities
from device.takings.columns import aligned, width
from device.takings.names import Names
from device.takings.period import Period
from device.takings.reading import Takings, read
from device.takings.sheet import ENCODING, sheet
from device.takings.sums import Heading, Sums
from device.takings.table import table
from tests.device.takings.random_ledgers import Movement, movements, store_with

NAMES = Names(load_municipalities())
DAY = date(2025, 10, 8)
TWO = Takings(
    {
        Heading("16202", "koseki_all", "K01", DAY): Sums(2, 700, refunds=1, refunded_yen=350),
        Heading("16202", "juminhyo", "K02", DAY): Sums(10, 2000, owed=1, owed_yen=1200),
        Heading("01207", "inkan", "K01", DAY): Sums(1, 300),
    }
)


def test_full_width_characters_take_two_places() -> None:
    assert [width(text) for text in ("abc", "高岡市", "1,234円", "ｱ", "")] == [3, 6, 7, 1, 0]
    lines = list(aligned([("市", "1円"), ("abcd", "1,000円"), None], right=1))
    assert lines == ["市        1円", "abcd  1,000円", "-------------"]


def test_lines_sums_and_names() -> None:
    said = list(table(TWO, NAMES))
    assert len({width(line) for line in said}) == 1
    assert [line.split()[:2] for line in said[2:]] == [
        ["帯広市", "印鑑登録証明書"],
        ["帯広市", "小計"],
        [said[1]],
        ["高岡市", "住民票の写し"],
        ["高岡市", "全部事項証明書"],
        ["高岡市", "小計"],
        [said[1]],
        ["合計", "13通"],
    ]  # a rule is one word
    assert said[-1].split() == ["合計", "13通", "3,000円", "350円", "1,200円"]


def test_a_code_that_nobody_knows_any_more_stands_for_itself() -> None:
    assert (NAMES.municipality("99999"), NAMES.kind("zei")) == ("99999", "zei")
    assert NAMES.code_of("高岡市") == NAMES.code_of("富山県高岡市") == NAMES.code_of("16202") == "16202"
    assert NAMES.code_of("富山市") is None


@settings(max_examples=30, deadline=None)
@given(movements())
def test_the_sheet_has_the_same_figures(rows: Sequence[Movement]) -> None:
    with store_with(rows) as store:
        takings = read(store, "K01", Period())
    octets = sheet(takings, NAMES).encode(ENCODING)
    assert octets.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(octets.decode("utf-8-sig").splitlines())
    columns = {name: sum(int(line[at]) for line in lines) for at, name in enumerate(head) if at >= 6}
    total = takings.total
    assert columns["手数料"] - columns["取消手数料"] == total.net_yen
    assert columns["未払額"] - columns["未払のうち支払済"] == total.open_yen
    assert columns["返金額"] == total.refunded_yen
    assert len(lines) == len(takings.lines)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text("a高ｱ１1円", max_size=6), st.text("1,円", max_size=6)), min_size=1, max_size=6))
def test_figures_end_in_one_column(rows: Sequence[tuple[str, str]]) -> None:
    right = max(width(second) for _, second in rows)
    left = max(width(first) for first, _ in rows)
    for line, (_, second) in zip(aligned(rows, right=1), rows, strict=True):
        if second:
            assert width(line) == left + 2 + right
