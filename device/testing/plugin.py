"""The pytest plugin that ships with the wheel: contract tests run by grade, the same for all.

A test that takes the fixture `bench` runs once for each grade: `inline` (in process, virtual time) and
`wired` (real wires, real time, mechanics hurried). The grade `hardware` (a bench) joins them when it is
built; a grade that cannot run on a machine is skipped with its reason, never silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from device.testing.contract import Bench

GRADES = ("inline", "wired")
"""Kept here and not read from the benches: collecting tests must not import the simulators."""


def pytest_configure(config: pytest.Config) -> None:
    """Name our marker."""
    config.addinivalue_line("markers", "inline_only(reason): a contract that real time would make too slow")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Contract tests run once a grade."""
    if "bench" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("inline_only")
        metafunc.parametrize("bench", GRADES[:1] if only else GRADES, indirect=True)


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Every peripheral's driver on its wire, with the simulator at the other end."""
    from device.testing.contract import BENCHES
    from device.testing.pcscd import why_not

    if request.param == "wired" and (reason := why_not()) is not None:
        pytest.skip(f"no private pcscd here: {reason}")
    made = BENCHES[request.param]()
    yield made
    made.close()
