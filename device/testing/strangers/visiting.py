"""A customer who does what each screen asks for, whatever comes; who is turned away comes to an end like all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from device.testing.strangers.judging import Visit, words_of
from sim.card import TrayError, VirtualCard, content_for
from sim.customer.discretion import Discretion
from sim.personas import Persona
from sim.verbs import ActError
from sim.wire import NS_PER_MS, NS_PER_S, Clock
from sim.world import World

LOOK_NS: Final = 600 * NS_PER_MS
"""How often he looks at the screen, and does one thing."""
PATIENCE_NS: Final = 900 * NS_PER_S
"""After so long he goes away, whatever the kiosk does."""
COIN_YEN: Final = 100
"""One after the other until it is enough; what is too much comes back."""
PAPER: Final = 100


class Visitor:
    """Guests one after the other at one kiosk. A participant: lives by due times.

    queue: who comes next, with the kind that he would like best; visits: those that are over
    """

    def __init__(self, clock: Clock, world: World, terminal: str, begins_ns: int = 0) -> None:
        self._clock, self._world, self.terminal = clock, world, terminal
        self.queue: list[tuple[Persona, str]] = []
        self.visits: list[Visit] = []
        self._visit: Visit | None = None
        self._card: VirtualCard | None = None
        self._due_ns, self._until_ns = begins_ns, 0
        self._started = self._typed = False
        self._sheets = 0

    @property
    def done(self) -> bool:
        """Everybody has come and gone."""
        return self._visit is None and not self.queue

    def next_due_ns(self) -> int | None:
        """When he looks next."""
        return None if self.done else self._due_ns

    def tick(self) -> None:
        """Look, and do one thing."""
        now_ns = self._clock.monotonic_ns()
        if self.done or now_ns < self._due_ns:
            return
        self._due_ns = now_ns + LOOK_NS
        screen = self._world.customer.senses.screen
        if screen is None:
            return
        if self._visit is None:
            self._come(now_ns)
        elif now_ns > self._until_ns or (self._started and screen.name == "idle"):
            self._go()
        else:
            with suppress(ActError, TrayError):
                _ACTS.get(screen.name, Visitor._tidy)(self)

    # --- coming and going

    def _come(self, now_ns: int) -> None:
        guest, kind = self.queue.pop(0)
        self._visit = Visit(self.terminal, guest.id, kind)
        self._world.customer.persona = guest
        self._world.customer.senses.discretion = Discretion(guest)
        self._card = VirtualCard(content_for(guest))
        self._until_ns, self._started, self._typed = now_ns + PATIENCE_NS, False, False
        if self._world.page.sheets_left < PAPER:
            self._world.page.fill_tray(PAPER)

    def _go(self) -> None:
        self._collect()
        assert self._visit is not None
        self.visits.append(self._visit)
        self._visit = None

    def _collect(self) -> None:
        """Whatever has come out since the last look is on his visit."""
        page = self._world.page
        page.take_sheets()
        assert self._visit is not None
        self._visit.sheets += [words_of(sheet.pdf) for sheet in page.taken[self._sheets :]]
        self._sheets = len(page.taken)

    # --- what each screen asks for

    def _start(self) -> None:
        self._world.customer.press("start")
        self._started = True

    def _issue(self) -> None:
        self._world.customer.press("issue")

    def _lay(self) -> None:
        assert self._card is not None
        if self._world.tray.card is None:
            self._world.tray.lay(self._card)

    def _home(self) -> None:
        self._choose("home")

    def _pin(self) -> None:
        if not self._typed:
            self._typed = True
            self._world.customer.pin("right")

    def _take_card(self) -> None:
        self._world.tray.take()

    def _kind(self) -> None:
        assert self._visit is not None
        screen = self._world.customer.senses.screen
        kinds = [] if screen is None else [each.id for each in screen.choices if each.enabled]
        if kinds and self._visit.kind not in kinds:
            self._visit.kind = kinds[0]
        self._choose(self._visit.kind)

    def _confirm(self) -> None:
        self._world.customer.press("confirm")

    def _pay(self) -> None:
        self._world.cash.insert(COIN_YEN)

    def _take_certificate(self) -> None:
        self._collect()
        self._world.customer.press("taken")

    def _take_receipt(self) -> None:
        with suppress(ActError):
            self._world.take_receipt()
        self._world.customer.press("taken")

    def _tidy(self) -> None:
        """Nothing is asked for: what is his goes with him."""
        if self._world.tray.card is not None and self._screen_name in _CARD_MAY_GO:
            self._world.tray.take()
        with suppress(ActError):
            self._world.take_coins()
        if self._screen_name == "attention":
            self._world.attendant.clear()

    @property
    def _screen_name(self) -> str:
        screen = self._world.customer.senses.screen
        return "" if screen is None else screen.name

    def _choose(self, choice: str) -> None:
        """Mark it, then confirm at the next look."""
        screen = self._world.customer.senses.screen
        if screen is not None and any(each.id == choice and each.chosen for each in screen.choices):
            self._world.customer.press("confirm")
        else:
            self._world.customer.choose(choice)


_CARD_MAY_GO: Final = frozenset({"card_left", "saying_sorry", "out_of_service", "attention", "idle", "closed"})

_ACTS: Final[Mapping[str, Callable[[Visitor], None]]] = {
    "idle": Visitor._start,
    "menu": Visitor._issue,
    "waiting_for_card": Visitor._lay,
    "choosing_municipality": Visitor._home,
    "entering_pin": Visitor._pin,
    "waiting_for_card_removal": Visitor._take_card,
    "choosing_certificate": Visitor._kind,
    "choosing_scope": Visitor._confirm,
    "choosing_items": Visitor._confirm,
    "entering_copies": Visitor._confirm,
    "confirming": Visitor._confirm,
    "accepting_cash": Visitor._pay,
    "waiting_for_certificate": Visitor._take_certificate,
    "waiting_for_receipt": Visitor._take_receipt,
}
