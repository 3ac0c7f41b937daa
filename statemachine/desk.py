"""The machine's memory and its outbox: facts about devices, tray and money, and the current visit.

The desk is the model of the `transitions` machine. Table actions change it and give orders through
it; it does no I/O, reads no clock and never raises for anything the world does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from statemachine.commands import (
    Abandon,
    Book,
    Command,
    KeepReport,
    NoteIncident,
    ReleaseCard,
    Remember,
    SoundAlarm,
    Speak,
    StartTimer,
    StopTimer,
)
from statemachine.delays import Delays
from statemachine.events import EPOCH
from statemachine.money import Money
from statemachine.rules import COIN_VALUES_YEN, Rules
from statemachine.session import Session
from statemachine.told import Told, narrowed

# timers that belong to the situation, not to a state; upkeep.py and the resting states mind them
_LONG_TIMERS = frozenset(
    {"idle_warning", "idle_end", "card_voice", "card_alarm", "card_attendant", "change_voice", "hours", "report_again"}
)


@dataclass(frozen=True)
class Payout:
    """Coins ordered out of a hopper for a visit, whose end has not been heard.

    count_before: what the hopper was thought to count; None for an order of an earlier boot
    """

    visit: int
    yen: int
    coins: int
    count_before: int | None = None


class Desk:
    """Everything the machine knows.

    state: the physical situation, a name of the state table; wall: the wall time of the event at hand;
    trays: by the contacts that there are, whether something lies in them; absent while it is not known;
    card_on_tray: True also while the reader cannot be asked, if a card lay there before; phone_on_tray: what
    lies there has said that it is a phone; payouts: by
    command id, until their end is heard, also after they were given up; idle_warned_in: the state in
    which "still there?" was asked; cancels_ns: when customers last cancelled with money in; escrow_visit:
    whose note lies in escrow; note_trouble: why the validator takes no notes, None while it does; reports: what
    the centre must still be told, by request id in the order of its happening; report_sent: the command that is
    telling it one of them, empty for none; report_waits: it was not heard, and is told again after a pause;
    told: what the centre says of hours and stops; rules: the box's own rules narrowed by it.
    """

    def __init__(self, rules: Rules) -> None:
        self.state: str = "starting"
        self.own_rules = self.rules = rules
        self.told = Told()
        self.boot = 0
        self.wall: datetime = EPOCH
        self.session = Session(number=0)
        self.money = Money()
        self.card_on_tray = False
        self.phone_on_tray = False
        self.reader_blind = True
        self.trays: dict[str, bool] = {}
        self.devices: dict[str, str | None] = dict.fromkeys(rules.devices, "starting")
        self.causes: set[str] = set()
        self.card_powered = False
        self.ladder_running = False
        self.acceptor_open = False
        self.alarm_on = False
        self.alarm_reasons: set[str] = set()
        self.idle_running = False
        self.idle_warned_in = ""
        self.pin_count = 0
        self.cancels_ns: list[int] = []
        self.escrow_visit = 0
        self.note_trouble: str | None = None
        self.open: dict[str, tuple[Command, str]] = {}
        self.state_timers: dict[str, str] = {}
        self.payouts: dict[str, Payout] = {}
        self.unheard: list[Payout] = []
        self.remembered_counts: dict[int, int] = {}
        self.reports: dict[str, KeepReport] = {}
        self.report_sent = ""
        self.report_waits = False
        self.outbox: list[Command] = []
        self._given = 0

    @property
    def delays(self) -> Delays:
        """The delays of this box."""
        return self.rules.delays

    @property
    def certificate_lies(self) -> bool:
        """A contact says that sheets lie in the output tray."""
        return self.trays.get("certificate") is True

    # --- orders ---------------------------------------------------------------------------------

    def give(self, command: Command) -> str:
        """Append an order to the outbox under a fresh id; the id."""
        self._given += 1
        order = replace(command, id=f"{self.rules.terminal}-{self.boot}-{self._given}")
        if order.device != "loop":
            self.open[order.id] = (order, self.state)
        self.outbox.append(order)
        return order.id

    def start_timer(self, timer: str, after_s: float) -> None:
        """Arm a deadline; arming it again makes the former one stale. It ends with its state."""
        if timer not in _LONG_TIMERS:
            self.state_timers[timer] = self.state
        self.outbox.append(StartTimer(timer=timer, after_s=after_s))

    def stop_timers(self, *timers: str) -> None:
        """Disarm deadlines."""
        self.outbox.extend(StopTimer(timer=timer) for timer in timers)

    def request(self) -> str:
        """The id of the next request to the centre: terminal-boot-session-request."""
        self.session.requests += 1
        return f"{self.rules.terminal}-{self.boot}-{self.session.number}-{self.session.requests}"

    def note(self, incident: str) -> None:
        """Write a code into the journal for the attendant."""
        self.outbox.append(NoteIncident(incident=incident))

    def say(self, text: str) -> None:
        """Speak a text."""
        self.give(Speak(text=text))

    def alarm(self, reason: str, *, on: bool) -> None:
        """The continuous alarm sounds while any reason for it stands: `card`, `certificate`."""
        if on:
            self.alarm_reasons.add(reason)
        else:
            self.alarm_reasons.discard(reason)
        wanted = bool(self.alarm_reasons)
        if self.alarm_on != wanted:
            self.alarm_on = wanted
            self.give(SoundAlarm(on=wanted))

    def mute(self, timers: Mapping[str, str]) -> None:
        """音声停止: quiet now; each reason that stands comes back after a while by its timer."""
        for reason in sorted(self.alarm_reasons):
            self.start_timer(timers[reason], self.delays.card_alarm_again_s)
            self.alarm(reason, on=False)

    def remember(self, key: str, value: int | str) -> None:
        """Keep a small fact across a restart."""
        self.outbox.append(Remember(key=key, value=value))

    @property
    def idle_warned(self) -> bool:
        """Whether "still there?" is being asked in the state at hand."""
        return self.idle_warned_in == self.state

    # --- money ----------------------------------------------------------------------------------

    def book(self, debit: str, credit: str, yen: int, *, value_yen: int = 0, coins: int = 0, note: str = "") -> None:
        """One double entry under the current visit."""
        self.outbox.append(
            Book(
                debit=debit,
                credit=credit,
                yen=yen,
                value_yen=value_yen,
                coins=coins,
                session=self.session.number,
                note=note,
            )
        )

    @property
    def customer_account(self) -> str:
        """Where the money that is still the customer's stands."""
        return f"customer:{self.session.number}"

    def order_payout(self, order: Command, payout: Payout) -> str:
        """Give an order for coins; until its end is heard it is known, over restarts too. Its id."""
        self._remember_payouts(payout)
        order_id = self.give(order)
        self.payouts[order_id] = payout
        return order_id

    def forget_payout(self, order: str | None) -> Payout | None:
        """Its end was heard; what was watched for under this order."""
        payout = self.payouts.pop(order or "", None)
        if payout is not None:
            self._remember_payouts()
        return payout

    def forget_unheard(self, value: int) -> None:
        """What a hopper had paid when an earlier boot ended is booked."""
        still = [payout for payout in self.unheard if payout.yen != value]
        if still != self.unheard:
            self.unheard = still
            self._remember_payouts()

    def _remember_payouts(self, *ordered: Payout) -> None:
        watched = (*self.unheard, *self.payouts.values(), *ordered)
        self.remember("payouts", ",".join(f"{p.visit}:{p.yen}:{p.coins}" for p in watched))

    @property
    def cash_values(self) -> tuple[int, ...]:
        """What the box could take now, in yen, coins first."""
        return COIN_VALUES_YEN if self.note_trouble else self.rules.cash_values

    @property
    def money_held(self) -> bool:
        """Whether money of the customer's is inside that no fee has claimed."""
        return self.money.customer_yen > 0

    @property
    def held_note_yen(self) -> int:
        """The note in escrow, if it is still the customer's at hand; one that is owed to him, or to somebody
        before him, is not."""
        his = self.escrow_visit == self.session.number and not self.session.note_owed
        return self.money.escrow_yen if his else 0

    # --- the situation --------------------------------------------------------------------------

    def begin_session(self) -> None:
        """The former visit is over: a fresh one under the next number."""
        self.session = Session(number=self.session.number + 1)

    def hear_of_service(self, told: Told) -> None:
        """The centre has said what is open and what pauses: it may only narrow the box's own rules."""
        if told != self.told:
            self.told = told
            self.rules = narrowed(self.own_rules, told)

    def unready(self) -> list[str]:
        """The devices that cannot do their work now."""
        return [device for device, cause in self.devices.items() if cause is not None]

    def leave_state(self, former: str) -> None:
        """Abandon what the former state asked for and nobody waits for any more; stop its timers."""
        for timer, started_in in list(self.state_timers.items()):
            if started_in == former:
                del self.state_timers[timer]
                self.stop_timers(timer)
        for command_id, (command, given_in) in list(self.open.items()):
            if given_in == former and not command.outlives:
                del self.open[command_id]
                self.outbox.append(Abandon(command=command_id))

    def release_card(self) -> None:
        """Take the power off the card, once."""
        if self.card_powered:
            self.card_powered = False
            self.give(ReleaseCard())
