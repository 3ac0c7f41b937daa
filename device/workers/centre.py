"""The centre's worker: what is personal goes into the vault, codes and handles into events."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from device.press.press import Press, Visitor
from device.press.signature import holds, is_bound
from device.press.subjects import Subject
from device.vault import VaultEmpty
from device.workers import centre_registration
from device.workers.base import Desk, Worker, answer, not_done
from device.workers.centre_told import heard, told_stops
from drivers.centre import (
    CentreClient,
    CentreUnavailable,
    CertificateAccepted,
    CertificateRefused,
    Document,
    RequestRefused,
    ServiceState,
    SessionOpened,
    SessionRefused,
)
from drivers.errors import DeviceError
from statemachine import events
from statemachine.actions.reporting import REFUSED
from statemachine.commands import (
    CentreCommand,
    CheckCertificate,
    Command,
    FetchOffer,
    IssueDocument,
    OpenSession,
    ReportCopy,
)
from statemachine.events import DeviceRemarked, Event, Offered, ServiceStateHeard
from statemachine.registration_commands import (
    BeginRegistration,
    FetchRegistrationState,
    FetchWritings,
    SubmitApplication,
)
from statemachine.rules import renewable_from

SAID = frozenset({"expired", "revoked", "under_age", "unknown_issuer", "lapsed", "issued_today"})
"""Refusals that the customer is told of. All others are one neutral code from here on, so that screen, timing
and the kiosk's own journal are the same for all of them (rule book §3)."""

CLOCK_DIFFERENCE_MAX_S = 60.0
"""No service while the clock and the centre's disagree by more (rule book §11)."""


class CentreWorker(Worker):
    """Owns the connection to the certificate centre.

    boot: terminal and boot, with which the worker's own request ids begin: none is ever given twice, or the centre
    would give the old answer, with the old time
    centre_key: Ed25519, 32 bytes: what the centre signs its time with
    """

    device = "centre"

    def __init__(self, desk: Desk, client: CentreClient, press: Press, boot: str, centre_key: bytes) -> None:
        super().__init__(desk)
        self._client, self._press, self._boot, self._centre_key = client, press, boot, centre_key
        self._asked = 0
        self._heard = ServiceStateHeard()

    def start(self) -> None:
        """The first sign of life."""
        self.poll()

    def poll(self) -> None:
        """Ask for the service's state: is it there, is it the centre itself, and does its clock agree?"""
        state = self._look_at_service()
        if not holds(state.time_signature, state.signed, self._centre_key):
            self.unready("time_unsigned", "the centre's time is not signed with its key; check [centre] signing_key")
            return
        difference_s = abs((state.time - self.clock.wall()).total_seconds())
        if difference_s > CLOCK_DIFFERENCE_MAX_S:
            self.unready("clock_differs", f"the centre's clock differs by {difference_s:.0f} s; set the kiosk's clock")
        else:
            self.ready()

    def _look_at_service(self) -> ServiceState:
        """Ask, and tell what has changed in it."""
        self._asked += 1
        request = f"{self._boot}-state-{self._asked}"
        try:
            state = self._client.service_state(request)
        finally:
            self._remark_unasked(request)
        told = heard(state)
        if told != self._heard:
            self._heard = told
            self.post(told)
        return state

    def poll_interval_s(self) -> float:
        """Rarely; every customer asks the centre anyway."""
        return self.delays.centre_poll_resting_s

    def carry_out(self, command: Command) -> Event | None:
        """One request of the journey. A stop or closing time that has begun since is no failing of the centre's."""
        try:
            return self._ask(command)
        except CentreUnavailable as unavailable:
            if unavailable.code == "not_now" and not isinstance(command, ReportCopy):
                raise
            with suppress(DeviceError):
                self._look_at_service()  # until when?
            return not_done(command, "failed", str(unavailable), unavailable.code)
        finally:
            self._remark_unasked(command.request if isinstance(command, CentreCommand) else "")

    def outcome_of(self, command: Command, error: Exception) -> str:
        """A document that did not come, or is not what was confirmed, moved nothing: that is `failed`."""
        outcome = super().outcome_of(command, error)
        return "failed" if isinstance(command, IssueDocument) and outcome == "unknown" else outcome

    def _remark_unasked(self, request: str) -> None:
        """An answer that nobody had asked for lay on the line before this request: dropped, and on record."""
        for theirs in self._client.take_unasked():
            self.post(DeviceRemarked(device=self.device, remark=f"unasked_answer:{theirs}:{request}"))

    def _ask(self, command: Command) -> Event | None:
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
                return self._report(command)
            case FetchRegistrationState() | BeginRegistration() | FetchWritings() | SubmitApplication():
                return centre_registration.carry_out(self._client, command, self.vault, self.keep)
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
                stops = told_stops(verdict.stops)
                return answer(
                    command, events.CertificateAccepted, home=verdict.home, ends_soon=ends_soon, stops=stops
                )

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
        self.keep("people", [person.handle for person in offer.people])
        for person in offer.people:
            self.keep(f"person:{person.handle}", person.name)
            self.keep(f"birth:{person.handle}", person.birth)
        holder = next((p.handle for p in offer.people if p.is_self), "")
        kinds = tuple(
            Offered(
                kind=k.kind,
                fee_yen=k.fee_yen,
                scopes=tuple(sorted(k.scopes)),  # sets on the wire; their order is the rules'
                items=tuple(sorted(k.items)),
                people=tuple(k.people),
            )
            for k in offer.kinds
        )
        withheld = tuple((each.kind, each.reason) for each in offer.withheld)
        return answer(command, events.OfferReceived, kinds=kinds, holder=holder, withheld=withheld)

    def _report(self, command: ReportCopy) -> Event:
        """One word of the outbox."""
        try:
            self._client.report(command.request, command.document, command.copy, command.outcome)
        except RequestRefused as refused:
            return not_done(command, "refused", str(refused), REFUSED)
        return answer(command, events.CopyReported)

    def _offered(self) -> list[str]:
        """The handles of everybody who was on offer."""
        handles: list[str] = self.vault.held("people", list)
        return handles

    def _subject(self, handle: str) -> Subject:
        return Subject(self.vault.text_of(f"person:{handle}"), self.vault.held(f"birth:{handle}", date))

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
        try:
            return self._made_ready(command, document)
        except (DeviceError, VaultEmpty):
            # an id that the centre has not bound to our request is somebody else's, and not ours to call void
            if is_bound(document, command.request, self._centre_key):
                self.post(events.DocumentUnwanted(document=document.id, copies=command.copies))
            raise

    def _made_ready(self, command: IssueDocument, document: Document) -> Event:
        people = [self._subject(handle) for handle in command.people]
        others = [self._subject(handle) for handle in self._offered() if handle not in command.people]
        sheet = self._press.press(command, document, Visitor(self.vault.bytes_of("certificate"), people, others))
        self.keep("document", document.id)
        self.keep("pressed", sheet)
        return answer(
            command,
            events.DocumentPrepared,
            document=document.id,
            sheets=document.sheets,
            copies=command.copies,
        )


