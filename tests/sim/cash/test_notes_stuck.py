"""Notes that jam, are pulled back, hang on strings; stackers full and gone; power lost with a note inside."""

from __future__ import annotations

import pytest

from tests.sim.cash.bench import ACK, VALIDATOR, Bench, paper

BILL_JAMMED, STACKER_FAULT, STACKER_MISSING, STACKER_FULL = 39, 38, 44, 45


def fault(rig: Bench) -> int:
    return (rig.ask(VALIDATOR, 232) or (-1,))[0]


def newest(rig: Bench, events: int = 1) -> list[tuple[int, int]]:
    return rig.bill_events()[1][:events]


def test_a_note_jams_within_reach_and_the_customer_pulls_it_out(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.jam()
    rig.box.bills.insert(1000)
    rig.wait(900)
    assert newest(rig) == [(0, 6)]
    assert fault(rig) == BILL_JAMMED
    assert paper(rig, "transport") == {1000: 1}
    rig.box.bills.pull()
    assert newest(rig) == [(0, 8)]
    assert fault(rig) == 0
    assert paper(rig, "taken") == {1000: 1}
    rig.box.bills.insert(1000)  # accepts again by itself
    rig.wait(1200)
    assert paper(rig, "escrow") == {1000: 1}


def test_the_attendant_frees_a_note_within_reach_and_it_comes_back(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.jam()
    rig.box.bills.insert(1000)
    rig.wait(900)
    rig.box.bills.clear()
    assert fault(rig) == 0
    rig.wait(800)
    assert newest(rig) == [(0, 1)]
    assert paper(rig, "mouth") == {1000: 1}


def test_a_note_jams_behind_the_door_and_is_stacked_without_credit_when_it_is_freed(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.box.bills.jam()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(1000)
    assert newest(rig) == [(0, 16)]
    assert fault(rig) == BILL_JAMMED
    assert rig.ask(VALIDATOR, 154, 1) == (255,)
    with pytest.raises(ValueError, match="no note can be reached"):
        rig.box.bills.pull()
    rig.box.bills.clear()
    assert newest(rig) == [(0, 21)]
    assert paper(rig, "stacker") == {1000: 1}
    assert rig.ask(VALIDATOR, 225) == (0, 0, 0)


def test_a_note_jams_on_its_way_back(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.box.bills.jam()
    rig.ask(VALIDATOR, 154, 0)
    rig.wait(800)
    assert newest(rig) == [(0, 6)]
    rig.box.bills.clear()
    rig.wait(800)
    assert paper(rig, "mouth") == {1000: 1}


def test_a_jammed_stacker_stops_everything_until_it_is_cleared(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(500)
    rig.box.bills.jam_stacker()
    rig.wait(500)
    assert newest(rig, 2) == [(0, 15), (0, 7)]
    assert fault(rig) == STACKER_FAULT
    rig.box.bills.insert(1000)
    rig.watch_notes(2)
    assert paper(rig, "hand") == {1000: 1}
    rig.box.bills.clear_stacker()
    assert newest(rig, 2) == [(0, 21), (0, 10)]
    assert fault(rig) == 0
    rig.wait(1200)
    assert paper(rig, "escrow") == {1000: 1}


def test_a_stacker_that_cannot_take_a_note_leaves_it_in_escrow(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.box.bills.jam_stacker()
    assert rig.ask(VALIDATOR, 154, 1) == (255,)
    assert rig.ask(VALIDATOR, 154, 0) == ACK
    rig.wait(800)
    assert paper(rig, "mouth") == {1000: 1}


def test_the_300th_note_fills_the_stacker(rig: Bench) -> None:
    rig.ask(VALIDATOR, 153, 1)
    rig.open_validator()
    for _ in range(301):
        rig.box.bills.insert(1000)
    rig.watch_notes(300 * 2.3)
    assert paper(rig, "stacker") == {1000: 300}
    assert newest(rig, 3) == [(0, 0), (0, 14), (2, 0)]
    assert fault(rig) == STACKER_FULL
    assert paper(rig, "mouth") == {1000: 1}


def test_the_stacker_is_changed_and_the_host_opens_again(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(1000)
    rig.box.bills.fill_stacker()
    assert newest(rig, 2) == [(0, 0), (0, 14)]
    rig.box.bills.remove_stacker()
    assert paper(rig, "collected") == {1000: 1}
    assert fault(rig) == STACKER_MISSING
    with pytest.raises(ValueError, match="out already"):
        rig.box.bills.remove_stacker()
    assert rig.ask(VALIDATOR, 228, 1) == ACK
    rig.box.bills.insert(1000)
    rig.wait(2000)
    assert paper(rig, "mouth") == {1000: 1}
    rig.box.bills.insert_stacker()
    with pytest.raises(ValueError, match="in already"):
        rig.box.bills.insert_stacker()
    assert newest(rig, 2) == [(0, 12), (0, 11)]
    rig.wait(1200)
    assert paper(rig, "escrow") == {1000: 1}


def test_the_stacker_is_pulled_out_under_a_note(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(500)
    rig.box.bills.remove_stacker()
    rig.wait(500)
    assert newest(rig, 2) == [(0, 15), (0, 7)]
    rig.box.bills.clear()  # into the attendant's hand
    assert paper(rig, "collected") == {1000: 1}
    rig.box.check_metal()


def test_a_note_is_pulled_back_out_of_the_mouth(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(500)
    rig.box.bills.pull()
    assert newest(rig) == [(0, 8)]
    assert (paper(rig, "taken"), paper(rig, "returned")) == ({1000: 1}, {1000: 1})
    rig.wait(5001)
    assert rig.bill_events()[0] == 2  # and the watchdog's


def test_nobody_reaches_a_note_in_escrow(rig: Bench) -> None:
    rig.escrow_a_note()
    with pytest.raises(ValueError, match="no note can be reached"):
        rig.box.bills.pull()


def test_a_note_on_a_string_is_pulled_out_of_the_stackers_door_without_credit(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000, flaw="string")
    rig.wait(1200)
    assert rig.ask(VALIDATOR, 154, 1) == ACK
    rig.wait(1000)
    assert newest(rig, 2) == [(0, 18), (2, 1)]
    assert (paper(rig, "stacker"), paper(rig, "taken")) == ({}, {1000: 1})
    assert rig.ask(VALIDATOR, 193) == (1, 0, 0)


@pytest.mark.parametrize("ms", [300, 1000, 1200])
def test_power_cut_with_a_note_this_side_of_the_door_brings_it_back(rig: Bench, ms: int) -> None:
    rig.open_validator()
    rig.box.bills.insert(1000)
    rig.wait(ms)
    rig.box.power_cycle()
    rig.wait(629 + 800)
    assert paper(rig, "transport") == {1000: 1}
    rig.wait(1)
    assert rig.bill_events() == (1, [(0, 1), *[(0, 0)] * 4])
    assert paper(rig, "mouth") == {1000: 1}
    assert rig.ask(VALIDATOR, 227) == (0,)


def test_power_cut_under_the_stacker_leaves_a_note_of_unknown_type(rig: Bench) -> None:
    rig.escrow_a_note()
    rig.ask(VALIDATOR, 154, 1)
    rig.wait(500)
    rig.box.power_cycle()
    rig.wait(630)
    assert rig.bill_events() == (1, [(0, 21), *[(0, 0)] * 4])
    assert paper(rig, "stacker") == {1000: 1}


def test_power_cut_twice_while_a_note_comes_back(rig: Bench) -> None:
    rig.escrow_a_note()
    for _ in range(3):
        rig.box.power_cycle()
        rig.wait(700)
    rig.wait(800)
    assert rig.bill_events()[0] == 1
    assert paper(rig, "mouth") == {1000: 1}


def test_a_reset_with_a_note_in_escrow_brings_it_back(rig: Bench) -> None:
    rig.escrow_a_note()
    assert rig.ask(VALIDATOR, 1) == ACK
    rig.wait(129)
    assert rig.ask(VALIDATOR, 254) is None
    rig.wait(801)
    assert rig.bill_events() == (1, [(0, 1), *[(0, 0)] * 4])


def test_a_jam_outlives_a_power_cut(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.jam()
    rig.box.bills.insert(1000)
    rig.wait(900)
    rig.box.power_cycle()
    rig.wait(5000)
    assert fault(rig) == BILL_JAMMED
    assert paper(rig, "transport") == {1000: 1}


def test_faults_are_told_one_after_the_other_and_keep_notes_out(rig: Bench) -> None:
    rig.open_validator()
    rig.box.bills.fail(41)
    rig.box.bills.fail(37)
    assert fault(rig) == 41
    assert newest(rig, 2) == [(0, 19), (0, 0)]
    rig.box.bills.insert(1000)
    rig.watch_notes(2)
    assert paper(rig, "mouth") == {1000: 1}
    rig.box.bills.clear()
    assert fault(rig) == 0
    rig.wait(1200)
    assert paper(rig, "escrow") == {1000: 1}
    with pytest.raises(ValueError, match="no such fault"):
        rig.box.bills.fail(3)
