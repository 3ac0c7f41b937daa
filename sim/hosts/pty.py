"""Peripherals on a serial line: a pseudo-terminal, whose slave side a controller opens like any port."""

from __future__ import annotations

import os
import tty
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ
from typing import Final

from sim.hosts.errors import HostError
from sim.hosts.pacing import Pacer
from sim.hosts.reactor import Reactor
from sim.wire import Connection, Peripheral

READ_BYTES: Final = 4096
UNDER_WAY_MAX_BYTES: Final = 4096
"""On a paced line: beyond it nothing more is read (the controller's writes wait), and answers are lost."""


def open_pty(
    reactor: Reactor, peripheral: Peripheral, link: Path | None = None, *, pace_baud: int | None = None
) -> str:
    """Put a peripheral on a pseudo-terminal until the reactor ends, and run it; the slave's path.

    link: a symbolic link to be made there, and removed at the end; one that leads nowhere is replaced
    pace_baud: both directions at this many bits a second, 8N1; None for as fast as the machine

    Raises `HostError` where there is no pty to be had, or something stands where the link should be.
    """
    try:
        master, slave = os.openpty()
    except OSError as error:
        raise HostError(f"no pseudo-terminal: {error.strerror}") from error
    path = os.ttyname(slave)
    if link is not None:
        try:
            _make_link(link, path)
        except OSError as error:
            os.close(master)
            os.close(slave)
            raise HostError(f"cannot link {link} to {path}: {error.strerror}") from error
    line = _Line(reactor, peripheral, master, slave, link, pace_baud)
    reactor.add(peripheral)
    reactor.call(line.begin)
    reactor.add(line)
    return path


class _Line:
    """The master side, and one connection of the peripheral over it.

    Nobody tells a pty's master who opens the slave, so the connection is as old as the line: opened with the
    first byte that comes, and opened anew with the next byte after the simulator has hung up. Between the
    two the cable is out, and nothing is heard.
    """

    def __init__(
        self,
        reactor: Reactor,
        peripheral: Peripheral,
        master: int,
        slave: int,
        link: Path | None,
        pace_baud: int | None,
    ) -> None:
        tty.setraw(slave)
        os.set_blocking(master, False)
        self._reactor, self._peripheral = reactor, peripheral
        self._master, self._link, self._path = master, link, os.ttyname(slave)
        self._slave = slave  # kept open: between two controllers the master would read EIO for ever
        self._connection: Connection | None = None
        self._hears = self._open = True
        self._in = Pacer(pace_baud) if pace_baud is not None else None
        self._out = Pacer(pace_baud) if pace_baud is not None else None

    def begin(self) -> None:
        self._reactor.at_end(self._close)
        self._reactor.watch(self._master, EVENT_READ, self._readable)

    def next_due_ns(self) -> int | None:
        """When the next byte is through, on a paced line."""
        if self._in is None or self._out is None:
            return None
        dues_ns = [pacer.due_ns for pacer in (self._in, self._out) if pacer.due_ns is not None]
        return min(dues_ns, default=None)

    def tick(self) -> None:
        """Hand over the bytes that are through."""
        now_ns = self._reactor.clock.monotonic_ns()
        if self._in is not None:
            for byte in self._in.take(now_ns):
                self._hand_over(bytes((byte,)))
            self._listen(len(self._in) < UNDER_WAY_MAX_BYTES)
        if self._out is not None:
            self._write(self._out.take(now_ns))

    def _readable(self, _: int) -> None:
        with suppress(BlockingIOError):
            data = os.read(self._master, READ_BYTES)
            if self._in is None:
                self._hand_over(data)
            else:
                self._in.put(data, self._reactor.clock.monotonic_ns())
                self._listen(len(self._in) < UNDER_WAY_MAX_BYTES)

    def _listen(self, hears: bool) -> None:
        if hears is not self._hears:
            self._hears = hears
            self._reactor.rewatch(self._master, EVENT_READ if hears else 0, self._readable)

    def _hand_over(self, data: bytes) -> None:
        if self._connection is None:
            self._connection = self._peripheral.accept(self._send, self._hang_up)
        if self._connection is not None:
            self._connection.receive(data)

    def _send(self, data: bytes) -> None:
        if not self._open:
            return
        if self._out is None:
            self._write(data)
        elif len(self._out) < UNDER_WAY_MAX_BYTES:
            self._out.put(data, self._reactor.clock.monotonic_ns())

    def _write(self, data: bytes) -> None:
        """What nobody reads is lost, as on any line without a handshake; 4 kB wait in the slave's own queue."""
        with suppress(BlockingIOError):
            while data:
                data = data[os.write(self._master, data) :]

    def _hang_up(self) -> None:
        self._connection = None

    def _close(self) -> None:
        self._open = False
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.closed()
        self._reactor.unwatch(self._master)
        os.close(self._master)
        os.close(self._slave)
        if self._link is not None:
            _remove_link(self._link, self._path)


def _make_link(link: Path, path: str) -> None:
    if link.is_symlink() and not link.exists():  # left by a run that was killed
        link.unlink()
    link.symlink_to(path)


def _remove_link(link: Path, path: str) -> None:
    """Unless somebody has put another in its place."""
    with suppress(OSError):
        if str(link.readlink()) == path:
            link.unlink()
