"""Controllers that apply wrongly turn the journeys of 利用登録申請 red."""

from __future__ import annotations

import pytest

from device.testing.journeys import play, shipped
from statemachine.machine import KioskMachine
from tests.journeys.registration_mutants import (
    AppliesWhereNoneIsTaken,
    AsksHisOwnTown,
    CountsTriesWrongly,
    PrintsNoSlip,
    SendsAgainAnew,
    SignsForAnotherRequest,
)


@pytest.mark.parametrize(
    ("mutant", "name"),
    [
        (SignsForAnotherRequest, "register-honseki"),
        (AsksHisOwnTown, "register-honseki"),
        (PrintsNoSlip, "register-honseki"),
        (SendsAgainAnew, "registration-answer-lost"),
        (CountsTriesWrongly, "password-locked"),
        (AppliesWhereNoneIsTaken, "registration-not-taken"),
        (AppliesWhereNoneIsTaken, "registration-stopped"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_the_mutant_is_found_out(mutant: type[KioskMachine], name: str) -> None:
    (script,) = shipped(name)
    assert play(script, machine=mutant).failures
