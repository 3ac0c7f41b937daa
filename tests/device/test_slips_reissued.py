"""A slip that is not confirmed is printed once more, marked; on a simulated printer, in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from device.config.service import load_municipalities
from device.ports.reopening import ReopeningPort
from device.slips.shapes import Shapes
from device.slips.slips import Slips
from device.testing.inline_port import opener
from device.texts.catalogue import Texts
from device.workers.receipt import ReceiptWorker
from drivers.receipt import ReceiptPrinter
from sim.receipt import Model
from sim.receipt import ReceiptPrinter as SimulatedPrinter
from statemachine import commands as c
from statemachine import events as e
from statemachine.events import Event
from tests.device.stand import Stand

RECEIPT = c.PrintReceipt(
    id="K-1-7",
    number="DEMO-1-1-1000001",
    municipality="16202",
    certificate_kind="juminhyo",
    copies=3,
    unit_fee_yen=200,
    inserted_yen=1_000,
    returned_yen=400,
    owed_yen=0,
)
CLAIM = c.PrintClaimSlip(id="K-1-8", number="K-1-1", yen=300)
REISSUED = e.DeviceRemarked(device="receipt", remark="reissued")
DONE = e.ReceiptPrinted(answers=RECEIPT.id)
MID_RECEIPT_S = 0.4


class Rig:
    """A worker on its printer, and what both did."""

    def __init__(self, model: Model, shapes: Shapes, store: str) -> None:
        self.stand = Stand()
        self.printer = SimulatedPrinter(self.stand.hub, model)
        port = ReopeningPort("sim://receipt", opener(self.stand.hub, "sim://receipt", self.printer))
        driver = ReceiptPrinter(port, self.stand.hub, draw=shapes)
        slips = Slips(Texts(), load_municipalities(), store, "DEMO-1")
        self.stand.start(ReceiptWorker(self.stand.desk(), driver, slips, 1, shapes), self.printer)
        assert self.stand.said == [e.DeviceReady(device="receipt")]
        self.stand.said.clear()

    def begin(self, order: c.Command = RECEIPT, seconds: float = MID_RECEIPT_S) -> None:
        self.stand.order(order, seconds)
        assert self.stand.said == []

    def later(self, seconds: float) -> list[Event]:
        self.stand.hub.run_for(seconds)
        return self.stand.said

    @property
    def marked(self) -> list[bool]:
        """Of each whole slip that came out: whether it is marked as a second print."""
        return ["再発行" in piece.text for piece in self.printer.pieces if "DEMO-1" in piece.text]


@pytest.fixture(params=[True, False], ids=["process ids", "without"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    made = Rig(Model(process_ids=request.param), Shapes(), "見本ストア")
    yield made
    made.stand.hub.close()


def test_a_receipt_that_is_confirmed_is_printed_once(rig: Rig) -> None:
    assert rig.stand.order(RECEIPT, 20) == [DONE]
    assert rig.marked == [False]


@pytest.mark.parametrize("back_after_s", [0.0, 1.0, 3.0])
def test_power_lost_in_mid_receipt(rig: Rig, back_after_s: float) -> None:
    rig.begin()
    rig.printer.switch_off()
    rig.stand.hub.run_for(back_after_s)
    rig.printer.switch_on()
    said = rig.later(15)
    assert said[0] == REISSUED
    assert DONE in said
    assert rig.marked == [True]
    assert "領収書" in rig.printer.pieces[-1].text.split("\n")[0], "the rest of the first was cut off before"


def test_paper_ends_in_mid_receipt_and_a_new_roll_comes_in_time(rig: Rig) -> None:
    rig.begin()
    rig.printer.end_paper()
    (called,) = rig.later(5)
    assert isinstance(called, e.DeviceUnready), "staff hear of it while there is time"
    assert called.cause == "paper_end"
    rig.printer.load_paper()
    assert rig.later(5)[:4] == [called, REISSUED, e.DeviceReady(device="receipt"), DONE]
    assert [("再発行" in piece.text) for piece in rig.printer.pieces] == [True]
    assert "領収書" in rig.printer.scraps[0].text


def test_paper_that_nobody_brings_leaves_it_unknown_and_nothing_comes_out_later(rig: Rig) -> None:
    rig.begin()
    rig.printer.end_paper()
    said = rig.later(30)
    assert [event.trigger for event in said] == ["device_unready", "print_receipt_failed"]
    failed = said[-1]
    assert isinstance(failed, e.CommandFailed)
    assert (failed.outcome, failed.cause) == ("unknown", "paper_end")
    rig.printer.load_paper()
    assert rig.later(30)[2:] == [e.DeviceReady(device="receipt")]
    assert rig.printer.pieces == []


def test_an_opened_cover_only_makes_it_wait(rig: Rig) -> None:
    rig.begin()
    rig.printer.open_cover()
    assert rig.later(4) == []
    rig.printer.close_cover()
    assert rig.later(5) == [DONE]
    assert rig.marked == [False]


def test_a_blade_that_sticks_and_comes_free_by_itself(rig: Rig) -> None:
    rig.printer.jam_cutter()
    rig.begin(seconds=0.9)
    rig.stand.hub.run_for(0.2)
    rig.printer.clear_cutter()
    assert rig.later(10) == [DONE]
    assert rig.marked == [False]


def test_a_blade_that_stays_stuck_is_told_and_freed_once_somebody_has_cleared_it(rig: Rig) -> None:
    rig.printer.jam_cutter()
    said = rig.stand.order(RECEIPT, 30)
    assert [event.trigger for event in said if event.trigger != "device_remarked"] == [
        "device_unready",
        "print_receipt_failed",
    ]
    rig.printer.clear_cutter()
    assert rig.later(60)[-1] == e.DeviceReady(device="receipt")
    rig.stand.said.clear()
    assert rig.stand.order(CLAIM, 20) == [e.ClaimSlipPrinted(answers=CLAIM.id)]


def test_an_answer_that_is_lost_on_the_wire_costs_a_second_slip_marked_as_such(rig: Rig) -> None:
    rig.begin(CLAIM, 0.1)
    rig.printer.faults.drop(1)  # the proof is the next word
    assert rig.later(20) == [REISSUED, e.ClaimSlipPrinted(answers=CLAIM.id)]
    assert rig.marked == [False, True]


def test_a_cable_pulled_and_put_back(rig: Rig) -> None:
    rig.begin()
    rig.printer.unplug()
    rig.stand.hub.run_for(3)
    rig.printer.plug()
    assert rig.later(15)[:2] == [REISSUED, DONE]
    assert rig.marked == [False, True]


@pytest.mark.parametrize("fault", ["mute", "switch_off"])
def test_a_printer_that_stays_silent_is_sent_no_second_slip(rig: Rig, fault: str) -> None:
    rig.begin()
    getattr(rig.printer, fault)()
    said = rig.later(30)
    (failed,) = [event for event in said if isinstance(event, e.CommandFailed)]
    assert failed.outcome == "unknown"
    assert REISSUED not in said
    assert True not in rig.marked


def test_what_was_never_begun_is_not_a_second_print(rig: Rig) -> None:
    rig.printer.open_cover()
    rig.stand.hub.run_for(0.1)
    said = rig.stand.order(RECEIPT, 1)
    failed = said[-1]
    assert isinstance(failed, e.CommandFailed)
    assert (failed.outcome, failed.cause) == ("failed", "cover_open")
    rig.printer.close_cover()
    assert rig.later(30)[-1] == e.DeviceReady(device="receipt")
    assert rig.printer.pieces == []


Spoil = Callable[[SimulatedPrinter], None]
SPOILS: dict[str, Spoil] = {
    "late": lambda printer: printer.faults.delay(3, 400),
    "twice": lambda printer: printer.faults.duplicate(4),
    "noise": lambda printer: printer.faults.junk(2),
    "halves": lambda printer: printer.faults.split(5, 30),
    "garbled": lambda printer: printer.faults.corrupt(2),
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_whatever_the_wire_does_no_slip_is_called_printed_that_did_not_come_out(rig: Rig, spoil: Spoil) -> None:
    spoil(rig.printer)
    for n in range(4):
        order = replace(CLAIM, id=f"K-1-{n}", number=f"DEMO-1-{n}")
        before = len(rig.marked)
        said = rig.stand.order(order, 25)
        (answer,) = [event for event in said if event.answers == order.id]
        came = len(rig.marked) - before
        assert came >= 1 or not isinstance(answer, e.ClaimSlipPrinted)
        assert came <= 2
    assert isinstance(answer, e.ClaimSlipPrinted), "it settles when the wire is good again"


def test_thin_paper_is_remarked_once_and_again_with_the_next_roll(rig: Rig) -> None:
    low = e.DeviceRemarked(device="receipt", remark="paper_low")
    rig.printer.near_end()
    assert rig.later(30) == [low]
    rig.printer.load_paper()
    rig.later(30)
    rig.printer.near_end()
    assert rig.later(30) == [low, low]


def test_a_character_without_a_font_is_a_geta_on_paper_and_a_word_to_staff(tmp_path: Path) -> None:
    made = Rig(Model(), Shapes(tmp_path, "no-such-font.ttf"), "髙島屋")
    said = made.stand.order(RECEIPT, 20)
    remarks = [event.remark for event in said if isinstance(event, e.DeviceRemarked)]
    assert "font_missing:no-such-font.ttf" in remarks
    assert remarks[-1] == "character_missing"
    assert said[-1] == DONE
    assert "〓島屋" in made.printer.pieces[0].text
    assert "髙" not in repr(said)
    made.stand.hub.close()


def test_a_character_that_only_a_font_of_the_box_has_is_drawn() -> None:
    made = Rig(Model(), Shapes(), "髙島屋")
    assert made.stand.order(RECEIPT, 20) == [DONE]
    text = made.printer.pieces[0].text
    assert "〓" not in text
    assert "島屋" in text
    made.stand.hub.close()
