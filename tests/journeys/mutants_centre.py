"""Broken controllers about the centre: what it is told, what it says, and whom it refuses."""

from __future__ import annotations

from dataclasses import replace

from statemachine.commands import Command, ReportCopy
from statemachine.events import (
    CertificateAccepted,
    CertificateRefused,
    CommandFailed,
    Event,
    OfferReceived,
    ServiceStateHeard,
)
from statemachine.machine import KioskMachine


class TellsTheCentreOnce(KioskMachine):
    """What was not heard is never told again."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, CommandFailed) and event.command == "report_copy":
            self.desk.reports.clear()
            self.desk.report_sent = ""
        return super().handle(event)


class CallsEveryCopyDelivered(KioskMachine):
    """Also those that never came out."""

    def handle(self, event: Event) -> list[Command]:
        return [
            replace(order, outcome="delivered") if isinstance(order, ReportCopy) else order
            for order in super().handle(event)
        ]


class HearsOfNoStop(KioskMachine):
    """What the centre announces goes in at one ear and out at the other."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, ServiceStateHeard | CertificateAccepted):
            event = replace(event, stops=())
        return super().handle(event)


class HasNoStopsOfItsOwn(HearsOfNoStop):
    """Nor does it look into its own rules."""

    def handle(self, event: Event) -> list[Command]:
        towns = self.desk.rules.municipalities.items()
        self.desk.rules = self.desk.own_rules = replace(
            self.desk.rules, municipalities={code: replace(rule, stops=()) for code, rule in towns}
        )
        return super().handle(event)


class SaysWhy(KioskMachine):
    """Who is not served is told it as if the card were bad."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, CertificateRefused):
            event = replace(event, reason="revoked")
        return super().handle(event)


class SaysNothingOfReports(KioskMachine):
    """A kind that is withheld is just not there."""

    def handle(self, event: Event) -> list[Command]:
        if isinstance(event, OfferReceived):
            event = replace(event, withheld=())
        return super().handle(event)
