"""The pytest plugin that ships with the wheel: contract tests run by grade, the same for all.

A test that takes the fixture `bench` runs once for each grade: `inline` (in process, virtual time).
The grades `wired` (real wires, real time) and `hardware` (a bench) join it as they are built; a grade
that cannot run on a machine is skipped with its reason, never silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from device.testing.contract import Bench

GRADES = ("inline",)
"""Kept here and not read from the benches: collecting tests must not import the simulators."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Contract tests run once a grade."""
    if "bench" in metafunc.fixturenames:
        metafunc.parametrize("bench", GRADES, indirect=True)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Every peripheral's driver on its wire, with the simulator at the other end."""
    from device.testing.contract import BENCHES

    made = BENCHES[request.param]()
    yield made
    made.close()
