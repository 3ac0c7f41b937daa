"""The card's side of vpcd: what lies on the tray, put behind the real pcscd.

vpcd, a reader driver inside pcscd, listens; the card is its TCP client. To connect is to lay the card, to
close is to take it (vsmartcard, virtualsmartcard/doc/api.txt and src/vpcd/vpcd.c).
"""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE
from typing import Final

from sim.card import Tray, VirtualCard
from sim.card.service import Switches
from sim.hosts.errors import HostError
from sim.hosts.reactor import Reactor
from sim.hosts.vpcd_talk import Talk
from sim.hosts.vpcd_wire import TooMuch
from sim.wire import NS_PER_MS, NS_PER_S

CONNECT_NS: Final = 2 * NS_PER_S
BACK_OFF_FIRST_NS: Final = 50 * NS_PER_MS
BACK_OFF_MAX_NS: Final = 1 * NS_PER_S
"""pcscd may be started on demand, and vpcd listens only while it runs (vsmartcard issue 273)."""
READ_BYTES: Final = 64 * 1024


class VpcdCard:
    """Keeps one connection to vpcd while a card lies on a plugged reader, and none otherwise.

    tray: what happens there happens at the reader; only inside the reactor
    host, port: vpcd's, IPv4 as vpcd listens on nothing else; 35963 is its first slot's
    hurry: divides how long the card takes for a command
    service: how pcscd is stopped and started, where that is ours to do

    There is never a second connection: vpcd would let it connect, and hear it only when the first has gone.
    A lost connection (pcscd stopped, or never was there) takes the card's power, and is sought again.

    Raises `HostError` for a host that is not known.
    """

    def __init__(
        self,
        reactor: Reactor,
        tray: Tray,
        host: str,
        port: int,
        *,
        hurry: float = 1,
        service: Switches | None = None,
    ) -> None:
        try:
            (*_, address), *_ = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
        except OSError as error:
            raise HostError(f"vpcd at {host} port {port}: {error.strerror}") from error
        self._address = address
        self._reactor, self._tray, self._hurry = reactor, tray, hurry
        self._sock: socket.socket | None = None
        self._card: VirtualCard | None = None
        """The card that the connection stands for."""
        self._talk: Talk | None = None
        """While vpcd has the card."""
        self._due_ns: int | None = None
        """When to connect again, or give a connect up."""
        self._back_off_ns = BACK_OFF_FIRST_NS
        tray.service.is_real(service)
        reactor.call(self._begin)

    @property
    def connected(self) -> bool:
        """Whether vpcd has the card."""
        return self._talk is not None

    def next_due_ns(self) -> int | None:
        """When a command goes on, or the next try to connect begins."""
        return self._due_ns if self._talk is None else self._talk.next_due_ns()

    def tick(self) -> None:
        """Go on with the command, or try to connect anew."""
        if self._talk is not None:
            self._talk.tick()
            return
        if self._due_ns is None or self._due_ns > self._reactor.clock.monotonic_ns():
            return
        self._due_ns = None
        if self._sock is not None:
            self._lost()
        else:
            self._connect()

    # The tray

    def _begin(self) -> None:
        self._reactor.at_end(self._let_go)
        self._reactor.at_end(self._tray.watch(self._looked_at))
        self._reactor.add(self)
        self._looked_at()

    def _looked_at(self) -> None:
        """Something has changed. A swapped card is another connection: the reader must see it go."""
        card = self._tray.card if self._tray.plugged else None
        if card is not self._card:
            self._let_go()
            self._card = card
            self._back_off_ns = BACK_OFF_FIRST_NS
            if card is not None:
                self._connect()
        elif self._talk is not None:
            self._talk.look_up()

    # The connection

    def _connect(self) -> None:
        self._sock = sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        failure = sock.connect_ex(self._address)
        if failure in (0, errno.EINPROGRESS):
            self._due_ns = self._reactor.clock.monotonic_ns() + CONNECT_NS
            self._reactor.watch(sock.fileno(), EVENT_WRITE, self._answered_the_door)
        else:
            self._lost()

    def _answered_the_door(self, _: int) -> None:
        assert self._sock is not None
        assert self._card is not None
        if self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) or _is_itself(self._sock):
            self._lost()
            return
        self._due_ns = None
        self._talk = Talk(self._tray, self._card, self._send, self._reactor.clock, self._hurry)
        self._reactor.rewatch(self._sock.fileno(), EVENT_READ, self._readable)

    def _lost(self) -> None:
        """vpcd is not there, or has gone: no field, no power. Again later, less and less often."""
        if self._talk is not None:
            self._back_off_ns = BACK_OFF_FIRST_NS
        self._let_go()
        if self._card is not None:
            self._card.power_off()
            self._due_ns = self._reactor.clock.monotonic_ns() + self._back_off_ns
            self._back_off_ns = min(2 * self._back_off_ns, BACK_OFF_MAX_NS)

    def _let_go(self) -> None:
        sock, self._sock, self._due_ns = self._sock, None, None
        if self._talk is not None:
            self._talk.end()
            self._talk = None
        if sock is not None:
            self._reactor.unwatch(sock.fileno())
            sock.close()

    def _readable(self, _: int) -> None:
        assert self._sock is not None
        assert self._talk is not None
        try:
            # vpcd 0.8 sends length and payload in two pieces, and its Nagle holds the second until the first
            # is acknowledged: without this 44 ms an exchange, with it 0.1 ms. Linux forgets it, so every time.
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            data = self._sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        with suppress(TooMuch):
            if data:
                self._talk.feed(data)
                return
        self._lost()

    def _send(self, data: bytes) -> None:
        """In one write, as vpcd's own Nagle demands of us. It asks for one thing at a time, so that an answer
        of 64 kB at most always fits; one that does not is a vpcd that has ceased to read."""
        assert self._sock is not None
        try:
            whole = self._sock.send(data) == len(data)
        except OSError:
            whole = False
        if not whole:
            self._lost()


def _is_itself(sock: socket.socket) -> bool:
    """Whether a connect has met itself (RFC 9293 section 3.5, simultaneous open): vpcd's usual port lies among
    those that Linux gives to clients, so that trying for long enough, with no vpcd there, succeeds."""
    try:
        return bool(sock.getsockname() == sock.getpeername())
    except OSError:  # gone again
        return True
