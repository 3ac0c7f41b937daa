"""What happened: frozen facts in the past tense, the machine's only input.

An event carries codes, counts and handles, never data of a person. `topic` sorts the events for the
rule that money, card and paper are ignored nowhere (DESIGN §2 rule 4); `by_customer` marks the acts
that keep a session alive (rule book §6: 5 minutes "without an operation").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import cache
from typing import ClassVar

JST = timezone(timedelta(hours=9), "JST")
EPOCH = datetime(1970, 1, 1, tzinfo=JST)


class Topic(Enum):
    """What an event is about."""

    CUSTOMER = "customer"
    CARD = "card"
    MONEY = "money"
    PAPER = "paper"
    ANSWER = "answer"
    DEVICE = "device"
    TIME = "time"
    STAFF = "staff"


@cache
def snake(name: str) -> str:
    """`CardPlaced` -> `card_placed`: the trigger's name of an event or command class."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True, kw_only=True)
class Event:
    """One fact. `seq`, `monotonic_ns` and `wall` are stamped by the loop; `answers` is the id of the
    command that this event closes, if any."""

    topic: ClassVar[Topic] = Topic.DEVICE
    by_customer: ClassVar[bool] = False

    seq: int = 0
    monotonic_ns: int = 0
    wall: datetime = EPOCH
    answers: str | None = None

    @property
    def trigger(self) -> str:
        """The name under which the table knows this event."""
        return snake(type(self).__name__)


# --- the customer's presses ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Press(Event):
    """A press on the customer's screen; abstract."""

    topic: ClassVar[Topic] = Topic.CUSTOMER
    by_customer: ClassVar[bool] = True


class StartPressed(Press):
    """行政サービス (①)."""


class IssuePressed(Press):
    """証明書交付サービス (②)."""


class RegisterPressed(Press):
    """戸籍証明書交付の利用登録申請 (②)."""


class CancelPressed(Press):
    """終了する, 中止する, 終了."""


class BackPressed(Press):
    """前画面へ."""


class ConfirmPressed(Press):
    """確定する."""


class CorrectPressed(Press):
    """訂正, where the entry is not a PIN."""


class TakenPressed(Press):
    """取りました (⑭, ⑮)."""


class MutePressed(Press):
    """音声停止."""


class StayPressed(Press):
    """The answer "yes" to "still there?"."""


@dataclass(frozen=True, kw_only=True)
class ChoicePressed(Press):
    """A choice of the shown list, by its id."""

    choice: str


@dataclass(frozen=True, kw_only=True)
class KeyPressed(Press):
    """A digit of the copies' keypad (never of a PIN)."""

    key: int


@dataclass(frozen=True, kw_only=True)
class PinDigitEntered(Press):
    """A digit went into the vault; `count` are in now."""

    count: int


@dataclass(frozen=True, kw_only=True)
class PinDigitErased(Press):
    """訂正 took the last digit out of the vault; `count` are left."""

    count: int


# --- the card on the tray -----------------------------------------------------------------------


class CardPlaced(Event):
    """Something lies on the reader."""

    topic: ClassVar[Topic] = Topic.CARD
    by_customer: ClassVar[bool] = True


class CardRemoved(Event):
    """The tray is empty."""

    topic: ClassVar[Topic] = Topic.CARD
    by_customer: ClassVar[bool] = True


class CardUnknown(Event):
    """The reader cannot be asked: presence unknown, never "no card"."""

    topic: ClassVar[Topic] = Topic.CARD


# --- money --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MoneyEvent(Event):
    """About money; abstract."""

    topic: ClassVar[Topic] = Topic.MONEY


@dataclass(frozen=True, kw_only=True)
class CashCredited(MoneyEvent):
    """A coin of `yen` is in, lying at `place` (`hopper-100`, `cashbox`)."""

    by_customer: ClassVar[bool] = True
    yen: int
    place: str


@dataclass(frozen=True, kw_only=True)
class CoinReturned(MoneyEvent):
    """The acceptor gave a coin back, with its error code."""

    by_customer: ClassVar[bool] = True
    code: int


class ReturnLeverPressed(MoneyEvent):
    """The coin return lever: a cancel."""

    by_customer: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class CashUncertain(MoneyEvent):
    """Money may be inside without a credit (swallowed coin, lost credits, device reset)."""

    cause: str


@dataclass(frozen=True, kw_only=True)
class HoppersCounted(MoneyEvent):
    """What the hoppers' own non-volatile counters say, as (coin value in yen, count)."""

    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class CoinsDispensed(MoneyEvent):
    """A payout has ended: `paid` of `asked` coins of `yen` left the hopper."""

    yen: int
    asked: int
    paid: int
    count_after: int
    fault: str | None = None


# --- paper --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CopyPrinted(Event):
    """The printer's own job for this copy is complete, with its sheets counted."""

    topic: ClassVar[Topic] = Topic.PAPER
    copy: int


@dataclass(frozen=True, kw_only=True)
class CopyFailed(Event):
    """The copy will not come. `settled`: the job is terminal at the printer."""

    topic: ClassVar[Topic] = Topic.PAPER
    copy: int
    cause: str
    settled: bool


class CertificateTaken(Event):
    """The output tray's contact: the sheets are out."""

    topic: ClassVar[Topic] = Topic.PAPER
    by_customer: ClassVar[bool] = True


class ReceiptPrinted(Event):
    """The receipt printer confirmed the receipt."""

    topic: ClassVar[Topic] = Topic.PAPER


class ClaimSlipPrinted(Event):
    """The receipt printer confirmed the claim slip."""

    topic: ClassVar[Topic] = Topic.PAPER


# --- answers to commands ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Answer(Event):
    """Closes the command it names; abstract."""

    topic: ClassVar[Topic] = Topic.ANSWER


@dataclass(frozen=True, kw_only=True)
class CertificateRead(Answer):
    """The card's certificate is in the vault; `device` is `my_number`, `android` or `iphone`."""

    device: str
    tries_left: int


@dataclass(frozen=True, kw_only=True)
class CardUnusable(Answer):
    """This card cannot be used: `foreign`, `juki`, `no_certificate`, `phone`, `damaged`."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateAccepted(Answer):
    """The centre knows the holder; `home` is his municipality's JIS code."""

    home: str


@dataclass(frozen=True, kw_only=True)
class CertificateRefused(Answer):
    """The centre refuses the holder; the reason is for the record, not for the screen."""

    reason: str


class PinAccepted(Answer):
    """The PIN was right and the challenge is signed."""


@dataclass(frozen=True, kw_only=True)
class PinWrong(Answer):
    """The card said no; so many tries are left."""

    tries_left: int


class PinLocked(Answer):
    """The card's PIN is locked."""


class SessionOpened(Answer):
    """The centre took the signature."""


@dataclass(frozen=True, kw_only=True)
class SessionRefused(Answer):
    """The centre did not take the signature."""

    reason: str


@dataclass(frozen=True)
class Offered:
    """One kind of certificate the centre offers: codes and handles only."""

    kind: str
    fee_yen: int
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OfferReceived(Answer):
    """What this holder may have, with the people by handle (names are in the vault)."""

    kinds: tuple[Offered, ...]
    holder: str


@dataclass(frozen=True, kw_only=True)
class DocumentPrepared(Answer):
    """The document is in the vault, checked and pressed."""

    document: str
    sheets: int


class PaperReady(Answer):
    """Page and receipt printer have what this request needs."""


class CashOpened(Answer):
    """The acceptor takes coins."""


class CashShut(Answer):
    """The acceptor takes no more coins."""


class CopyReported(Answer):
    """The centre has recorded what became of a copy."""


class OutputDone(Answer):
    """A screen, voice or alarm command was carried out."""


@dataclass(frozen=True, kw_only=True)
class CommandFailed(Answer):
    """A command was not done: `outcome` is `refused`, `failed`, `unknown` or `overdue`.

    refused: nothing was done; failed: it did not work; unknown: it may or may not have been done.
    """

    command: str
    outcome: str
    cause: str

    @property
    def trigger(self) -> str:
        return f"{self.command}_failed"


# --- devices, time, staff -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class KioskStarted(Event):
    """The first event of a boot: what the store remembers.

    till: coins as (place, value in yen, coins); held: accounts of visits that the last stop cut off, with
    the yen that no fee had claimed; counts: the hoppers' own counters as last heard, by coin value;
    open_payouts: orders whose end nobody heard, as (visit, yen, coins); open_copies: copies likewise;
    causes: what the attendant was called for; card_on_tray: the last thing known of the tray.
    """

    topic: ClassVar[Topic] = Topic.DEVICE
    boot: int
    till: tuple[tuple[str, int, int], ...] = ()
    held: tuple[tuple[str, int], ...] = ()
    counts: tuple[tuple[int, int], ...] = ()
    open_payouts: tuple[tuple[int, int, int], ...] = ()
    open_copies: int = 0
    causes: tuple[str, ...] = ()
    card_on_tray: bool = False


@dataclass(frozen=True, kw_only=True)
class DeviceReady(Event):
    """A device can do its work: `card`, `cash`, `receipt`, `page`, `centre`."""

    device: str


@dataclass(frozen=True, kw_only=True)
class DeviceUnready(Event):
    """A device cannot do its work, with the cause as a code and the text for the attendant."""

    device: str
    cause: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class TimerExpired(Event):
    """A deadline that was armed and not re-armed since."""

    topic: ClassVar[Topic] = Topic.TIME
    timer: str

    @property
    def trigger(self) -> str:
        return f"{self.timer}_due"


class StopRequested(Event):
    """The box shall end: whoever is being served is brought to an end first."""

    topic: ClassVar[Topic] = Topic.STAFF


class AttendantCleared(Event):
    """The attendant has dealt with what the kiosk called for."""

    topic: ClassVar[Topic] = Topic.STAFF
