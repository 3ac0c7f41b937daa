"""A driver's `Port` over TCP, with TLS or without: receipt printers, page printers, the certificate centre."""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import NoReturn

from device.ports.connecting import connect
from device.ports.tcp_words import CLOSED, MUTE, tcp_words
from device.ports.tls import TlsFiles
from device.ports.waiting import READABLE, WRITABLE, wait_ready
from drivers.clock import NS_PER_MS, NS_PER_S, Clock
from drivers.errors import Disconnected, NoAnswer

CONNECT_S = 5.0
"""For a connection in all: TCP to whichever of the host's addresses, and the TLS handshake."""

VERDICT_EXTRA_MS = 50
"""In TLS 1.3 a client has finished before the server has seen its certificate; a refusal comes one way later."""


class TcpPort:
    """An open connection.

    tls: what to show and whom to believe; None for plain TCP
    name: for messages; `host:port` where none is given

    Finding a name's address cannot be given a deadline: the system's resolver has its own (resolv.conf, `timeout`).

    Raises `Disconnected` when there is no connection within `CONNECT_S`, with the reason and what to do about it.
    """

    def __init__(self, host: str, port: int, clock: Clock, tls: TlsFiles | None = None, *, name: str = "") -> None:
        self._name, self._clock, self._tls = name or f"{host}:{port}", clock, tls
        self._early = b""
        context = None if tls is None else tls.context(self._name)
        deadline_ns = clock.monotonic_ns() + round(CONNECT_S * NS_PER_S)
        try:
            self._socket = connect(host, port, deadline_ns, clock)
        except OSError as error:
            self._raise_gone("open", error)
        if context is not None:
            try:
                self._secure(context, host, deadline_ns)
            except BaseException:
                self.close()
                raise

    @property
    def name(self) -> str:
        """The port as a person knows it."""
        return self._name

    def write(self, data: bytes, deadline_ns: int) -> None:
        """As `Port.write`."""
        left = memoryview(data)
        while left:
            wanted = WRITABLE
            try:
                left = left[self._socket.send(left) :]
                continue
            except (BlockingIOError, ssl.SSLWantWriteError):
                pass
            except ssl.SSLWantReadError:
                wanted = READABLE
            except OSError as error:
                self._raise_gone("write", error)
            if not self._wait(wanted, deadline_ns):
                cause = f"took {len(data) - len(left)} of {len(data)} bytes until the deadline"
                raise NoAnswer(self._name, "write", cause, "check whether the device is busy or switched off")

    def read(self, size_max: int, deadline_ns: int) -> bytes:
        """As `Port.read`."""
        if self._early:
            data, self._early = self._early[:size_max], self._early[size_max:]
            return data
        while True:
            wanted = READABLE
            try:
                data = self._socket.recv(size_max)
            except (BlockingIOError, ssl.SSLWantReadError):
                pass
            except ssl.SSLWantWriteError:
                wanted = WRITABLE
            except OSError as error:
                self._raise_gone("read", error)
            else:
                if data:
                    return data
                raise Disconnected(self._name, "read", *CLOSED)
            if not self._wait(wanted, deadline_ns):
                return b""

    def close(self) -> None:
        """Let the connection go; TLS says goodbye first, without waiting for an answer."""
        with suppress(OSError, ValueError):
            if isinstance(self._socket, ssl.SSLSocket):
                self._socket.unwrap()
        with suppress(OSError):
            self._socket.close()

    def _wait(self, what: int, deadline_ns: int) -> bool:
        return wait_ready(self._socket.fileno(), what, deadline_ns, self._clock)

    def _secure(self, context: ssl.SSLContext, host: str, deadline_ns: int) -> None:
        """The TLS handshake, and what the other end says to our certificate."""
        began_ns = self._clock.monotonic_ns()
        try:
            secure = context.wrap_socket(
                self._socket, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
            )
            self._socket = secure
            while (wanted := _handshake(secure)) is not None:
                if not self._wait(wanted, deadline_ns):
                    raise Disconnected(self._name, "open", *MUTE)
        except OSError as error:
            self._raise_gone("open", error)
        now_ns = self._clock.monotonic_ns()
        self._hear_verdict(min(deadline_ns, 2 * now_ns - began_ns + VERDICT_EXTRA_MS * NS_PER_MS))

    def _hear_verdict(self, deadline_ns: int) -> None:
        """Wait as long as the handshake took for the other end's first word: a session ticket, or an alert.

        Otherwise a certificate that is refused would show as a connection lost in the first request.
        """
        if self._wait(READABLE, deadline_ns):
            try:
                self._early = self._socket.recv(1)
                if not self._early:
                    raise Disconnected(self._name, "open", *CLOSED)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                pass  # a ticket: we are let in
            except OSError as error:
                self._raise_gone("open", error)

    def _raise_gone(self, action: str, error: OSError) -> NoReturn:
        if isinstance(error, ssl.SSLZeroReturnError | ssl.SSLEOFError):
            words = CLOSED
        elif isinstance(error, ssl.SSLError) and self._tls is not None:
            words = self._tls.words(error)
        else:
            words = MUTE if isinstance(error, TimeoutError) and not error.errno else tcp_words(error)
        raise Disconnected(self._name, action, *words) from None


def _handshake(secure: ssl.SSLSocket) -> int | None:
    """One step; what to wait for before the next, None when it is done."""
    try:
        secure.do_handshake()
    except ssl.SSLWantReadError:
        return READABLE
    except ssl.SSLWantWriteError:
        return WRITABLE
    return None
