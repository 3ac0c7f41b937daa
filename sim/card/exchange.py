"""One command under way to the card, and what comes back of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from sim.card import status
from sim.card.apdu import LE_MAX, parse
from sim.card.card import VirtualCard
from sim.card.faults import Fault

GET_RESPONSE: Final = b"\x00\xc0\x00\x00"
UNHEARD: Final = status.NO_DIAGNOSIS
"""What a card that was mute says to the command that it has not heard, when it speaks again."""
MASK: Final = 0xA5
"""Makes nonsense of an answer: no status word (61..6F, 90..9F) is one afterwards."""

Take = Callable[[VirtualCard | None], None]
"""Takes the card away, and lays the other down if there is one."""


class Parts(NamedTuple):
    """What is left of an answer that is fetched in parts, and how much of it at a time."""

    data: bytes
    sw: bytes
    part_bytes: int

    def give(self, most: int) -> tuple[bytes, Parts | None]:
        """The next part, and what is left then."""
        size = min(most, self.part_bytes)
        part, rest = self.data[:size], self.data[size:]
        if not rest:
            return part + self.sw, None
        return part + bytes((0x61, min(len(rest), LE_MAX) & 0xFF)), self._replace(data=rest)


class Exchange:
    """What a host does with one command: wait for `duration_ns`, `carry_out`, wait for `late_ns`, hand the answer
    over, and say so (`handed_over`). The card may leave at each of these: the tray tells its watchers.

    before: what is left of the answer before, for a GET RESPONSE; parts: what is left of this one
    """

    def __init__(self, card: VirtualCard, apdu: bytes, fault: Fault, before: Parts | None, take: Take) -> None:
        self.card = card
        self.parts: Parts | None = None
        self._apdu, self._fault, self._before, self._take = apdu, fault, before, take
        if fault.moment == "before":
            take(fault.instead)

    @property
    def duration_ns(self) -> int:
        """How long the card works at it."""
        return self.card.duration_ns(self._apdu)

    @property
    def late_ns(self) -> int:
        """How much later than that the answer comes."""
        return self._fault.late_ns

    def carry_out(self) -> bytes:
        """The card's work is done: the answer, worth nothing where the card has gone by then."""
        fault = self._fault
        if fault.moment == "during":
            self._take(fault.instead)
            return b""
        answer = self._answer() if fault.answer is None else fault.answer
        if fault.nonsense:
            answer = bytes(octet ^ MASK for octet in answer)
        if fault.moment == "answering":
            self._take(fault.instead)
        return answer[: fault.cut_bytes]

    def handed_over(self) -> None:
        """The reader has the answer."""
        if self._fault.moment == "after":
            self._take(self._fault.instead)

    def _answer(self) -> bytes:
        command = parse(self._apdu)
        wanted = 0 if command is None or command.le is None else command.le
        if self._before is not None and wanted and self._apdu.startswith(GET_RESPONSE):
            answer, self.parts = self._before.give(wanted)
            return answer
        answer = self.card.transmit(self._apdu)
        data, sw = answer[:-2], answer[-2:]
        if data and wanted and self._fault.offers_length:
            return status.wrong_le(len(data))
        if data and self._fault.part_bytes is not None:
            answer, self.parts = Parts(data, sw, self._fault.part_bytes).give(0)
        return answer
