"""本籍地利用登録申請: the three operations, their answers as data, and what the 署名用 key signs. docs/centre.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from drivers.centre import facts
from drivers.centre.asking import Asking, base64
from drivers.centre.fields import Fields


@dataclass(frozen=True, slots=True)
class RegistrationBegun:
    """This person may apply. challenge: 32 bytes, good for 10 minutes and one use."""

    challenge: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegistrationRefused:
    """reason: one of `facts.REGISTRATION_REASONS`; applied, due: of the application that was made before."""

    reason: str
    applied: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class RegistrationAccepted:
    """The application lies with the municipality. application: opaque ASCII, at most 32 characters.

    due: the day on which the municipality answers
    """

    application: str
    applied: date
    due: date


@dataclass(frozen=True, slots=True)
class RegistrationState:
    """state: one of `facts.REGISTRATION_STATES`; reason: one of `facts.MUNICIPALITY_REASONS` where refused.

    application, applied, due: None where the state is `none`
    """

    state: str
    application: str | None = None
    applied: date | None = None
    due: date | None = None
    reason: str = ""


class RegistrationOperations(Asking):
    """What `CentreClient` asks about a registration; a session of the 本籍's municipality is open."""

    def begin_registration(self, request_id: str, session: str) -> RegistrationBegun | RegistrationRefused:
        """May this person apply here? Asked before the 署名用 password. Idempotent under the same id."""
        return self._ask(facts.BEGIN_REGISTRATION, request_id, {"session": session}, _begun)

    def writings(self, request_id: str, session: str, of: str, reading: str) -> tuple[tuple[str, ...], ...]:
        """How a `town` or a `name` may be written that is read so, for each part of the reading. Idempotent."""
        asked = {"session": session, "of": of, "reading": reading}
        return self._ask(facts.WRITINGS, request_id, asked, lambda answer: _writings(answer, of, reading))

    def register(
        self,
        request_id: str,
        session: str,
        challenge: bytes,
        certificate: bytes,
        domicile: str,
        register_head: str,
        telephone: str,
        signature: bytes,
    ) -> RegistrationAccepted | RegistrationRefused:
        """Apply. certificate: 署名用, DER; telephone: ASCII digits and hyphens.

        signature: RSA PKCS#1 v1.5 over the SHA-256 of `statement` with the same `request_id`.
        Idempotent under the same id alone: the challenge is used up by the first try.
        """
        asked = {
            "session": session,
            "challenge": base64(challenge),
            "certificate": base64(certificate),
            "domicile": domicile,
            "register_head": register_head,
            "telephone": telephone,
            "signature": base64(signature),
        }
        return self._ask(facts.REGISTER, request_id, asked, _registered)

    def registration_state(self, request_id: str, session: str) -> RegistrationState:
        """How far the application is. Idempotent: it only reads."""
        return self._ask(facts.REGISTRATION_STATE, request_id, {"session": session}, _state)


def statement(
    request_id: str, challenge: bytes, municipality: str, domicile: str, register_head: str, telephone: str
) -> bytes:
    """What the 署名用 key signs: seven lines in UTF-8, without a line feed at the end.

    request_id: that of `register`, which binds the application to the request.
    """
    lines = ("registration", request_id, base64(challenge), municipality, domicile, register_head, telephone)
    return "\n".join(lines).encode("utf-8")


def _begun(answer: Fields) -> RegistrationBegun | RegistrationRefused:
    if answer.choice("verdict", facts.VERDICTS) == "refused":
        return _refused(answer)
    size = facts.CHALLENGE_BYTES
    return RegistrationBegun(answer.binary("challenge", size, size))


def _writings(answer: Fields, of: str, reading: str) -> tuple[tuple[str, ...], ...]:
    parts = answer.objects("parts", facts.READING_CHARS_MAX)
    asked = 1 if of == "town" else len(reading.split())
    answer.rule("parts", "one for each part of the reading", len(parts) == asked)
    return tuple(part.texts("writings", facts.WRITINGS_MAX, facts.WRITING_CHARS_MAX) for part in parts)


def _registered(answer: Fields) -> RegistrationAccepted | RegistrationRefused:
    if answer.choice("verdict", facts.VERDICTS) == "refused":
        return _refused(answer)
    return RegistrationAccepted(_application(answer), *_days(answer))


def _refused(answer: Fields) -> RegistrationRefused:
    reason = answer.choice("reason", facts.REGISTRATION_REASONS)
    if reason not in ("already_applied", "already_registered"):
        return RegistrationRefused(reason)
    return RegistrationRefused(reason, *_days(answer))


def _state(answer: Fields) -> RegistrationState:
    state = answer.choice("state", facts.REGISTRATION_STATES)
    if state == "none":
        return RegistrationState(state)
    reason = answer.choice("reason", facts.MUNICIPALITY_REASONS) if state == "refused" else ""
    return RegistrationState(state, _application(answer), *_days(answer), reason)


def _application(answer: Fields) -> str:
    return answer.text("application", facts.DOCUMENT_ID_CHARS_MAX, facts.OPAQUE)


def _days(answer: Fields) -> tuple[date, date]:
    applied, due = answer.day("applied"), answer.day("due")
    answer.rule("due", "after the application", applied < due)
    return applied, due
