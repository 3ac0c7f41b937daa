"""The municipalities' rules: Takaoka's and Obihiro's as their pages state them; rules that cannot be are refused."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from device.config.errors import ConfigError
from device.config.hours import TOKYO, Hours
from device.config.municipality import REGISTRATION, Closure, Municipality, Office
from device.config.service import load_municipalities, load_types, read_municipalities, read_municipality, read_types
from device.config.toml import loads

TAKAOKA, OBIHIRO = "16202", "01207"
DAY = date(2024, 10, 4)


def moment(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, second, tzinfo=TOKYO)


@pytest.fixture
def takaoka() -> Municipality:
    return load_municipalities()[TAKAOKA]


@pytest.fixture
def obihiro() -> Municipality:
    return load_municipalities()[OBIHIRO]


def test_both_are_there_under_their_names(takaoka: Municipality, obihiro: Municipality) -> None:
    assert set(load_municipalities()) == {TAKAOKA, OBIHIRO}
    assert (takaoka.prefecture + takaoka.name, takaoka.kana) == ("富山県高岡市", "たかおかし")
    assert (obihiro.prefecture + obihiro.name, obihiro.kana) == ("北海道帯広市", "おびひろし")
    assert (takaoka.payee, obihiro.payee) == ("高岡市", "帯広市")


@pytest.mark.parametrize(
    ("kind", "takaoka_yen", "obihiro_yen", "scopes"),
    [
        ("juminhyo", 200, 200, ("self", "household", "part")),
        ("inkan", 200, 300, ("self",)),
        ("koseki", 350, 450, ("all", "individual")),
        ("fuhyo", 200, 200, ("all", "part")),
    ],
)
def test_fees_and_choices_are_the_pages(
    takaoka: Municipality, obihiro: Municipality, kind: str, takaoka_yen: int, obihiro_yen: int, scopes: tuple[str, ...]
) -> None:
    assert takaoka.kind(kind).fee_on(DAY) == takaoka_yen
    assert obihiro.kind(kind).fee_on(DAY) == obihiro_yen
    for offered in (takaoka.kind(kind), obihiro.kind(kind)):
        assert offered.scopes == scopes
        assert offered.items == (("head", "domicile", "number") if kind == "juminhyo" else ())
        assert offered.copies_max == 10
        assert offered.hours == Hours(time(6, 30), time(23))
    with pytest.raises(LookupError, match="before 2021-04-01"):
        takaoka.kind(kind).fee_on(date(2021, 3, 31))


def test_only_obihiro_serves_people_who_live_elsewhere(takaoka: Municipality, obihiro: Municipality) -> None:
    assert not takaoka.takes_registration
    assert obihiro.takes_registration
    assert not any(kind.offered_elsewhere for kind in takaoka.kinds)
    assert [kind.kind for kind in obihiro.kinds if kind.offered_elsewhere] == ["koseki", "fuhyo"]
    assert not takaoka.open_at(REGISTRATION, moment(10, 3, 12))
    assert obihiro.open_at(REGISTRATION, moment(10, 3, 12))
    with pytest.raises(LookupError, match="16202 offers no zei"):
        takaoka.open_at("zei", moment(10, 3, 12))


ALL = ("koseki", "fuhyo", "juminhyo", "inkan", REGISTRATION)


@pytest.mark.parametrize(
    ("at", "stopped", "until"),
    [
        (moment(10, 4, 17, 29, 59), (), None),
        (moment(10, 4, 17, 30), ("koseki", "fuhyo", REGISTRATION), moment(10, 5, 9)),
        (moment(10, 5, 8, 59, 59), ("koseki", "fuhyo", REGISTRATION), moment(10, 5, 9)),
        (moment(10, 5, 9), (), None),
        (moment(10, 6, 6, 30), ALL, moment(10, 6, 23)),
        (moment(10, 17, 17, 29), (), None),
        (moment(10, 17, 17, 30), ALL, moment(10, 17, 23)),
        (moment(11, 12, 6, 30), ALL, moment(11, 13, 23)),
        (moment(11, 13, 12), ALL, moment(11, 13, 23)),
        (moment(11, 14, 6, 30), (), None),
    ],
)
def test_obihiros_four_stops_of_2024(
    takaoka: Municipality, obihiro: Municipality, at: datetime, stopped: tuple[str, ...], until: datetime | None
) -> None:
    for kind in ALL:
        stop = obihiro.stop_at(kind, at)
        assert (stop.end if stop else None) == (until if kind in stopped else None)
        assert obihiro.open_at(kind, at) == (kind not in stopped)
        assert takaoka.stop_at(kind, at) is None
    assert len(obihiro.stops) == 4


def test_service_hours_are_half_past_six_to_eleven_every_day(takaoka: Municipality) -> None:
    for day in range(1, 8):
        assert not takaoka.open_at("juminhyo", moment(12, day, 6, 29, 59))
        assert takaoka.open_at("juminhyo", moment(12, day, 6, 30))
        assert takaoka.open_at("juminhyo", moment(12, day, 22, 59, 59))
        assert not takaoka.open_at("juminhyo", moment(12, day, 23))
    assert takaoka.open_at("juminhyo", moment(12, 31, 12))


def test_where_to_go_with_a_locked_card(takaoka: Municipality, obihiro: Municipality) -> None:
    assert [office.name for office in takaoka.offices] == [
        "高岡市役所本庁舎", "伏木支所", "戸出支所", "中田支所", "福岡支所",
    ]  # fmt: skip
    assert obihiro.offices == (Office("戸籍住民課管理係", "帯広市西5条南7丁目1番地", "0155-65-4144"),)


def test_the_collector_has_been_called_otherwise_since_april_2024(obihiro: Municipality, takaoka: Municipality) -> None:
    for municipality in (obihiro, takaoka):
        collector = municipality.collector
        assert collector.name == "地方公共団体情報システム機構"
        assert collector.title_on(date(2024, 3, 31)) == "収納事務受託者"
        assert collector.title_on(date(2024, 4, 1)) == "指定公金事務取扱者"
        assert collector.title_on(date(2000, 1, 1)) == "収納事務受託者"


# --- rules of a made-up municipality

MIHON = """\
code = "47999"
prefecture = "沖縄県"
name = "見本市"
kana = "みほんし"
payee = "見本市"
takes_registration = false
[hours]
open = 06:30:00
close = 23:00:00
[[kinds]]
kind = "juminhyo"
scopes = ["self"]
fees = [
  { valid_from = 2020-04-01, fee_yen = 300 },
  { valid_from = 2024-10-01, fee_yen = 150 },
]
[[kinds]]
kind = "koseki"
scopes = ["all"]
fees = [{ valid_from = 2020-04-01, fee_yen = 450 }]
copies_max = 3
hours = { open = 08:30:00, close = 17:00:00, days = ["mon", "tue", "wed", "thu", "fri"] }
[[closures]]
first = "12-29"
last = "01-03"
[[stops]]
start = 2024-10-08T00:00:00Z
end = 2024-10-08T03:00:00Z
kinds = ["koseki"]
[[stops]]
start = 2024-10-08T10:00:00+09:00
end = 2024-10-08T13:00:00+09:00
kinds = ["koseki"]
[[offices]]
name = "本庁舎"
address = "見本町1"
[collector]
name = "地方公共団体情報システム機構"
address = "東京都千代田区一番町25番地"
[[collector.roles]]
valid_from = 2020-04-01
title = "収納事務受託者"
"""


def mihon(old: str = "", new: str = "") -> Municipality:
    assert old in MIHON
    return read_municipality(loads(MIHON.replace(old, new, 1) if old else MIHON, "47999.toml"), load_types())


def test_a_fee_changes_on_its_day() -> None:
    juminhyo = mihon().kind("juminhyo")
    assert [juminhyo.fee_on(date(2024, 9, 30)), juminhyo.fee_on(date(2024, 10, 1))] == [300, 150]


def test_koseki_on_weekdays_only_and_nothing_over_new_year() -> None:
    municipality = mihon()
    assert municipality.kind("koseki").copies_max == 3
    assert municipality.open_at("koseki", moment(10, 7, 8, 30))
    assert not municipality.open_at("koseki", moment(10, 7, 17))
    assert not municipality.open_at("koseki", moment(10, 6, 12))
    assert municipality.open_at("juminhyo", moment(10, 6, 12))
    assert not municipality.open_at("juminhyo", moment(12, 30, 12))
    assert Closure((12, 29), (1, 3)).covers(date(2025, 1, 3))
    assert not Closure((12, 29), (1, 3)).covers(date(2025, 1, 4))
    assert Closure((8, 13), (8, 15)).covers(date(2024, 8, 15))
    assert not Closure((8, 13), (8, 15)).covers(date(2024, 8, 16))


def test_two_stops_at_once_end_with_the_later_in_tokyo_time() -> None:
    stop = mihon().stop_at("koseki", moment(10, 8, 11))
    assert stop is not None
    assert stop.end == moment(10, 8, 13)
    assert stop.end.tzinfo is TOKYO
    first = mihon().stop_at("koseki", moment(10, 8, 9))
    assert first is not None
    assert first.end.hour == 12


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("fee_yen = 150", "fee_yen = 155", "15: kinds[0].fees[1].fee_yen: a multiple of 10 yen, for coin vendors "
         "take no smaller coin"),
        ("fee_yen = 150", "fee_yen = 0", "15: kinds[0].fees[1].fee_yen: an integer from 10 to 10000, not 0"),
        ("fee_yen = 150", "fee_yen = 1.5", "15: kinds[0].fees[1].fee_yen: an integer from 10 to 10000, "
         "not a number with a fraction"),
        ("2024-10-01", "2020-04-01", "15: kinds[0].fees[1].valid_from: a day after 2020-04-01, oldest first"),
        ("[{ valid_from = 2020-04-01, fee_yen = 450 }]", "[]", "20: kinds[1].fees: at least one [[kinds.fees]] with "
         "valid_from and fee_yen"),
        ('kind = "koseki"', 'kind = "kosekki"', '18: kinds[1].kind: one of "juminhyo", "inkan", "koseki", "fuhyo"; '
         'did you mean "koseki"?'),
        ('kind = "koseki"', 'kind = "juminhyo"', '19: kinds[1].scopes[0]: an array of different texts out of '
         '"self", "household", "part"'),
        ('kind = "koseki"\nscopes = ["all"]', 'kind = "juminhyo"\nscopes = ["self"]',
         "10: kinds: at least one kind, each of them once"),
        ('scopes = ["all"]', "scopes = []", "19: kinds[1].scopes: at least one scope"),
        ("copies_max = 3", "copies_max = 11", "21: kinds[1].copies_max: an integer from 1 to 10, not 11"),
        ("copies_max = 3", "copies = 3", '21: kinds[1].copies: no such key; did you mean "scopes"?; known here: '
         "kind, hours, offered_elsewhere, scopes, fees, items, copies_max"),
        ("copies_max = 3", "offered_elsewhere = true", "21: kinds[1].offered_elsewhere: false, because "
         "takes_registration is"),
        ("close = 17:00:00", "close = 08:00:00", "22: kinds[1].hours.close: a time of day after open"),
        ('"47999"', '"48999"', "1: code: five digits, the JIS code"),
        ('"みほんし"', '"見本市"', "4: kana: hiragana"),
        ("2024-10-08T03:00:00Z", "2024-10-08T00:00:00Z", "28: stops[0].end: a moment after start"),
        ("2024-10-08T03:00:00Z", "2024-10-08T03:00:00", "28: stops[0].end: a date and time with its offset "
         "(2024-10-04T17:30:00+09:00); the offset is missing"),
        ('kinds = ["koseki"]', 'kinds = ["registration"]', '29: stops[0].kinds[0]: an array of different texts '
         'out of "juminhyo", "koseki"'),
        ('kinds = ["koseki"]', "kinds = []", "29: stops[0].kinds: at least one kind"),
        ('"12-29"', '"12-32"', "24: closures[0].first: a day of the year (12-29)"),
        ("見本町1\"", "見本町1\"\nphone = \"call\"", "37: offices[0].phone: 0155-65-4144"),
        ('[[offices]]\nname = "本庁舎"\naddress = "見本町1"', "", "1: offices: at least one office: messages send "
         "people there"),
        ('[[collector.roles]]\nvalid_from = 2020-04-01\ntitle = "収納事務受託者"\n', "", "37: collector.roles: at "
         "least one [[collector.roles]] with valid_from and title"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_refused_with_the_reason(old: str, new: str, error: str) -> None:
    with pytest.raises(ConfigError) as caught:
        mihon(old, new)
    assert str(caught.value) == f"47999.toml:{error}"


def test_a_further_kind_of_certificate_is_data(tmp_path: Path) -> None:
    zei = '[[kinds]]\nkind = "zei"\nscopes = ["self"]\nitems = ["income"]\n'
    types = read_types(loads(zei, "kinds.toml"))
    text = MIHON[: MIHON.index("[[kinds]]")] + zei + "fees = [{ valid_from = 2020-04-01, fee_yen = 300 }]\n"
    text += MIHON[MIHON.index("[[closures]]") :].replace('"koseki"', '"zei"')
    (tmp_path / "47999.toml").write_text(text, encoding="utf-8")
    (tmp_path / "readme.md").write_text("not a municipality")
    found = read_municipalities(tmp_path, types)
    assert found["47999"].kind("zei").items == ("income",)
    (tmp_path / "copy.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"copy\.toml:1: code: a code of its own|47999\.toml:1: code"):
        read_municipalities(tmp_path, types)


@pytest.mark.parametrize(
    "kind", ['kind = "Zei"\nscopes = []\nitems = []', 'kind = "registration"\nscopes = []\nitems = []',
             'kind = "zei"\nscopes = ["a", "a"]\nitems = []', 'kind = "zei"\nscopes = ["本人"]\nitems = []'],
)  # fmt: skip
def test_kinds_have_names_of_their_own(kind: str) -> None:
    with pytest.raises(ConfigError, match=r"kinds\.toml:[23]: kinds\[0\]\."):
        read_types(loads(f"[[kinds]]\n{kind}\n", "kinds.toml"))
