"""An acceptor, a validator and a hopper that do little more than obey the packets they understand."""

from __future__ import annotations

from tests.drivers.cash.line import packet
from tests.drivers.cash.scenes import COINS, count, events, serial


class Slot:
    """An acceptor: its buffer and its coin names."""

    def __init__(self) -> None:
        self.counter, self.slots = 0, [(0, 0)] * 5

    def takes(self, position: int) -> None:
        self.counter = self.counter % 255 + 1
        self.slots = [(position, 0), *self.slots[:4]]

    def hears(self, header: int, data: bytes) -> bytes:
        texts = {245: b"Coin Acceptor", 246: b"MCI", 244: b"SR5", 192: b"STD", 241: b"1.0", 242: serial(2)}
        if header in texts:
            return packet(1, 2, 0, texts[header])
        if header == 184:
            coin = COINS[data[0] - 1] if data[0] <= len(COINS) else "......"
            return packet(1, 2, 0, coin.encode())
        if header == 229:
            return packet(1, 2, 0, events(self.counter, *self.slots))
        return packet(1, 2, 0, {230: b"\0\0", 232: b"\0", 213: b"\0"}.get(header, b""))


class Bezel:
    """A validator whose customer puts the next note in as soon as there is room.

    stacked, returned: which notes, by their number from 1.
    """

    def __init__(self, notes: int) -> None:
        self.left = notes
        self.counter, self.slots = 0, [(0, 0)] * 5
        self.inside = 0  # number of the note in escrow, 0 for none
        self.stacked: list[int] = []
        self.returned: list[int] = []

    def happens(self, a: int, b: int) -> None:
        self.counter = self.counter % 255 + 1
        self.slots = [(a, b), *self.slots[:4]]

    def takes(self) -> None:
        if self.left and not self.inside:
            self.left -= 1
            self.inside = len(self.stacked) + len(self.returned) + 1
            self.happens(1, 1)

    def hears(self, header: int, data: bytes) -> bytes:
        texts = {245: b"Bill Validator", 246: b"MCI", 244: b"NV9", 192: b"STD", 241: b"1.0", 242: serial(40)}
        if header == 154:
            return packet(1, 40, 0, self.routes(data[0]))
        if header == 157:
            return packet(1, 40, 0, b"JP1000A")
        if header == 159:
            return packet(1, 40, 0, events(self.counter, *self.slots))
        others = {230: b"\0", 232: b"\0", 213: b"\3", 152: b"\3", 247: b"\1\1", 156: b"\1\0\0"}
        return packet(1, 40, 0, (texts | others).get(header, b""))

    def routes(self, order: int) -> bytes:
        if not self.inside:
            return b"\xfe"
        if order == 1:
            self.stacked.append(self.inside)
            self.happens(1, 0)
        elif order == 0:
            self.returned.append(self.inside)
            self.happens(0, 1)
        self.inside = 0 if order != 255 else self.inside
        return b""


class Tube:
    """A hopper with some coins: each look at it lets one fall, `nak` refuses orders."""

    def __init__(self, coins: int, *, nak: bool) -> None:
        self.coins, self.nak = coins, nak
        self.counter, self.remaining, self.paid, self.unpaid, self.fallen = 0, 0, 0, 0, 0
        self.enabled = False

    def hears(self, header: int, data: bytes) -> bytes:
        self.turns()
        if header == 164:
            self.enabled = data == b"\xa5"
        if header == 167:
            if self.nak or not self.enabled or self.remaining or data[:3] != serial(5):
                return packet(1, 5, 5)
            self.counter = self.counter % 255 + 1
            self.remaining, self.paid, self.unpaid = data[3], 0, 0
            return packet(1, 5, 0, bytes([self.counter]))
        if header == 172:
            left, self.unpaid, self.remaining = self.remaining, self.remaining, 0
            return packet(1, 5, 0, bytes([left]))
        replies = {
            168: count(5000 + self.fallen),
            166: bytes([self.counter, self.remaining, self.paid, self.unpaid]),
            163: b"\x02" if self.unpaid else b"\x00",
            242: serial(5),
        }
        return packet(1, 5, 0, replies.get(header, b""))

    def turns(self) -> None:
        if self.remaining and self.coins:
            self.coins -= 1
            self.fallen += 1
            self.paid += 1
            self.remaining -= 1
        elif self.remaining:
            self.remaining, self.unpaid = 0, self.remaining
