"""Notes on their way in: mouth, sensors, escrow, stacker, and the ways back."""

from __future__ import annotations

import pytest

from sim.cash.bills import ALL_JAPAN_BILLS
from tests.sim.cash.bench import ACK, EMPTY, NOT_ROUTED, NOTHING, VALIDATOR, Bench, make_bench, paper

COUNTERS = (226, 225, 194, 193)


def test_two_series_of_the_1000_yen_note_are_told_by_their_ids_and_the_factor(rig: Bench) -> None:
    ids = [bytes(rig.ask(VALIDATOR, 157, number) or ()) for number in range(1, 17)]
    assert ids == [b"JP0010A", b"JP0010B", *[b"......."] * 14]
    assert rig.ask(VALIDATOR, 156, *b"JP") == (100, 0, 0)
    assert rig.ask(VALIDATOR, 156, *b"US") == (0, 0, 0)
    assert rig.ask(VALIDATOR, 155, *b"JP") == (3, 0)
    assert rig.ask(VALIDATOR, 247) == (16, 1)
    assert bytes(rig.ask(VALIDATOR, 145, *b"US") or ()) == b"Unknown"
    assert rig.refuses(VALIDATOR, 157, 17)


def test_a_note_takes_its_time_to_the_escrow(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000)
    assert paper(rig, "mouth") == {1000: 1}
    rig.wait(200)
    assert paper(rig, "transport") == {1000: 1}
    rig.wait(999)
    assert rig.bill_events()[0] == 0
    rig.wait(1)
    assert rig.bill_events() == (1, [(2, 1), NOTHING, NOTHING, NOTHING, NOTHING])
    assert paper(rig, "escrow") == {1000: 1}


def test_a_note_is_credited_when_it_is_stacked_and_not_before(rig: Bench) -> None:
    rig.escrow_a_note()
    assert rig.ask(VALIDATOR, 154, 1) == ACK
    rig.wait(999)
    assert rig.bill_events()[0] == 1
    assert rig.ask(VALIDATOR, 154, 1) == EMPTY
    rig.wait(1)
    assert rig.bill_events() == (2, [(2, 0), (2, 1), NOTHING, NOTHING, NOTHING])
    assert paper(rig, "stacker") == {1000: 1}
    assert rig.ask(VALIDATOR, 150, 2) == (1, 0, 0)


def test_the_older_series_is_another_type(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000, series="A")
    rig.wait(1200)
    assert rig.bill_events()[1][0] == (1, 1)


def test_the_host_sends_a_note_back_and_it_lies_in_the_mouth_until_it_is_taken(rig: Bench) -> None:
    rig.escrow_a_note()
    assert rig.ask(VALIDATOR, 154, 0) == ACK
    rig.wait(800)
    assert rig.bill_events()[1][:2] == [(0, 1), (2, 1)]
    rig.wait(10_000)
    assert paper(rig, "mouth") == {1000: 1}
    with pytest.raises(ValueError, match="lies in the mouth"):
        rig.box.bills.insert(1000)
    assert rig.box.bills.take() == {1000: 1}
    assert paper(rig, "taken") == {1000: 1}
    with pytest.raises(ValueError, match="no note"):
        rig.box.bills.take()


def test_an_escrow_nobody_decides_on_returns_its_note_by_itself(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.watch_notes(29)
    assert paper(rig, "escrow") == {1000: 1}
    assert rig.ask(VALIDATOR, 154, 255) == ACK
    rig.watch_notes(29)
    assert paper(rig, "escrow") == {1000: 1}
    rig.watch_notes(2)
    assert paper(rig, "mouth") == {1000: 1}
    assert rig.bill_events()[1][:2] == [(0, 1), (2, 1)]


@pytest.mark.parametrize("code", [0, 1, 255])
def test_nothing_can_be_routed_out_of_an_empty_escrow(rig: Bench, code: int) -> None:
    assert rig.ask(VALIDATOR, 154, code) == EMPTY


def test_an_unknown_route_leaves_the_note_where_it_is(rig: Bench) -> None:
    rig.escrow_a_note()
    assert rig.ask(VALIDATOR, 154, 7) == NOT_ROUTED
    assert paper(rig, "escrow") == {1000: 1}


def test_without_escrow_a_note_goes_straight_into_the_stacker(rig: Bench) -> None:
    assert rig.ask(VALIDATOR, 152) == (3,)
    assert rig.ask(VALIDATOR, 153, 1) == ACK
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(2200)
    assert rig.bill_events() == (1, [(2, 0), NOTHING, NOTHING, NOTHING, NOTHING])


def test_a_validator_that_knows_large_notes_takes_them_where_the_host_lets_it() -> None:
    rig = make_bench(bill_types=ALL_JAPAN_BILLS)
    rig.open_validator()
    rig.box.bills.insert(10_000)
    rig.wait(1200)
    number, _ = rig.bill_events()[1][0]
    assert bytes(rig.ask(VALIDATOR, 157, number) or ()) == b"JP0100B"
    assert rig.ask(VALIDATOR, 155, *b"JP") == (0b111_1111, 0)


def test_several_notes_go_in_one_after_the_other(rig: Bench) -> None:
    rig.ask(VALIDATOR, 153, 1)
    rig.open_validator()
    for _ in range(3):
        rig.box.bills.insert(1000)
    assert (paper(rig, "mouth"), paper(rig, "hand")) == ({1000: 1}, {1000: 2})
    rig.watch_notes(7)
    assert paper(rig, "stacker") == {1000: 3}
    assert rig.bill_events()[0] == 3


def test_who_takes_the_note_back_puts_the_others_away_too(rig: Bench) -> None:
    for _ in range(3):
        rig.box.bills.insert(1000)
    assert rig.box.bills.take() == {1000: 3}
    rig.open_validator()
    rig.wait(3000)
    assert rig.box.notes["inserted"] == {}


def test_the_counters_outlive_a_power_cut(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(1000)
    rig.box.bills.insert(1000, flaw="fake")
    rig.wait(2000)
    rig.box.bills.take()
    rig.box.bills.insert(1000, flaw="tampered")
    rig.watch_notes(2)
    for _ in range(2):
        assert [rig.ask(VALIDATOR, header) for header in COUNTERS] == [(3, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0)]
        assert rig.ask(VALIDATOR, 150, 2) == (1, 0, 0)
        rig.box.power_cycle()
        rig.wait(700)


def test_a_hurried_box_has_faster_notes_and_the_same_escrow_time_out() -> None:
    from sim.cash import Timing

    rig = make_bench(timing=Timing().hurried(10))
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(120)
    assert paper(rig, "escrow") == {1000: 1}
    assert Timing().hurried(10).escrow_timeout_ns == Timing().escrow_timeout_ns


def test_a_note_is_worth_something(rig: Bench) -> None:
    with pytest.raises(ValueError, match="worth"):
        rig.box.bills.insert(0)
    with pytest.raises(ValueError, match="torn"):
        rig.box.bills.insert(1000, flaw="torn")


def test_a_note_is_taken_back_before_the_rollers_have_it(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(100)
    rig.box.bills.pull()
    rig.wait(1000)
    assert rig.bill_events()[0] == 0
    assert paper(rig, "inserted") == {}
