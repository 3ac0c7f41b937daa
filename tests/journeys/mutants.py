"""Deliberately broken controllers. Whatever cannot tell them from the real one proves nothing."""

from __future__ import annotations

from dataclasses import replace

from statemachine.commands import Command, Dispense, SoundAlarm
from statemachine.events import CoinsDispensed, Event
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
