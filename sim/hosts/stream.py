"""One connection of a socket, plain or TLS, carried to a simulator and back."""

from __future__ import annotations

import socket
import ssl
import struct
from contextlib import suppress
from enum import Enum, auto
from selectors import EVENT_READ, EVENT_WRITE
from typing import Final

from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import NameOID

from sim.hosts.reactor import Reactor
from sim.wire import NS_PER_S, Connection, KnowsCallers, Peripheral

READ_BYTES: Final = 64 * 1024
OUTPUT_LIMIT_BYTES: Final = 1024 * 1024
"""What may wait for a controller that does not read; one answer more, and it is hung up on."""
HANDSHAKE_NS: Final = 10 * NS_PER_S
FLUSH_NS: Final = 30 * NS_PER_S
"""How long the last bytes may take to leave."""
LINGER_NS: Final = 2 * NS_PER_S
"""How long a connection that we have ended waits for the other end's close."""
_RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER on, 0 seconds: close with RST."""
_LATER: Final = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Phase(Enum):
    """HANDSHAKE: TLS begins. OPEN: bytes go both ways. FLUSHING: over, but for what still waits to go out.
    LINGERING: all sent and said goodbye; what still comes is thrown away, because a close with unread
    bytes is a reset, and a reset takes from the controller what it has not read yet. OVER: closed.
    """

    HANDSHAKE = auto()
    OPEN = auto()
    FLUSHING = auto()
    LINGERING = auto()
    OVER = auto()


class Stream:
    """Between a connected, non-blocking socket and one `Connection` of a peripheral. Inside the reactor alone.

    phase: where it is; the listener forgets it when OVER
    deadline_ns: when `expire` is to be called; None for never
    """

    def __init__(self, reactor: Reactor, sock: socket.socket, peripheral: Peripheral) -> None:
        self._reactor, self._sock, self._peripheral = reactor, sock, peripheral
        self._file = sock.fileno()
        self._connection: Connection | None = None
        self._out = bytearray()
        self._events = 0
        self._ended = False
        """The controller has said that nothing more comes."""
        self.phase = Phase.HANDSHAKE
        self.deadline_ns: int | None = None
        if isinstance(sock, ssl.SSLSocket):
            self.deadline_ns = reactor.clock.monotonic_ns() + HANDSHAKE_NS
            self._watch(EVENT_READ)
        else:
            self._open()

    def expire(self) -> None:
        """The deadline has come: nothing more is waited for."""
        self._reset()

    def close(self) -> None:
        """The host ends: the simulator is told as if the controller had let go."""
        self._lost()

    # From the socket

    def _ready(self, _: int) -> None:
        """Either side may be what TLS needs, so both are tried."""
        if self.phase is Phase.HANDSHAKE:
            self._shake_hands()
        if self._out:
            self._flush()
        if self.phase in (Phase.OPEN, Phase.FLUSHING, Phase.LINGERING) and not self._ended:
            self._read()

    def _shake_hands(self) -> None:
        assert isinstance(self._sock, ssl.SSLSocket)
        try:
            self._sock.do_handshake()
        except ssl.SSLWantReadError:
            self._watch(EVENT_READ)
        except ssl.SSLWantWriteError:
            self._watch(EVENT_WRITE)
        except ssl.SSLError:
            self._say_goodbye()  # the alert that tells why is on its way
        except OSError:
            self._finish()
        else:
            self.deadline_ns = None
            self._open()

    def _open(self) -> None:
        """Nobody there: reset, the nearest thing to a refused connection once it has been accepted."""
        self.phase = Phase.OPEN
        self._watch(EVENT_READ)
        connection = self._greeted()
        if connection is None:
            self._reset()
        elif self.phase is Phase.OPEN:
            self._connection = connection
        else:
            connection.closed()  # lost while it was being greeted

    def _greeted(self) -> Connection | None:
        name = _common_name(self._sock)
        if name is not None and isinstance(self._peripheral, KnowsCallers):
            return self._peripheral.accept_named(self._send, self._hang_up, name)
        return self._peripheral.accept(self._send, self._hang_up)

    def _read(self) -> None:
        while True:
            try:
                data = self._sock.recv(READ_BYTES)
            except _LATER:
                return
            except OSError:
                self._lost()
                return
            if not data:
                self._ended = True
                self._leave()
                self._settle()
                return
            if self._connection is not None:
                self._connection.receive(data)
            if self.phase is Phase.OVER or not (isinstance(self._sock, ssl.SSLSocket) and self._sock.pending()):
                return

    def _flush(self) -> None:
        while self._out:
            try:
                sent = self._sock.send(self._out)
            except _LATER:
                break
            except OSError:
                self._lost()
                return
            del self._out[:sent]
        self._settle()

    # From the simulator

    def _send(self, data: bytes) -> None:
        if self.phase is not Phase.OPEN:
            return
        if self._out:
            if len(self._out) > OUTPUT_LIMIT_BYTES:
                self._lost(reset=True)
            else:
                self._out += data
            return
        self._out += data
        self._flush()

    def _hang_up(self) -> None:
        if self.phase is Phase.OPEN:
            self._connection = None
            self.phase = Phase.FLUSHING
            self._settle()

    # Ends

    def _leave(self) -> None:
        """Tell the simulator, once, that the controller has let go; what waits still goes out."""
        connection, self._connection = self._connection, None
        if self.phase is Phase.OPEN:
            self.phase = Phase.FLUSHING
        if connection is not None:
            connection.closed()

    def _settle(self) -> None:
        """Watch for what the phase needs, or go on to the next."""
        if self.phase is Phase.FLUSHING:
            if not self._out:
                self._say_goodbye()
                return
            if self.deadline_ns is None:
                self.deadline_ns = self._reactor.clock.monotonic_ns() + FLUSH_NS
        if self.phase in (Phase.OPEN, Phase.FLUSHING):
            self._watch((0 if self._ended else EVENT_READ) | (EVENT_WRITE if self._out else 0))

    def _say_goodbye(self) -> None:
        if self._ended:
            self._finish()
            return
        with suppress(OSError, ValueError):
            if isinstance(self._sock, ssl.SSLSocket) and self.phase is not Phase.HANDSHAKE:
                self._sock.unwrap()  # sends close_notify; the answer to it is thrown away with the rest
        try:
            self._sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._finish()
            return
        self.phase = Phase.LINGERING
        self.deadline_ns = self._reactor.clock.monotonic_ns() + LINGER_NS
        self._watch(EVENT_READ)

    def _lost(self, *, reset: bool = False) -> None:
        self._leave()
        self._out.clear()
        if reset:
            self._reset()
        else:
            self._finish()

    def _reset(self) -> None:
        if self.phase is not Phase.OVER:
            self._leave()
            with suppress(OSError):
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._finish()

    def _finish(self) -> None:
        if self.phase is not Phase.OVER:
            self.phase, self.deadline_ns = Phase.OVER, None
            self._watch(0)
            self._sock.close()
            self._out.clear()

    def _watch(self, events: int) -> None:
        if events != self._events:
            self._events = events
            self._reactor.rewatch(self._file, events, self._ready)


def _common_name(sock: socket.socket) -> str | None:
    """Of the certificate that the other end has shown and TLS has verified; None where it has shown none,
    empty where the certificate names nobody, or more than one."""
    shown = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
    if shown is None:
        return None
    names = load_der_x509_certificate(shown).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if len(names) == 1 else ""
