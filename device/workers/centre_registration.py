"""The centre's part of 本籍地利用登録申請, for `CentreWorker`: words and days into the vault, codes into events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from device.vault import Vault
from device.workers.application import words_of
from device.workers.base import answer, not_done
from drivers.centre import CentreClient, CentreUnavailable
from drivers.centre.registration import RegistrationAccepted, RegistrationBegun, RegistrationRefused
from statemachine import events
from statemachine.events import Event
from statemachine.registration import NAME_READING, TOWN_READING, chosen, written
from statemachine.registration_commands import (
    BeginRegistration,
    FetchRegistrationState,
    FetchWritings,
    SubmitApplication,
)

Keep = Callable[[str, object], None]
RegistrationCommand = FetchRegistrationState | BeginRegistration | FetchWritings | SubmitApplication

READINGS = {"town": TOWN_READING, "name": NAME_READING}
SHOWN_MAX = {"town": 12, "name": 8}
"""Of each part; more would be too small for a finger. Whoever does not find his writes more of the reading."""


def carry_out(client: CentreClient, command: RegistrationCommand, vault: Vault, keep: Keep) -> Event:
    """One request. A centre that takes none now (a stop, outside the hours) is there all the same."""
    try:
        return _ask(client, command, vault, keep)
    except CentreUnavailable as unavailable:
        return not_done(command, "refused", str(unavailable), unavailable.code)


def _ask(client: CentreClient, command: RegistrationCommand, vault: Vault, keep: Keep) -> Event:
    session = vault.text_of("session")
    match command:
        case FetchRegistrationState():
            state = client.registration_state(command.request, session)
            return answer(command, events.RegistrationStated, state=state.state, reason=state.reason)
        case BeginRegistration():
            begun = client.begin_registration(command.request, session)
            if isinstance(begun, RegistrationBegun):
                keep("registration_challenge", begun.challenge)
                return answer(command, events.RegistrationBegun)
            return _refused(command, begun, keep)
        case FetchWritings():
            parts = client.writings(command.request, session, command.of, vault.text_of(READINGS[command.of]).strip())
            return _offered(command, parts, vault, keep)
        case SubmitApplication():
            return _submit(client, command, vault, keep)


def _submit(client: CentreClient, command: SubmitApplication, vault: Vault, keep: Keep) -> Event:
    words = words_of(vault)
    verdict = client.register(
        command.request,
        vault.text_of("session"),
        vault.bytes_of("registration_challenge"),
        vault.bytes_of("signature_certificate"),
        words.domicile,
        words.register_head,
        words.telephone,
        vault.bytes_of("application_signature"),
    )
    if isinstance(verdict, RegistrationRefused):
        return _refused(command, verdict, keep)
    assert isinstance(verdict, RegistrationAccepted)
    keep("application", verdict.application)
    _keep_days(verdict.applied, verdict.due, keep)
    return answer(command, events.ApplicationAccepted)


def _offered(command: FetchWritings, parts: tuple[tuple[str, ...], ...], vault: Vault, keep: Keep) -> Event:
    """Of one writing alone there is nothing to choose; what was chosen of the former ones is void."""
    most = SHOWN_MAX[command.of]
    for part, writings in enumerate(parts):
        for n, writing in enumerate(writings[:most]):
            keep(written(command.of, part, n), writing)
        vault.drop(chosen(command.of, part))
        if len(writings) == 1:
            keep(chosen(command.of, part), writings[0])
    counts = tuple(len(writings[:most]) for writings in parts)
    more = any(len(writings) > most for writings in parts)
    return answer(command, events.WritingsOffered, counts=counts, more=more)


def _refused(command: RegistrationCommand, refusal: RegistrationRefused, keep: Keep) -> Event:
    dated = refusal.applied is not None and refusal.due is not None
    if refusal.applied is not None and refusal.due is not None:
        _keep_days(refusal.applied, refusal.due, keep)
    return answer(command, events.RegistrationRefused, reason=refusal.reason, dated=dated)


def _keep_days(applied: date, due: date, keep: Keep) -> None:
    keep("registration_applied", applied)
    keep("registration_due", due)
