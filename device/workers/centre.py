"""The centre's worker: what is personal goes into the vault, codes and handles into events."""

from __future__ import annotations

from device.press.press import Press
from device.workers.base import Desk, Worker, answer
from drivers.centre import (
    CentreClient,
    CertificateAccepted,
    CertificateRefused,
    SessionOpened,
    SessionRefused,
)
from statemachine import events
from statemachine.commands import (
    CheckCertificate,
    Command,
    FetchOffer,
    IssueDocument,
    OpenSession,
    ReportCopy,
)
from statemachine.events import Event, Offered
from statemachine.rules import renewable_from

SAID = frozenset({"expired", "revoked", "under_age", "unknown_issuer"})
"""Refusals that the customer is told of. All others are one neutral code from here on, so that screen, timing
and the kiosk's own journal are the same for all of them (rule book §3)."""

CLOCK_DIFFERENCE_MAX_S = 60.0
"""No service while the clock and the centre's disagree by more (rule book §11)."""


SCOPES = ("self", "household", "all", "part", "individual")
ITEMS = ("head", "domicile", "number")
"""The order of ⑧ and ⑨ (rule book §5). The wire's lists are sets; the first scope is the one marked at first."""


class CentreWorker(Worker):
    """Owns the connection to the certificate centre."""

    device = "centre"

    def __init__(self, desk: Desk, client: CentreClient, press: Press, terminal: str) -> None:
        super().__init__(desk)
        self._client, self._press, self._terminal = client, press, terminal
        self._asked = 0

    def start(self) -> None:
        """The first sign of life."""
        self.poll()

    def poll(self) -> None:
        """Ask for the service's state: is it there, and does its clock agree?"""
        self._asked += 1
        state = self._client.service_state(f"{self._terminal}-state-{self._asked}")
        difference_s = abs((state.time - self.clock.wall()).total_seconds())
        if difference_s > CLOCK_DIFFERENCE_MAX_S:
            self.unready("clock_differs", f"the centre's clock differs by {difference_s:.0f} s; set the kiosk's clock")
        else:
            self.ready()

    def poll_interval_s(self) -> float:
        """Rarely; every customer asks the centre anyway."""
        return self.delays.centre_poll_resting_s

    def carry_out(self, command: Command) -> Event | None:
        """One request of the journey."""
        match command:
            case CheckCertificate():
                return self._check(command)
            case OpenSession():
                return self._open(command)
            case FetchOffer():
                return self._offer(command)
            case IssueDocument():
                return self._issue(command)
            case ReportCopy():
                self._client.report(command.request, command.document, command.copy, command.outcome)
                return answer(command, events.CopyReported)
            case _:
                return super().carry_out(command)

    def _check(self, command: CheckCertificate) -> Event:
        verdict = self._client.check_certificate(command.request, self.vault.bytes_of("certificate"))
        match verdict:
            case CertificateRefused(reason=reason):
                return answer(command, events.CertificateRefused, reason=reason if reason in SAID else "not_served")
            case CertificateAccepted():
                self.keep("challenge", verdict.challenge)
                ends_soon = renewable_from(verdict.ends) <= self.clock.wall().date()
                if ends_soon:
                    self.keep("certificate_ends", verdict.ends)
                return answer(command, events.CertificateAccepted, home=verdict.home, ends_soon=ends_soon)

    def _open(self, command: OpenSession) -> Event:
        verdict = self._client.open_session(
            command.request,
            self.vault.bytes_of("certificate"),
            self.vault.bytes_of("challenge"),
            self.vault.bytes_of("signature"),
            command.municipality,
        )
        match verdict:
            case SessionRefused(reason=reason):
                return answer(command, events.SessionRefused, reason=reason)
            case SessionOpened(session=session):
                self.keep("session", session)
                return answer(command, events.SessionOpened)

    def _offer(self, command: FetchOffer) -> Event:
        offer = self._client.offer(command.request, self.vault.text_of("session"))
        for person in offer.people:
            self.keep(f"person:{person.handle}", person.name)
        holder = next((p.handle for p in offer.people if p.is_self), "")
        kinds = tuple(
            Offered(
                kind=k.kind,
                fee_yen=k.fee_yen,
                scopes=tuple(scope for scope in SCOPES if scope in k.scopes),
                items=tuple(item for item in ITEMS if item in k.items),
                people=tuple(k.people),
            )
            for k in offer.kinds
        )
        return answer(command, events.OfferReceived, kinds=kinds, holder=holder)

    def _issue(self, command: IssueDocument) -> Event:
        document = self._client.issue(
            command.request,
            self.vault.text_of("session"),
            command.certificate_kind,
            command.scope,
            command.people,
            dict(command.items),
            command.copies,
        )
        names = [self.vault.text_of(f"person:{handle}") for handle in command.people]
        sheet = self._press.press(command, document, names)
        self.keep("document", document.id)
        self.keep("pressed", sheet)
        return answer(command, events.DocumentPrepared, document=document.id, sheets=document.sheets)


