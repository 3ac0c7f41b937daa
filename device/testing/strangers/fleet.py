"""Several kiosks and one centre in one virtual world: every order and every delay, and always the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from device.clock import TOKYO
from device.config.kiosk import load_demo
from device.hub import Hub
from device.testing.inline import RESTING, Inline
from device.testing.inline_port import opener
from device.testing.strangers.accidents import Plan
from device.testing.strangers.between import Between
from device.testing.strangers.exchange import Attempt
from device.testing.strangers.judging import Visit, strangers
from device.testing.strangers.reports import reports_of, unreported
from device.testing.strangers.visiting import Visitor
from sim.centre import Centre
from sim.personas import Persona
from sim.wire import NS_PER_MS

AT: Final = datetime(2025, 10, 8, 10, 0, tzinfo=TOKYO)
LIMIT_S: Final = 3 * 3600.0


@dataclass(frozen=True)
class Outcome:
    """What became of everybody."""

    visits: Sequence[Visit]
    attempts: Sequence[Attempt]
    strangers: Sequence[str]
    unreported: Sequence[Attempt]
    waiting: Sequence[str]
    """Terminals at which somebody still stood when time was up."""

    @property
    def sheets(self) -> int:
        """How many came out."""
        return sum(len(visit.sheets) for visit in self.visits)


def fleet(
    queues: Sequence[Sequence[tuple[Persona, str]]],
    plan: Plan,
    everybody: Mapping[str, Persona],
    *,
    starts_ms: Sequence[int] = (),
) -> Outcome:
    """Have each queue served at a kiosk of its own; they begin so many ms after each other, or at once."""
    hub = Hub(AT)
    between = Between(hub, Centre(hub, residents=everybody, think_ms={}), plan, everybody)
    hub.join(between)
    kiosks, visitors = [], []
    try:
        for number, queue in enumerate(queues, 1):
            config = replace(load_demo(), press_grade="plain", terminal_id=f"K{number:02d}")
            kiosk = Inline(AT, config=config, hub=hub, centre=opener(hub, "sim://centre", between))
            kiosks.append(kiosk)
            begins_ms = starts_ms[number - 1] if starts_ms else 0
            visitor = Visitor(hub, kiosk.world, config.terminal_id, begins_ms * NS_PER_MS)
            visitor.queue = list(queue)
            hub.join(visitor)
            visitors.append(visitor)
        hub.at_rest = lambda: all(kiosk.box.machine.state in RESTING for kiosk in kiosks)
        hub.run_until(lambda: all(visitor.done for visitor in visitors), limit_s=LIMIT_S)
        visits = [visit for visitor in visitors for visit in visitor.visits]
        said = {kiosk.config.terminal_id: reports_of(kiosk.store) for kiosk in kiosks}
        return Outcome(
            visits,
            between.attempts,
            strangers(visits, everybody),
            unreported(between.attempts, said),
            [visitor.terminal for visitor in visitors if not visitor.done],
        )
    finally:
        for kiosk in kiosks:
            kiosk.close()
