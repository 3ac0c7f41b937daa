"""The coin acceptor's electronics: registers, events, and the verdict on each coin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from sim.cash import events, headers
from sim.cash.coins import CASHBOX_PATH, JAPAN, PATHS, POSITIONS, Coin, CoinPosition, sixteen
from sim.cash.slave import ACK, NAK, Answer, Handler, Identity, Slave, always, little_24
from sim.cash.timing import Timing

ADDRESS = 2
IDENTITY = Identity("Madoguchi", "Coin Acceptor", "SIM-CA16", "JPY16   ", "SIM-CA16-V1.00", 4_021_002)
"""Category string of S3 Table 1."""

POLLING_PRIORITY = bytes((2, 20))
"""S2 3.7: units of 10 ms, 20 of them; S4 1.3.12 recommends polling every 200 ms."""

NO_FAULT = bytes((0, 0))
CREDIT_SENSOR_FAULT = bytes((3, 0))
"""S3 Table 3: [fault code][extra info] of header 232."""

COUNTERS = {
    headers.REQUEST_INSERTION_COUNTER: "inserted",
    headers.REQUEST_ACCEPT_COUNTER: "accepted",
    headers.REQUEST_REJECT_COUNTER: "rejected",
    headers.REQUEST_FRAUD_COUNTER: "fraud",
}
"""Audit counters by header. They are kept without power."""


class Acceptor(Slave):
    """A sixteen-position coin acceptor with a five-way sorter, at address 2.

    Inhibits and sorter paths are volatile: after a power-up or reset all coins and the whole
    acceptor are inhibited, and every coin has its first path again.
    """

    def __init__(
        self, timing: Timing, *, identity: Identity = IDENTITY, positions: Sequence[CoinPosition] = JAPAN
    ) -> None:
        super().__init__(ADDRESS, identity)
        self.gate_stuck = False
        """The accept gate hangs open: what it recognises falls through, inhibited or not, and counts."""
        self.starts = 0
        """How often it was reset or powered up: what was in its memory before is gone."""
        self._timing = timing
        self._positions = sixteen(positions)
        self._recognised = {(p.yen, p.mint): n for n, p in enumerate(self._positions, 1) if p.yen}
        self._events = events.EventBuffer()
        self._audit: Counter[str] = Counter()
        self._fault = NO_FAULT
        self._polled_ns: int | None = None
        self._forget()
        self.learn(
            {
                headers.REQUEST_POLLING_PRIORITY: always(POLLING_PRIORITY),
                headers.PERFORM_SELF_CHECK: lambda _data, _now_ns: self._fault,
                headers.MODIFY_INHIBIT_STATUS: self._modify_inhibits,
                headers.REQUEST_INHIBIT_STATUS: lambda _data, _now_ns: bytes(self._inhibits),
                headers.READ_BUFFERED_CREDIT: self._read_events,
                headers.MODIFY_MASTER_INHIBIT: self._modify_master_inhibit,
                headers.REQUEST_MASTER_INHIBIT: lambda _data, _now_ns: bytes((self._open,)),
                headers.MODIFY_SORTER_PATHS: self._modify_path,
                headers.REQUEST_SORTER_PATHS: self._request_path,
                headers.REQUEST_COIN_ID: self._request_coin_id,
                headers.RESET_DEVICE: self._reset,
                **{header: self._counter(name) for header, name in COUNTERS.items()},
            }
        )

    # What happens to it

    def power_up(self, now_ns: int) -> None:
        """Power comes back after it was gone."""
        self._forget()
        self.awake_ns = now_ns + self._timing.power_up_ns

    def coin_at_gate(self, coin: Coin, now_ns: int) -> int:
        """The verdict on a coin before the accept gate: its position, or 0 and it falls back."""
        if now_ns < self.awake_ns:
            return 0
        self._audit["inserted"] += 1
        position = self._recognised.get((coin.yen, coin.mint), 0)
        if not position:
            self._reject(events.REJECTED)
        elif self.gate_stuck:
            return position
        elif self._fault != NO_FAULT or not self._open or self._unwatched(now_ns):
            self._reject(events.INHIBITED)
        elif not self._enabled(position):
            self._reject(events.INHIBITED_TYPE + position)
        else:
            return position
        return 0

    def coin_at_credit_sensor(self, position: int, is_full: Callable[[int], bool]) -> int:
        """An accepted coin is safe: give credit; the sorter path (1..5) it goes down.

        A coin for a full hopper goes to the cashbox.
        """
        path = self._paths[position - 1]
        if is_full(path):
            path = CASHBOX_PATH
        self._audit["accepted"] += 1
        self._events.credit(position, path)
        return path

    def unknown_coin_at_credit_sensor(self, now_ns: int) -> None:
        """A coin it has no memory of (reset since) is inside: no credit (S3 Table 2, 36)."""
        if now_ns >= self.awake_ns:
            self._events.error(events.SWALLOWED)

    def coin_pulled_back(self) -> None:
        """A coin on a string went the wrong way: no credit, and a fraud is counted."""
        self._audit["fraud"] += 1
        self._events.error(events.COIN_ON_STRING)

    def coin_not_seen(self) -> None:
        """An accepted coin never came to the credit sensor."""
        self._events.error(events.CREDIT_SENSOR_TIMEOUT)

    def lever_pressed(self, now_ns: int) -> None:
        """Somebody opened the flight deck."""
        if now_ns >= self.awake_ns:
            self._events.error(events.LEVER)

    @property
    def is_blocked(self) -> bool:
        """Whether something sits on the credit sensor."""
        return self._fault != NO_FAULT

    def block(self, now_ns: int) -> None:
        """Something sits on the credit sensor: one event, then a fault until it is gone (S1 21)."""
        if not self.is_blocked and now_ns >= self.awake_ns:
            self._events.error(events.CREDIT_SENSOR_BLOCKED)
        self._fault = CREDIT_SENSOR_FAULT

    def unblock(self) -> None:
        """The credit sensor is free: acceptance goes on by itself (S1 21)."""
        self._fault = NO_FAULT

    # Commands

    def _read_events(self, _data: bytes, now_ns: int) -> Answer:
        self._polled_ns = now_ns
        return self._events.data

    def _modify_inhibits(self, mask: bytes, _now_ns: int) -> Answer:
        """Bit 0 of byte 1 is coin 1, 1 accepts it; a short mask leaves the other coins alone."""
        used = mask[: len(self._inhibits)]
        self._inhibits[: len(used)] = used
        return ACK

    def _modify_master_inhibit(self, data: bytes, _now_ns: int) -> Answer:
        self._open = bool(data[0] & 1)  # S2 3.28: 0 inhibits, only bit 0 is used
        return ACK

    def _modify_path(self, data: bytes, _now_ns: int) -> Answer:
        position, path = data
        if not 1 <= position <= POSITIONS or path not in PATHS:
            return NAK
        self._paths[position - 1] = path
        return ACK

    def _request_path(self, data: bytes, _now_ns: int) -> Answer:
        return bytes((self._paths[data[0] - 1],)) if 1 <= data[0] <= POSITIONS else NAK

    def _request_coin_id(self, data: bytes, _now_ns: int) -> Answer:
        if not 1 <= data[0] <= POSITIONS:
            return NAK
        return self._positions[data[0] - 1].coin_id.encode("ascii")

    def _counter(self, name: str) -> Handler:
        return lambda _data, _now_ns: little_24(self._audit[name])

    def _reset(self, _data: bytes, now_ns: int) -> Answer:
        """S2 3.152: the ACK leaves just before the reset."""
        self._forget()
        self.awake_ns = now_ns + self._timing.reset_ns
        return ACK

    # Inside

    def _forget(self) -> None:
        self.starts += 1
        self._events.reset()
        self._inhibits = bytearray(POSITIONS // 8)
        self._open = False
        self._paths = [position.path for position in self._positions]
        self._polled_ns = None

    def _reject(self, code: int) -> None:
        self._audit["rejected"] += 1
        self._events.error(code)

    def _enabled(self, position: int) -> bool:
        byte, bit = divmod(position - 1, 8)
        return bool(self._inhibits[byte] >> bit & 1)

    def _unwatched(self, now_ns: int) -> bool:
        """S4 2.1.2: self-inhibited when not polled for 1 s; the next poll lifts it."""
        return self._polled_ns is None or now_ns - self._polled_ns > self._timing.watchdog_ns
