"""`madoguchi demo`: the whole kiosk on simulated peripherals, with the bench beside its screen."""

from __future__ import annotations

import argparse
import signal
from datetime import datetime

from device.cli.errors import UsageError

PORT = 8080
AT = "2025-10-08T10:00"
"""A weekday within the hours of the service and the validity of the residents' cards."""

LOOK_S = 0.5


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="serve the kiosk's screen and a bench to work it, on one page")
    parser.add_argument("--port", type=int, default=PORT, help=f"on 127.0.0.1 (default {PORT}; 0 takes a free one)")
    parser.add_argument("--at", default=AT, metavar="DATE", help=f"when it is in the kiosk's world (default {AT})")
    parser.set_defaults(run=run)


def moment(text: str) -> datetime:
    """`2025-10-08` (ten in the morning) or `2025-10-08T22:59`, in Japan. Raises `UsageError`."""
    from device.clock import TOKYO

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--at {text!r} is no date; write 2025-10-08 or 2025-10-08T10:00") from None
    if len(text) <= len("2025-10-08"):
        at = at.replace(hour=10)
    return at.replace(tzinfo=TOKYO) if at.tzinfo is None else at.astimezone(TOKYO)


def run(chosen: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; 0 after a clean end."""
    from device.testing.demo.server import Demo

    at = moment(chosen.at)
    if not 0 <= chosen.port <= 65535:
        raise UsageError(f"--port {chosen.port} is no port; 0 to 65535")
    # blocked before any thread begins, so that none but this one hears them, and only where it waits
    ends = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        try:
            demo = Demo(chosen.port, at)
        except OSError as error:
            raise UsageError(f"port {chosen.port} on 127.0.0.1: {error.strerror}; choose another with --port") from None
        with demo:
            print(f"madoguchi demo: {demo.url}", flush=True)
            while demo.alive and signal.sigtimedwait(ends, LOOK_S) is None:
                pass
        if demo.failure is not None:
            raise demo.failure
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return 0
