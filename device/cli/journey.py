"""`madoguchi journey`: scripted customers against the whole kiosk; exit 0 only if what they expect holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from device.cli.errors import UsageError

FILES = ("certificate.pdf", "receipt.png", "timeline.txt", "journal.db")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("journey", help="play scripted customers on simulated peripherals")
    parser.add_argument("names", nargs="*", metavar="NAME", help="journeys by name, a path to a .toml, or `all`")
    parser.add_argument("--list", action="store_true", help="list the journeys that come with Madoguchi")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"leave {', '.join(FILES)} there")
    parser.add_argument("--config", type=Path, metavar="FILE", help="the box, instead of the all-simulated one")
    parser.add_argument("--quiet", action="store_true", help="print no timeline")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Play them one after the other."""
    from device.config.kiosk import load_kiosk
    from sim.journeys import catalogue

    if chosen.list:
        for name in catalogue.names():
            print(name)
        return 0
    names = catalogue.names() if chosen.names == ["all"] else chosen.names
    if not names:
        raise UsageError("name a journey, or `all`; --list shows what there is")
    known = catalogue.names()
    for name in names:
        if name not in known and not name.endswith(".toml"):
            raise UsageError(f"no journey is called {name!r}; there are {', '.join(known)}")
    config = load_kiosk(chosen.config) if chosen.config is not None else None
    if config is not None:
        _all_simulated(chosen.config, config)
    results = [_play(name, chosen, config) for name in names]
    return 0 if all(results) else 1
