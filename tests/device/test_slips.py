"""領収書, claim and registration slip: the words of rule book §10, every amount, the era, rolls of both widths."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.clock import TOKYO
from device.config.service import load_municipalities
from device.slips.era import era_date, era_time
from device.slips.slips import Slips
from device.texts.catalogue import Texts
from drivers.receipt.encode import encode
from drivers.receipt.glyphs import GETA, cells, glyphs
from drivers.receipt.lines import PAPERS, Columns, Line, Paper, Text
from statemachine.commands import PrintClaimSlip, PrintReceipt

WALL = datetime(2026, 11, 24, 10, 5, tzinfo=TOKYO)
DUE = date(2026, 12, 1)
NARROW = PAPERS[58]
STORE, TERMINAL = "見本ストア高岡駅前店", "DEMO-1"
KINDS = ("juminhyo", "inkan", "koseki.all", "koseki.individual", "fuhyo")

ORDER = PrintReceipt(
    id="K-1-9",
    number="DEMO-1-1-1000001",
    municipality="16202",
    certificate_kind="juminhyo",
    copies=3,
    unit_fee_yen=200,
    inserted_yen=1_100,
    returned_yen=500,
    owed_yen=0,
)
YEN = st.integers(0, 1_000_000).map(lambda tens: tens * 10)
ORDERS = st.builds(
    PrintReceipt,
    number=st.from_regex(r"[A-Za-z0-9._-]{1,16}-[0-9]{1,6}-[0-9]{1,9}", fullmatch=True),
    municipality=st.sampled_from(("16202", "01207")),
    certificate_kind=st.sampled_from(KINDS),
    copies=st.integers(1, 10),
    unit_fee_yen=YEN,
    inserted_yen=YEN,
    returned_yen=YEN,
    owed_yen=YEN,
)


SLIPS = Slips(Texts(), load_municipalities(), STORE, TERMINAL)
MOMENTS = st.datetimes(
    datetime(2019, 5, 1),  # noqa: DTZ001
    datetime(2099, 12, 31),  # noqa: DTZ001
    timezones=st.just(TOKYO),
)


def columns(lines: list[Line]) -> dict[str, str]:
    return {line.left: line.right for line in lines if isinstance(line, Columns)}


def words(lines: list[Line]) -> str:
    return "\n".join(
        line.text if isinstance(line, Text) else f"{line.left} {line.right}"
        for line in lines
        if isinstance(line, Text | Columns)
    )


CODES = re.compile(rb"\x1dW..|\x1b@|\x1da.|\x1bt.|\x1cC.|\x1c[&.]|\x1ba.|\x1d!.|\x1bE.|\x1bd.|\x1dV[AB].", re.DOTALL)
"""Orders to the printer. Their first bytes stand in no character's code."""


def rows_of(data: bytes) -> list[bytes]:
    """What the printer puts on each line: what is left between line feeds when the orders are taken out."""
    return CODES.sub(b"", data).split(b"\n")


# --- the receipt ------------------------------------------------------------------------------------


def test_the_receipt_says_everything_that_a_receipt_on_behalf_of_a_town_must() -> None:
    lines = SLIPS.receipt(ORDER, WALL)
    assert columns(lines) == {
        "証明書種別": "住民票の写し",
        "単価": "200円",
        "部数": "3部",
        "合計": "600円",
        "投入金額": "1,100円",
        "おつり": "500円",
        "日時": "令和8年11月24日 10時05分",
        "店舗": STORE,
        "端末": TERMINAL,
        "領収番号": "DEMO-1-1-1000001",
    }
    text = words(lines)
    assert text.startswith("領収書\n")
    assert "富山県高岡市" in text  # the payee
    assert "証明書交付手数料として" in text
    assert "非課税" in text
    assert "指定公金事務取扱者\n地方公共団体情報システム機構" in text  # who collects for it
    assert "発行後の返金・返品・交換はできません。" in text
    # no registration number of the consumption tax, no revenue stamp, no reissue that is none
    assert not any(word in text for word in ("登録番号", "印紙", "消費税", "再発行"))


@pytest.mark.parametrize(
    ("municipality", "payee", "ask"),
    [
        ("16202", "富山県高岡市", "お問合せ 高岡市 高岡市役所本庁舎 広小路7-50"),  # gives no telephone
        ("01207", "北海道帯広市", "お問合せ 帯広市 戸籍住民課管理係 0155-65-4144"),
    ],
)
def test_each_town_is_named_with_its_prefecture_and_where_to_ask(municipality: str, payee: str, ask: str) -> None:
    text = words(SLIPS.receipt(replace(ORDER, municipality=municipality), WALL))
    assert payee in text
    assert ask in text
    assert "印刷不良は、その場で店員へお知らせください。" in text


def test_whoever_collects_was_called_otherwise_before_april_2024() -> None:
    before = words(SLIPS.receipt(ORDER, datetime(2024, 3, 31, 22, 59, tzinfo=TOKYO)))
    after = words(SLIPS.receipt(ORDER, datetime(2024, 4, 1, 6, 30, tzinfo=TOKYO)))
    assert "収納事務受託者" in before
    assert "指定公金事務取扱者" in after
    assert "収納事務受託者" not in after


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("juminhyo", "住民票の写し"),
        ("inkan", "印鑑登録証明書"),
        ("koseki.all", "全部事項証明"),
        ("koseki.individual", "個人事項証明"),
        ("fuhyo", "戸籍の附票の写し"),
    ],
)
def test_the_five_kinds_of_the_contract_have_their_own_names(kind: str, named: str) -> None:
    order = replace(ORDER, certificate_kind=kind)
    assert columns(SLIPS.receipt(order, WALL))["証明書種別"] == named


def test_what_could_not_be_paid_back_stands_on_the_receipt_only_where_there_is_something() -> None:
    owing = replace(ORDER, returned_yen=300, owed_yen=200)
    assert columns(SLIPS.receipt(owing, WALL))["お返しできなかった金額"] == "200円"
    assert "お返しできなかった金額" not in columns(SLIPS.receipt(ORDER, WALL))


@settings(max_examples=50, deadline=None)
@given(ORDERS, MOMENTS)
def test_every_receipt_can_be_printed_and_names_all_its_amounts(order: PrintReceipt, at: datetime) -> None:
    lines = SLIPS.receipt(order, at)
    shown = columns(lines)
    assert shown["合計"] == f"{order.unit_fee_yen * order.copies:,}円"
    assert (shown["投入金額"], shown["おつり"]) == (f"{order.inserted_yen:,}円", f"{order.returned_yen:,}円")
    assert shown.get("お返しできなかった金額", "0円") == f"{order.owed_yen:,}円"
    fits(lines)


def fits(lines: list[Line]) -> None:
    """Printable on either roll without a 〓, and never wider than the paper."""
    for line in lines:
        match line:
            case Text(text=text, size=size):
                texts = text.split("\n")
                # a heading that breaks is none
                assert size == 1 or max(cells(glyphs(row)) for row in texts) * size <= NARROW.width_cells
            case Columns(left=left, right=right):
                texts = [left, right]
            case _:
                texts = []
        assert GETA not in glyphs("".join(texts))
    for paper in PAPERS.values():
        rows = rows_of(encode(lines, paper))
        assert len(rows) > 10
        assert max(map(len, rows)) <= paper.width_cells


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: f"{paper.width_cells} cells")
def test_amounts_stand_under_each_other_at_the_right_edge(paper: Paper) -> None:
    rows = [row.decode("cp932") for row in rows_of(encode(SLIPS.receipt(ORDER, WALL), paper))]
    amounts = [row for row in rows if row.endswith(("円", "部"))]
    assert len(amounts) == 5
    total = next(row for row in amounts if row.startswith("合計"))
    assert len(total.encode("cp932")) == paper.width_cells // 2  # in double size
    others = [row for row in amounts if row is not total]
    assert {len(row.encode("cp932")) for row in others} == {paper.width_cells}


# --- the claim slip ---------------------------------------------------------------------------------


def test_the_claim_slip_says_what_is_owed_and_where_to_take_it() -> None:
    lines = SLIPS.claim(PrintClaimSlip(id="K-1-9", number="DEMO-1-1-1000001", yen=12_340), WALL)
    assert columns(lines) == {
        "お返しする金額": "12,340円",
        "日時": "令和8年11月24日 10時05分",
        "店舗": STORE,
        "端末": TERMINAL,
        "控え番号": "DEMO-1-1-1000001",
    }
    assert "この控えを店員にお渡しください。" in words(lines)
    assert "領収" not in words(lines)  # it is no receipt
    fits(lines)


@settings(max_examples=25, deadline=None)
@given(YEN, MOMENTS)
def test_every_claim_slip_can_be_printed(yen: int, at: datetime) -> None:
    fits(SLIPS.claim(PrintClaimSlip(number="T-1-1000001", yen=yen), at))


def test_a_slip_names_nobody() -> None:
    # what a slip may carry is what its order carries: codes, counts and yen
    assert set(vars(ORDER)) == {
        "id", "number", "municipality", "certificate_kind", "copies", "unit_fee_yen", "inserted_yen", "returned_yen",
        "owed_yen", "language",
    }  # fmt: skip
    assert set(vars(PrintClaimSlip(number="1", yen=1))) == {"id", "number", "yen", "language"}


# --- the registration slip --------------------------------------------------------------------------


def test_the_registration_slip_gives_the_number_and_where_to_ask_for_its_state() -> None:
    lines = SLIPS.registration("0110-2026-000123", "01207", DUE, WALL)
    assert columns(lines) == {
        "受付番号": "0110-2026-000123",
        "本籍地": "北海道帯広市",
        "登録予定日": "令和8年12月1日",
        "日時": "令和8年11月24日 10時05分",
        "店舗": STORE,
        "端末": TERMINAL,
    }
    text = words(lines)
    assert "利用登録申請\n受付票" in text
    assert "5営業日" in text
    assert "帯広市 戸籍住民課管理係 0155-65-4144" in text
    fits(lines)


# --- a second print ---------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [False, True])
def test_a_second_print_says_that_it_is_one_and_nothing_else(again: bool) -> None:
    claim = PrintClaimSlip(number="K-1-1", yen=300)
    for lines in (
        SLIPS.receipt(ORDER, WALL, reissue=again),
        SLIPS.claim(claim, WALL, reissue=again),
        SLIPS.registration("1", "01207", DUE, WALL, reissue=again),
    ):
        assert ("【再発行】" in words(lines).split("\n")) is again
        fits(lines)
    first, second = SLIPS.receipt(ORDER, WALL), SLIPS.receipt(ORDER, WALL, reissue=True)
    assert columns(first) == columns(second)


# --- the era ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "令和8年11月24日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2019, 12, 31), "令和元年12月31日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_a_day_in_its_era_and_the_first_year_by_its_name(day: date, said: str) -> None:
    assert era_date(day) == said


def test_there_is_no_era_before_meiji() -> None:
    with pytest.raises(ValueError, match="1868-01-24"):
        era_date(date(1868, 1, 24))


def test_a_moment_is_told_in_hours_and_two_digits_of_minutes() -> None:
    assert era_time(datetime(2019, 5, 1, 6, 30, tzinfo=TOKYO)) == "令和元年5月1日 6時30分"
    assert era_time(datetime(2026, 11, 24, 22, 5, tzinfo=TOKYO)) == "令和8年11月24日 22時05分"
