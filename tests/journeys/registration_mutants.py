"""Controllers broken where they apply for somebody. Whatever cannot tell them from the real one proves nothing."""

from __future__ import annotations

from dataclasses import replace

from statemachine.commands import Command, OpenSession
from statemachine.events import Event, PasswordTriesCounted, PinWrong
from statemachine.machine import KioskMachine
from statemachine.registration_commands import PrintRegistrationSlip, SignApplication, SubmitApplication


class SignsForAnotherRequest(KioskMachine):
    """What the card signs is not bound to the request that carries it."""

    def handle(self, event: Event) -> list[Command]:
        return [
            replace(order, request=f"{order.request}-1") if isinstance(order, SignApplication) else order
            for order in super().handle(event)
        ]


class SendsAgainAnew(KioskMachine):
    """The second time under a request of its own."""

    def handle(self, event: Event) -> list[Command]:
        return [
            replace(order, request=self.desk.request())
            if isinstance(order, SubmitApplication) and event.trigger == "submit_application_failed"
            else order
            for order in super().handle(event)
        ]


class AsksHisOwnTown(KioskMachine):
    """The session is opened where he lives, not where his 本籍 is."""

    def handle(self, event: Event) -> list[Command]:
        return [
            replace(order, municipality=self.desk.session.home) if isinstance(order, OpenSession) else order
            for order in super().handle(event)
        ]


class CountsTriesWrongly(KioskMachine):
    """One more of the 署名用 password than the card has."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, PasswordTriesCounted | PinWrong) and event.tries_left:
            event = replace(event, tries_left=event.tries_left + 1)
        return super().handle(event)


class PrintsNoSlip(KioskMachine):
    """The 受付票 is only said to be printed."""

    def handle(self, event: Event) -> list[Command]:
        orders = super().handle(event)
        for order in orders:
            if isinstance(order, PrintRegistrationSlip):
                self.desk.open.pop(order.id)
        return [order for order in orders if not isinstance(order, PrintRegistrationSlip)]


class AppliesWhereNoneIsTaken(KioskMachine):
    """Every municipality is said to take applications."""

    def handle(self, event: Event) -> list[Command]:
        rules = self.desk.rules
        towns = {code: replace(each, takes_registration=True, stops=()) for code, each in rules.municipalities.items()}
        self.desk.rules = replace(rules, municipalities=towns)
        return super().handle(event)
