"""Writes the documents that are drawn from the code itself: `make chart`."""

from __future__ import annotations

from pathlib import Path

from device.testing import rule_lines
from statemachine.chart import mermaid

CHART = Path("docs/chart.md")
RULES = Path("docs/rule-lines.md")


def chart_page() -> str:
    """The page with the drawn chart."""
    return (
        "# The state machine\n\nDrawn from the table itself by `make chart`; `madoguchi chart --format table` prints"
        f" every cell with its verdict and reason.\n\n```mermaid\n{mermaid()}```\n"
    )


if __name__ == "__main__":
    CHART.write_text(chart_page(), encoding="utf-8")
    RULES.write_text(rule_lines.page(), encoding="utf-8")
