"""The store: an event, its commands, its money and its memory in one transaction; boots; pruning."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from device.store import CommandRow, OutboxChange, OutboxRow, Store, StoreError
from tests.device.store.making import at, command, earned, filled, happened, inserted, paid_out


def test_a_customer_pays_a_thousand_for_two_hundred_and_every_coin_has_its_place() -> None:
    with Store.open(None) as store:
        store.record(happened(1, "Started"), [], [filled(500, 20), filled(100, 50)], {})
        store.record(happened(2), [command("K-1-1-1")], [inserted(1000, session=1)], {"acceptor.events": 1})
        store.record(happened(3, "Printed"), [], [earned(200, session=1)], {})
        change = [paid_out(500, 1, session=1), paid_out(100, 3, session=1)]
        store.record(happened(4, "Dispensed"), [], change, {"hopper-500": 19})
        assert store.balance("customer:1") == 0
        assert store.balance("cash:cashbox") == 1000
        assert store.balance("owed:1") == 0
        with pytest.raises(ValueError, match="no such account"):
            store.balance("hopper-100")
        with pytest.raises(ValueError, match="no such account"):
            store.coins("cash:coinbox")
        assert store.balances("cash:hopper") == {"cash:hopper-100": 4700, "cash:hopper-500": 9500}
        assert store.balances("fee:") == {"fee:16202:juminhyo": -200}
        assert "customer:1" not in store.balances()
        assert sum(store.balances().values()) == 0
        assert store.coins("cash:hopper-100") == {100: 47}
        assert store.coins("cash:cashbox") == {1000: 1}
        assert store.coins("customer:1") == {100: 3, 500: 1, 1000: -1}
        assert store.memory() == {"acceptor.events": 1, "hopper-500": 19}
        store.verify_chain()


def test_power_comes_back_and_everything_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    events = [happened(1, "Touched"), happened(2, answers="K-1-1-1"), happened(3, "CoinJam")]
    with Store.open(path) as store:
        assert store.boot == 1
        store.record(events[0], [command("K-1-1-1"), command("K-1-1-2", "VerifyPin")], [], {"job": "K-1"})
        store.record(events[1], [], [inserted(500, session=1)], {"acceptor.events": 7, "job": "K-2"})
        store.record_event_alone(events[2])
    with Store.open(path) as store:
        assert store.boot == 2
        assert store.last_seq == 3
        assert list(store.events()) == events
        assert list(store.events(boot=2)) == []
        assert store.boots() == [1]
        assert store.commands_of(1) == [command("K-1-1-1"), command("K-1-1-2", "VerifyPin")]
        assert store.unanswered() == [CommandRow("K-1-1-2", "VerifyPin", "{}")]
        assert store.memory() == {"acceptor.events": 7, "job": "K-2"}
        assert store.balance("cash:cashbox") == 500
        store.record(happened(4), [], [inserted(100, session=2)], {"job": None})
        assert store.memory() == {"acceptor.events": 7}
        assert [(row.row, row.event, row.boot, row.wall) for row in store.ledger()] == [
            (1, 2, 1, at(2)),
            (2, 4, 2, at(4)),
        ]
        store.verify_chain()


def test_takings_of_a_day_are_the_rows_between_its_midnights() -> None:
    with Store.open(None) as store:
        for seq in range(1, 6):
            store.record(happened(seq), [], [inserted(100, session=seq)], {})
        assert [row.entry.session for row in store.ledger(since=at(2), until=at(4))] == [2, 3]
        assert [row.entry for row in store.ledger(until=at(2))] == [inserted(100, session=1)]


def test_a_late_answer_to_a_closed_or_unknown_command_still_books_its_money() -> None:
    with Store.open(None) as store:
        store.record(happened(1), [command("K-1-1-1", "AcceptCash")], [], {})
        store.record(happened(2, answers="K-1-1-1"), [], [], {})
        store.record(happened(3, answers="K-1-1-1"), [], [inserted(100, session=1)], {})
        store.record(happened(4, answers="K-0-9-9"), [], [inserted(100, session=1)], {})
        assert store.unanswered() == []
        assert store.balance("customer:1") == -200


def test_one_bad_row_and_nothing_of_the_event_is_written() -> None:
    with Store.open(None) as store:
        store.record(happened(1), [command("K-1-1-1")], [inserted(100, session=1)], {"n": 1})
        with pytest.raises(ValueError, match=r"event 2: .*commands\.id"):
            store.record(
                happened(2, answers="K-1-1-1"),
                [command("K-1-1-2"), command("K-1-1-1")],
                [inserted(100, session=1)],
                {"n": 2},
            )
        with pytest.raises(OverflowError):
            store.record(happened(2), [command("K-1-1-2")], [inserted(100, session=1)], {"n": 1 << 64})
        assert [event.seq for event in store.events()] == [1]
        assert store.unanswered() == [command("K-1-1-1")]
        assert store.balance("customer:1") == -100
        assert store.memory() == {"n": 1}
        store.record(happened(2), [], [inserted(100, session=1)], {})
        store.verify_chain()


@pytest.mark.parametrize("seq", [0, 1, 2])
def test_event_numbers_count_up(seq: int) -> None:
    with Store.open(None) as store:
        store.record_event_alone(happened(2))
        with pytest.raises(ValueError, match=f"event {seq} after event 2"):
            store.record_event_alone(happened(seq))
        with pytest.raises(ValueError, match="time zone"):
            store.record_event_alone(happened(3, wall=datetime(2024, 10, 4)))  # noqa: DTZ001 - on purpose
        assert store.last_seq == 2


def test_old_events_go_but_money_and_open_commands_stay(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    with Store.open(path) as store:
        store.record(happened(1), [command("K-1-1-1")], [inserted(100, session=1)], {})
        store.record(happened(2, answers="K-1-1-1"), [command("K-1-1-2")], [], {})
        store.record(happened(3), [], [inserted(100, session=1)], {})
        assert store.prune(at(10)) == 2
        assert [event.seq for event in store.events()] == [2]
        assert store.unanswered() == [command("K-1-1-2")]
        assert store.commands_of(1) == []
        assert store.balance("customer:1") == -200
        store.verify_chain()
    with Store.open(path) as store:
        assert store.last_seq == 3
        store.record_event_alone(happened(4, answers="K-1-1-2", wall=at(20)))
        assert store.prune(at(20)) == 1
        assert [event.seq for event in store.events()] == [4]
        assert len(list(store.ledger())) == 2


def test_virtual_time_leaves_a_journal_in_one_file(tmp_path: Path) -> None:
    journal = tmp_path / "journal.db"
    journal.write_text("an older run's")
    with Store.open(None) as store:
        store.record(happened(1), [command("K-1-1-1")], [inserted(100, session=1)], {"n": 1})
        store.write_out(journal)
        store.record_event_alone(happened(2))
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]
    with Store.read(journal) as read:
        assert read.boot == 1
        assert [event.seq for event in read.events()] == [1]
        assert read.balance("cash:cashbox") == 100
        read.verify_chain()
    assert [path.name for path in tmp_path.iterdir()] == ["journal.db"]


def test_takings_are_read_beside_the_running_kiosk(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    with Store.open(path) as store, Store.read(path) as read:
        store.record(happened(1), [], [inserted(100, session=1)], {})
        assert read.balance("cash:cashbox") == 100
        half_way = read.events()
        assert next(half_way).seq == 1
        store.record(happened(2), [], [inserted(100, session=1)], {})
        assert read.boot == store.boot == 1
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.balance("cash:cashbox")
    store.close()


def test_a_store_is_not_written_out_over_itself_or_into_nowhere(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kiosk.db") as store:
        with pytest.raises(StoreError, match="the store itself"):
            store.write_out(tmp_path / "kiosk.db")
        with pytest.raises(StoreError, match="cannot be opened"):
            store.write_out(tmp_path / "no" / "journal.db")
        (tmp_path / "folder").mkdir()
        with pytest.raises(StoreError, match="cannot be written"):
            store.write_out(tmp_path / "folder")


def test_a_word_for_the_centre_is_owed_with_its_event_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    words = [OutboxRow(f"K-1-1-{n}", "d-1", n, "delivered") for n in (1, 2)]
    with Store.open(file) as store:
        store.record(happened(1), [], [], {}, OutboxChange(owed=words))
        with pytest.raises(ValueError, match="does not fit"):
            store.record(happened(2), [], [inserted(100, session=1)], {"n": 1}, OutboxChange(owed=words[:1]))
        assert store.memory() == {}
        assert store.balances() == {}
        store.record(happened(2), [], [], {}, OutboxChange(settled=["K-1-1-1"]))
    with Store.open(file) as store:
        assert store.outbox() == words[1:]
