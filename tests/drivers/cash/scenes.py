"""Scripts of whole conversations, so that a story's test shows only what is its own."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.cash import headers as h
from drivers.cash.bus import Bus
from drivers.cash.device import CashDevice
from tests.drivers.cash.line import Line, VirtualClock

ACCEPTOR, VALIDATOR = 2, 40
HOPPERS = {10: 3, 50: 4, 100: 5, 500: 6}
COINS = ("JP010A", "JP050A", "JP100A", "JP500A", "JP500B", "JP005A")
VALUES = frozenset(HOPPERS)
NOTES = ("JP1000A", "JP1000B", "JP2000A", "JP5000A", "US0001A", "BC0001A", ".......", ".......")
THOUSANDS = [0b011, 0]  # bill types 1 and 2
ALL_OPEN = [0b011111, 0]  # positions 1 to 5: 10, 50, 100, 500 and the other 500


def events(counter: int, *newest_first: tuple[int, int]) -> bytes:
    """The 11 bytes of a 229 reply."""
    flat = [byte for slot in newest_first for byte in slot]
    return bytes([counter, *flat, *[0] * (10 - len(flat))])


POLL = events(7, (3, 1))


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


def knows_its_coins(line: Line, flags: int = 0) -> None:
    for position in range(1, 17):
        coin = COINS[position - 1] if position <= len(COINS) else "......"
        line.expect(ACCEPTOR, h.COIN_ID, [position]).reply(coin)
    line.expect(ACCEPTOR, h.OPTION_FLAGS).reply([flags])


def is_shut(line: Line, address: int = ACCEPTOR) -> None:
    line.expect(address, h.SET_MASTER_INHIBIT, [0]).ack()
    line.expect(address, h.SET_INHIBITS, [0, 0]).ack()
    line.expect(address, h.INHIBITS).reply([0, 0])


def is_set(line: Line, mask: list[int], address: int = ACCEPTOR) -> None:
    """Opened, and not read back: how a poll does it."""
    line.expect(address, h.SET_INHIBITS, mask).ack()
    line.expect(address, h.SET_MASTER_INHIBIT, [1]).ack()


def is_opened(line: Line, mask: list[int] = ALL_OPEN, address: int = ACCEPTOR) -> None:
    is_set(line, mask, address)
    line.expect(address, h.INHIBITS).reply(mask)


def knows_its_notes(line: Line, types: int = 8) -> None:
    line.expect(VALIDATOR, h.INHIBITS).reply([0, 0])
    line.expect(VALIDATOR, h.VARIABLES).reply([types, 1])
    line.expect(VALIDATOR, h.SCALING, b"JP").reply([1, 0, 0])
    for bill_type in range(1, types + 1):
        line.expect(VALIDATOR, h.BILL_ID, [bill_type]).reply(NOTES[bill_type - 1])


def uses_its_escrow(line: Line, mode: int = 3) -> None:
    line.expect(VALIDATOR, h.OPTION_FLAGS).reply([mode])
    line.expect(VALIDATOR, h.SET_BILL_MODE, [mode]).ack()
    line.expect(VALIDATOR, h.BILL_MODE).reply([mode])


def reads_twice(line: Line, address: int, counter: int, *slots: tuple[int, int]) -> None:
    """A buffer that is believed only when it reads the same again: the first one, and one after a reset or a jump."""
    for _ in range(2):
        line.expect(address, h.EVENTS if address == ACCEPTOR else h.BILL_EVENTS).reply(events(counter, *slots))


def validator_starts(
    line: Line, counter: int | None = 0, *slots: tuple[int, int], fault: int = 0, mode: int = 3
) -> None:
    """counter: what the first 159 shows; None when it is not asked."""
    meets(line, VALIDATOR, "Bill Validator", "NV9")
    knows_its_notes(line)
    if counter is not None:
        reads_twice(line, VALIDATOR, counter, *slots)
    is_shut(line, VALIDATOR)
    line.expect(VALIDATOR, h.SELF_CHECK).reply([fault])
    uses_its_escrow(line, mode)
    line.expect(VALIDATOR, h.ROUTE_BILL, [0]).reply([254])


def acceptor_starts(line: Line, counter: int | None = 0, fault: int = 0) -> None:
    """counter: what the first 229 shows; None when it is not asked."""
    meets(line, ACCEPTOR, "Coin Acceptor")
    knows_its_coins(line)
    if counter is not None:
        reads_twice(line, ACCEPTOR, counter, (4, 1), (4, 1), (4, 1), (4, 1), (4, 1))
    is_shut(line)
    line.expect(ACCEPTOR, h.SELF_CHECK).reply([fault, 0])


def hopper_starts(line: Line, yen: int, coins_paid: int = 0, level: int = 0x30) -> None:
    address = HOPPERS[yen]
    meets(line, address, "Payout", "FLOW")
    line.expect(address, h.HOPPER_COIN).reply(f"JP{yen:03}A")
    line.expect(address, h.HOPPER_STATUS).reply([0, 0, 0, 0])
    line.expect(address, h.DISPENSE_COUNT).reply(count(coins_paid))
    line.expect(address, h.LEVEL).reply([level])
    line.expect(address, h.TEST_HOPPER).reply([0xC0, 0, 0])


def quiet_bus() -> tuple[VirtualClock, Line, Bus]:
    """A bus without echo."""
    clock = VirtualClock()
    line = Line(clock)
    return clock, line, Bus(line, clock, "off")


def started_device(
    counts: Mapping[int, int] | None = None,
    counter: int = 0,
    line: Line | None = None,
    *,
    with_notes: bool = False,
) -> tuple[VirtualClock, Line, CashDevice]:
    """Acceptor, four hoppers, perhaps a validator, started, on a line without echo."""
    line = line or Line(VirtualClock())
    device = CashDevice(line, line.clock, validator=VALIDATOR if with_notes else None, echo="off")
    acceptor_starts(line, counter)
    if with_notes:
        validator_starts(line)
    for yen in HOPPERS:
        hopper_starts(line, yen, (counts or {}).get(yen, 0))
    device.start()
    line.finish()
    return line.clock, line, device
