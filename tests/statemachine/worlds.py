"""A small world for the machine alone: rules of one town, and answers that fit what was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from statemachine import events as e
from statemachine.commands import Command
from statemachine.events import JST, Event, Offered
from statemachine.machine import KioskMachine
from statemachine.places import Nation, Prefecture, Region
from statemachine.rules import KindRule, MunicipalityRule, Rules

OPEN = datetime(2026, 11, 24, 10, 0, tzinfo=JST)
NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=JST)
TAKAOKA, OBIHIRO = "16202", "01207"
JUMINHYO = Offered("juminhyo", 200, ("self", "household", "part"), ("head", "domicile", "number"), ("p1", "p2"))
INKAN = Offered("inkan", 200, ("self",), (), ("p1",))


def rules() -> Rules:
    """Takaoka with two kinds; Obihiro, which takes 利用登録申請 and is said to be the other town of one prefecture."""
    since = date(2021, 4, 1)
    kinds = {
        "juminhyo": KindRule("juminhyo", ((since, 200),), JUMINHYO.scopes, JUMINHYO.items),
        "inkan": KindRule("inkan", ((since, 200),), INKAN.scopes),
    }
    towns = {TAKAOKA: MunicipalityRule(TAKAOKA, kinds), OBIHIRO: MunicipalityRule(OBIHIRO, {}, takes_registration=True)}
    nation = Nation((Region("1", (Prefecture("01", (("a", (OBIHIRO,)), ("ta", (TAKAOKA,)))),)),))
    return Rules("T1", towns, nation=nation)


class Driven:
    """A machine and everything it ordered."""

    def __init__(self) -> None:
        self.machine = KioskMachine(rules())
        self.wall = OPEN
        self.orders: list[Command] = []

    @property
    def state(self) -> str:
        return self.machine.state

    def take(self, *happened: Event) -> list[Command]:
        """Hand in events; the orders of the last one."""
        last: list[Command] = []
        for event in happened:
            last = self.machine.handle(replace(event, wall=self.wall))
            self.orders += last
        return last

    def start(self) -> None:
        """To `idle`."""
        self.take(e.KioskStarted(boot=1), e.HoppersCounted(counts=((10, 0), (50, 0), (100, 0), (500, 0))))
        self.take(*(e.DeviceReady(device=d) for d in ("card", "cash", "receipt", "page", "centre")), e.CardRemoved())

    def answer(self, kind: str, event: Event) -> list[Command]:
        """Answer the open command of this kind."""
        ids = [i for i, (command, _) in self.machine.desk.open.items() if command.kind == kind]
        return self.take(replace(event, answers=ids[0]))

    def to_card_state(self, state: str, *, tries_left: int = 3) -> None:
        """From `idle` to a state of the card phase."""
        ways: tuple[tuple[str, Callable[[], object]], ...] = (
            ("menu", lambda: self.take(e.StartPressed())),
            ("waiting_for_card", lambda: self.take(e.IssuePressed())),
            ("reading_card", lambda: self.take(e.CardPlaced())),
            ("choosing_municipality", lambda: self._accepted(tries_left)),
            ("entering_pin", lambda: self.take(e.ConfirmPressed())),
            ("verifying", self._typed),
            ("waiting_for_card_removal", self._served),
        )
        for name, go in ways:
            go()
            assert self.state == name
            if name == state:
                return

    def _accepted(self, tries_left: int) -> None:
        self.answer("read_card", e.CertificateRead(device="my_number", tries_left=tries_left))
        self.answer("check_certificate", e.CertificateAccepted(home=TAKAOKA))

    def _typed(self) -> None:
        self.take(*(e.PinDigitEntered(count=n) for n in range(1, 5)), e.TimerExpired(timer="pin_pause"))

    def _served(self) -> None:
        self.answer("verify_pin", e.PinAccepted())
        self.answer("open_session", e.SessionOpened())
        self.answer("fetch_offer", e.OfferReceived(kinds=(JUMINHYO, INKAN), holder="p1"))

    def to_paying(self, copies: int = 3) -> None:
        """From `idle` to `accepting_cash` with 住民票 for the holder."""
        self.to_card_state("waiting_for_card_removal")
        self.take(e.CardRemoved(), e.ChoicePressed(choice="juminhyo"), *[e.ConfirmPressed()] * 3)
        self.take(e.KeyPressed(key=copies), e.ConfirmPressed(), e.ConfirmPressed())
        self.answer("issue_document", e.DocumentPrepared(document="d1", sheets=1))
        self.answer("check_paper", e.PaperReady())
        assert self.state == "accepting_cash"

    def printed(self, copies: int) -> None:
        """So many more copies come out, each as the answer to its order."""
        for _ in range(copies):
            self.answer("print_copy", e.CopyPrinted(copy=len(self.machine.desk.session.printed) + 1))

    def pay(self, *coins: int) -> None:
        """Coins into their hoppers."""
        self.take(*(e.CashCredited(yen=yen, place=f"hopper-{yen}") for yen in coins))

    def settle(self) -> None:
        """Shut, if it was open, and drained."""
        if any(command.kind == "shut_cash" for command, _ in self.machine.desk.open.values()):
            self.answer("shut_cash", e.CashShut())
        self.take(e.TimerExpired(timer="drain"))
