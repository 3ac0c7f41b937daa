"""A card that plays an exact script: every command must be the next one, and none may be left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from drivers.card import CardGone, JpkiCard

WAKE = ("00A404 0C0A D392F000260100000001", "6F00")
SELECT_AP = ("00A4040C0A D392F000260100000001", "9000")
START = (WAKE, SELECT_AP)
SELECT_CERTIFICATE = ("00A4020C02 000A", "9000")
READ_CERTIFICATE = "00B08A0000"
"""The first 256 bytes, by the short id."""
SELECT_KEY = ("00A4020C02 0017", "9000")
SELECT_PIN = ("00A4020C02 0018", "9000")
THREE_LEFT = ("00200080", "63C3")
VERIFY_1234 = "0020008004 31323334"

Step = tuple[str, str]

PULLED = "pulled"
"""In place of an answer: the reader says that the card is gone."""


def label(text: str) -> str:
    return text.encode().ljust(32).hex() + "9000"


def identified(text: str = "JPKIAPICCTOKEN2") -> tuple[Step, ...]:
    return (*START, ("00B0860020", label(text)))


def certificate(size: int = 1583) -> bytes:
    """Bytes with the header of a certificate of that size, which is all the driver looks at."""
    body = bytes((7 * n + 3) % 251 for n in range(size - 4))
    return b"\x30\x82" + (size - 4).to_bytes(2, "big") + body


def reads(whole: bytes, first: str = READ_CERTIFICATE) -> tuple[Step, ...]:
    """The chunks of 256 in which a certificate is read out of its padded file; `first` asks for the first."""
    steps = []
    for offset in range(0, len(whole), 256):
        size = 256 if offset == 0 else min(256, len(whole) - offset)
        data = whole[offset : offset + size].ljust(size, b"\xff")
        command = f"00B0{offset:04X}{size & 0xFF:02X}" if offset else first
        steps.append((command, data.hex() + "9000"))
    return tuple(steps)


class ScriptedLink:
    """Implements `drivers.card.Link` from a script of (command, answer), both in hex."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)
        self.sent = 0
        self.releases = 0

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        assert self._steps, f"command after the end of the script: {apdu.hex()}"
        command, answer = self._steps.pop(0)
        secret = apdu[1] == 0x20 and len(apdu) > 5
        assert type(apdu) is (bytearray if secret else bytes), "what holds a PIN can be overwritten, nothing else"
        assert apdu == bytes.fromhex(command), f"{apdu.hex()} instead of {command}"
        self.sent += 1
        if answer == PULLED:
            raise CardGone("0x80100069")
        return bytes.fromhex(answer)

    def release(self) -> None:
        self.releases += 1

    def finished(self) -> None:
        assert not self._steps, f"never sent: {[command for command, _ in self._steps]}"


class AnsweringLink:
    """A card that may answer anything: `answer` gives the R-APDU for each command."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self.sent = 0

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        self.sent += 1
        return self._answer(bytes(apdu))

    def release(self) -> None:
        pass


@contextmanager
def card(*steps: Step) -> Iterator[JpkiCard]:
    """A card on a scripted link; the script must be played to its end."""
    link = ScriptedLink(*steps)
    yield JpkiCard(link)
    link.finished()
