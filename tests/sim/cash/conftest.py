from __future__ import annotations

import pytest

from tests.sim.cash.bench import Bench, make_bench


@pytest.fixture
def rig() -> Bench:
    return make_bench()
