"""What importing python-escpos must not do to the rest of the program. Each in a fresh interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

STORY = """
import logging, os, sys
import drivers.receipt
assert not any(name.split(".")[0] == "escpos" for name in sys.modules), "imported with the package"
job = drivers.receipt.encode([drivers.receipt.Text("a")])
assert job.endswith(bytes.fromhex("1D564200"))
full = drivers.receipt.Dots(24, b"\\xff" * 72)
assert b"v0" in drivers.receipt.encode([drivers.receipt.Text("\\u9ad9", size=2)], draw=lambda _: full)
assert "escpos" in sys.modules
assert logging.getLogger().handlers == [], "basicConfig"
assert os.environ.get("ESCPOS_CAPABILITIES_PICKLE_DIR") == (sys.argv[1] if sys.argv[1:] else None)
"""


def tell(tmp_path: Path, *args: str, **env: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", STORY, *args],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == result.stderr == ""


def test_it_waits_for_the_first_receipt_and_leaves_no_trace(tmp_path: Path) -> None:
    tell(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_foreign_is_unpickled_nor_removed(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    version = ".".join(map(str, sys.version_info[:3]))
    trap = shared / f"{version}.capabilities.pickle"
    trap.write_bytes(b"cos\nabort\n(tR.")  # unpickled, it ends the process
    tell(tmp_path, str(shared), ESCPOS_CAPABILITIES_PICKLE_DIR=str(shared))
    assert list(tmp_path.iterdir()) == [shared]
    assert list(shared.iterdir()) == [trap]
