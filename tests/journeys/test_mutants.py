"""Broken controllers turn the journeys red, each where one would look for it."""

from __future__ import annotations

import pytest

from device.testing.journeys import play, shipped
from statemachine.machine import KioskMachine
from tests.journeys.mutants import (
    BelievesAReturnedNote,
    BelievesThatNoSheetIsInside,
    BelievesTheCustomer,
    CallsNobody,
    ChargesTooMuch,
    CountsATryTooMany,
    CreditsANoteTwice,
    ForgetsWhoCancelled,
    GoesOnWithAnotherCard,
    KeepsTheEndToItself,
    KeepsTheHeldNote,
    KeepsTheRefund,
    LeavesThePaidNoteInEscrow,
    NeverShowsThePictures,
    NeverSoundsTheAlarm,
    SeesNoPaper,
    TakesATimeOutForTaking,
    TakesWhatItCannotChange,
    TrustsALostReader,
)


@pytest.mark.parametrize(
    ("mutant", "name"),
    [
        (KeepsTheRefund, "cancel-with-money-in"),
        (NeverSoundsTheAlarm, "forgotten-card"),
        (ChargesTooMuch, "takaoka-juminhyo-3"),
        (ChargesTooMuch, "obihiro-inkan-1"),
        (NeverSoundsTheAlarm, "reader-unplugged"),
        (NeverShowsThePictures, "paper-card"),
        (TrustsALostReader, "reader-unplugged"),
        (TrustsALostReader, "pcscd-restarts"),
        (GoesOnWithAnotherCard, "card-swapped"),
        (CountsATryTooMany, "one-try-left"),
        (KeepsTheEndToItself, "certificate-ends-soon"),
        (LeavesThePaidNoteInEscrow, "pay-with-a-note"),
        (CreditsANoteTwice, "pay-with-a-note"),
        (KeepsTheHeldNote, "note-returned-from-escrow"),
        (BelievesAReturnedNote, "power-cut-with-a-note-in-escrow"),
        (TakesWhatItCannotChange, "exact-money-only"),
        (ForgetsWhoCancelled, "frequent-cancels"),
        (BelievesThatNoSheetIsInside, "jam-on-second-copy"),
        (BelievesThatNoSheetIsInside, "tray-refilled-after-refund"),
        (BelievesTheCustomer, "certificate-left-behind-sensor"),
        (TakesATimeOutForTaking, "certificate-left-behind"),
        (SeesNoPaper, "tray-empty-before-payment"),
        (SeesNoPaper, "output-full-before-payment"),
        (CallsNobody, "tray-empty-while-printing"),
        (CallsNobody, "receipt-printer-silent"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_the_mutant_is_found_out(mutant: type[KioskMachine], name: str) -> None:
    assert any(play(script, machine=mutant).failures for script in shipped(name))


def test_kept_refunds_are_seen_in_the_metal_also_when_the_customer_just_leaves() -> None:
    (script,) = shipped("idle-with-money-in")
    failures = play(script, machine=KeepsTheRefund).failures
    assert any("coin" in failure for failure in failures), failures
