"""見本市: a municipality with a certificate of its own and hours on workdays, out of one file alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

import device
import drivers
import statemachine
from device.config.errors import ConfigError
from device.config.hours import TOKYO
from device.config.kiosk import load_demo
from device.config.nation import load_regions
from device.config.service import load_municipalities
from device.rules import rules_for, towns_of
from device.texts.catalogue import Texts
from device.texts.data import words_of

CODE, KIND = "13999", "shotoku"
TOWNS = load_municipalities(load_demo().municipalities)
MIHON = TOWNS[CODE]


def test_no_code_knows_its_name() -> None:
    files = [
        file for package in (device, drivers, statemachine)
        for place in package.__path__ for file in Path(place).rglob("*")
        if file.suffix in (".py", ".js", ".html") and "testing" not in file.parts
    ]  # fmt: skip
    assert len(files) > 200
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not [word for word in (CODE, KIND, "見本市", "所得課税", "扶養") if word in text], file


def test_a_real_kiosk_knows_only_who_ships_and_whom_its_folder_names(tmp_path: Path) -> None:
    assert CODE not in load_municipalities()
    demo = load_demo()
    assert demo.municipalities is not None
    (tmp_path / "13999.toml").write_bytes((demo.municipalities / "13999-mihon.toml").read_bytes())
    assert set(load_municipalities(tmp_path)) == {"01207", "16202", CODE}
    with pytest.raises(ConfigError, match=r"nowhere:1: folder: a folder that can be read \(No such file"):
        load_municipalities(tmp_path / "nowhere")


def test_its_certificate_has_words_a_fee_a_limit_and_hours() -> None:
    texts = Texts(words=words_of(TOWNS.values(), towns_of(TOWNS.values()).values(), load_regions()))
    words = [texts(each) for each in (KIND, f"{KIND}.self", "item.dependents", "item.dependents.yes")]
    assert words == ["所得課税証明書", "本人のみ", "扶養の記載", "扶養の記載 有"]
    kind = MIHON.rule.kinds[KIND]
    assert (kind.fee_yen(date(2025, 10, 8)), kind.copies_max, kind.offered_elsewhere) == (250, 3, False)
    workday, new_year = datetime(2025, 10, 8, 10, tzinfo=TOKYO), datetime(2026, 1, 2, 10, tzinfo=TOKYO)
    assert not MIHON.rule.closed(KIND, workday)
    for closed in (workday.replace(hour=17), workday.replace(day=11), workday.replace(day=13)):
        assert MIHON.rule.closed(KIND, closed) == "hours:business_days/08:30/17:00"
        assert not MIHON.rule.closed("juminhyo", closed)
    assert MIHON.rule.closed(KIND, new_year) == "closure:12-29/01-03"
    assert MIHON.rule.closed_elsewhere(workday.replace(hour=18)) == "hours:business_days/08:30/17:00"
    assert not MIHON.rule.closed_elsewhere(workday)


def test_it_is_found_in_the_lists_although_the_postal_codes_have_never_heard_of_it() -> None:
    nation = rules_for(load_demo(), TOWNS).nation
    (tokyo,) = (each for region in nation.regions for each in region.prefectures if each.code == "13")
    assert CODE in dict(tokyo.rows)["ma"]
    texts = Texts(words=words_of(TOWNS.values(), towns_of(TOWNS.values()).values(), load_regions()))
    assert (texts(f"town:{CODE}"), texts(f"full_town:{CODE}")) == ("見本市", "東京都見本市")


def test_its_hours_need_the_holidays_of_the_year_the_kiosk_runs_in() -> None:
    demo = replace(load_demo(), hours=None)
    rules_for(demo, TOWNS, today=date(2026, 12, 31))
    with pytest.raises(ConfigError, match=r"holidays\.toml:[0-9]+: years: the holidays of 2999, for hours with"):
        rules_for(demo, TOWNS, today=date(2999, 1, 1))
    rules_for(demo, load_municipalities(), today=date(2999, 1, 1))  # where nobody leaves holidays out


def test_what_its_office_asks_for_is_told_in_words() -> None:
    texts = Texts(words=words_of(TOWNS.values(), towns_of(TOWNS.values()).values(), load_regions()))
    assert texts(f"offices:{CODE}") == "見本市役所市民課(電話03-0000-0000 平日8時30分から17時15分まで)"
    assert texts(f"unlock:{CODE}") == (
        "マイナンバーカード、本人確認書類2点をお持ちください。原則、ご本人の来庁が必要です。"
    )
    assert texts(f"renew:{CODE}") == "窓口にお問合せください。"  # its page says nothing of it
    assert texts("offices:01207") == "戸籍住民課管理係(電話0155-65-4144)"
