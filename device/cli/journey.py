"""`madoguchi journey`: scripted customers against the whole kiosk; exit 0 only if what they expect holds."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from device.cli.errors import UsageError
from device.clock import TOKYO
from device.config.kiosk import KioskConfig, load_demo, load_kiosk

HURRY_MAX = 50
FILES = ("certificate.pdf", "receipt.png", "timeline.txt", "journal.db")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("journey", help="play scripted customers on simulated peripherals")
    parser.add_argument("names", nargs="*", metavar="NAME", help="journeys by name, a path to a .toml, or `all`")
    parser.add_argument("--list", action="store_true", help="list the journeys that come with Madoguchi")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"leave {', '.join(FILES)} there")
    parser.add_argument("--config", type=Path, metavar="FILE", help="the box, instead of the all-simulated one")
    parser.add_argument("--wired", action="store_true", help="on real wires, in real time")
    parser.add_argument("--at", type=_moment, metavar="DATE", help="the wall clock at the start (2026-11-24T10:00)")
    parser.add_argument(
        "--hurry", type=_factor, default=1, metavar="N", help="wired: people and mechanics N times as quick"
    )
    parser.add_argument("--quiet", action="store_true", help="print no timeline")
    parser.set_defaults(run=run)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def _factor(text: str) -> int:
    factor = int(text)
    if not 1 <= factor <= HURRY_MAX:
        raise argparse.ArgumentTypeError(f"from 1 to {HURRY_MAX}")
    return factor


def run(chosen: argparse.Namespace) -> int:
    """Play them one after the other."""
    from device.testing.journeys import shipped_names

    if chosen.list:
        print("\n".join(shipped_names()))
        return 0
    config = load_demo()
    if chosen.config is not None:
        config = load_kiosk(chosen.config)
        _demand_simulated(chosen.config, config)
    results = [_play(path, chosen, config) for path in _files(chosen.names)]
    return 0 if all(results) else 1


def _files(names: list[str]) -> list[Path]:
    """The journeys' files. Raises `UsageError` for a name nobody knows."""
    from device.testing.journeys import shipped_names
    from sim.journeys import catalogue

    known = shipped_names()
    if not names:
        raise UsageError("name a journey, or `all`; --list shows what there is")
    if names == ["all"]:
        return [catalogue.path(name) for name in known]
    files = []
    for name in names:
        if name.endswith(".toml"):
            files.append(Path(name))
        elif name in known:
            files.append(catalogue.path(name))
        else:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise UsageError(f"no journey is called {name!r}; {hint}")
    return files


def _demand_simulated(file: Path, config: KioskConfig) -> None:
    """Journeys run inline so far. Raises `UsageError` naming the port that is not simulated."""
    ports = {
        "card.reader": config.card_reader,
        "cash.port": config.cash_port,
        "receipt.port": config.receipt_port,
        "page.uri": config.page_uri,
        "centre.url": config.centre_url,
        **({} if config.contacts is None else {"contacts.port": config.contacts.port}),
    }
    for key, port in ports.items():
        if not port.startswith("sim://"):
            raise UsageError(f"{file}: {key} is {port}; a journey runs on sim:// ports")


def _play(path: Path, chosen: argparse.Namespace, config: KioskConfig) -> bool:
    """Play one file; whether all its customers got what they expect."""
    from device.testing.journeys import load_scripts, play
    from device.testing.wired import play_wired
    from sim.centre.press import FontsMissingError
    from sim.receipt.fonts import FontMissing

    scripts = load_scripts(path)
    good = True
    for script in scripts:
        out = None
        if chosen.out is not None:
            out = chosen.out if len(chosen.names) == 1 and chosen.names != ["all"] else chosen.out / path.stem
            out = out if len(scripts) == 1 else out / script.name.partition("@")[2]
        try:
            played = (
                play_wired(script, config=config, at=chosen.at, hurry=chosen.hurry, out=out)
                if chosen.wired
                else play(script, config=config, at=chosen.at, out=out)
            )
        except (FontsMissingError, FontMissing) as missing:
            raise UsageError(str(missing)) from None
        if not chosen.quiet:
            print("\n".join(played.timeline))
        for failure in played.failures:
            print(f"{script.name}: {failure}", file=sys.stderr)
        verdict = "FAILS" if played.failures else "holds"
        print(f"{script.name}: {verdict}, {played.virtual_s:.0f} s of the journey's time")
        if out is not None:
            left = [str(out / name) for name in FILES if (out / name).exists()]
            print(f"{script.name}: left {', '.join(left)}")
        good = good and not played.failures
    return good
