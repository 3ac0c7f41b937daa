"""Cards that remember what was done to them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sim.card import CardContent, VirtualCard, content_for
from sim.personas import persona

OK = b"\x90\x00"
VERIFY, SIGN = (0x00, 0x20), (0x80, 0x2A)


@cache
def _content(person: str, pin: str) -> CardContent:
    """Made once: certificates are issued when they are first read."""
    who = persona(person)
    return content_for(replace(who, card=replace(who.card, pin=pin)))


class WitnessCard(VirtualCard):
    """A persona's card with a PIN of the test's choice.

    shown: how often a PIN was shown to it; lost: how often its counter went down; signed: how often it signed
    """

    def __init__(self, person: str, pin: str) -> None:
        super().__init__(_content(person, pin))
        self.pin = pin
        self.shown = self.lost = self.signed = 0

    def transmit(self, apdu: bytes) -> bytes:
        """As `VirtualCard.transmit`, and noted."""
        before = self.tries_left
        answer = super().transmit(apdu)
        command, after = (apdu[0], apdu[1]), self.tries_left
        self.shown += command == VERIFY and len(apdu) > 5
        self.lost += before is not None and after is not None and after < before
        self.signed += command == SIGN and answer.endswith(OK)
        return answer

    @property
    def verified(self) -> bool:
        """Whether it holds any PIN for shown, so that anybody at the reader could sign."""
        return any(pin.verified for pin in self._state.pins.values())
