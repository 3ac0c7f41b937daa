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


class Vicc:
    """A card on the virtual reader, from its making until `pull`.

    hangs: set it, and pcscd's next look at the card is never answered (`hanging` is set then)
    before_apdu: called with each APDU before the card gets it; what it returns false for is never answered
    """

    def __init__(self, card: VirtualCard, port: int, before_apdu: Callable[[bytes], bool] = lambda apdu: True) -> None:
        self.card, self._before = card, before_apdu
        self.powered_off = threading.Event()
        self.hangs = False
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
                match frame:
                    case b"\x00":
                        self.card.power_off()
                        self.powered_off.set()
                    case b"\x01":
                        self.powered_off.clear()
                        self.card.power_on()
                    case b"\x02":
                        self.card.reset()
                    case b"\x04":
                        if self.hangs:
                            self.hanging.set()
                        else:
                            self._send(self.card.atr)
                    case _:
                        if self._before(frame):
                            self._send(self.card.transmit(frame))
        self.card.power_off()

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
