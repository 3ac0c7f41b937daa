"""Crashes: the process is killed, or the power fails, at any moment; the store holds whole events only."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from device.store import Store
from tests.device.store.dying import DEATH
from tests.device.store.making import command, happened, inserted

ROOT = Path(__file__).parents[3]


def assert_whole(store: Store) -> None:
    """Every event up to the last, each with all of its commands, entries and memory; the chain is sound."""
    events = list(store.events())
    assert [event.seq for event in events] == list(range(1, store.last_seq + 1))
    assert [row.event for row in store.ledger()] == [event.seq for event in events for _ in range(2)]
    assert len(store.unanswered()) == 3 * len(events)
    assert store.balance("cash:cashbox") == 110 * len(events)
    if events:
        assert store.memory() == {"acceptor.events": store.last_seq, "job": f"job-{store.last_seq}"}
    store.verify_chain()


def test_killed_again_and_again_while_recording_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    for boot in (1, 2, 3):
        argv = [sys.executable, "-m", "tests.device.store.recorder", str(path)]
        with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE) as kiosk:
            assert kiosk.stdout is not None
            for _ in range(40 * boot):
                kiosk.stdout.readline()
            kiosk.send_signal(signal.SIGKILL)
            told = kiosk.stdout.read().split(b"\n")  # the last line may be half a line
        with Store.open(path) as store:
            assert store.boot == 2 * boot
            acknowledged = [int(line) for line in told[:-1]]
            assert not acknowledged or store.last_seq in (acknowledged[-1], acknowledged[-1] + 1)
            assert store.last_seq >= 40 * boot
            assert_whole(store)


@pytest.mark.parametrize("moment", ["at the second command", "right before the commit"])
def test_death_between_begin_and_commit_leaves_neither_half(tmp_path: Path, moment: str) -> None:
    path = tmp_path / "kiosk.db"
    argv = [sys.executable, "-m", "tests.device.store.dying", str(path), moment]
    assert subprocess.run(argv, cwd=ROOT, check=False).returncode == DEATH
    with Store.open(path) as store:
        assert store.last_seq == 1
        assert store.unanswered() == [command("K-1-1-1")]
        assert store.balance("customer:1") == -100
        assert store.memory() == {"acceptor.events": 1}
        store.verify_chain()


def test_power_fails_while_the_log_is_written_wherever_the_write_stopped(tmp_path: Path) -> None:
    path, cut = tmp_path / "kiosk.db", tmp_path / "cut.db"
    with Store.open(path) as store:
        for seq in range(1, 7):
            rows = [command(f"K-1-{seq}-{n}") for n in range(3)]
            entries = [inserted(100, session=1), inserted(10, session=1)]
            store.record(happened(seq), rows, entries, {"acceptor.events": seq, "job": f"job-{seq}"})
        log = path.with_name("kiosk.db-wal").read_bytes()
        shutil.copy(path, cut)
    main = cut.read_bytes()
    found = set()
    for length in [*range(0, len(log), 4_999), len(log)]:
        cut.write_bytes(main)
        cut.with_name("cut.db-wal").write_bytes(log[:length])
        cut.with_name("cut.db-shm").unlink(missing_ok=True)
        with Store.open(cut) as store:
            assert_whole(store)
            found.add(store.last_seq)
    assert found == set(range(7))
