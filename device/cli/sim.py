"""`madoguchi sim`: one simulated peripheral alone on its real wire, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Final

from device.cli.errors import UsageError

if TYPE_CHECKING:
    from sim.hosts.alone import Alone
    from sim.hosts.reactor import Reactor

JAPAN: Final = timezone(timedelta(hours=9))
COUNTERS_OPEN: Final = time(10)
"""Taken for a date without a time."""
HURRY_MAX: Final = 1000
PORT_MAX: Final = 65535
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
DIGITS_MAX: Final = 9
ADDRESS_MAX: Final = 255
SECURITY: Final = ("serial", "no_encrypt", "cipher")
"""What a simulated hopper can want to see before it pays; the first is usual."""
JAM_RECOVERY: Final = ("on", "off", "auto")
READS: Final = ("both", "pdf", "dots")
PAPERS: Final = ("58", "80")
VPCD: Final = "127.0.0.1:35963"
"""The first slot of a reader as Debian configures it."""
DEFAULT_PERSONA: Final = "yamada-taro"

Start = Callable[["Alone", argparse.Namespace], str]
"""Puts the peripheral on its wire; the line to print."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("sim", help="run one simulated peripheral alone on its real wire")
    kinds = parser.add_subparsers(dest="peripheral", required=True, metavar="PERIPHERAL")

    card = _kind(kinds, "card", _card, "a My Number Card behind pcscd, through vpcd")
    card.add_argument("--persona", default=DEFAULT_PERSONA, metavar="NAME", help="whose card (%(default)s)")
    card.add_argument("--vpcd", default=VPCD, metavar="HOST:PORT", help="where vpcd listens (%(default)s)")
    card.add_argument("--state", type=Path, metavar="FILE", help="keep the try counters there from run to run")
    card.add_argument("--list", action="store_true", help="show the personas, one a line, and end")
    card.add_argument("--empty", action="store_true", help="lay no card yet: the control socket does")

    cash = _kind(kinds, "cash", _cash, "a ccTalk coin acceptor, four hoppers and a bill validator on a pty")
    cash.add_argument("--link", type=Path, metavar="PATH", help="a symbolic link to the pty")
    cash.add_argument("--echo", action="store_true", help="the controller hears its own bytes (one-wire ccTalk)")
    cash.add_argument("--crc", nargs="+", default=[], metavar="ADDRESS", help="devices that speak the 16-bit CRC")
    cash.add_argument("--security", choices=SECURITY, default=SECURITY[0], help="of the hoppers (%(default)s)")

    receipt = _kind(kinds, "receipt", _receipt, "an ESC/POS receipt printer on TCP or a pty")
    wire = receipt.add_mutually_exclusive_group()
    wire.add_argument("--tcp", default="0", metavar="PORT", help="on TCP; 0, the default, is any free port")
    wire.add_argument("--link", type=Path, metavar="PATH", help="on a pty, with a symbolic link to it")
    receipt.add_argument("--paper", choices=PAPERS, default=PAPERS[-1], help="width of the roll in mm (%(default)s)")
    receipt.add_argument("--out", type=Path, metavar="DIR", help="leave a picture of each receipt there, as PNG")
    receipt.add_argument("--xonxoff", action="store_true", help="software flow control, for --link")
    receipt.add_argument("--no-process-id", action="store_true", help="an older printer, without GS ( H")

    page = _kind(kinds, "page", _page, "an IPP page printer")
    page.add_argument("--port", default="0", metavar="N", help="TCP port; 0, the default, is any free one")
    page.add_argument("--sheets", default="250", metavar="N", help="blank sheets in the tray (%(default)s)")
    page.add_argument("--jam-recovery", choices=JAM_RECOVERY, default="on", help="prints a jammed sheet again (on)")
    page.add_argument("--keep-jobs", action="store_true", help="jobs survive a power cut and go on after it")
    page.add_argument("--cancel-late", action="store_true", help="a canceled job may still print a sheet")
    page.add_argument("--uncounted", action="store_true", help="trays do not tell how many sheets they hold")
    page.add_argument("--reads", choices=READS, default="both", help="PDF, dots (PWG Raster) or both (both)")

    centre = _kind(kinds, "centre", _centre, "the certificate centre, over mutual TLS")
    centre.add_argument("--port", default="0", metavar="N", help="TCP port; 0, the default, is any free one")
    centre.add_argument("--tls-dir", type=Path, metavar="DIR", help="where to leave the client's certificate and key")
    centre.add_argument("--terminal", default="terminal", metavar="ID", help="the certificate's, as in kiosk.toml's id")
    centre.add_argument("--residents", type=Path, metavar="FILE", help="an SQLite file; made if it is not there")


def _kind(
    kinds: argparse._SubParsersAction[argparse.ArgumentParser], name: str, start: Start, says: str
) -> argparse.ArgumentParser:
    parser = kinds.add_parser(name, help=says, description=f"Simulates {says}; prints its address when it is ready.")
    parser.add_argument("--control", type=Path, metavar="SOCKET", help="obey lines there: help, jam hopper 100")
    parser.add_argument("--at", metavar="DATE", help="what the wall clock says: 2025-10-08, or 2025-10-08T14:30")
    parser.add_argument("--hurry", default="1", metavar="N", help="mechanics N times as fast; wires' time-outs stay")
    parser.set_defaults(run=run, start=start)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Serve until told to stop. Raises `UsageError` for what cannot be."""
    if getattr(chosen, "list", False):
        return _list_personas()
    at = None if chosen.at is None else read_at(chosen.at)
    hurry = _whole("--hurry", chosen.hurry, 1, HURRY_MAX)

    from sim.hosts import HostError, ReactorStopped
    from sim.hosts.alone import Alone
    from sim.personas import UnknownPersonaError
    from sim.pki import PkiCacheError

    alone = Alone(chosen.peripheral, at=at, hurry=hurry)
    try:
        with _until_told(alone.reactor), alone.reactor:
            print(chosen.start(alone, chosen), flush=True)
            alone.reactor.wait()
    except ReactorStopped:  # told to stop before it was ready
        return 0
    except (HostError, UnknownPersonaError, PkiCacheError) as error:
        raise UsageError(str(error)) from error
    return 0


def _list_personas() -> int:
    from sim.personas import personas, summary

    people = personas()
    width = max(map(len, people))
    for person_id, person in people.items():
        print(f"{person_id:{width}}  {summary(person)}")
    return 0


def _card(alone: Alone, chosen: argparse.Namespace) -> str:
    host, _, port = chosen.vpcd.rpartition(":")
    if not host:
        raise UsageError(f"--vpcd {chosen.vpcd}: expected HOST:PORT, like {VPCD}")
    number = _whole("--vpcd", port, 1, PORT_MAX)
    return alone.card(chosen.persona, host, number, chosen.control, empty=chosen.empty, state=chosen.state)


def _cash(alone: Alone, chosen: argparse.Namespace) -> str:
    crc = [_whole("--crc", written, 0, ADDRESS_MAX) for written in chosen.crc]
    return alone.cash(chosen.link, chosen.control, echo=chosen.echo, crc=crc, security=chosen.security)


def _receipt(alone: Alone, chosen: argparse.Namespace) -> str:
    return alone.receipt(
        _whole("--tcp", chosen.tcp, 0, PORT_MAX),
        chosen.link,
        chosen.control,
        out=chosen.out,
        paper_mm=int(chosen.paper),
        process_ids=not chosen.no_process_id,
        xonxoff=chosen.xonxoff,
    )


def _page(alone: Alone, chosen: argparse.Namespace) -> str:
    from sim.page.engine import TRAY_CAPACITY
    from sim.page.habits import Habits
    from sim.page.tickets import FORMATS, PDF, PWG_RASTER

    habits = Habits(
        jam_recovery=chosen.jam_recovery,
        keeps_jobs=chosen.keep_jobs,
        cancels_late=chosen.cancel_late,
        counts_sheets=not chosen.uncounted,
        formats={"both": FORMATS, "pdf": (PDF,), "dots": (PWG_RASTER,)}[chosen.reads],
    )
    sheets = _whole("--sheets", chosen.sheets, 0, TRAY_CAPACITY)
    return alone.page(_whole("--port", chosen.port, 0, PORT_MAX), chosen.control, habits=habits, sheets=sheets)


def _centre(alone: Alone, chosen: argparse.Namespace) -> str:
    port = _whole("--port", chosen.port, 0, PORT_MAX)
    from device.config.kiosk import TERMINAL_ID, TERMINAL_ID_FORM

    if not TERMINAL_ID.fullmatch(chosen.terminal):
        raise UsageError(f"--terminal {chosen.terminal}: {TERMINAL_ID_FORM}")
    return alone.centre(
        port, chosen.tls_dir, chosen.control, residents=chosen.residents, terminal=chosen.terminal
    )


def read_at(written: str) -> datetime:
    """A date or date and time, Japan's where no offset is given. Raises `UsageError`."""
    at = _date(written) or _date_and_time(written)
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise UsageError(
            f"--at {written}: expected a date like 2025-10-08 or 2025-10-08T14:30, from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return at.replace(tzinfo=JAPAN) if at.tzinfo is None else at.astimezone(JAPAN)


def _date(written: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(written), COUNTERS_OPEN)
    except ValueError:
        return None


def _date_and_time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _whole(option: str, written: str, low: int, high: int) -> int:
    is_number = written.isascii() and written.isdecimal() and len(written) <= DIGITS_MAX
    if not (is_number and low <= int(written) <= high):
        raise UsageError(f"{option} {written}: expected a whole number from {low} to {high}")
    return int(written)


@contextmanager
def _until_told(reactor: Reactor) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the reactor, and nothing else."""
    before = [(each, signal.signal(each, lambda *_: reactor.end())) for each in (signal.SIGTERM, signal.SIGINT)]
    try:
        yield
    finally:
        for each, handler in before:
            signal.signal(each, handler)
