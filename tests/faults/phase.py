"""One customer's card phase at the whole kiosk, in virtual time, with misfortunes at the card's end."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from device.clock import TOKYO
from device.testing.inline import Inline
from sim.card import TrayError
from sim.verbs import ActError, perform
from statemachine.events import Event
from tests.faults.metal import WitnessCard

WORKDAY = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
PATIENCE_S = 20.0
"""How long the customer waits for the screen that he needs for his next step; longer than any call to a card."""
AFTERWARDS_S = 900.0
"""By then every ladder has come to its end."""
IDLE_S = 400.0
"""A card that is seen at last begins a visit, which then takes its five minutes to end."""
KNOWN = ("idle", "card_left", "attention", "out_of_service")
"""Where the kiosk may be left alone."""

Act = tuple[object, ...]
Faults = tuple[tuple[str, tuple[object, ...]], ...]


@dataclass(frozen=True)
class Secrets:
    """Three different PINs: of the customer's own card, of another, and of none."""

    own: str
    other: str
    wrong: str

    def digits(self, which: str) -> str:
        """`own`, `other`, `wrong`; with a number behind it, so many of the digits (`own 3`)."""
        name, _, count = which.partition(" ")
        pin: str = getattr(self, name)
        return pin[: int(count)] if count else pin


@dataclass(frozen=True)
class Visit:
    """A script. acts: in their order; faults: methods of `CardFaults` with their arguments, `other` for a card."""

    person: str
    acts: tuple[Act, ...]
    faults: Faults = ()


@dataclass
class Outcome:
    """What is to be judged after a visit."""

    states: list[str] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    journal: list[object] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    typed: str = ""


_ADDRESS = re.compile("0x[0-9a-f]+")
"""Where an object lies in memory is different each time."""


class _Ear(logging.Handler):
    def __init__(self, words: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._words = words

    def emit(self, record: logging.LogRecord) -> None:
        words = f"{record.name} {record.getMessage()} {record.exc_info and record.exc_info[1]!r}"
        self._words.append(_ADDRESS.sub("0x", words))


@contextmanager
def listening(words: list[str]) -> Iterator[None]:
    """Everything that any logger says, at the finest level."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers
    root.handlers = [_Ear(words)]
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)


class Phase:
    """The kiosk, its customer and two cards."""

    def __init__(self, visit: Visit, secrets: Secrets) -> None:
        self.visit, self.secrets, self.outcome = visit, secrets, Outcome()
        self.own = WitnessCard(visit.person, secrets.own)
        self.other = WitnessCard("watanabe-saori", secrets.other)
        self.kiosk = Inline(WORKDAY, report=self._report)
        self.world, self.tray = self.kiosk.world, self.kiosk.world.tray

    @property
    def cards(self) -> tuple[WitnessCard, WitnessCard]:
        return self.own, self.other

    def play(self) -> Outcome:
        """The visit, what the kiosk makes of being left alone, and the way back to idle."""
        with listening(self.outcome.words), self.kiosk:
            assert self.kiosk.run_until_state("idle", 30)
            self.kiosk.hub.run_for(0.5)
            for name, arguments in self.visit.faults:
                given = [self.other if argument == "other" else argument for argument in arguments]
                getattr(self.tray.faults, name)(*given)
            for act in self.visit.acts:
                self._do(act)
            self._leave_alone()
            self._clear_up()
            self._look_at_metal()
            self._read_journal()
        return self.outcome

    # The customer, and fate

    def _do(self, act: Act) -> None:
        match act:
            case ("pause", float() as seconds):
                self.kiosk.hub.run_for(seconds)
            case ("until", str() as state):
                self.kiosk.run_until_state(state, PATIENCE_S)
                self.kiosk.hub.run_for(0.3)
            case ("lay", str() as whose):
                with suppress(TrayError):
                    self.tray.lay(self.own if whose == "own" else self.other)
            case ("pin", str() as which):
                for digit in self.secrets.digits(which):
                    self._key(digit)
            case (str() as verb, *arguments):
                with suppress(ActError):
                    perform(self.world, verb, *arguments)
        self.kiosk.hub.run_for(0.05)

    def _key(self, digit: str) -> None:
        with suppress(ActError):
            self.world.customer.key(digit)
            self.outcome.typed += digit
        self.kiosk.hub.run_for(0.05)

    # Afterwards

    def _leave_alone(self) -> None:
        kiosk = self.kiosk
        for _ in range(4):  # a state that is known at the first look may be about to be left
            kiosk.hub.run_until(lambda: kiosk.state in KNOWN, limit_s=AFTERWARDS_S)
            kiosk.hub.run_for(8.0)
            if kiosk.state in KNOWN:
                break
        lies, blind = self.tray.card is not None, not (self.tray.plugged and self.tray.service.running)
        allowed = {"card_left", "attention"} if lies else {"idle"}
        if self.tray.faults.muted and lies:
            allowed |= {"idle"}  # a card laid down in silence is there for nobody to see
        if blind:
            allowed = {"out_of_service", "card_left", "attention"}
        self._expect(kiosk.state in allowed, f"left alone in {kiosk.state}: card {lies}, reader lost {blind}")
        self._expect(not any(card.verified for card in self.cards), f"a PIN in force in {kiosk.state}")
        self._expect(not any(card.powered for card in self.cards), f"a card with power in {kiosk.state}")

    def _clear_up(self) -> None:
        self.tray.faults.clear()
        self.tray.plug()
        self.tray.service.start()
        self.kiosk.hub.run_for(2.0)
        if self.tray.card is not None:
            self.tray.take()
        self._expect(self.kiosk.run_until_state("idle", IDLE_S), f"{self.kiosk.state} when all is well and taken")

    def _look_at_metal(self) -> None:
        submitted = len(self.outcome.typed) // 4
        shown, lost = sum(card.shown for card in self.cards), sum(card.lost for card in self.cards)
        self._expect(shown <= submitted, f"PINs were shown {shown} times, submitted {submitted} times")
        self._expect(lost <= submitted, f"{lost} tries are lost, PINs were submitted {submitted} times")
        for card in self.cards:
            self._expect(not card.signed or card.pin in self.outcome.typed, "a signature without its PIN")
        self._expect(repr(self.kiosk.box.vault) == "<Vault pin: 0>", "the vault is not empty")

    def _read_journal(self) -> None:
        store = self.kiosk.store
        self.outcome.journal = [
            *((row, store.commands_of(row.seq)) for row in store.events()),
            *store.ledger(),
            *sorted(store.memory().items()),
        ]

    def _report(self, event: Event, states: Mapping[str, object]) -> None:
        former, state = str(states["from"]), str(states["to"])
        self.outcome.states.append(state)
        if state == "idle":
            self._expect(not any(card.powered for card in self.cards), f"idle after {event.trigger} with power on")
        self._expect(
            event.trigger != "key_pressed" or former not in ("entering_pin", "verifying"), "a PIN's digit is an event"
        )

    def _expect(self, holds: bool, words: str) -> None:
        if not holds and words not in self.outcome.wrongs:
            self.outcome.wrongs.append(words)

