"""No stranger's paper under load: kiosks in processes of their own and one centre, over mutual TLS on loopback.

A small one; `make strangers` is the whole.
"""

from __future__ import annotations

import json
import subprocess
import sys

KIOSKS, CUSTOMERS = 4, 12
LIMIT_S = 240


def test_kiosks_that_ask_in_the_same_moment() -> None:
    command = [sys.executable, "-m", "device.testing.strangers.load"]
    command += ["--kiosks", str(KIOSKS), "--customers", str(CUSTOMERS)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert ran.stdout, ran.stderr
    figures = json.loads(ran.stdout)
    assert figures["customers"] == CUSTOMERS
    assert figures["attempts"], "nothing befell anybody"
    assert figures["sheets"] > 0
    assert (figures["strangers"], figures["unreported"], figures["lost"]) == ([], [], [])
    assert ran.returncode == 0, ran.stderr
