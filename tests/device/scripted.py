"""A loop with the real machine, a real store and a vault; time and the workers' answers are the test's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from device.box import started
from device.clock import TOKYO
from device.config.kiosk import load_demo
from device.config.service import load_municipalities
from device.loop import Loop
from device.rules import rules_for
from device.store import EventRow, Store
from device.vault import Vault
from drivers.clock import NS_PER_S
from statemachine import events as e
from statemachine.commands import Command
from statemachine.events import Event, Offered
from statemachine.machine import KioskMachine
from statemachine.rules import Rules

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
TAKAOKA = "16202"
JUMINHYO = Offered("juminhyo", 200, ("self", "household", "part"), ("head", "domicile", "number"), ("p1", "p2"))
COUNTS = ((10, 0), (50, 0), (100, 0), (500, 0))
DEVICES = ("card", "cash", "receipt", "page", "centre")


@cache
def rules() -> Rules:
    """The rules of the kiosk whose peripherals are all simulated."""
    return rules_for(load_demo(), load_municipalities())


class HandClock:
    """Time that only the test moves."""

    def __init__(self) -> None:
        self.now_ns = 0

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return MORNING + timedelta(microseconds=self.now_ns // 1000)

    def wait_until(self, due_ns: int) -> None:
        self.now_ns = max(self.now_ns, due_ns)


class Scripted:
    """A kiosk without workers: what it orders lies in `given` until the test answers it.

    Screen, voice and alarm answer by themselves; `at_delivery` looks on while a command leaves.
    """

    def __init__(
        self, store: Store | None = None, *, make_machine: Callable[[Rules], KioskMachine] = KioskMachine
    ) -> None:
        self.clock, self.vault = HandClock(), Vault()
        self.store = store or Store.open(None)
        self.machine = make_machine(rules())
        self.given: list[Command] = []
        self.at_delivery: Callable[[Command], None] = lambda _command: None
        self.loop = Loop(self.machine, self.store, self.vault, self.clock, self._deliver)

    def _deliver(self, command: Command) -> None:
        self.at_delivery(command)
        self.given.append(command)
        if command.device == "screen":
            self.loop.post(e.OutputDone(answers=command.id))

    @property
    def state(self) -> str:
        return self.machine.state

    @property
    def now_s(self) -> float:
        return self.clock.now_ns / NS_PER_S

    # --- what happens -------------------------------------------------------------------------------

    def take(self, *happened: Event) -> None:
        """Each event by itself."""
        for event in happened:
            self.loop.post(event)
            self.loop.tick()

    def last(self, kind: str) -> Command:
        """The newest command of a kind."""
        return next(command for command in reversed(self.given) if command.kind == kind)

    def answer(self, kind: str, event: Event) -> None:
        """Answer the newest command of a kind."""
        self.take(replace(event, answers=self.last(kind).id))

    def run_to(self, ns: int) -> None:
        """Let time pass, with every deadline on the way at its very moment."""
        while (due_ns := self.loop.next_due_ns()) is not None and due_ns <= ns:
            self.clock.now_ns = max(self.clock.now_ns, due_ns)
            self.loop.tick()
        self.clock.now_ns = max(self.clock.now_ns, ns)

    def pass_s(self, seconds: float) -> None:
        self.run_to(self.clock.now_ns + round(seconds * NS_PER_S))

    # --- what the store says ------------------------------------------------------------------------

    def rows(self) -> list[EventRow]:
        return list(self.store.events())

    def kinds(self) -> list[str]:
        """The triggers recorded so far, without the screen's."""
        return [row.kind for row in self.rows() if row.kind != "output_done"]

    # --- how far a visit gets -----------------------------------------------------------------------

    def boot(self) -> None:
        """From the store's memory to rest."""
        self.take(started(self.store), e.HoppersCounted(counts=COUNTS))
        self.take(*(e.DeviceReady(device=device) for device in DEVICES), e.CardRemoved())

    def to_card(self) -> None:
        """The card lies on the tray and is being read."""
        self.take(e.StartPressed(), e.IssuePressed(), e.CardPlaced())

    def to_pin(self) -> None:
        """⑤."""
        self.to_card()
        self.answer("read_card", e.CertificateRead(device="my_number", tries_left=3))
        self.answer("check_certificate", e.CertificateAccepted(home=TAKAOKA))
        self.take(e.ConfirmPressed())

    def to_paying(self, copies: int = 1) -> None:
        """⑫, for the holder's own 住民票."""
        self.to_pin()
        self.take(*(e.PinDigitEntered(count=count) for count in range(1, 5)))
        self.pass_s(1.0)
        self.answer("verify_pin", e.PinAccepted())
        self.answer("open_session", e.SessionOpened())
        self.answer("fetch_offer", e.OfferReceived(kinds=(JUMINHYO,), holder="p1"))
        self.answer("release_card", e.OutputDone())
        self.take(e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), *[e.ConfirmPressed()] * 3)
        self.take(e.KeyPressed(key=copies), e.ConfirmPressed(), e.ConfirmPressed())
        self.answer("issue_document", e.DocumentPrepared(document="d1", sheets=1))
        self.answer("check_paper", e.PaperReady())
        self.answer("accept_cash", e.CashOpened())
        assert self.state == "accepting_cash"

    def pay(self, *coins: int) -> None:
        """Coins, each into its hopper."""
        self.take(*(e.CashCredited(yen=yen, place=f"hopper-{yen}") for yen in coins))

    def settle(self) -> None:
        """The acceptor is shut and no coin is on its way any more."""
        self.answer("shut_cash", e.CashShut())
        self.pass_s(self.machine.desk.delays.drain_s)
