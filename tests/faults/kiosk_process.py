"""A kiosk in a process of its own, with no simulator in it: `python -m tests.faults.kiosk_process CONFIG LEFT`.

CONFIG: kiosk.toml with the addresses of real wires. LEFT: bytes in hexadecimal that this process keeps in its
memory, for a search that must find them.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from device.clock import TOKYO, RealClock
from device.config.kiosk import load_kiosk
from device.run import Kiosk
from device.wiring import wires_for
from statemachine.delays import hurried
from statemachine.machine import KioskMachine
from statemachine.rules import Rules

WORKDAY = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
HURRY = 20
PIN_PAUSE_S = 0.6
ANY_PORT = ("127.0.0.1", 0)


def hurried_machine(rules: Rules) -> KioskMachine:
    """A kiosk for quick customers, that still gives time to look before a PIN is submitted."""
    return KioskMachine(replace(rules, delays=replace(hurried(rules.delays, HURRY), pin_pause_s=PIN_PAUSE_S)))


def tell(whom: TextIO, line: str) -> None:
    """One line, at once."""
    whom.write(f"{line}\n")
    whom.flush()


def main(config_path: str, left: str) -> int:
    """Serve until SIGTERM; prints the screen's port, and where the small integers begin in memory."""
    octets = bytes.fromhex(left)
    digits = octets[-4:].decode()
    # one byte each, a pointer each, two and four bytes each
    kept = (octets, list(octets), list(octets[-4:]), digits + "\u3000", digits + "\U00020000")
    config = load_kiosk(Path(config_path))
    clock = RealClock()
    clock.set_wall(WORKDAY)
    kiosk = Kiosk(
        config,
        clock,
        lambda customer, staff: wires_for(config, clock, customer, staff),
        screen=ANY_PORT,
        staff=ANY_PORT,
        make_machine=hurried_machine,
        say=lambda line: tell(sys.stderr, line),
    )
    signal.signal(signal.SIGTERM, lambda *_: kiosk.end())
    assert not any(name.partition(".")[0] == "sim" for name in sys.modules), "a simulator has the PIN in this memory"
    tell(sys.stdout, f"{kiosk.screen_wire.address[1]} {id(0)} {id(1) - id(0)}")
    stopped = kiosk.serve()
    return stopped if kept else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
