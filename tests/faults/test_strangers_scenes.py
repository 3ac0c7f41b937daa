"""No stranger's paper: each accident that happened elsewhere, and each check that is there against it.

Every scene is played as the kiosk is and with one check taken out; what is proven by the second is that the first can
fail. Sheets are judged by their words against the person whose card lay there; two of the guests have the same name.
"""

from __future__ import annotations

import pytest

from device.testing.strangers.accidents import Accident
from tests.faults.strangers import mutants, scenes
from tests.faults.strangers.mutants import Mutant
from tests.faults.strangers.scenes import Scene

SCENES = {name.lower(): scene for name, scene in vars(scenes).items() if isinstance(scene, Scene)}
_NAMES = {id(scene): name for name, scene in SCENES.items()}


def named(value: Mutant | Scene) -> str:
    """For the tests' ids."""
    return _NAMES[id(value)] if isinstance(value, Scene) else str(value.__name__)


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_nobody_gets_a_strangers_paper_and_both_ids_are_on_record(scene: Scene) -> None:
    outcome = scene.played()
    assert outcome.attempts, "nothing befell anybody"
    assert not outcome.strangers
    assert not outcome.unreported
    assert not outcome.waiting
    assert len(outcome.visits) == sum(map(len, scene.queues))


PAPER: list[tuple[Mutant, Scene]] = [
    (mutants.believes_all_ids_and_the_name, scenes.NAMESAKES_SAME_SECOND),
    (mutants.forgets_the_card, scenes.FORMER_SESSION),
    (mutants.trusts_the_file, scenes.WRONG_FILE),
    (mutants.trusts_the_file, scenes.NAMESAKES_FILE),
    (mutants.overlooks_number_and_birth, scenes.NAMESAKES_FILE),
    (mutants.overlooks_the_names, scenes.WRONG_FILE),
    (mutants.overlooks_the_names, scenes.DATA_OF_A_RESIDENT),
    (mutants.overlooks_the_names, scenes.DATA_ON_A_SEAL_CERTIFICATE),
    (mutants.overlooks_the_names, scenes.DATA_OF_A_REGISTER),
    (mutants.overlooks_the_names, scenes.DATA_OF_A_HISTORY),
    (mutants.overlooks_the_birth, scenes.DATA_OF_A_NAMESAKE),
    (mutants.overlooks_the_birth, scenes.DATA_OF_A_REGISTERS_NAMESAKE),
    (mutants.looks_for_the_name_anywhere, scenes.DATA_OF_A_NAMESAKE),
    (mutants.looks_for_the_name_anywhere, scenes.LONGER_NAME),
]
"""A check taken out, and where it hands out a stranger's paper."""


@pytest.mark.parametrize(("mutant", "scene"), PAPER, ids=named)
def test_without_the_check_a_strangers_paper_comes_out(
    mutant: Mutant, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    assert scene.played().strangers


SILENT: list[tuple[Mutant, Scene]] = [
    (mutants.forgets_the_request_id, scenes.SAME_SECOND),
    (mutants.forgets_the_request_id, scenes.FORMER_CUSTOMER),
    (mutants.forgets_the_request_id, scenes.TWICE),
]
"""A check taken out behind which another one stands: the paper stays inside, and nobody learns why."""


@pytest.mark.parametrize(("mutant", "scene"), SILENT, ids=named)
def test_without_the_check_nobody_learns_whose_answer_it_was(
    mutant: Mutant, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    outcome = scene.played()
    assert outcome.unreported
    assert not outcome.strangers


def test_the_signature_alone_ties_a_document_to_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    # the same customer, twice: card, names and number agree, and only the signature says that it is the earlier one
    scene = Scene([[(0, "inkan"), (0, "inkan")]], Accident.OLDER_READDRESSED, visit=2)
    served = [len(visit.sheets) for visit in scene.played().visits]
    assert served == [1, 0]
    mutants.believes_the_signature(monkeypatch)
    assert [len(visit.sheets) for visit in scene.played().visits] == [1, 1]
