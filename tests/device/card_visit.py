"""One customer's visit at the card's worker, with trouble on the link; and what holds after any."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate

from device.workers.card import CardWorker
from sim.card import card_for
from sim.personas import persona
from statemachine import events as e
from statemachine.commands import ReadCard, ReleaseCard, VerifyPin
from statemachine.events import Event
from tests.device.stand import Stand
from tests.drivers.card.virtual import NO_TROUBLE, Trouble, VirtualReader

WHO = "yamada-taro"
RIGHT, WRONG = persona(WHO).card.pin, "0000"
CHALLENGE = bytes(range(32))
READ, VERIFY, RELEASE = ReadCard(id="K-1"), VerifyPin(id="K-2"), ReleaseCard(id="K-3")
COMMANDS_MAX = 16
AT = range(COMMANDS_MAX)


class Visit:
    """One customer's visit at a worker, with these troubles on the link."""

    def __init__(self, troubles: Mapping[int, Trouble] = NO_TROUBLE, pin: str = RIGHT) -> None:
        self.card = card_for(WHO)
        stand, reader = Stand(), VirtualReader(self.card, troubles)
        stand.start(CardWorker(stand.desk(), reader))
        stand.vault.put("challenge", CHALLENGE)
        self.read = stand.answer(READ)  # exactly one answer, or this raises
        after_read = not reader.links[0].released
        for digit in pin:
            stand.vault.pin_digit(digit)
        self.verified = stand.answer(VERIFY)
        self.pin_left = stand.vault.pin_length
        self.held_between = after_read
        self.held_after = not reader.links[0].released
        self.powered_after = self.card.powered
        self.released = stand.answer(RELEASE)
        (self.link,) = reader.links
        self.vault = stand.vault
        stand.hub.close()

    @property
    def signed(self) -> bool:
        """The signature in the vault is that of the certificate in the vault."""
        key = load_der_x509_certificate(self.vault.bytes_of("certificate")).public_key()
        assert isinstance(key, RSAPublicKey)
        key.verify(self.vault.bytes_of("signature"), CHALLENGE, PKCS1v15(), SHA256())
        return True

    def check(self, pin: str = RIGHT) -> None:
        """What holds whatever happened."""
        assert self.pin_left == 0
        assert self.released == e.OutputDone(answers="K-3")
        assert self.link.released
        assert not self.card.powered
        assert len(self.link.secrets_shown_to) <= 1
        spent = 3 - (self.card.tries_left or 0)
        assert spent <= (pin == WRONG and self.link.secrets_shown_to == [self.card])
        if failed(self.read):
            assert not self.held_between
        if failed(self.verified):
            assert not self.held_after
            assert not self.powered_after
            assert "signature" not in self.vault
        elif isinstance(self.verified, e.PinAccepted):
            assert self.signed


def failed(event: Event) -> bool:
    return isinstance(event, e.CommandFailed | e.CardUnusable)


@cache
def commands(pin: str) -> int:
    """How many a visit takes without trouble."""
    visit = Visit(pin=pin)
    visit.check(pin)
    return len(visit.link.sent)
