"""A request that comes again: the same answer and no second effect, whatever came between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.centre import answers
from sim.centre.answers import PASSING_MAX
from tests.sim.centre.support import TAKAOKA, Kiosk

ORDER: dict[str, Any] = {"kind": "inkan", "scope": "self", "people": [], "items": {}, "copies": 1}
REUSED = (400, "request_id_reused")


def ordered(kiosk: Kiosk) -> dict[str, Any]:
    """The body of an order that makes sense."""
    return kiosk.body(session=kiosk.session("yamada-taro", TAKAOKA), **ORDER)


def test_an_answer_lost_on_a_busy_day_is_repeated_and_not_made_out_anew() -> None:
    kiosk = Kiosk()
    body = ordered(kiosk)
    first = kiosk.post("/v1/documents", body)
    for _ in range(PASSING_MAX + 4):
        kiosk.ask("/v1/service-state")
    assert kiosk.post("/v1/documents", body) == first
    assert len(kiosk.centre.documents) == 1


def test_what_other_kiosks_ask_displaces_nobodys_answer() -> None:
    kiosk = Kiosk()
    checked = kiosk.body()
    first = kiosk.post("/v1/service-state", checked)
    kiosk.clock.pass_s(5)
    for number in range(PASSING_MAX + 4):
        kiosk.ask("/v1/service-state", terminal=f"t{2 + number % 20}")
    assert kiosk.post("/v1/service-state", checked) == first


def test_the_answer_is_the_same_after_the_centre_was_started_again(tmp_path: Path) -> None:
    file = tmp_path / "residents.db"
    before = Kiosk(residents_file=file)
    body = ordered(before)
    first = before.post("/v1/documents", body)
    before.centre.close()
    after = Kiosk(residents_file=file)
    assert after.post("/v1/documents", body) == first
    assert len(after.centre.documents) == 1
    after.centre.close()


def test_a_kiosk_that_numbers_anew_after_a_restart_of_both_is_served(tmp_path: Path) -> None:
    file = tmp_path / "residents.db"
    kiosks = [Kiosk(residents_file=file), Kiosk(residents_file=file)]
    bodies = []
    for kiosk in kiosks:
        bodies.append(ordered(kiosk))
        assert kiosk.post("/v1/documents", bodies[-1])[0] == 200
        kiosk.centre.close()
    assert bodies[0]["request_id"] == bodies[1]["request_id"]


def test_an_answer_whose_words_are_forgotten_is_still_not_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LASTING_MAX", 2)
    kiosk = Kiosk()
    session = kiosk.session("yamada-taro", TAKAOKA)
    bodies = [kiosk.body(session=session, **ORDER) for _ in range(3)]
    first, second, third = (kiosk.post("/v1/documents", body) for body in bodies)
    status, told = kiosk.post("/v1/documents", bodies[0])
    assert (first[0], (status, told["error"])) == (200, REUSED)
    assert [kiosk.post("/v1/documents", body) for body in bodies[1:]] == [second, third]
    assert len(kiosk.centre.documents) == 3


def test_an_order_that_failed_left_nothing_and_may_be_tried_again() -> None:
    kiosk = Kiosk()
    body = ordered(kiosk)
    status, _ = kiosk.post("/v1/documents", body | {"copies": 11})
    assert (status, kiosk.centre.documents) == (400, {})
    assert kiosk.post("/v1/documents", body)[0] == 200
