"""`madoguchi chart`: the state machine, from the table itself."""

from __future__ import annotations

import argparse

from statemachine.chart import FORMATS


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("chart", help="print the state machine")
    parser.add_argument("--format", choices=sorted(FORMATS), default="mermaid", help="mermaid chart or whole table")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print it."""
    print(FORMATS[chosen.format](), end="")
    return 0
