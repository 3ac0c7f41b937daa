"""Opening: what is a store, what is not, and what is said about it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from device.store import Store, StoreError
from device.store.schema import APPLICATION_ID, STEPS, VERSION
from tests.device.store.making import happened


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_every_opening_is_a_boot_of_its_own(tmp_path: Path) -> None:
    boots = []
    for _ in range(3):
        with Store.open(tmp_path / "kiosk.db") as store:
            boots.append(store.boot)
    assert boots == [1, 2, 3]


def test_a_new_store_is_marked_durable_and_write_ahead(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_a_power_cut_left_empty_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    path.touch()
    with Store.open(path) as store:
        assert store.boot == 1
    alter(tmp_path / "begun.db", "PRAGMA journal_mode=WAL")
    with Store.open(tmp_path / "begun.db") as store:
        assert store.boot == 1


def test_a_store_of_the_first_schema_is_brought_up_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    mark = (f"PRAGMA application_id={APPLICATION_ID}", "PRAGMA user_version=1")
    alter(path, *STEPS[0], "INSERT INTO memory VALUES ('acceptor.events', 7)", *mark)
    with Store.open(path) as store:
        assert store.memory() == {"acceptor.events": 7}
        assert store.outbox() == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_second_kiosk_on_the_same_store_is_told_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    (tmp_path / "link.db").symlink_to(path)
    with Store.open(path) as first:
        for name in ("kiosk.db", "link.db"):
            with pytest.raises(StoreError) as caught:
                Store.open(tmp_path / name)
            assert str(caught.value) == (
                f"{tmp_path / name}: another kiosk (process {os.getpid()}) has it open; "
                "stop that one, or name another file in [store] path"
            )
        first.record_event_alone(happened(1))
    with Store.open(path) as second:
        assert second.boot == 2
        assert second.last_seq == 1


def test_an_engineer_left_a_transaction_open_in_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    with Store.open(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"another program is writing to it .*close that program"):
            store.record_event_alone(happened(1))
        shell.execute("ROLLBACK")
        store.record_event_alone(happened(1))
        assert store.last_seq == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[terminal]\nid = 'K1'\n" * 40, "it is not a store"),
        (b"\x00" * 4096, "it is not a store"),
    ],
)
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(content)
    for opening in (Store.open, Store.read):
        with pytest.raises(StoreError, match=says) as caught:
            opening(path)
        assert caught.value.file == str(path)
        assert path.read_bytes() == content


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    alter(path, "CREATE TABLE photos (name TEXT)")
    before = path.read_bytes()
    for opening in (Store.open, Store.read):
        with pytest.raises(StoreError, match="another program's SQLite file; name another file"):
            opening(path)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    Store.open(path).close()
    alter(path, f"PRAGMA user_version={VERSION + 1}")
    for opening in (Store.open, Store.read):
        with pytest.raises(StoreError, match=rf"newer program \(schema {VERSION + 1}, this one knows {VERSION}\)"):
            opening(path)


def test_there_is_no_such_folder_or_it_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"lock kiosk\.db\.lock cannot be made"):
        Store.open(tmp_path / "no" / "kiosk.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.read(tmp_path / "none.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="it is empty"):
        Store.read(tmp_path / "empty.db")


def test_a_failed_opening_leaves_the_lock_free(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    path.write_bytes(b"no database at all" * 100)
    for _ in range(2):
        with pytest.raises(StoreError, match="not a store"):
            Store.open(path)
    path.unlink()
    Store.open(path).close()


def test_pages_damaged_on_the_disk_are_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    with Store.open(path) as store:
        store.record_event_alone(happened(1))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"pages are damaged \(SQLITE_CORRUPT"):
        Store.open(path)
