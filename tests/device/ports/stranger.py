"""Another program on the same machine: pyscard alone, in a process of its own, nothing of the kiosk's.

    python -m tests.device.ports.stranger        connects and signs without a PIN; prints PC/SC's code or the last word
    python -m tests.device.ports.stranger holds  holds a verified card through the kiosk's reader until it is killed
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from device.testing.pcscd import READER

_SELECT = "00A4040C0AD392F000260100000001"
_APDUS = (_SELECT, _SELECT, "00A4020C020017", "802A008033" + "00" * 51 + "00")  # the first one wakes the card
_HOME = Path(__file__).parents[3]


def signs() -> str:
    """What a stranger gets now who wants a signature: PC/SC's code where it may not connect, else the last word."""
    return _python().communicate(timeout=20)[0].strip()


def holder() -> subprocess.Popen[str]:
    """A kiosk that has shown a card the right PIN, in a process of its own: kill it."""
    kiosk = _python("holds")
    assert kiosk.stdout is not None
    assert kiosk.stdout.readline().strip() == "PinAccepted"
    return kiosk


def _python(*role: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.device.ports.stranger", *role]
    return subprocess.Popen(command, cwd=_HOME, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def _sign() -> str:
    from smartcard import scard

    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    code, card, protocol = scard.SCardConnect(context, READER, scard.SCARD_SHARE_SHARED, 3)
    if code != scard.SCARD_S_SUCCESS:
        return f"{code & 0xFFFFFFFF:08X}"
    pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
    answer: list[int] = []
    for apdu in _APDUS:
        _, answer = scard.SCardTransmit(card, pci, list(bytes.fromhex(apdu)))
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    return bytes(answer[-2:]).hex()


def _hold() -> None:
    from device.ports.pcsc import PcscReader
    from drivers.card.card import JpkiCard
    from drivers.card.profile import Use
    from sim.personas import persona

    card = JpkiCard(PcscReader(READER).connect())
    card.identify()
    pin = bytearray(persona("yamada-taro").card.pin.encode("ascii"))
    print(type(card.verify(Use.AUTHENTICATION, pin)).__name__, flush=True)  # noqa: T201 - to whoever started this
    threading.Event().wait()


if __name__ == "__main__":
    if sys.argv[1:] == ["holds"]:
        _hold()
    else:
        print(_sign())  # noqa: T201 - to whoever started this
