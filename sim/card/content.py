"""Personas' cards and phones: which applications are in which kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sim.card import jpki, token
from sim.card.card import VirtualCard
from sim.card.files import UNNAMED, Application, CardContent
from sim.card.neighbours import common, issuer, resident_register, surface, text
from sim.personas import CardKind, Persona, persona

ATR: dict[CardKind, bytes] = {
    # Contactless, type B: what a reader makes of the ATQB. The last bytes are check sums.
    "my_number": bytes.fromhex("3b888001000005e0b381a1007f"),
    "juki": bytes.fromhex("3b888001000014e0b38191005e"),
    # A phone: type A without historical bytes, as readers show phones' secure elements (PC/SC part 3
    # §3.1.3.2.3.1). What those with スマホ用電子証明書 show is not known.
    "android": bytes.fromhex("3b80800101"),
    "iphone": bytes.fromhex("3b80800101"),
    # A FeliCa card, named by the PC/SC registered identifier A000000306 (PC/SC part 3 §3.1.3.2.3).
    "foreign": bytes.fromhex("3b8f8001804f0ca00000030611003b0000000042"),
}


def card_for(persona_id: str) -> VirtualCard:
    """A new card, or phone, as this persona carries it, untouched. Raises `UnknownPersonaError`, a `KeyError`."""
    return VirtualCard(content_for(persona(persona_id)))


def content_for(person: Persona) -> CardContent:
    """What is on this person's card. Keys and certificates are fetched when first read."""
    digest = hashlib.sha256(person.id.encode()).digest()
    serial = f"00000000{int.from_bytes(digest[:4], 'big') % 10**8:08d}"
    applications = _APPLICATIONS[person.card.kind](person, serial)
    return CardContent(ATR[person.card.kind], applications, digest)


def _my_number(person: Persona, serial: str) -> tuple[Application, ...]:
    # JPKI before the others: a name cut short means the first that fits.
    return (
        issuer(person, serial),
        jpki.application(person, token.token_info(token.MY_NUMBER_CARD, serial)),
        text(person, serial),
        surface(person, serial),
        resident_register(person),
        common(person, serial),
    )


def _android(person: Persona, serial: str) -> tuple[Application, ...]:
    return (UNNAMED, jpki.in_phone(person, token.token_info(token.ANDROID, serial)))


def _iphone(person: Persona, serial: str) -> tuple[Application, ...]:
    info = token.token_info(token.IPHONE, serial)
    return (UNNAMED, jpki.in_phone(person, info, hears_last_command=True))


def _juki(person: Persona, serial: str) -> tuple[Application, ...]:
    return issuer(person, serial), jpki.on_juki_card(token.token_info(token.JUKI_CARD, serial))


_APPLICATIONS: dict[CardKind, Callable[[Persona, str], tuple[Application, ...]]] = {
    "my_number": _my_number,
    "android": _android,
    "iphone": _iphone,
    "juki": _juki,
    "foreign": lambda _person, _serial: (UNNAMED,),
}
