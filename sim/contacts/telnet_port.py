"""The port with the contacts, lent over the network: a server of RFC 2217 (Telnet COM-PORT-OPTION), in and out of it
nothing but the state of the modem-status inputs."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final, TypeVar

from sim.contacts.contacts import Contacts
from sim.wire import NS_PER_MS, Clock, Connection, HangUp, Send

_IAC, _SB, _SE = 0xFF, 0xFA, 0xF0
_WILL, _WONT, _DO, _DONT = 0xFB, 0xFC, 0xFD, 0xFE
_ANSWER: Final = {_WILL: _DO, _WONT: _DONT, _DO: _WILL, _DONT: _WONT}
"""RFC 854: what agrees with each request."""
_OPTIONS: Final = frozenset({0, 1, 3, 44})
"""Agreed to: binary, echo, suppress go-ahead, COM-PORT-OPTION."""

_COM_PORT: Final = 44
_SERVER: Final = 100
"""An answer's number is its request's and this (RFC 2217 §2)."""
_SETTINGS: Final = frozenset({1, 2, 3, 4, 5, 12})
"""SET-BAUDRATE, -DATASIZE, -PARITY, -STOPSIZE, -CONTROL and PURGE-DATA: agreed to, and without effect here."""
_NOTIFY_MODEMSTATE: Final = 7
_BITS: Final = {"dcd": 0x80, "ri": 0x40, "dsr": 0x20, "cts": 0x10}
"""RFC 2217 §3, NOTIFY-MODEMSTATE."""

_R = TypeVar("_R")
_Octets = Generator[None, int, _R]
"""Given one octet at each step."""

_LOOK_NS: Final = 20 * NS_PER_MS
_SUBNEGOTIATION_MAX: Final = 64


class LentPort:
    """A `sim.wire.Peripheral`: whoever connects is told the inputs, at once and whenever they change."""

    def __init__(self, clock: Clock, contacts: Contacts) -> None:
        self._clock, self._contacts = clock, contacts
        self._lines: list[_Line] = []
        self._look_ns = 0
        contacts.watch = self._plug_moved

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        """Somebody borrows the port; None while its cable is out."""
        if not self._contacts.plugged:
            return None
        line = _Line(self, send, hang_up)
        self._lines.append(line)
        self._look_ns = self._clock.monotonic_ns() + _LOOK_NS
        return line

    def next_due_ns(self) -> int | None:
        """When the contacts are looked at next."""
        return self._look_ns if self._lines else None

    def tick(self) -> None:
        """Tell what has changed."""
        self._look_ns = self._clock.monotonic_ns() + _LOOK_NS
        for line in self._lines:
            line.tell(self.state())

    def state(self) -> int:
        """The inputs as NOTIFY-MODEMSTATE has them."""
        return sum(_BITS[name] for name in self._contacts.closed())

    def drop(self, line: _Line) -> None:
        """It is borrowed no more."""
        if line in self._lines:
            self._lines.remove(line)

    def _plug_moved(self) -> None:
        if not self._contacts.plugged:
            lines, self._lines = self._lines, []
            for line in lines:
                line.hang_up()


class _Line:
    """One who has borrowed the port."""

    def __init__(self, port: LentPort, send: Send, hang_up: HangUp) -> None:
        self._port, self._send, self.hang_up = port, send, hang_up
        self._agreed: set[tuple[int, int]] = set()
        self._told: int | None = None
        self._parse = self._parser()
        next(self._parse)

    def receive(self, data: bytes) -> None:
        """Telnet commands; bytes for the line itself go nowhere."""
        for octet in data:
            self._parse.send(octet)

    def closed(self) -> None:
        """The other end is gone."""
        self._port.drop(self)

    def tell(self, state: int) -> None:
        """NOTIFY-MODEMSTATE, once for each state; not before the option is agreed upon."""
        if any(option == _COM_PORT for _, option in self._agreed) and state != self._told:
            self._told = state
            self._subnegotiate(_NOTIFY_MODEMSTATE, bytes((state,)))

    def _parser(self) -> _Octets[None]:
        """One octet at each step (RFC 854)."""
        while True:
            if (yield) != _IAC:
                continue
            command = yield
            if command in _ANSWER:
                self._negotiate(command, (yield))
            elif command == _SB:
                yield from self._subnegotiation()

    def _subnegotiation(self) -> _Octets[None]:
        body = bytearray()
        while len(body) <= _SUBNEGOTIATION_MAX:
            octet = yield
            if octet == _IAC:
                octet = yield
                if octet == _SE:
                    break
            body.append(octet)
        if len(body) >= 2 and body[0] == _COM_PORT and body[1] in _SETTINGS:
            self._subnegotiate(body[1], bytes(body[2:]))

    def _negotiate(self, command: int, option: int) -> None:
        if option not in _OPTIONS:
            refusal = _DONT if command == _WILL else _WONT
            self._send(bytes((_IAC, refusal, option)))
        elif (command, option) not in self._agreed:
            self._agreed.add((command, option))
            self._send(bytes((_IAC, _ANSWER[command], option)))
            self.tell(self._port.state())

    def _subnegotiate(self, request: int, value: bytes) -> None:
        doubled = value.replace(b"\xff", b"\xff\xff")
        self._send(bytes((_IAC, _SB, _COM_PORT, request + _SERVER)) + doubled + bytes((_IAC, _SE)))
