"""The card's command worker: read, verify and sign, release; one exclusive link a visit."""

from __future__ import annotations

from device.workers.base import Desk, Worker, answer, not_done
from drivers.card.card import JpkiCard
from drivers.card.outcomes import CardKind, PinAccepted, PinLocked, PinWrong
from drivers.card.reader import Reader
from statemachine import events
from statemachine.commands import Command, ReadCard, ReleaseCard, VerifyPin
from statemachine.events import Event
from statemachine.rules import PIN_LENGTH

# what each kind of thing on the tray is called when it cannot be used
_UNUSABLE = {CardKind.FOREIGN: "foreign", CardKind.JUKI: "juki"}


class CardWorker(Worker):
    """Holds the card's link from `ReadCard` to `ReleaseCard`."""

    device = "card"

    def __init__(self, desk: Desk, reader: Reader) -> None:
        super().__init__(desk)
        self._reader = reader
        self._card: JpkiCard | None = None
        self._said = None  # the watcher speaks for the reader

    def carry_out(self, command: Command) -> Event | None:
        """One command of the card."""
        match command:
            case ReadCard():
                return self._read(command)
            case VerifyPin():
                return self._verify(command)
            case ReleaseCard():
                self._release()
                return answer(command, events.OutputDone)
            case _:
                return super().carry_out(command)

    def unready(self, cause: str, detail: str = "") -> None:
        """A card that fails is no failing reader; the watcher speaks for that."""

    def _release(self) -> None:
        if self._card is not None:
            self._card.release()
            self._card = None

    def _read(self, command: ReadCard) -> Event:
        self._release()
        self._card = card = JpkiCard(self._reader.connect())
        kind = card.identify()
        if kind in _UNUSABLE:
            return answer(command, events.CardUnusable, reason=_UNUSABLE[kind])
        if kind is not CardKind.MY_NUMBER:
            return answer(command, events.CertificateRead, device=kind.value, tries_left=card.tries_left())
        certificate = card.read_certificate()
        if certificate is None:
            return answer(command, events.CardUnusable, reason="no_certificate")
        self.keep("certificate", certificate)
        return answer(command, events.CertificateRead, device=kind.value, tries_left=card.tries_left())

    def _verify(self, command: VerifyPin) -> Event:
        card = self._card
        with self.vault.use_pin() as pin:  # overwritten on every way out, also when the card was pulled
            if card is None:
                return not_done(command, "refused", "no card was read")
            if len(pin) != PIN_LENGTH:  # 訂正 in the very moment in which it was submitted: no try is spent
                return not_done(command, "refused", "the PIN is not whole")
            challenge = self.vault.bytes_of("challenge")
            if not card.same_card(self.vault.bytes_of("certificate")):
                return not_done(command, "refused", "another card lies on the tray")
            outcome = card.verify_pin(pin)
        match outcome:
            case PinWrong(tries_left=tries):
                return answer(command, events.PinWrong, tries_left=tries)
            case PinLocked():
                return answer(command, events.PinLocked)
            case PinAccepted():
                self.keep("signature", card.sign(challenge))
                return answer(command, events.PinAccepted)
