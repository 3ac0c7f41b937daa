"""Kiosks in processes of their own, one centre, mutual TLS on loopback, and everything in between that goes wrong.

    python -m device.testing.strangers.load --kiosks 20 --customers 200

A round is one customer at each kiosk: the requests for their documents are in the centre at the same moment.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BrokenBarrierError
from typing import Any, Final

from device.clock import RealClock
from device.testing.strangers.accidents import UNHARMED, Accident, Plan, always, seeded
from device.testing.strangers.between import Between
from device.testing.strangers.exchange import Attempt
from device.testing.strangers.fleet import AT, fleet
from device.testing.strangers.guests import MOST, guests
from device.testing.strangers.judging import Visit, strangers
from device.testing.strangers.reports import unreported
from device.testing.strangers.serving import ROUND_LIMIT_S, serve
from sim.centre import Centre
from sim.hosts import Reactor, TlsMaterial, listen
from sim.hosts.tcp import bind
from sim.personas import Persona

OTHERS: Final = 4
"""Guests more than there are kiosks, so that each serves somebody else every time."""
KIOSKS_MAX: Final = MOST - OTHERS
KINDS: Final = ("juminhyo", "inkan", "koseki", "fuhyo")


@dataclass(frozen=True)
class Figures:
    """What a load came to. spreads_ms: between the first and the last request for a document, by round."""

    kiosks: int
    customers: int
    sheets: int
    turned_away: int
    attempts: Mapping[str, int]
    strangers: Sequence[str]
    unreported: Sequence[str]
    lost: Sequence[str]
    spreads_ms: Sequence[int]
    wall_s: float

    @property
    def good(self) -> bool:
        """Nobody got a stranger's paper, every attempt was noticed, everybody came home."""
        return not (self.strangers or self.unreported or self.lost)


class _Clock:
    """Real monotonic time, and the wall of whichever kiosk is asking: each lives in a virtual time of its own."""

    def __init__(self, walls: Mapping[str, int], shared: Any) -> None:
        self._real, self._walls, self._shared = RealClock(), walls, shared
        self._asking = next(iter(walls))

    def follow(self, terminal: str) -> None:
        """This one asks now."""
        self._asking = terminal

    def monotonic_ns(self) -> int:
        """See `sim.wire.Clock`."""
        return self._real.monotonic_ns()

    def wall(self) -> datetime:
        """See `sim.wire.Clock`."""
        return AT + timedelta(microseconds=self._shared[self._walls[self._asking]] // 1000)


def load(kiosks: int, customers: int, plan: Plan) -> Figures:
    """Serve so many customers, as many at each kiosk, and judge every sheet. To be called before any thread is made.

    customers: a multiple of `kiosks`. plan: what befalls the centre's answers
    """
    rounds = customers // kiosks
    everybody = guests(kiosks + kiosks % 2 + OTHERS)
    _warm_up(everybody)
    terminals = [f"K{number:02d}" for number in range(1, kiosks + 1)]
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(kiosks + 1)
    walls, withheld = (context.Array("q", kiosks, lock=False) for _ in range(2))
    material, server = TlsMaterial(), bind()
    url = f"https://127.0.0.1:{server.getsockname()[1]}"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="madoguchi-")))
        pipes = {}
        for number, terminal in enumerate(terminals):
            (folder / terminal).mkdir()
            files = material.write_client(folder / terminal, terminal)
            queue = _queue(everybody, number, rounds)
            pipes[terminal] = _started(stack, terminal, url, files, queue, barrier, walls, withheld, number)
        places = {terminal: number for number, terminal in enumerate(terminals)}
        clock = _Clock(places, walls)

        def withhold(terminal: str) -> None:
            withheld[places[terminal]] = 1

        centre = Centre(clock, residents=everybody, think_ms={})
        between = Between(clock, centre, plan, everybody, gather=kiosks, before=clock.follow, withhold=withhold)
        reactor = Reactor(clock)
        listen(reactor, between, tls=material.server_context(), bound=server)
        reactor.start()
        stack.callback(reactor.stop)
        began = time.perf_counter()
        starts = []
        with suppress(BrokenBarrierError):  # a kiosk is lost: the others tell how far they came
            for _ in range(rounds):
                barrier.wait(ROUND_LIMIT_S)
                starts.append(clock.monotonic_ns())
        told = _collected(pipes)
        wall_s = time.perf_counter() - began
        attempts, documents_ns = reactor.call(lambda: (list(between.attempts), list(between.documents_ns)))
    visits = [visit for visit_list, _ in told.values() for visit in visit_list]
    said = {terminal: told[terminal][1] if terminal in told else [] for terminal in terminals}
    return Figures(
        kiosks=kiosks,
        customers=len(visits),
        sheets=sum(len(visit.sheets) for visit in visits),
        turned_away=sum(not visit.sheets for visit in visits),
        attempts=dict(Counter(f"{each.accident.name} {each.path}" for each in attempts)),
        strangers=strangers(visits, everybody),
        unreported=[_line(each) for each in unreported(attempts, said)],
        lost=[terminal for terminal in terminals if terminal not in told],
        spreads_ms=_spreads_ms(starts, documents_ns),
        wall_s=round(wall_s, 1),
    )


def _started(stack: ExitStack, *what: Any) -> Connection:
    """A kiosk's process, ended with the stack; where it answers. what: as `serve` takes it, but for its last."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(*what, theirs), daemon=True)
    process.start()
    stack.callback(process.join, 10)
    stack.callback(process.terminate)
    theirs.close()
    return ours


def _warm_up(everybody: Mapping[str, Persona]) -> None:
    """What every process needs is read once, before they part."""
    pair = list(everybody.values())[:1]
    fleet([[(guest, kind) for guest in pair for kind in KINDS]], lambda _: UNHARMED, everybody)


def _queue(everybody: Mapping[str, Persona], number: int, rounds: int) -> list[tuple[Persona, str]]:
    """Whom a kiosk serves: nobody is at two at once, and namesakes stand side by side, asking for the same."""
    people = list(everybody.values())
    who = (people[(number + 2 * turn) % len(people)] for turn in range(rounds))
    what = (KINDS[(number // 2 + turn) % len(KINDS)] for turn in range(rounds))
    return list(zip(who, what, strict=True))


def _collected(pipes: Mapping[str, Connection]) -> dict[str, tuple[list[Visit], list[str]]]:
    """What the kiosks have to say, as far as they come to it in time."""
    told: dict[str, tuple[list[Visit], list[str]]] = {}
    until = time.monotonic() + ROUND_LIMIT_S
    for terminal, pipe in pipes.items():
        if pipe.poll(max(0.0, until - time.monotonic())):
            with suppress(EOFError):  # it died, and has said why
                told[terminal] = pipe.recv()
    return told


def _spreads_ms(starts: Sequence[int], documents_ns: Sequence[int]) -> list[int]:
    spreads = []
    for began, ended in zip(starts, [*starts[1:], 2**63], strict=True):
        inside = [at for at in documents_ns if began <= at < ended]
        if inside:
            spreads.append((max(inside) - min(inside)) // 1_000_000)
    return spreads


def _line(attempt: Attempt) -> str:
    return f"{attempt.terminal}: {attempt.accident.name} {attempt.path} {attempt.ours} {attempt.theirs}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures as one JSON object; exit code 1 when they are not good."""
    parser = argparse.ArgumentParser(prog="python -m device.testing.strangers.load", description=__doc__)
    parser.add_argument("--kiosks", type=int, default=20)
    parser.add_argument("--customers", type=int, default=200, help="of all kiosks together")
    parser.add_argument("--seed", type=int, default=1, help="of what befalls which answer")
    accidents = sorted(each.name for each in Accident)
    parser.add_argument("--only", choices=accidents, help="this accident alone, to every document", metavar="ACCIDENT")
    chosen = parser.parse_args(arguments)
    if not 2 <= chosen.kiosks <= KIOSKS_MAX or chosen.customers < chosen.kiosks or chosen.customers % chosen.kiosks:
        parser.error(f"2 to {KIOSKS_MAX} kiosks, and the same number of customers at each")
    plan = seeded(chosen.seed) if chosen.only is None else always(Accident[chosen.only])
    figures = load(chosen.kiosks, chosen.customers, plan)
    sys.stdout.write(json.dumps(asdict(figures), ensure_ascii=False) + "\n")
    return 0 if figures.good else 1


if __name__ == "__main__":
    sys.exit(main())
