"""Links to the simulated card, and what can happen on them at one command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from drivers.card import CardGone, Link
from sim.card import VirtualCard

Trouble = Callable[["VirtualLink", bytes], bytes]
"""What happens to one command instead: may have it carried out (`link.carry_out`), answers or raises."""

NO_TROUBLE: Mapping[int, Trouble] = MappingProxyType({})


class VirtualLink:
    """Implements `drivers.card.Link` to a simulated card, which it powers up.

    troubles: by the index of a command. sent: each command with the card that was to carry it out.
    """

    def __init__(self, card: VirtualCard, troubles: Mapping[int, Trouble] = NO_TROUBLE) -> None:
        self.card, self._troubles = card, troubles
        self.sent: list[tuple[VirtualCard, bytes]] = []
        self.pulled = self.released = False
        card.power_on()

    @property
    def secrets_shown_to(self) -> list[VirtualCard]:
        """The card of each VERIFY that held something."""
        return [card for card, apdu in self.sent if apdu[1] == 0x20 and len(apdu) > 5]

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        assert not self.released, "a command after the release"
        trouble = self._troubles.get(len(self.sent))
        heard = bytes(apdu)
        self.sent.append((self.card, heard))
        return self.carry_out(heard) if trouble is None else trouble(self, heard)

    def carry_out(self, apdu: bytes) -> bytes:
        if self.pulled:
            raise CardGone("0x80100069")
        return self.card.transmit(apdu)

    def pull(self) -> None:
        self.pulled = True
        self.card.power_off()

    def release(self) -> None:
        self.released = True
        self.card.power_off()


class VirtualReader:
    """Implements `drivers.card.Reader` with one card on it; `troubles` happen on its first link."""

    name = "virtual"

    def __init__(self, card: VirtualCard, troubles: Mapping[int, Trouble] = NO_TROUBLE) -> None:
        self._card, self._troubles = card, troubles
        self.links: list[VirtualLink] = []

    def connect(self) -> Link:
        link = VirtualLink(self._card, NO_TROUBLE if self.links else self._troubles)
        self.links.append(link)
        return link


def pulled_before(link: VirtualLink, apdu: bytes) -> bytes:
    """The card leaves, and has not got the command."""
    link.pull()
    return link.carry_out(apdu)


def pulled_after(link: VirtualLink, apdu: bytes) -> bytes:
    """The card carries the command out and leaves; its answer is lost. PC/SC's first sign of it is no answer."""
    link.carry_out(apdu)
    link.pull()
    return b""


def swapped_for(other: VirtualCard) -> Trouble:
    """Another card lies there, and the reader has powered it by itself, without a word to anybody."""

    def trouble(link: VirtualLink, apdu: bytes) -> bytes:
        link.card.power_off()
        link.card = other
        other.power_on()
        link.sent[-1] = (other, apdu)
        return link.carry_out(apdu)

    return trouble


def answered_with(raw: bytes, *, carried_out: bool) -> Trouble:
    """The card's answer is this instead, whether it has carried the command out or not."""

    def trouble(link: VirtualLink, apdu: bytes) -> bytes:
        if carried_out:
            link.carry_out(apdu)
        return raw

    return trouble


def cut_to(size: int) -> Trouble:
    """Only so many bytes of the answer arrive."""
    return lambda link, apdu: link.carry_out(apdu)[:size]
