"""The card's part of 本籍地利用登録申請: the 署名用 password, its certificate, the signature. For `CardWorker`."""

from __future__ import annotations

from collections.abc import Callable

from device.vault import Vault
from device.workers.application import words_of
from device.workers.base import answer, not_done
from drivers.card.card import JpkiCard
from drivers.card.outcomes import PinAccepted, PinLocked, PinWrong
from drivers.card.profile import Use
from drivers.centre.registration import statement
from statemachine import events
from statemachine.events import Event
from statemachine.registration_commands import CountPasswordTries, SignApplication, VerifyPassword

Keep = Callable[[str, object], None]


def count_tries(card: JpkiCard, command: CountPasswordTries) -> Event:
    """The password's own counter; none is spent."""
    return answer(command, events.PasswordTriesCounted, tries_left=card.tries_left(Use.SIGNATURE))


def verify(card: JpkiCard, command: VerifyPassword, vault: Vault, keep: Keep) -> Event:
    """Show the password once, and read the certificate behind it: name, address, birth and sex, for the vault alone."""
    if not vault.pin_length:
        return _not_whole(command)
    with vault.use_pin() as password:  # overwritten on every way out
        if not card.fits(Use.SIGNATURE, password):
            return _not_whole(command)
        outcome = card.verify(Use.SIGNATURE, password)
    match outcome:
        case PinWrong(tries_left=tries):
            return answer(command, events.PinWrong, tries_left=tries)
        case PinLocked():
            return answer(command, events.PinLocked)
        case PinAccepted():
            certificate = card.read_certificate(Use.SIGNATURE)
            if certificate is None:
                return answer(command, events.CardUnusable, reason="no_signature_certificate")
            keep("signature_certificate", certificate)
            return answer(command, events.PasswordAccepted)


def sign(card: JpkiCard, command: SignApplication, vault: Vault, keep: Keep) -> Event:
    """Sign the application as the centre will be told it, challenge and request id included (docs/centre.md)."""
    words = words_of(vault)
    said = statement(
        command.request,
        vault.bytes_of("registration_challenge"),
        command.municipality,
        words.domicile,
        words.register_head,
        words.telephone,
    )
    keep("application_signature", card.sign(Use.SIGNATURE, said))
    return answer(command, events.ApplicationSigned)


def _not_whole(command: VerifyPassword) -> Event:
    """訂正 came in the very moment in which the password was submitted: no try is spent."""
    return not_done(command, "refused", "the password is not whole", "pin_incomplete")
