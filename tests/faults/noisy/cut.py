"""The moment at which something befalls the kiosk: counted in requests on the wire, or in commits of the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from device.store import CommandRow, Entry, EventRow, OutboxChange, Store
from drivers.port import Port
from tests.faults.noisy.books import Books

ORDERS = frozenset({1, 154, 167})
"""Headers of what is never sent twice: reset, route bill, dispense coins."""
HEADER_AT = 3


class HostPowerCut(BaseException):
    """Raised where the kiosk's own computer loses its power; nothing of the kiosk's may catch it."""


class Moment(Enum):
    """When: just before or behind the n-th time something goes over the wire or into the journal."""

    BEFORE_REQUEST = "before a request"
    BEHIND_REQUEST = "behind a request that was heard"
    BEFORE_ORDER = "before an order that moves coins or a note"
    BEHIND_ORDER = "behind such an order that was heard"
    BEFORE_COMMIT = "before a commit"
    BEHIND_COMMIT = "behind a commit, before its commands leave"


@dataclass
class Fate:
    """What waits for its moment. repeated: orders that went out twice running, with no question in between."""

    waiting: list[tuple[Moment, list[int], Callable[[], None]]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    def at(self, moment: Moment, n: int, deed: Callable[[], None]) -> None:
        """Do `deed` at the `n`-th such moment from now, the next one being 0."""
        self.waiting.append((moment, [n], deed))

    def pass_by(self, moment: Moment) -> None:
        """It is that moment: do what is due."""
        if not self.waiting:
            return
        due = []
        for entry in list(self.waiting):
            if entry[0] is moment:
                if not entry[1][0]:
                    self.waiting.remove(entry)
                    due.append(entry[2])
                else:
                    entry[1][0] -= 1
        for deed in due:
            deed()


class WatchedPort:
    """The host's end of the line, with the moments on it."""

    def __init__(self, port: Port, fate: Fate) -> None:
        self._port, self._fate = port, fate
        self._before = b""
        self.read = port.read
        self.close = port.close

    @property
    def name(self) -> str:
        """As `Port.name`."""
        return self._port.name

    def write(self, data: bytes, deadline_ns: int) -> None:
        """As `Port.write`."""
        moves = data[HEADER_AT] in ORDERS
        if moves and data == self._before:
            self._fate.repeated.append(f"order {data[HEADER_AT]} to address {data[0]} went out twice running")
        self._before = data
        self._fate.pass_by(Moment.BEFORE_REQUEST)
        if moves:
            self._fate.pass_by(Moment.BEFORE_ORDER)
        self._port.write(data, deadline_ns)
        if moves:
            self._fate.pass_by(Moment.BEHIND_ORDER)
        self._fate.pass_by(Moment.BEHIND_REQUEST)


class WatchedStore(Store):
    """The journal, with its moments. fate, books: set before the first commit."""

    fate: Fate
    books: Books

    def record(
        self,
        event: EventRow,
        commands: Sequence[CommandRow],
        entries: Sequence[Entry],
        memory: Mapping[str, int | str | None],
        outbox: OutboxChange | None = None,
    ) -> None:
        """As `Store.record`."""
        self.fate.pass_by(Moment.BEFORE_COMMIT)
        super().record(event, commands, entries, memory, outbox)
        self.books.take_down(event, entries)
        self.fate.pass_by(Moment.BEHIND_COMMIT)
