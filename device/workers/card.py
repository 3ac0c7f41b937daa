"""The card's command worker: read, verify and sign, release; one exclusive link a visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from device.workers import card_registration
from device.workers.base import Desk, Worker, answer, not_done
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind, PinAccepted, PinLocked, PinWrong
from drivers.card.profile import Use
from drivers.card.reader import Reader
from statemachine import events
from statemachine.commands import Command, ReadCard, ReleaseCard, SignChallenge, VerifyPin
from statemachine.events import Event
from statemachine.registration_commands import CountPasswordTries, SignApplication, VerifyPassword

# what each kind of thing on the tray is called when it cannot be used
_UNUSABLE = {CardKind.FOREIGN: "foreign", CardKind.JUKI: "juki"}


class CardWorker(Worker):
    """Holds the card's link, powered, from `ReadCard` to `ReleaseCard`.

    One link is one card: it breaks when the card leaves, and the driver never begins anew on it. So the PIN
    and the signature go to the card whose certificate was read, without reading it again. The link is
    released, and with it all that was verified, on every way out: by `ReleaseCard`, by the next
    `ReadCard`, after a card that cannot be used, after any error, and when the worker stops.
    """

    device = "card"

    def __init__(self, desk: Desk, reader: Reader) -> None:
        super().__init__(desk)
        self._reader = reader
        self._card: JpkiCard | None = None
        self._is_phone = False
        self._said = None  # the watcher speaks for the reader

    def run(self) -> None:
        """As `Worker.run`; nothing verified outlives it."""
        try:
            super().run()
        finally:
            self._release()

    def carry_out(self, command: Command) -> Event | None:
        """One command of the card."""
        match command:
            case ReadCard():
                return self._read(command)
            case VerifyPin():
                return self._verify(command)
            case SignChallenge():
                return self._sign(command)
            case CountPasswordTries() | VerifyPassword() | SignApplication():
                return self._register(command)
            case ReleaseCard():
                self._release()
                return answer(command, events.OutputDone)
            case _:
                return super().carry_out(command)

    def unready(self, cause: str, detail: str = "") -> None:
        """A card that fails is no failing reader; the watcher speaks for that."""

    def _release(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.release()

    @contextmanager
    def _released_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._release()
            raise

    def _read(self, command: ReadCard) -> Event:
        self._release()
        with self._released_on_error():
            self._card = card = JpkiCard(self._reader.connect())
            kind = card.identify()
            if kind in _UNUSABLE:
                return self._unusable(command, _UNUSABLE[kind])
            # a phone shows its certificate only after the PIN
            self._is_phone = kind is not CardKind.MY_NUMBER
            if not self._is_phone:
                certificate = card.read_certificate(Use.AUTHENTICATION)
                if certificate is None:
                    return self._unusable(command, "no_certificate")
                self.keep("certificate", certificate)
            tries = card.tries_left(Use.AUTHENTICATION)
            return answer(command, events.CertificateRead, device=kind.value, tries_left=tries)

    def _unusable(self, command: ReadCard, reason: str) -> Event:
        self._release()
        return answer(command, events.CardUnusable, reason=reason)

    def _verify(self, command: VerifyPin) -> Event:
        card = self._card
        if not self.vault.pin_length:
            return _not_whole(command)
        with self._released_on_error():
            with self.vault.use_pin() as pin:  # overwritten on every way out, also when the card was pulled
                if card is None:
                    return not_done(command, "refused", "no card was read")
                if not card.fits(Use.AUTHENTICATION, pin):
                    return _not_whole(command)
                challenge = b"" if self._is_phone else self.vault.bytes_of("challenge")
                outcome = card.verify(Use.AUTHENTICATION, pin)
            match outcome:
                case PinWrong(tries_left=tries):
                    return answer(command, events.PinWrong, tries_left=tries)
                case PinLocked():
                    return answer(command, events.PinLocked)
                case PinAccepted() if self._is_phone:
                    return self._certificate_of_phone(command, card)
                case PinAccepted():
                    self.keep("signature", card.sign(Use.AUTHENTICATION, challenge))
                    return answer(command, events.PinAccepted)

    def _certificate_of_phone(self, command: VerifyPin, card: JpkiCard) -> Event:
        certificate = card.read_certificate(Use.AUTHENTICATION)
        if certificate is None:
            self._release()
            return answer(command, events.CardUnusable, reason="no_certificate")
        self.keep("certificate", certificate)
        return answer(command, events.PinAccepted)

    def _sign(self, command: SignChallenge) -> Event:
        if self._card is None:
            return not_done(command, "refused", "no phone was read")
        with self._released_on_error():
            self.keep("signature", self._card.sign(Use.AUTHENTICATION, self.vault.bytes_of("challenge")))
            return answer(command, events.ChallengeSigned)


    def _register(self, command: CountPasswordTries | VerifyPassword | SignApplication) -> Event:
        """With 署名用, on the same link: the card whose holder has proven to be there."""
        if self._card is None:
            return not_done(command, "refused", "no card was read")
        with self._released_on_error():
            match command:
                case CountPasswordTries():
                    return card_registration.count_tries(self._card, command)
                case VerifyPassword():
                    return card_registration.verify(self._card, command, self.vault, self.keep)
                case SignApplication():
                    return card_registration.sign(self._card, command, self.vault, self.keep)


def _not_whole(command: VerifyPin) -> Event:
    """訂正 came in the very moment in which the PIN was submitted: the card is not asked, no try is spent."""
    return not_done(command, "refused", "the PIN is not whole", "pin_incomplete")
