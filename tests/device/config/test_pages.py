"""Obihiro's and Takaoka's own pages, sentence by sentence, against the rules the kiosk has of them.

Obihiro: 「証明書のコンビニ交付サービス」. Takaoka: 「コンビニ交付サービスの利用手続き」 (令和5年11月改訂).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from device.config.hours import TOKYO
from device.config.municipality import Errand, Municipality, Office
from device.config.service import load_municipalities
from statemachine.hours import Stop
from statemachine.rules import COPIES_MAX, PIN_LENGTH, REGISTRATION, RENEWAL_MONTHS

DAY = date(2024, 10, 3)
ALL = frozenset({"koseki", "fuhyo", "juminhyo", "inkan", REGISTRATION})
REGISTERS = frozenset({"koseki", "fuhyo", REGISTRATION})

Fact = tuple[str, Callable[[Municipality], object], object]


def moment(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, second, tzinfo=TOKYO)


def fee(kind: str) -> Callable[[Municipality], object]:
    return lambda m: m.rule.kinds[kind].fee_yen(DAY)


def scopes(kind: str) -> Callable[[Municipality], object]:
    return lambda m: m.rule.kinds[kind].scopes


def open_at(kind: str, *moments: datetime) -> Callable[[Municipality], object]:
    return lambda m: [not m.rule.closed(kind, at) for at in moments]


def stop(number: int) -> Callable[[Municipality], object]:
    return lambda m: m.rule.stops[number]


def elsewhere(m: Municipality) -> list[str]:
    return [kind.kind for kind in m.rule.kinds.values() if kind.offered_elsewhere]


EDGES = (moment(10, 3, 6, 29, 59), moment(10, 3, 6, 30), moment(10, 3, 22, 59, 59), moment(10, 3, 23))
NEW_YEAR = (moment(12, 29, 12), moment(12, 31, 12), datetime(2025, 1, 1, 12, tzinfo=TOKYO))

OBIHIRO: list[Fact] = [
    ("帯広市では令和元年6月4日(火曜日)より", lambda m: m.rule.kinds["inkan"].fees[0][0], date(2019, 6, 4)),
    ("令和6年10月4日(金曜日)17時30分~10月5日(土曜日)9時00分 戸籍謄抄本、戸籍の附票の交付、本籍地利用登録申請",
     stop(0), Stop(moment(10, 4, 17, 30), moment(10, 5, 9), REGISTERS)),
    ("令和6年10月6日(日曜日)6時30分~23時00分 戸籍謄抄本、戸籍の附票、住民票、印鑑登録証明書の交付、本籍地利用登録申請",
     stop(1), Stop(moment(10, 6, 6, 30), moment(10, 6, 23), ALL)),
    ("令和6年10月17日(木曜日)17時30分~23時00分 同じ", stop(2), Stop(moment(10, 17, 17, 30), moment(10, 17, 23), ALL)),
    ("令和6年11月12日(火曜日)6時30分~11月13日(水曜日)23時00分 同じ",
     stop(3), Stop(moment(11, 12, 6, 30), moment(11, 13, 23), ALL)),
    ("四つの停止", lambda m: len(m.rule.stops), 4),
    ("毎日 6時30分から23時", open_at("juminhyo", *EDGES), [False, True, True, False]),
    ("毎日 6時30分から23時 (年末年始も)", open_at("koseki", *NEW_YEAR), [True, True, True]),
    ("本籍が帯広市にあり、住所が帯広市以外の方が戸籍証明書等をコンビニで取得する場合", elsewhere, ["koseki", "fuhyo"]),
    ("住所が帯広市以外の方は、初回の利用のみ利用登録申請が必要です", lambda m: m.rule.takes_registration, True),
    ("数字4桁の暗証番号", lambda _m: PIN_LENGTH, 4),
    ("住民票の写し 手数料 200円", fee("juminhyo"), 200),
    ("本人および同一世帯の方のもの", scopes("juminhyo"), ("self", "household", "part")),
    ("マイナンバーの記載(選択可)", lambda m: "number" in m.rule.kinds["juminhyo"].items, True),
    ("印鑑登録証明書 手数料 300円", fee("inkan"), 300),
    ("印鑑登録をしている本人のもの", scopes("inkan"), ("self",)),
    ("戸籍謄(抄)本 手数料 450円", fee("koseki"), 450),
    ("本人および同一戸籍の人のもの", scopes("koseki"), ("all", "individual")),
    ("戸籍の附票の写し 手数料 200円", fee("fuhyo"), 200),
    ("戸籍住民課管理係(コンビニ交付担当電話:0155-65-4144) 〒080-8670 帯広市西5条南7丁目1番地", lambda m: m.offices,
     (Office("戸籍住民課管理係", "帯広市西5条南7丁目1番地", "0155-65-4144"),)),
    ("所在地:東京都千代田区一番町25番地 名称:地方公共団体情報システム機構",
     lambda m: (m.collector.name, m.collector.address), ("地方公共団体情報システム機構", "東京都千代田区一番町25番地")),
    ("地方自治法施行令第158条第1項の規定に基づき歳入の収納事務を委託 令和6年3月31日まで",
     lambda m: [m.collector.title_on(date(2024, 3, 31)), m.collector.title_on(date(2024, 4, 1))],
     ["収納事務受託者", "指定公金事務取扱者"]),
    ("住民票の写し、印鑑登録証明書、戸籍の附票の写し、全部事項証明書(戸籍謄本)、個人事項証明書(戸籍抄本)",
     lambda m: {kind.certificate(scope) for kind in m.rule.kinds.values() for scope in kind.scopes},
     {"juminhyo", "inkan", "fuhyo", "koseki.all", "koseki.individual"}),
]  # fmt: skip

TAKAOKA: list[Fact] = [
    ("「世帯主/続柄」や「本籍/筆頭者」、「個人番号（マイナンバー）」の記載事項の有無も選択できます",
     lambda m: m.rule.kinds["juminhyo"].items, ("head", "domicile", "number")),
    ("本人および同一世帯員のもの", scopes("juminhyo"), ("self", "household", "part")),
    ("本人(実印登録している方のみ)のものに限ります", scopes("inkan"), ("self",)),
    ("※戸籍関係の証明書は、住所と本籍がともに高岡市にある方に限ります。", elsewhere, []),
    ("高岡市外に本籍地があって、かつ本籍地市町村がこの利用申請に対応している場合に使用します",
     lambda m: m.rule.takes_registration, False),
    ("戸籍全部事項証明(戸籍謄本)/個人事項証明(戸籍抄本)", scopes("koseki"), ("all", "individual")),
    ("コンビニ交付サービス交付料金 (令和3年4月時点)",
     lambda m: {kind.fees[0][0] for kind in m.rule.kinds.values()}, {date(2021, 4, 1)}),
    ("住民票 200円", fee("juminhyo"), 200),
    ("戸籍証明書(全部事項証明/個人事項証明) 350円", fee("koseki"), 350),
    ("印鑑登録証明書 200円", fee("inkan"), 200),
    ("戸籍の附票 200円", fee("fuhyo"), 200),
    ("高岡市役所本庁舎 伏木支所 戸出支所 中田支所 福岡支所",
     lambda m: [(office.name, office.address, office.phone) for office in m.offices],
     [("高岡市役所本庁舎", "広小路7-50", None), ("伏木支所", "伏木湊町13-1", None),
      ("戸出支所", "戸出町2丁目13-4", None), ("中田支所", "下麻生1108", None), ("福岡支所", "福岡町大滝12", None)]),
    ("再設定に必要なもの: マイナンバーカード、本人確認書類1点 ※原則、本人の来庁が必要です。",
     lambda m: m.errands.unlock, Errand(("マイナンバーカード", "本人確認書類1点"), in_person=True)),
    ("発行・更新に必要なもの: マイナンバーカード ※原則、本人の来庁が必要です。", lambda m: m.errands.renew,
     Errand(("マイナンバーカード",), in_person=True)),
    ("電子証明書の更新は、有効期間の3か月前から", lambda _m: RENEWAL_MONTHS, 3),
    ("毎日午前6時30分～午後11時", open_at("inkan", *EDGES), [False, True, True, False]),
    ("毎日 (年末年始も)", open_at("koseki", *NEW_YEAR), [True, True, True]),
    ("住民票の写し 印鑑登録証明書 戸籍証明書 戸籍の附票の写し (⑦の順)", lambda m: list(m.rule.kinds),
     ["juminhyo", "inkan", "koseki", "fuhyo"]),
    ("(最大 10 部)", lambda m: {kind.copies_max for kind in m.rule.kinds.values()}, {COPIES_MAX}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "quote", "fact", "value"), [
    (code, *fact) for code, facts in (("01207", OBIHIRO), ("16202", TAKAOKA)) for fact in facts
])  # fmt: skip
def test_what_the_page_says_is_what_the_kiosk_does(
    code: str, quote: str, fact: Callable[[Municipality], object], value: object
) -> None:
    assert fact(load_municipalities()[code]) == value, quote


def test_both_are_there_under_their_names() -> None:
    names = {code: (m.prefecture, m.name, m.kana, m.payee) for code, m in load_municipalities().items()}
    assert names == {
        "01207": ("北海道", "帯広市", "おびひろし", "帯広市"),
        "16202": ("富山県", "高岡市", "たかおかし", "高岡市"),
    }


@pytest.mark.parametrize(
    ("at", "stopped", "note"),
    [
        (moment(10, 4, 17, 29, 59), frozenset(), ""),
        (moment(10, 4, 17, 30), REGISTERS, "stopped:2024-10-05T09:00+09:00"),
        (moment(10, 4, 22, 59, 59), REGISTERS, "stopped:2024-10-05T09:00+09:00"),
        (moment(10, 5, 8, 59, 59), REGISTERS, "stopped:2024-10-05T09:00+09:00"),
        (moment(10, 5, 9), frozenset(), ""),
        (moment(10, 6, 6, 30), ALL, "stopped:2024-10-06T23:00+09:00"),
        (moment(10, 17, 17, 29, 59), frozenset(), ""),
        (moment(10, 17, 17, 30), ALL, "stopped:2024-10-17T23:00+09:00"),
        (moment(11, 12, 6, 30), ALL, "stopped:2024-11-13T23:00+09:00"),
        (moment(11, 13, 12), ALL, "stopped:2024-11-13T23:00+09:00"),
        (moment(11, 14, 6, 30), frozenset(), ""),
    ],
)
def test_obihiros_stops_to_the_second_and_takaoka_has_none(at: datetime, stopped: frozenset[str], note: str) -> None:
    obihiro, takaoka = load_municipalities()["01207"].rule, load_municipalities()["16202"].rule
    for kind in ALL:
        assert obihiro.closed(kind, at) == (note if kind in stopped else "")
        assert not takaoka.closed(kind, at)
    assert obihiro.closed_elsewhere(at) == (note if stopped else "")
    assert takaoka.closed_elsewhere(at) == "residents_only"
