"""The drawn chart in docs/ is the table's own, and not last month's."""

from __future__ import annotations

from pathlib import Path

from device.testing.docs import CHART, chart_page
from statemachine.chart import mermaid
from statemachine.table.states import STATES

ROOT = Path(__file__).parents[2]


def test_the_chart_in_docs_is_not_stale() -> None:
    assert (ROOT / CHART).read_text(encoding="utf-8") == chart_page(), "run `make chart`"


def test_every_state_is_drawn() -> None:
    chart = mermaid()
    assert all(f" {state} : " in chart for state in STATES)
