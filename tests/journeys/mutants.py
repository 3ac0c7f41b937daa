"""Deliberately broken controllers. Whatever cannot tell them from the real one proves nothing."""

from __future__ import annotations

from dataclasses import replace

from statemachine.commands import AcceptCash, CallAttendant, Command, Dispense, ReturnNote, SoundAlarm, StackNote
from statemachine.events import (
    CertificateAccepted,
    CertificateRead,
    CoinsDispensed,
    Event,
    NoteReturned,
    NoteStacked,
    PaperReady,
    TakenPressed,
)
from statemachine.machine import KioskMachine


class KeepsTheRefund(KioskMachine):
    """Orders no coins out while refunding, and books them as paid."""

    def handle(self, event: Event) -> list[Command]:
        orders = super().handle(event)
        kept: list[Command] = []
        for order in orders:
            if not (isinstance(order, Dispense) and self.state == "refunding"):
                kept.append(order)
                continue
            lie = CoinsDispensed(
                yen=order.yen, asked=order.coins, paid=order.coins, count_after=order.count_before, answers=order.id
            )
            kept += self.handle(replace(lie, wall=event.wall))
        return kept


class NeverSoundsTheAlarm(KioskMachine):
    """Everything but the alarm."""

    def handle(self, event: Event) -> list[Command]:
        orders = super().handle(event)
        for order in orders:
            if isinstance(order, SoundAlarm):
                self.desk.open.pop(order.id)
        return [order for order in orders if not isinstance(order, SoundAlarm)]


class ChargesTooMuch(KioskMachine):
    """100 yen more than the fee says."""

    def handle(self, event: Event) -> list[Command]:
        before = self.desk.session.price_yen
        if self.state == "confirming" and event.trigger == "confirm_pressed":
            self.desk.session.unit_fee_yen += 100
            self.desk.session.price_yen = before + 100 * self.desk.session.copies
        return super().handle(event)


class NeverShowsThePictures(KioskMachine):
    """20 s without a card pass like all others."""

    def handle(self, event: Event) -> list[Command]:
        return [] if event.trigger == "card_hint_due" else super().handle(event)


class TrustsALostReader(KioskMachine):
    """What was last seen on the tray is taken for what lies there."""

    def handle(self, event: Event) -> list[Command]:
        return [] if event.trigger == "card_unknown" else super().handle(event)


class GoesOnWithAnotherCard(KioskMachine):
    """A card that is swapped while the PIN is typed is taken for the same one."""

    def handle(self, event: Event) -> list[Command]:
        if self.state == "entering_pin" and event.trigger in ("card_removed", "card_placed"):
            return []
        return super().handle(event)


class CountsATryTooMany(KioskMachine):
    """The last try is believed to be the last but one."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, CertificateRead):
            event = replace(event, tries_left=event.tries_left + 1)
        return super().handle(event)


class KeepsTheEndToItself(KioskMachine):
    """A certificate that ends soon is accepted without a word."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, CertificateAccepted):
            event = replace(event, ends_soon=False)
        return super().handle(event)


class BelievesThatNoSheetIsInside(KioskMachine):
    """Serves the next customer without anybody having looked."""

    def handle(self, event: Event) -> list[Command]:
        self.desk.causes.discard("paper")
        orders = super().handle(event)
        self.desk.causes.discard("paper")
        return orders


class BelievesTheCustomer(KioskMachine):
    """取りました counts, whatever a contact sees."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, TakenPressed):
            self.desk.trays.clear()
        return super().handle(event)


class TakesATimeOutForTaking(KioskMachine):
    """Who does not answer for so long has surely taken it."""

    def handle(self, event: Event) -> list[Command]:
        if event.trigger == "take_end_due":
            event = TakenPressed(wall=event.wall)
        return super().handle(event)


class SeesNoPaper(KioskMachine):
    """Every tray is full enough, and every output empty."""

    def handle(self, event: Event) -> list[Command]:
        if event.trigger == "check_paper_failed":
            event = PaperReady(answers=event.answers, wall=event.wall)
        return super().handle(event)


class _Withholds(KioskMachine):
    """Gives no order of one kind, and does not wait for its end."""

    withheld: type[Command]

    def handle(self, event: Event) -> list[Command]:
        orders = super().handle(event)
        for order in orders:
            if isinstance(order, self.withheld):
                self.desk.open.pop(order.id)
        return [order for order in orders if not isinstance(order, self.withheld)]


class CallsNobody(_Withholds):
    """Staff hear nothing."""

    withheld = CallAttendant


class LeavesThePaidNoteInEscrow(_Withholds):
    """Takes the fee for a note that it never has stacked."""

    withheld = StackNote


class KeepsTheHeldNote(_Withholds):
    """Never gives a note back."""

    withheld = ReturnNote


class CreditsANoteTwice(KioskMachine):
    """Once when it is held, and again when it is stacked."""

    def handle(self, event: Event) -> list[Command]:
        orders = super().handle(event)
        if isinstance(event, NoteStacked):
            orders += super().handle(replace(event, answers=None))
        return orders


class BelievesAReturnedNote(KioskMachine):
    """A note that came out of escrow by itself still counts."""

    def handle(self, event: Event) -> list[Command]:
        return [] if isinstance(event, NoteReturned) else super().handle(event)


class TakesWhatItCannotChange(KioskMachine):
    """Every coin and every note, whatever the hoppers hold."""

    def handle(self, event: Event) -> list[Command]:
        everything = (10, 50, 100, 500, 1000)
        return [
            replace(order, values=everything) if isinstance(order, AcceptCash) else order
            for order in super().handle(event)
        ]


class ForgetsWhoCancelled(KioskMachine):
    """Each cancel with money in is the first one."""

    def handle(self, event: Event) -> list[Command]:
        self.desk.cancels_ns = []
        return super().handle(event)
