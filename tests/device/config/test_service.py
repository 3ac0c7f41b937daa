"""Rules of a municipality: a made-up one's hours, fees and stops; rules that cannot be are refused with the reason."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from device.config.errors import ConfigError
from device.config.hours import TOKYO
from device.config.kinds import load_types, read_types
from device.config.municipality import Municipality
from device.config.service import read_municipalities, read_municipality
from device.config.toml import loads
from statemachine.hours import Closure


def moment(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, second, tzinfo=TOKYO)


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
hours = { open = 08:30:00, close = 17:00:00, days = ["mon", "tue", "wed", "thu", "fri"], on_holidays = false }
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
    juminhyo = mihon().rule.kinds["juminhyo"]
    assert [juminhyo.fee_yen(date(2024, 9, 30)), juminhyo.fee_yen(date(2024, 10, 1))] == [300, 150]


WORKDAYS = "hours:business_days/08:30/17:00"


def test_koseki_on_workdays_only_and_nothing_over_new_year() -> None:
    rule = mihon().rule
    assert rule.kinds["koseki"].copies_max == 3
    assert not rule.closed("koseki", moment(10, 7, 8, 30))
    assert rule.closed("koseki", moment(10, 7, 17)) == WORKDAYS
    assert rule.closed("koseki", moment(10, 6, 12)) == WORKDAYS  # a Sunday
    assert rule.closed("koseki", moment(10, 14, 12)) == WORKDAYS  # スポーツの日, a Monday
    assert rule.closed("koseki", moment(11, 4, 12)) == WORKDAYS  # 振替休日
    assert not rule.closed("koseki", moment(10, 15, 12))
    assert not rule.closed("juminhyo", moment(10, 6, 12))
    assert rule.closed("juminhyo", moment(12, 30, 12)) == "closure:12-29/01-03"
    assert rule.closed("juminhyo", moment(10, 6, 23)) == "hours:every_day/06:30/23:00"
    assert Closure((12, 29), (1, 3)).covers(date(2025, 1, 3))
    assert not Closure((12, 29), (1, 3)).covers(date(2025, 1, 4))
    assert Closure((8, 13), (8, 15)).covers(date(2024, 8, 15))
    assert not Closure((8, 13), (8, 15)).covers(date(2024, 8, 16))


def test_two_stops_at_once_end_with_the_later_in_tokyo_time() -> None:
    stop = mihon().rule.stopped("koseki", moment(10, 8, 11))
    assert stop is not None
    assert stop.end == moment(10, 8, 13)
    assert stop.end.tzinfo is TOKYO
    first = mihon().rule.stopped("koseki", moment(10, 8, 9))
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
        ('"沖縄県"', '"沖縄"', "2: prefecture: 沖縄県, which codes that begin with 47 are in"),
        ('"47999"', '"47201"', "3: name: 那覇市, as the national list calls 47201"),
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


ZEI = """\
[[types]]
kind = "zei"
title = "課税証明書"
[[types.scopes]]
name = "self"
title = "本人のみ"
[[types.items]]
name = "family"
title = "扶養の記載"
label = "扶養の状況"
[[kinds]]
kind = "zei"
scopes = ["self"]
items = ["family"]
fees = [{ valid_from = 2020-04-01, fee_yen = 300 }]
[[kinds]]
kind = "koseki"
"""


def test_a_further_kind_of_certificate_is_data(tmp_path: Path) -> None:
    text = MIHON.replace('[[kinds]]\nkind = "koseki"\n', ZEI, 1)
    (tmp_path / "47999.toml").write_text(text, encoding="utf-8")
    (tmp_path / "readme.md").write_text("not a municipality")
    found = read_municipalities([tmp_path], load_types())["47999"]
    assert list(found.rule.kinds) == ["juminhyo", "zei", "koseki"]
    assert found.rule.kinds["zei"].items == ("family",)
    assert found.types[0].words == {
        "zei": "課税証明書", "zei.self": "本人のみ", "item.family": "扶養の記載", "item.family.yes": "扶養の記載 有",
        "item.family.no": "扶養の記載 無",
    }  # fmt: skip
    (tmp_path / "other.toml").write_text(MIHON, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"other\.toml:1: code: a code of its own; another file has the same"):
        read_municipalities([tmp_path], load_types())


def neighbour(text: str) -> str:
    return text.replace('"47999"', '"47998"').replace("見本市", "例示市").replace("みほんし", "れいじし")


@pytest.mark.parametrize("file", ["47998.toml", "48.toml"])  # read before and after the first
def test_two_towns_have_a_tax_certificate_each(tmp_path: Path, file: str) -> None:
    text = MIHON.replace('[[kinds]]\nkind = "koseki"\n', ZEI, 1)
    (tmp_path / "47999.toml").write_text(text, encoding="utf-8")
    theirs = neighbour(text).replace('label = "扶養の状況"', 'label = "扶養人数"')
    (tmp_path / file).write_text(theirs, encoding="utf-8")
    towns = read_municipalities([tmp_path], load_types())
    assert [towns[code].types[0].labels["family"] for code in ("47998", "47999")] == ["扶養人数", "扶養の状況"]
    (tmp_path / file).write_text(theirs.replace("課税証明書", "納税証明書"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r'types\[0\]: the words that .+ has for "zei" too .*, or another name'):
        read_municipalities([tmp_path], load_types())


@pytest.mark.parametrize("file", ["47998.toml", "48.toml"])
def test_a_town_cannot_borrow_the_certificate_of_another(tmp_path: Path, file: str) -> None:
    text = MIHON.replace('[[kinds]]\nkind = "koseki"\n', ZEI, 1)
    (tmp_path / "47999.toml").write_text(text, encoding="utf-8")
    begin, end = text.index("[[types]]"), text.index('[[kinds]]\nkind = "zei"')
    (tmp_path / file).write_text(neighbour(text[:begin] + text[end:]), encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"{file}:[0-9]+: kinds\[1\]\.kind: one of "):
        read_municipalities([tmp_path], load_types())


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('kind = "zei"', 'kind = "koseki"', "18: types[0].kind: a name of its own: "),
        ('title = "課税証明書"', "", "17: types[0].title: a text of 1 to 20 characters; the key is missing"),
        ('name = "self"', 'name = "本人"', "21: types[0].scopes[0].name: a name of its own: "),
        ('[[types.scopes]]\nname = "self"\ntitle = "本人のみ"\n', "",
         "17: types[0].scopes: at least one [[types.scopes]]"),
    ],
)  # fmt: skip
def test_a_kind_of_ones_own_has_its_words(old: str, new: str, error: str) -> None:
    text = MIHON.replace('[[kinds]]\nkind = "koseki"\n', ZEI, 1).replace(old, new, 1)
    with pytest.raises(ConfigError) as caught:
        read_municipality(loads(text, "47999.toml"), load_types())
    assert str(caught.value).startswith(f"47999.toml:{error}")


@pytest.mark.parametrize(
    "kind", ['kind = "Zei"\nscopes = []\nitems = []', 'kind = "registration"\nscopes = []\nitems = []',
             'kind = "zei"\nscopes = ["a", "a"]\nitems = []', 'kind = "zei"\nscopes = ["本人"]\nitems = []'],
)  # fmt: skip
def test_kinds_have_names_of_their_own(kind: str) -> None:
    with pytest.raises(ConfigError, match=r"kinds\.toml:[23]: kinds\[0\]\."):
        read_types(loads(f"[[kinds]]\n{kind}\n", "kinds.toml"))
