"""How a town or a name is written that is read so: the same for everybody, and nobody's own 戸籍."""

from __future__ import annotations

import pytest

from sim.personas import persona
from tests.sim.centre.support import OBIHIRO, TAKAOKA, Kiosk


def written(kiosk: Kiosk, session: str, of: str, reading: str) -> list[list[str]]:
    told = kiosk.ask("/v1/registrations/writings", session=session, of=of, reading=reading)
    return [part["writings"] for part in told["parts"]]


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk(edition=2)


def test_a_name_comes_in_all_its_writings_part_by_part(kiosk: Kiosk) -> None:
    session = kiosk.session("unregistered-rokuko", OBIHIRO)
    family, given = written(kiosk, session, "name", "ミトウ ロクコ")
    assert {"未登", "三東", "水藤"} <= set(family)
    assert {"録子", "六子"} <= set(given)
    assert written(kiosk, session, "name", "ﾐﾄｳ ﾛｸｺ") == [family, given]
    assert written(kiosk, session, "name", "ヌヌヌ") == [[]]


def test_everybody_is_offered_the_same(kiosk: Kiosk) -> None:
    """Who found a card and knows its PIN learns nothing of whose it is."""
    sessions = [kiosk.session(who, OBIHIRO) for who in ("unregistered-rokuko", "tokachi-hanako", "one-try-saburo")]
    for of, reading in (("name", "ミトウ ロクコ"), ("town", "ミホン")):
        assert len({str(written(kiosk, session, of, reading)) for session in sessions}) == 1


def test_towns_are_those_of_the_municipality_without_their_numbers(kiosk: Kiosk) -> None:
    (obihiro,) = written(kiosk, kiosk.session("tokachi-hanako", OBIHIRO), "town", "ミホンチョウヒガシ")
    assert "見本町東５条南１丁目" in obihiro
    assert all(town.startswith("見本町東") and not town.endswith("番地") for town in obihiro)
    (takaoka,) = written(kiosk, kiosk.session("yamada-taro", TAKAOKA), "town", "ミホンチョウ")
    assert takaoka[0] == "見本町"
    assert not set(takaoka) & set(obihiro)


@pytest.mark.parametrize(
    ("of", "reading", "error"),
    [("road", "ミホン", "bad_reading"), ("name", " ", "bad_reading"), ("street", "ミ", "bad_of")],
)
def test_what_is_no_reading_is_refused(kiosk: Kiosk, of: str, reading: str, error: str) -> None:
    session = kiosk.session("tokachi-hanako", OBIHIRO)
    status, told = kiosk.post("/v1/registrations/writings", kiosk.body(session=session, of=of, reading=reading))
    assert (status, told["error"]) == (400, error)


def test_every_persona_finds_the_own_honseki_and_head(kiosk: Kiosk) -> None:
    """Else nobody could apply at a kiosk."""
    who = persona("unregistered-rokuko")
    session = kiosk.session(who, who.honseki_municipality)
    (towns,) = written(kiosk, session, "town", "ミホンチョウ")
    assert any(who.honseki.startswith(town) for town in towns)
