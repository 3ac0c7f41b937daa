"""No stranger's paper under load: kiosks in processes of their own and one centre, over mutual TLS on loopback.

A small one; `make strangers` is the whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LIMIT_S = 240
ROOT = Path(__file__).parents[2]
LOAD = "device.testing.strangers.load"
WITHOUT = f"""
import sys, pytest
from tests.faults.strangers import mutants
from {LOAD} import main
getattr(mutants, sys.argv[1])(pytest.MonkeyPatch())
sys.exit(main(sys.argv[2:]))
"""
"""The same load with one check taken out of every kiosk."""


def load(*arguments: str, without: str | None = None) -> tuple[int, dict[str, Any]]:
    """Exit code and figures."""
    program = ["-m", LOAD] if without is None else ["-c", WITHOUT, without]
    command = [sys.executable, *program, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False, cwd=ROOT)
    assert ran.stdout, ran.stderr
    figures: dict[str, Any] = json.loads(ran.stdout)
    assert not figures["lost"], ran.stderr
    return ran.returncode, figures


def test_kiosks_that_ask_in_the_same_moment() -> None:
    code, figures = load("--kiosks", "4", "--customers", "16")
    assert figures["customers"] == 16
    assert figures["attempts"], "nothing befell anybody"
    assert figures["sheets"] > 0
    assert (code, figures["strangers"], figures["unreported"]) == (0, [], [])


@pytest.mark.parametrize(
    ("accident", "check"), [("SWAPPED", "believes_all_ids_and_the_name"), ("WRONG_FILE", "trusts_the_file")]
)
def test_one_accident_with_the_check_that_is_there_against_it_and_without(accident: str, check: str) -> None:
    asked = ("--kiosks", "2", "--customers", "4", "--only", accident)  # the two at a time are namesakes
    code, figures = load(*asked)
    assert (code, figures["sheets"], figures["strangers"]) == (0, 0, [])
    assert sum(figures["attempts"].values()) == 4
    code, figures = load(*asked, without=check)
    assert code == 1
    assert len(figures["strangers"]) == figures["sheets"] == 4
