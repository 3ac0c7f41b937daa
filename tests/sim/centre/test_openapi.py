"""docs/centre.openapi.yaml and the centre say the same. (`support.Kiosk` holds every answer of every test to it.)"""

from __future__ import annotations

from typing import Any

import pytest

from drivers.centre import facts
from sim.centre.centre import THINK_MS
from sim.centre.desk import Desk
from sim.centre.kinds import KINDS, SERVICES
from sim.centre.municipality import MUNICIPALITIES
from tests.drivers.page.support import VirtualClock
from tests.sim.centre.openapi import SchemaError, check, document

SCHEMAS = document()["components"]["schemas"]


def test_every_operation_is_in_it_and_it_has_no_other() -> None:
    operations = Desk(VirtualClock(), MUNICIPALITIES, None, b"secret", None).operations()
    assert set(operations) == set(document()["paths"]) == set(THINK_MS)
    assert len({each["post"]["operationId"] for each in document()["paths"].values()}) == len(operations)


def test_its_words_are_the_centres_and_the_drivers() -> None:
    assert set(SCHEMAS["Kind"]["enum"]) == set(KINDS) == facts.KINDS
    assert SCHEMAS["Service"]["enum"] == list(SERVICES)
    scopes = {scope for kind in KINDS.values() for scope in kind.scopes}
    assert set(SCHEMAS["Scope"]["enum"]) == scopes
    items = {item for kind in KINDS.values() for item in (*kind.items, *kind.foreign_items)}
    assert set(SCHEMAS["Item"]["enum"]) == items


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    found = set(references(document()))
    for reference in found:
        place: Any = document()
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    assert {f"#/components/schemas/{name}" for name in SCHEMAS} == {each for each in found if "/schemas/" in each}


@pytest.mark.parametrize(
    "wrong",
    [
        {"request_id": "a"},
        {"request_id": "a", "error": "Not a code"},
        {"request_id": 7, "error": "not_now"},
        {"request_id": "a", "error": "not_now", "name": "somebody"},
    ],
)
def test_what_breaks_a_schema_is_found(wrong: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        check(SCHEMAS["Error"], wrong, "answer")


def test_an_answer_that_is_neither_of_two_forms_is_found() -> None:
    with pytest.raises(SchemaError, match="0 of 2"):
        check(SCHEMAS["CheckAnswer"], {"request_id": "a", "verdict": "refused", "reason": "no reason"}, "answer")


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [each for inner in value.values() for each in references(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in references(inner)]
    return []
