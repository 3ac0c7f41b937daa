"""Each persona's card in one line, for people who choose one."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sim.personas.model import WITH_CERTIFICATES, CardKind, Persona
from sim.personas.rules import birthday_after

KIND_WORDS: Final[dict[CardKind, str]] = {
    "my_number": "My Number Card",
    "android": "Android phone",
    "iphone": "iPhone",
    "juki": "住基カード, without an authentication certificate",
    "foreign": "a transit card, without JPKI",
}
ADULT_AT: Final = 15


def summary(person: Persona) -> str:
    """What is particular about the card, in one line; neither a name nor a PIN."""
    return ", ".join(_particulars(person))


def _particulars(person: Persona) -> list[str]:
    card = person.card
    words = [KIND_WORDS[card.kind]]
    if card.kind not in WITH_CERTIFICATES:
        return words
    if card.has_authentication_certificate:
        words.append(f"certificate to {card.expires}, CA generation {card.generation}")
    else:
        words.append("no authentication certificate")
    if not card.signature_password:
        words.append("no signature certificate")
    if card.face_only:
        words.append("by face alone: no PIN (顔認証マイナンバーカード)")
    elif card.tries_left == 0:
        words.append("PIN locked")
    elif card.tries_left == 1:
        words.append("one try left")
    adult = birthday_after(person.birth, person.birth, ADULT_AT)
    if adult > card.expires:
        words.append(f"under {ADULT_AT} to {adult - timedelta(days=1)}")
    if person.protected:
        words.append("under 支援措置")
    return words
