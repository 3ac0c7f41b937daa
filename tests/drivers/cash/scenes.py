"""Scripts of whole conversations, so that a story's test shows only what is its own."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.cash import headers as h
from drivers.cash.bus import Bus
from drivers.cash.device import CashDevice
from tests.drivers.cash.line import Line, VirtualClock

ACCEPTOR = 2
HOPPERS = {10: 3, 50: 4, 100: 5, 500: 6}
COINS = ("JP010A", "JP050A", "JP100A", "JP500A", "JP500B", "JP005A")
VALUES = frozenset(HOPPERS)
ALL_OPEN = [0b011111, 0]  # positions 1 to 5: 10, 50, 100, 500 and the other 500


def events(counter: int, *newest_first: tuple[int, int]) -> bytes:
    """The 11 bytes of a 229 reply."""
    flat = [byte for slot in newest_first for byte in slot]
    return bytes([counter, *flat, *[0] * (10 - len(flat))])


def count(coins: int) -> bytes:
    return coins.to_bytes(3, "little")


def serial(address: int) -> bytes:
    return bytes([0x10 + address, 0x20, 0x30])


def meets(line: Line, address: int, category: str, product: str = "SR5i") -> None:
    """The device says who it is."""
    line.expect(address, h.SIMPLE_POLL).ack()
    line.expect(address, h.CATEGORY).reply(category)
    line.expect(address, h.MANUFACTURER).reply("MCI")
    line.expect(address, h.PRODUCT).reply(product)
    line.expect(address, h.BUILD).reply("STD01   ")
    line.expect(address, h.SOFTWARE).reply("CRS-F1-V1.09")
    line.expect(address, h.SERIAL).reply(serial(address))


def knows_its_coins(line: Line) -> None:
    for position in range(1, 17):
        coin = COINS[position - 1] if position <= len(COINS) else "......"
        line.expect(ACCEPTOR, h.COIN_ID, [position]).reply(coin)


def is_shut(line: Line) -> None:
    line.expect(ACCEPTOR, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(ACCEPTOR, h.SET_INHIBITS, [0, 0]).ack()
    line.expect(ACCEPTOR, h.INHIBITS).reply([0, 0])


def is_opened(line: Line, mask: list[int] = ALL_OPEN) -> None:
    line.expect(ACCEPTOR, h.SET_INHIBITS, mask).ack()
    line.expect(ACCEPTOR, h.SET_MASTER_INHIBIT, [1]).ack()
    line.expect(ACCEPTOR, h.INHIBITS).reply(mask)


def acceptor_starts(line: Line, counter: int | None = 0, fault: int = 0) -> None:
    """counter: what the first 229 shows; None when it is not asked."""
    meets(line, ACCEPTOR, "Coin Acceptor")
    knows_its_coins(line)
    if counter is not None:
        line.expect(ACCEPTOR, h.EVENTS).reply(events(counter, (4, 1), (4, 1), (4, 1), (4, 1), (4, 1)))
    is_shut(line)
    line.expect(ACCEPTOR, h.SELF_CHECK).reply([fault, 0])


def hopper_starts(line: Line, yen: int, coins_paid: int = 0, level: int = 0x30) -> None:
    address = HOPPERS[yen]
    meets(line, address, "Payout", "FLOW")
    line.expect(address, h.HOPPER_COIN).reply(f"JP{yen:03}A")
    line.expect(address, h.DISPENSE_COUNT).reply(count(coins_paid))
    line.expect(address, h.LEVEL).reply([level])
    line.expect(address, h.TEST_HOPPER).reply([0xC0, 0, 0])


def quiet_bus() -> tuple[VirtualClock, Line, Bus]:
    """A bus without echo."""
    clock = VirtualClock()
    line = Line(clock)
    return clock, line, Bus(line, clock, "off")


def started_device(
    counts: Mapping[int, int] | None = None, counter: int = 0, line: Line | None = None
) -> tuple[VirtualClock, Line, CashDevice]:
    """Acceptor and four hoppers, started, on a line without echo."""
    line = line or Line(VirtualClock())
    device = CashDevice(line, line.clock, echo="off")
    acceptor_starts(line, counter)
    for yen in HOPPERS:
        hopper_starts(line, yen, (counts or {}).get(yen, 0))
    device.start()
    line.finish()
    return line.clock, line, device
