"""Notes on their way in: mouth, sensors, escrow, stacker, and the ways back."""

from __future__ import annotations

import pytest

from sim.cash.bills import ALL_JAPAN_BILLS
from tests.sim.cash.bench import ACK, VALIDATOR, Bench, make_bench

NOTHING = (0, 0)
EMPTY, NOT_ROUTED = (254,), (255,)
COUNTERS = (226, 225, 194, 193)


def paper(rig: Bench, place: str) -> dict[int, int]:
    return rig.box.notes[place]


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


def test_after_power_up_a_note_is_not_drawn_in(rig: Bench) -> None:
    assert rig.ask(VALIDATOR, 230) == (0, 0)
    assert rig.ask(VALIDATOR, 227) == (0,)
    rig.box.bills.insert(1000)
    rig.wait(5000)
    assert paper(rig, "mouth") == {1000: 1}
    assert rig.bill_events()[0] == 0
    rig.open_validator()  # it still lies there
    rig.wait(1200)
    assert paper(rig, "escrow") == {1000: 1}


def test_a_note_inhibited_by_its_own_bit_comes_back(rig: Bench) -> None:
    rig.open_validator()
    rig.ask(VALIDATOR, 231, 0b01, 0)
    rig.box.bills.insert(1000)
    rig.wait(1700)
    assert rig.bill_events() == (2, [(0, 1), (0, 4), NOTHING, NOTHING, NOTHING])
    assert paper(rig, "mouth") == {1000: 1}


@pytest.mark.parametrize("yen", [2000, 5000, 10_000])
def test_a_larger_note_is_unknown_and_comes_back(rig: Bench, yen: int) -> None:
    rig.open_validator()
    rig.box.bills.insert(yen)
    rig.wait(1700)
    assert rig.bill_events()[1][:2] == [(0, 1), (0, 2)]
    assert rig.box.bills.take() == {yen: 1}


def test_a_validator_that_knows_large_notes_takes_them_where_the_host_lets_it() -> None:
    rig = make_bench(bill_types=ALL_JAPAN_BILLS)
    rig.open_validator()
    rig.box.bills.insert(10_000)
    rig.wait(1200)
    number, _ = rig.bill_events()[1][0]
    assert bytes(rig.ask(VALIDATOR, 157, number) or ()) == b"JP0100B"
    assert rig.ask(VALIDATOR, 155, *b"JP") == (0b111_1111, 0)


@pytest.mark.parametrize(("flaw", "code"), [("fake", 2), ("crumpled", 3), ("tampered", 9)])
def test_a_bad_note_comes_back_with_its_reason(rig: Bench, flaw: str, code: int) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000, flaw=flaw)
    rig.wait(1700)
    assert rig.bill_events()[1][:2] == [(0, 1), (0, code)]
    assert rig.ask(VALIDATOR, 149, code) == (1, 0, 0)
    assert paper(rig, "mouth") == {1000: 1}


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


def test_shut_while_a_note_is_drawn_in_it_comes_back(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(1000)  # past the sensors, not yet in escrow
    assert rig.ask(VALIDATOR, 228, 0) == ACK
    rig.wait(1000)
    assert rig.bill_events()[1][:2] == [(0, 1), (0, 4)]
    assert paper(rig, "mouth") == {1000: 1}


def test_shut_with_a_note_in_escrow_it_comes_back(rig: Bench) -> None:
    rig.escrow_a_note()
    assert rig.ask(VALIDATOR, 228, 0) == ACK
    assert rig.ask(VALIDATOR, 154, 1) == EMPTY
    rig.wait(800)
    assert rig.bill_events()[1][:2] == [(0, 1), (2, 1)]


def test_shut_while_it_is_stacked_a_note_is_credited_all_the_same(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(500)
    assert rig.ask(VALIDATOR, 228, 0) == ACK
    rig.wait(500)
    assert rig.bill_events()[1][0] == (2, 0)


def test_unwatched_for_5_seconds_it_shuts_itself_and_a_poll_does_not_open_it(rig: Bench) -> None:
    rig.open_validator()
    rig.wait(4000)
    rig.bill_events()
    rig.wait(5000)
    assert rig.ask(VALIDATOR, 227) == (1,)
    rig.wait(1)
    assert rig.bill_events() == (1, [NOTHING] * 5)
    assert rig.ask(VALIDATOR, 227) == (0,)
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}


def test_a_dead_host_gives_the_customer_the_note_back(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.wait(6000)
    assert paper(rig, "mouth") == {1000: 1}
    assert rig.bill_events()[1][:3] == [(0, 1), (0, 0), (2, 1)]


def test_polling_for_hours_makes_one_appointment_at_a_time(rig: Bench) -> None:
    rig.open_validator()
    for _ in range(2000):
        rig.wait(200)
        rig.bill_events()
    assert rig.ask(VALIDATOR, 227) == (1,)
    rig.wait(6000)
    assert rig.box.next_due_ns() is None


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


def test_a_validator_whose_inhibits_stick_takes_a_note_that_nobody_asked_for(rig: Bench) -> None:
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}
    rig.box.bills.stick()
    rig.wait(1200)
    assert rig.bill_events()[1][0] == (2, 1)
    assert rig.ask(VALIDATOR, 154, 0) == ACK
    rig.wait(800)
    rig.box.bills.take()
    rig.box.bills.clear()
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}
