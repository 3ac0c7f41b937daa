"""Hands for the tests: a card on the bench, and APDUs written as the specifications write them."""

from __future__ import annotations

from sim.card import VirtualCard, card_for

SELECT_JPKI = "00A4040C0A D392F000260100000001"
QUESTION = "00200080"


def octets(text: str) -> bytes:
    return bytes.fromhex(text)


def send(card: VirtualCard, *apdus: str) -> str:
    """Sends all, and gives the last answer in hexadecimal."""
    answer = b""
    for apdu in apdus:
        answer = card.transmit(octets(apdu))
    return answer.hex().upper()


def awake(card: VirtualCard) -> VirtualCard:
    """Power, and the one command that a card just woken spoils."""
    card.power_on()
    assert send(card, SELECT_JPKI) == "6F00"
    return card


def in_jpki(persona_id: str) -> VirtualCard:
    """The persona's card, powered, with the JPKI application selected."""
    card = awake(card_for(persona_id))
    assert send(card, SELECT_JPKI) == "9000"
    return card


def file(ef: int) -> str:
    return f"00A4020C02{ef:04X}"


def verify(secret: str) -> str:
    return f"00200080{len(secret):02X}{secret.encode().hex()}"


def read_object(card: VirtualCard, ef: int) -> bytes:
    """A DER object out of a file, its length taken from its own header."""
    assert send(card, file(ef)) == "9000"
    head = octets(send(card, "00B0000004"))
    assert head[:2] == b"\x30\x82"
    assert head[4:] == b"\x90\x00"
    size, found = int.from_bytes(head[2:4], "big") + 4, b""
    while len(found) < size:
        want = min(256, size - len(found))
        answer = octets(send(card, f"00B0{len(found):04X}{want & 0xFF:02X}"))
        assert answer[-2:] == b"\x90\x00"
        found += answer[:-2]
    return found
