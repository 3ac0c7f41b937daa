"""docs/centre.openapi.yaml and the centre say the same. (`support.Kiosk` holds every answer of every test to it.)"""

from __future__ import annotations

from typing import Any

import pytest

from drivers.centre import facts
from sim.centre.centre import THINK_MS
from sim.centre.desk import Desk
from sim.centre.kinds import KINDS, NAME, SERVICES
from sim.centre.municipality import MUNICIPALITIES
from tests.drivers.page.support import VirtualClock
from tests.sim.centre.openapi import SchemaError, check, document

SCHEMAS = document()["components"]["schemas"]


def test_every_operation_is_in_it_and_it_has_no_other() -> None:
    operations = Desk(VirtualClock(), MUNICIPALITIES, None, b"secret", None).operations()
    assert set(operations) == set(document()["paths"]) == set(THINK_MS)
    assert len({each["post"]["operationId"] for each in document()["paths"].values()}) == len(operations)


def agreed(schema: str) -> list[str]:
    """The words that are the same for every municipality."""
    words: list[str] = SCHEMAS[schema]["anyOf"][0]["enum"]
    return words


def test_its_words_are_the_centres_and_the_drivers() -> None:
    assert set(agreed("Kind")) == set(KINDS) == facts.KINDS
    assert agreed("Service") == list(SERVICES)
    scopes = {scope for kind in KINDS.values() for scope in kind.scopes}
    assert set(agreed("Scope")) == scopes
    items = {item for kind in KINDS.values() for item in (*kind.items, *kind.foreign_items)}
    assert set(agreed("Item")) == items == facts.ITEMS["juminhyo"]
    assert SCHEMAS["OwnName"]["pattern"] == f"^{facts.OWN_NAME.pattern}$" == f"^{NAME.pattern}$"
    assert SCHEMAS["Edition"]["maximum"] == facts.EDITION
    assert set(SCHEMAS["RegistrationRefused"]["properties"]["reason"]["enum"]) == facts.REGISTRATION_REASONS
    withheld = SCHEMAS["OfferAnswer"]["properties"]["withheld"]["items"]["properties"]["reason"]
    assert set(withheld["enum"]) == facts.WITHHELD_REASONS


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
