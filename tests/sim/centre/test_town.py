"""The residents' file: kept from run to run, read as it stands, and never another program's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sim.centre.town import TownFileError
from tests.sim.centre.support import TAKAOKA, Kiosk, text_of


def test_the_record_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "residents.db"
    before = Kiosk(residents_file=file)
    document = before.document("yamada-taro", "inkan", "self")["id"]
    before.centre.close()
    after = Kiosk(residents_file=file)
    assert list(after.centre.documents) == [document]
    after.ask("/v1/deliveries", document=document, copy=1, outcome="delivered")
    assert after.centre.deliveries == {(document, 1): "delivered"}
    assert after.document("yamada-taro", "inkan", "self")["id"] != document
    after.centre.close()


def test_a_resident_edited_with_another_tool_is_the_resident_from_then_on(tmp_path: Path) -> None:
    file = tmp_path / "residents.db"
    kiosk = Kiosk(residents_file=file)
    kiosk.centre.prepare()
    kiosk.centre.close()
    with sqlite3.connect(file) as db:
        db.execute("UPDATE household SET address = '富山県高岡市見本町８丁目' WHERE address LIKE '%１丁目２番３号'")
    assert "富山県高岡市見本町８丁目" in text_of(kiosk.document("yamada-taro", "juminhyo", "self"))
    kiosk.centre.close()


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 30, None])
def test_another_programs_file_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "other.db"
    if content is None:
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE birds (name TEXT)")
        db.close()
    else:
        file.write_bytes(content)
    before = file.read_bytes()
    with pytest.raises(TownFileError, match=r"other\.db"):
        Kiosk(residents_file=file).centre.prepare()
    assert file.read_bytes() == before


def test_nowhere_to_keep_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(TownFileError, match="folder that can be written"):
        Kiosk(residents_file=tmp_path / "nowhere" / "residents.db").centre.prepare()


def test_a_change_reported_lately_shows_some_days_later() -> None:
    kiosk = Kiosk()
    old, new = "見本町４丁目１番３号", "見本町５丁目９番９号"
    before = text_of(kiosk.document("moved-lately-chikako", "juminhyo", "self"))
    assert old in before
    assert new not in before
    kiosk.clock.pass_s(3 * 86400)
    after = text_of(kiosk.document("moved-lately-chikako", "juminhyo", "self"))
    assert f"住所富山県高岡市{new}" in after
    assert f"前住所富山県高岡市{old}" in after
    assert after.count("前住所") == 1


def test_a_person_stands_once_however_many_have_cards() -> None:
    kiosk = Kiosk()
    names = [person["name"] for person in kiosk.offer("parent-koichi", TAKAOKA)["people"]]
    assert names == ["家元 甲一", "家元 乙美", "家元 丙太"]
