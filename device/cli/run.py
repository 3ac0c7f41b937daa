"""`madoguchi run`: the kiosk in its box."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from device.cli.errors import UsageError

SCREEN = "127.0.0.1:8901"
STAFF = "127.0.0.1:8902"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("run", help="run the kiosk in its box")
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="kiosk.toml")
    parser.add_argument("--screen", default=SCREEN, metavar="HOST:PORT", help=f"the screen's wire (default {SCREEN})")
    parser.add_argument("--staff", default=STAFF, metavar="HOST:PORT", help=f"the attendant's wire (default {STAFF})")
    parser.add_argument(
        "--trace-card", action="store_true", help="a line for each APDU on stderr; no data in it, VERIFY as ****"
    )
    parser.set_defaults(run=run)


def address_of(text: str) -> tuple[str, int]:
    """`127.0.0.1:8901` as host and port. Raises `UsageError`."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise UsageError(f"{text!r} is no address; write HOST:PORT, as {SCREEN}")
    return host, int(port)


def run(chosen: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT; 0 after a clean end, 1 when the service had to stop."""
    from device.clock import RealClock
    from device.config.kiosk import load_kiosk
    from device.run import Kiosk
    from device.testing.simulated import simulated
    from device.wiring import wires_for

    config = load_kiosk(chosen.config)
    screen, staff = address_of(chosen.screen), address_of(chosen.staff)
    clock = RealClock()

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    trace = (lambda line: say(f"card: {line}")) if chosen.trace_card else None
    with simulated(config) as simulation:
        addressed = simulation.config
        kiosk = Kiosk(
            addressed,
            clock,
            lambda customer, attendant: wires_for(addressed, clock, customer, attendant, trace_card=trace),
            screen=screen,
            staff=staff,
            say=say,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: kiosk.end())
        where = "{}:{}".format(*kiosk.screen_wire.address)
        print(f"madoguchi run: terminal {config.terminal_id}, screen wire on {where}", flush=True)
        return kiosk.serve()
