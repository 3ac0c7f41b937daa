"""`madoguchi takings`: what was collected for the municipalities, from the ledgers alone."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from device.cli.errors import UsageError

if TYPE_CHECKING:
    from device.config.kiosk import KioskConfig
    from device.takings.names import Names
    from device.takings.period import Period
    from device.takings.reading import Takings

DIFFERS = 1


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("takings", help="fees by municipality, kind, terminal and day")
    parser.add_argument(
        "--config", type=Path, action="append", required=True, metavar="FILE", help="a kiosk.toml; once for each kiosk"
    )
    parser.add_argument("--from", dest="first", metavar="DAY", help="the first day, 2025-10-08")
    parser.add_argument("--to", dest="last", metavar="DAY", help="the last day, included")
    parser.add_argument("--year", metavar="YEAR", help="a fiscal year (年度), 1 April to 31 March: 2025 or 令和7年度")
    parser.add_argument("--municipality", metavar="NAME", help="one alone, by name or JIS code")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write them there too, UTF-8 with a byte order mark")
    parser.add_argument(
        "--reconcile", action="store_true", help="lay them beside the centre's record; exit code 1 where they differ"
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Exit code 0; with `--reconcile` 1 when the centre has it otherwise."""
    from device.config.kiosk import load_kiosk
    from device.config.service import load_municipalities
    from device.takings.names import Names
    from device.takings.sheet import ENCODING, sheet
    from device.takings.table import table

    period, names = _period(chosen), Names(load_municipalities())
    municipality = _municipality(chosen, names)
    configs = [load_kiosk(path) for path in chosen.config]
    takings = _read(chosen, configs, period)
    if municipality is not None:
        takings = takings.of(municipality)
    print("\n".join(table(takings, names)))
    print(f"the sums are those of the ledger ({takings.rows} rows, its chain is whole)")
    if chosen.csv is not None:
        chosen.csv.write_text(sheet(takings, names), encoding=ENCODING, newline="")
    return _reconcile(chosen, configs, period, takings, municipality, names) if chosen.reconcile else 0


def _period(chosen: argparse.Namespace) -> Period:
    from device.takings.period import Period, day, fiscal_year

    if chosen.year is None:
        return Period(*(None if text is None else day(text) for text in (chosen.first, chosen.last)))
    if chosen.first is not None or chosen.last is not None:
        raise UsageError("--year names all days; leave --from and --to out")
    return fiscal_year(chosen.year)


def _municipality(chosen: argparse.Namespace, names: Names) -> str | None:
    if chosen.municipality is None:
        return None
    code = names.code_of(chosen.municipality)
    if code is None:
        raise UsageError(f"no municipality is called {chosen.municipality!r}; known are {names.known}")
    return code


def _read(chosen: argparse.Namespace, configs: list[KioskConfig], period: Period) -> Takings:
    from device.store import Journal
    from device.takings.reading import Takings, read

    takings, terminals = Takings({}), set[str]()
    for path, config in zip(chosen.config, configs, strict=True):
        if config.store_path is None:
            raise UsageError(f"{path}: it has no [store] path; the ledger of such a kiosk ends with it")
        if config.terminal_id in terminals:
            raise UsageError(f"{path}: terminal {config.terminal_id} was named before; its takings would count twice")
        terminals.add(config.terminal_id)
        with Journal.read(config.store_path) as journal:
            takings += read(journal, config.terminal_id, period)
    return takings


def _reconcile(
    chosen: argparse.Namespace,
    configs: list[KioskConfig],
    period: Period,
    takings: Takings,
    municipality: str | None,
    names: Names,
) -> int:
    from device.cli.centre import centre_of
    from device.clock import RealClock
    from device.takings.reconcile import CentreSays, ask, beside, table

    first, last = period.first or takings.first, period.last or takings.last
    if first is None or last is None:
        raise UsageError("there is nothing in the ledger; name the days to be reconciled: --from and --to, or --year")
    clock, said = RealClock(), CentreSays()
    for path, config in zip(chosen.config, configs, strict=True):
        with centre_of(path, config, clock) as client:
            requests = f"{config.terminal_id}-record-{clock.wall():%Y%m%d%H%M%S%f}"
            said += ask(client, requests, first, last)
    totals = [each for each in said.totals if municipality in (None, each.municipality)]
    both = beside(takings, totals)
    print("\n".join(table(both, names)))
    if said.unreported:
        print(f"of {said.unreported} copies the centre has not heard what became of them")
    agree = all(each.agree for each in both.values())
    print("the centre's record is the same" if agree else "THE CENTRE'S RECORD DIFFERS")
    return 0 if agree else DIFFERS
