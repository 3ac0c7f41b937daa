"""No stranger's paper, as figures in `make bench`: kiosks and one centre over mutual TLS, all between them bad."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

Figure = tuple[str, str, bool]

KIOSKS, CUSTOMERS = 20, 200
LIMIT_S = 900

ONE_MOMENT_MS = 1000
"""Of 2023: two people at two shops asked within one second, and the later request overwrote the earlier one."""


def figures() -> Iterator[Figure]:
    """Sheets that were a stranger's, attempts that nobody noticed, and how long it took."""
    told = _told()
    served = f"{told['customers']} customers at {told['kiosks']} kiosks, {told['sheets']} sheets"
    count, strangers = sum(told["attempts"].values()), len(told["strangers"])
    name = f"strangers' sheets: {served}, {count} foreign answers (goal: none)"
    yield name, str(strangers), strangers == 0 < told["sheets"]
    missed = len(told["unreported"])
    yield "  of these answers not reported with both ids (goal: none)", str(missed), missed == 0
    everybody = told["customers"] == CUSTOMERS and not told["lost"]
    yield f"  wall time, {CUSTOMERS // KIOSKS} rounds of one customer a kiosk", f"{told['wall_s']:.0f} s", everybody
    spreads_ms = told["spreads_ms"]
    close = sum(spread_ms <= ONE_MOMENT_MS for spread_ms in spreads_ms)
    name = f"  rounds whose requests for documents all came within a second, worst {max(spreads_ms, default=0)} ms"
    yield f"{name} (goal: half of them)", f"{close} of {len(spreads_ms)}", 2 * close >= len(spreads_ms) > 0


def _told() -> dict[str, Any]:
    command = [sys.executable, "-m", "device.testing.strangers.load"]
    command += ["--kiosks", str(KIOSKS), "--customers", str(CUSTOMERS)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
