"""One kiosk's process in a load: a whole kiosk in virtual time, its centre at the end of a real TLS connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any, Final

from device.clock import RealClock
from device.config.kiosk import load_demo
from device.ports.opening import open_http
from device.testing.inline import Inline
from device.testing.strangers.fleet import AT, LIMIT_S
from device.testing.strangers.real_port import real_opener
from device.testing.strangers.reports import reports_of
from device.testing.strangers.visiting import Visitor
from sim.hosts import ClientFiles
from sim.personas import Persona

ROUND_LIMIT_S: Final = 120.0


def serve(
    terminal: str,
    url: str,
    files: ClientFiles,
    queue: Sequence[tuple[Persona, str]],
    barrier: Any,
    walls: Any,
    withheld: Any,
    number: int,
    answer: Connection,
) -> None:
    """Serve the queue, a guest a round, and answer with the visits and the kiosk's reports.

    walls, withheld: shared by all, by kiosk: the virtual time, and whether its answer is kept back on purpose
    """
    clock = RealClock()

    def kept_back() -> bool:
        found, withheld[number] = bool(withheld[number]), 0
        return found

    _, opener, _ = open_http(
        url, clock, certificate=files.certificate, key=files.key, authority=files.authority
    )
    config = replace(load_demo(), press_grade="plain", terminal_id=terminal)
    kiosk: list[Inline] = []
    with Inline(AT, config=config, centre=real_opener(lambda: kiosk[0].hub, clock, opener, kept_back)) as inline:
        kiosk.append(inline)
        hub = inline.hub

        def note(due_ns: int) -> None:
            walls[number] = due_ns

        hub.before_jump = note
        visitor = Visitor(hub, inline.world, terminal)
        hub.join(visitor)
        for guest in queue:
            barrier.wait(ROUND_LIMIT_S)
            visitor.queue = [guest]
            hub.run_until(lambda: visitor.done, limit_s=LIMIT_S)
        answer.send((visitor.visits, reports_of(inline.store)))
    answer.close()
