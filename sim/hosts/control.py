"""The control socket: acts and faults as lines, in the one vocabulary of `sim.verbs`.

`{"do": "jam", "with": ["hopper", 100]}` is answered `{"ok": true}` or `{"ok": false, "error": "…"}`, in
the order of the lines. `with` may be left out. A person may type `jam hopper 100` instead: numbers are
numbers, `insert-note` is as good as `insert_note`, and short forms (`sim.aliases`) do: `empty 50`.
`help` is answered with all that can be done.
"""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from sim.aliases import in_full
from sim.hosts.errors import HostError
from sim.hosts.reactor import Reactor
from sim.hosts.tcp import serve
from sim.verbs import TABLE, ActError, Verb, VerbError, find, perform
from sim.wire import Connection, HangUp, Send
from sim.world import World

LINE_MAX_BYTES: Final = 8 * 1024
CLIENTS_MAX: Final = 16
PATH_MAX_BYTES: Final = 107
"""sun_path of unix(7), without its zero."""

THINGS: Final[Mapping[str, frozenset[str]]] = {
    "card": frozenset({"lay card", "take card", "swap card"}),
    "receipt": frozenset({"take receipt"}),
    "page": frozenset({"take certificate", "remove sheets"}),
    "cash": frozenset({"take coins"}),
    "centre": frozenset(),
    "contacts": frozenset(),
}
"""Peripheral -> acts of its own that are hands of the world; all acts on its own part go without saying."""
PARTS: Final = {"card": "tray"}
"""Peripheral -> its part of the world, where that has another name."""
OF_NOBODY: Final = frozenset({"set_wall"})
"""What concerns every peripheral, alone or not."""
HELP: Final = b"help"
_WORDS: Final = re.compile(rb"\s*[a-z][a-z_-]*(\s+[!-~]+)*\s*")
"""A line typed by a person: no JSON object begins with a letter."""
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})([.][0-9]{1,9})?")


class Control:
    """A `sim.wire.Peripheral` for people and their programs, several at a time.

    only: the one peripheral that is there (`cash`); None for the whole world
    """

    def __init__(self, world: World, only: str | None = None) -> None:
        self._world, self._only = world, only
        self.clients = 0

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        """Another client; None where there are too many."""
        if self.clients >= CLIENTS_MAX:
            return None
        self.clients += 1
        return _Client(self, send, hang_up)

    def next_due_ns(self) -> int | None:
        """Nothing is ever due."""
        return None

    def tick(self) -> None:
        """Nothing to do."""

    def answer(self, line: bytes) -> bytes:
        """Carry out one line, and the line that answers it. Never repeats what it was given."""
        if line.strip() == HELP:
            return json.dumps({"ok": True, "acts": self._acts()}, ensure_ascii=False).encode() + b"\n"
        try:
            self._obey(line)
        except (ActError, VerbError, LineError) as error:
            return json.dumps({"ok": False, "error": str(error)}, ensure_ascii=False).encode() + b"\n"
        return b'{"ok": true}\n'

    def _acts(self) -> dict[str, str]:
        """Usage -> what happens, of all that has its effect here."""
        return {row.usage: row.says for row in TABLE if self._only is None or concerns(row, self._only)}

    def _obey(self, line: bytes) -> None:
        verb, arguments = in_full(*read(line), self._only)
        row, _ = find(verb, arguments)
        if self._only is not None and not concerns(row, self._only):
            raise LineError(f"{row.name}{' ' * bool(row.thing)}{row.thing}: only the {self._only} simulator is here")
        perform(self._world, verb, *arguments)


class LineError(ValueError):
    """Raised for a line that is no act, or none that can be done here; says why, never what it was given."""


def concerns(row: Verb, only: str) -> bool:
    """Whether an act has its effect at this peripheral."""
    return row.part == PARTS.get(only, only) or f"{row.name} {row.thing}" in THINGS[only] or row.name in OF_NOBODY


def read(line: bytes) -> tuple[str, list[object]]:
    """Verb and arguments of a line. Raises `LineError`."""
    if _WORDS.fullmatch(line):
        verb, *words = line.decode("ascii").split()
        return verb.replace("-", "_"), [_typed(word) for word in words]
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
        raise LineError('expected words, like take card, or JSON, like {"do": "take", "with": ["card"]}') from None
    if not isinstance(told, dict) or not isinstance(told.get("do"), str):
        raise LineError('expected an object with "do", the verb as text')
    if told.keys() - {"do", "with"}:
        raise LineError('expected no keys but "do" and "with"')
    arguments = told.get("with", [])
    if not isinstance(arguments, list):
        raise LineError('"with": expected a list of arguments')
    return told["do"], arguments


def _typed(word: str) -> str | int | float:
    if not _NUMBER.fullmatch(word):
        return word
    return float(word) if "." in word else int(word)


class _Client:
    """One connection: bytes into lines."""

    def __init__(self, control: Control, send: Send, hang_up: HangUp) -> None:
        self._control, self._send, self._hang_up = control, send, hang_up
        self._line = bytearray()
        self._open = True

    def receive(self, data: bytes) -> None:
        self._line += data
        while self._open and (end := self._line.find(b"\n")) >= 0:
            line = bytes(self._line[:end])
            del self._line[: end + 1]
            if len(line) > LINE_MAX_BYTES:
                self._refuse()
            elif line.strip():
                self._send(self._control.answer(line))
        if self._open and len(self._line) > LINE_MAX_BYTES:
            self._refuse()

    def closed(self) -> None:
        if self._open:
            self._open = False
            self._line.clear()
            self._control.clients -= 1

    def _refuse(self) -> None:
        self._send(json.dumps({"ok": False, "error": f"a line has at most {LINE_MAX_BYTES} bytes"}).encode() + b"\n")
        self.closed()
        self._hang_up()


def open_control(reactor: Reactor, world: World, path: Path, *, only: str | None = None) -> None:
    """Listen for acts on a unix socket of mode 0600 until the reactor ends; it is removed then.

    only: the one peripheral of the world that is there, for a clear answer to acts on others

    Raises `HostError` where the socket cannot be made; one that nobody listens on any more is replaced.
    """
    if len(os.fsencode(path)) > PATH_MAX_BYTES:
        raise HostError(f"control socket {path}: a path of at most {PATH_MAX_BYTES} bytes, please")
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.fchmod(server.fileno(), 0o600)  # before bind: the file never has another mode (Linux, unix(7))
        _clear_away(path)
        server.bind(os.fspath(path))
        server.listen()
    except OSError as error:
        server.close()
        raise HostError(f"control socket {path}: {error.strerror}") from error
    made = path.stat()
    reactor.call(lambda: reactor.at_end(lambda: _remove(path, made)))
    serve(reactor, Control(world, only), server)


def _clear_away(path: Path) -> None:
    """A socket left by a run that was killed. One that lives, or any other file, stays: bind says so."""
    if path.is_socket():
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(os.fspath(path))
            except ConnectionRefusedError:
                path.unlink()


def _remove(path: Path, made: os.stat_result) -> None:
    with suppress(OSError):
        if os.path.samestat(path.stat(), made):
            path.unlink()
