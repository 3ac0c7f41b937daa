"""A virtual card's side of vpcd: a TCP client (vsmartcard `virtualsmartcard/doc/api.txt`).

Frames both ways: 2 bytes of length, big-endian, then the payload. One byte from vpcd is a control: 00 power off,
01 power on, 02 reset, 04 the ATR is wanted; anything longer is an APDU, answered by a frame with the answer.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from sim.card import VirtualCard


class Control:
    """vpcd's frames of one byte."""

    POWER_OFF = b"\x00"
    POWER_ON = b"\x01"
    RESET = b"\x02"
    GET_ATR = b"\x04"


class Vicc:
    """A card on the virtual reader, from its making until `pull`.

    before: called with each frame before the card gets it; what it returns false for, APDU or look, is never answered
    mute: set it, and nothing is answered from then on (`hanging` is set at the first)
    atr: what it says of itself at power-up, the card's own as a rule
    """

    def __init__(
        self,
        card: VirtualCard,
        port: int,
        before: Callable[[bytes], bool] = lambda frame: True,
        *,
        atr: bytes | None = None,
    ) -> None:
        self.card, self._before = card, before
        self.powered_off = threading.Event()
        self.mute = False
        self.atr = atr or card.atr
        self.hanging = threading.Event()
        self._wire = socket.create_connection(("127.0.0.1", port), 5)
        self._wire.settimeout(None)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """Take the card away."""
        with suppress(OSError):
            self._wire.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._thread.join(5)
        self._wire.close()

    def _run(self) -> None:
        with suppress(OSError, EOFError):
            while True:
                frame = self._exactly(int.from_bytes(self._exactly(2), "big"))
                if not self._before(frame):
                    continue
                match frame:
                    case Control.POWER_OFF:
                        self.card.power_off()
                        self.powered_off.set()
                    case Control.POWER_ON:
                        self.powered_off.clear()
                        self.card.power_on()
                    case Control.RESET:
                        self.card.reset()
                    case Control.GET_ATR:
                        self._answer(self.atr)
                    case _:
                        self._answer(self.card.transmit(frame))
        self.card.power_off()

    def _answer(self, payload: bytes) -> None:
        if self.mute:
            self.hanging.set()
        elif payload:
            self._send(payload)
        else:  # a card without power says nothing, which vpcd has no frame for: an empty one hangs it (0.8)
            self._wire.close()

    def _send(self, payload: bytes) -> None:
        self._wire.sendall(len(payload).to_bytes(2, "big") + payload)  # one write: vpcd reads both with Nagle on

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            # vpcd 0.8 sends length and payload apart: without this each APDU costs a delayed ACK, 44 ms
            self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._wire.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data
