"""Controllers that are broken about the centre turn the journeys red."""

from __future__ import annotations

import pytest

from device.testing.journeys import play, shipped
from statemachine.machine import KioskMachine
from tests.journeys.mutants_centre import (
    CallsEveryCopyDelivered,
    HasNoStopsOfItsOwn,
    HearsOfNoStop,
    SaysNothingOfReports,
    SaysWhy,
    TellsTheCentreOnce,
)


@pytest.mark.parametrize(
    ("mutant", "name"),
    [
        (TellsTheCentreOnce, "centre-down-after-printing"),
        (CallsEveryCopyDelivered, "stop-begins-mid-session"),
        (HearsOfNoStop, "stop-begins-mid-session"),
        (HasNoStopsOfItsOwn, "stop-koseki-only"),
        (HasNoStopsOfItsOwn, "stop-everything"),
        (SaysWhy, "protected-person"),
        (SaysWhy, "card-issued-today"),
        (SaysNothingOfReports, "koseki-being-entered"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_the_mutant_is_found_out(mutant: type[KioskMachine], name: str) -> None:
    (script,) = shipped(name)
    assert play(script, machine=mutant).failures
