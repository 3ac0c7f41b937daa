"""The wired figures of `make bench`: a hurried customer on real wires, and the kiosk at rest."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from device.testing import bench_card

HURRY = 20
REST_S = 10.0

Figure = tuple[str, str, bool]


def figures() -> Iterator[Figure]:
    """All of them; one line that says why, where this machine has no pcscd."""
    from device.testing.pcscd import why_not

    reason = why_not()
    if reason is not None:
        yield "wired", f"not measured: {reason}", True
        return
    yield from bench_card.figures()
    yield from _journey()
    yield _rest()


def _journey() -> Iterator[Figure]:
    from device.testing.journeys import shipped
    from device.testing.wired import play_wired

    (script,) = shipped("takaoka-juminhyo-3")
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        played = play_wired(script, hurry=HURRY, out=Path(folder))
        wall_s = time.perf_counter() - began
        waited = _waited_s(Path(folder) / "journal.db")
    yield f"wired takaoka-juminhyo-3, hurried {HURRY} (report)", f"{wall_s:.1f} s", not played.failures
    shares = ", ".join(f"{device} {s / wall_s:.0%}" for device, s in sorted(waited.items(), key=lambda item: -item[1]))
    yield "  of which orders were with each peripheral", shares, True


def _waited_s(journal: Path) -> dict[str, float]:
    """Seconds from an order's event to its answer's, by the device that had it."""
    from statemachine.table.triggers import COMMANDS

    spent: dict[str, float] = defaultdict(float)
    with sqlite3.connect(journal) as db:
        rows = db.execute(
            "SELECT c.kind, a.monotonic_ns - e.monotonic_ns FROM commands c"
            " JOIN events e ON e.seq = c.event JOIN events a ON a.seq = c.answered_by"
        )
        for kind, ns in rows:
            spent[COMMANDS[kind].device] += ns / 1e9
    return dict(spent)


def _rest() -> Figure:
    """The kiosk with all its simulators in one process, nobody there."""
    demo = (files("device.config") / "demo.toml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        config = Path(folder) / "kiosk.toml"
        config.write_text(demo, encoding="utf-8")
        command = [sys.executable, "-m", "device", "run", "--config", str(config)]
        kiosk = subprocess.Popen(
            [*command, "--screen", "127.0.0.1:0", "--staff", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert kiosk.stderr is not None
        ready = 0
        while ready < 5 and (line := kiosk.stderr.readline()):
            ready += line.rstrip().endswith(": ready")
        before = _cpu_s(kiosk.pid)
        time.sleep(REST_S)
        share = (_cpu_s(kiosk.pid) - before) / REST_S
        pages = int(Path(f"/proc/{kiosk.pid}/statm").read_text(encoding="ascii").split()[1])
        resident_mb = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        kiosk.send_signal(signal.SIGTERM)
        kiosk.communicate(timeout=70)
    value = f"{share:.1%} of a core, {resident_mb:.0f} MB, simulators included"
    return "kiosk at rest, wired (report)", value, kiosk.returncode == 0


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
