"""Every time the cash box lives by, in one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sim.wire import NS_PER_MS, NS_PER_S


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things take, in nanoseconds.

    Mechanical: `slot_gap_ns` between two coins of one hand; from the slot `gate_ns` to the accept
    gate and `credit_ns` to the credit sensor; `coin_drop_ns` from one paid coin to the next;
    `payout_timeout_ns` without a coin at the exit until a hopper gives up; `coast_ns` a stopped
    hopper motor still turns; `lever_ns` a press of the return lever holds the flight deck open;
    `string_ns` the sensor for coins on strings stays set. A note: `grip_ns` in the mouth until the rollers
    take it, `validate_ns` from there through the sensors, `escrow_ns` on to the escrow, `stack_ns` from
    there into the stacker, `eject_ns` from anywhere back to the mouth.

    Of the electronics: `reset_ns` and `power_up_ns` a device is deaf while it starts (the Flow
    hopper: up to 130 ms and 630 ms); `watchdog_ns` without a credit poll until the acceptor
    inhibits itself (S4 2.1.2: 1 second), `bill_watchdog_ns` until the bill validator does (S4 2.2.2: 5
    seconds); `escrow_timeout_ns` until a note nobody decides on goes back (S2 3.98: 30 s or more);
    `deaf_ns` a device hears nothing after an address poll (S1 20.2.1: 1200 ms); `inter_byte_ns`
    until a receiver gives a frame up (S1 11.1: 50 ms); `byte_ns` one byte takes on the line (1_041_667
    at 9600 baud 8N1; 0 sends replies at once).
    """

    slot_gap_ns: int = 400 * NS_PER_MS
    gate_ns: int = 150 * NS_PER_MS
    credit_ns: int = 300 * NS_PER_MS
    coin_drop_ns: int = 200 * NS_PER_MS
    payout_timeout_ns: int = 2 * NS_PER_S
    coast_ns: int = 100 * NS_PER_MS
    lever_ns: int = 300 * NS_PER_MS
    string_ns: int = 1 * NS_PER_S
    grip_ns: int = 200 * NS_PER_MS
    validate_ns: int = 700 * NS_PER_MS
    escrow_ns: int = 300 * NS_PER_MS
    stack_ns: int = 1 * NS_PER_S
    eject_ns: int = 800 * NS_PER_MS
    reset_ns: int = 130 * NS_PER_MS
    power_up_ns: int = 630 * NS_PER_MS
    watchdog_ns: int = 1 * NS_PER_S
    bill_watchdog_ns: int = 5 * NS_PER_S
    escrow_timeout_ns: int = 30 * NS_PER_S
    deaf_ns: int = 1200 * NS_PER_MS
    inter_byte_ns: int = 50 * NS_PER_MS
    byte_ns: int = 0

    def __post_init__(self) -> None:
        if min(self.slot_gap_ns, self.coin_drop_ns, self.payout_timeout_ns) < 1:
            raise ValueError("slot_gap_ns, coin_drop_ns and payout_timeout_ns must be positive")
        if min(self.grip_ns, self.validate_ns, self.escrow_ns, self.stack_ns, self.eject_ns) < 1:
            raise ValueError("a note takes its time everywhere")
        if not 0 <= self.gate_ns <= self.credit_ns:
            raise ValueError("a coin passes the gate before the credit sensor")

    def hurried(self, factor: int) -> Timing:
        """The same box with its mechanics `factor` times as fast; the wire's times stay."""
        if factor < 1:
            raise ValueError("factor must be at least 1")
        mechanics = {name: max(1, getattr(self, name) // factor) for name in MECHANICS}
        return replace(self, **mechanics)


MECHANICS: Final = (
    "slot_gap_ns", "gate_ns", "credit_ns", "coin_drop_ns", "payout_timeout_ns", "coast_ns", "lever_ns", "string_ns",
    "grip_ns", "validate_ns", "escrow_ns", "stack_ns", "eject_ns",
)  # fmt: skip
"""The times of `Timing` that are of metal and paper; all others are the electronics'."""
