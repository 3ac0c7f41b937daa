"""One exchange with the card: an answer, or an error that says which command got which status word."""

from __future__ import annotations

from drivers.card.apdu import (
    SECURITY_NOT_SATISFIED,
    Answer,
    describe,
    get_response,
    meaning,
    parse,
    with_right_size,
)
from drivers.card.outcomes import PinNeeded
from drivers.card.reader import CardGone, Link
from drivers.errors import BadAnswer, Refused

DEVICE = "card on the reader"

GET_RESPONSES_MAX = 16
"""A chain of 61xx is followed this far: 4 kB, far more than any file of the card."""


class Channel:
    """A link that speaks APDUs. One command at a time; nothing is repeated but what 6Cxx asks for.

    Once the card is gone nothing more is sent: whatever answered then would be another card.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._end: str | None = None

    def end(self, gone: CardGone) -> CardGone:
        """The card of this link is gone, for the reason given, which is handed back to be raised."""
        self._end = str(gone)
        return gone

    def once(self, apdu: bytes) -> Answer:
        """One command, one answer, whatever its status word.

        Raises `CardGone` (also for an empty answer: what PC/SC gives first when a card is pulled) and
        `BadAnswer` for what is no answer at all.
        """
        return self._read(self._transmit(apdu), apdu)

    def once_secret(self, apdu: bytearray) -> Answer:
        """As `once`, for a command that holds a PIN: never repeated, overwritten afterwards."""
        try:
            raw = self._transmit(apdu)
        except Exception as error:
            # A traceback keeps the frames of the link alive, and with them whatever they copied: cut it off.
            _forget_frames(error)
            raise error
        finally:
            apdu[5:] = bytes(len(apdu) - 5)
        return self._read(raw, apdu)

    def exchange(self, apdu: bytes) -> Answer:
        """A command that may be repeated with the right Le (6Cxx) and whose answer may come in parts (61xx).

        The answer has the parts joined and the last status word. Raises as `once`, and `BadAnswer`
        when the parts do not end.
        """
        answer = self._sized(apdu)
        if answer.sw >> 8 != 0x61:
            return answer
        parts = [answer.data]
        for _ in range(GET_RESPONSES_MAX):
            answer = self._sized(get_response(answer.sw & 0xFF))
            parts.append(answer.data)
            if answer.sw >> 8 != 0x61:
                return Answer(b"".join(parts), answer.sw)
        raise bad_answer(apdu, "the answer does not end")

    def _sized(self, apdu: bytes) -> Answer:
        answer = self.once(apdu)
        if answer.sw >> 8 == 0x6C:
            again = with_right_size(apdu, answer.sw & 0xFF)
            if again is not None:
                return self.once(again)
        return answer

    def _transmit(self, apdu: bytes | bytearray) -> bytes:
        if self._end is not None:
            raise CardGone(f"{DEVICE}: {describe(apdu)}: not sent, for the visit is over: {self._end}")
        try:
            return self._link.transmit(apdu)
        except CardGone as gone:
            raise self.end(gone) from None

    def _read(self, raw: bytes, apdu: bytes | bytearray) -> Answer:
        if not raw:
            raise self.end(CardGone(f"{DEVICE}: {describe(apdu)}: the card has left"))
        try:
            return parse(raw)
        except ValueError as error:
            raise bad_answer(apdu, str(error)) from None


def bad_answer(apdu: bytes | bytearray, cause: str) -> BadAnswer:
    """The error for an answer that cannot be true."""
    return BadAnswer(DEVICE, describe(apdu), cause, "lay the card down again; if it stays, try another card")


def refused(apdu: bytes | bytearray, sw: int) -> Refused:
    """The error for a status word that says no; `PinNeeded` for 6982."""
    if sw == SECURITY_NOT_SATISFIED:
        return PinNeeded(DEVICE, describe(apdu), meaning(sw), "the PIN is needed first")
    return Refused(DEVICE, describe(apdu), meaning(sw), "try another card; if it stays, try another reader")


def _forget_frames(error: Exception) -> None:
    """Drop where an error came from and what caused it; its message says enough."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
