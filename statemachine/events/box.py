"""Devices, time, staff, and the box itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.base import Event, Topic
from statemachine.told import ToldHours, ToldStop


@dataclass(frozen=True, kw_only=True)
class KioskStarted(Event):
    """The first event of a boot: what the store remembers.

    till: coins as (place, value in yen, coins); held: accounts of visits that the last stop cut off, with
    the yen that no fee had claimed; counts: the hoppers' own counters as last heard, by coin value;
    open_payouts: orders whose end nobody heard, as (visit, yen, coins); open_copies: copies likewise;
    causes: what the attendant was called for; card_on_tray: the last thing known of the tray;
    escrow_visit: whose note lies in escrow, if one does; reports: what the centre must still be told, as
    (request, document, copy, outcome), oldest first; document: one that was being delivered; cancels_s: when
    customers last cancelled with money in, in seconds of wall time since 1970 (UTC).
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
    escrow_visit: int = 0
    reports: tuple[tuple[str, str, int, str], ...] = ()
    document: str = ""
    cancels_s: tuple[int, ...] = ()


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
class ServiceStateHeard(Event):
    """What the centre says of hours and stops has changed."""

    stops: tuple[ToldStop, ...] = ()
    hours: tuple[ToldHours, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentUnwanted(Event):
    """The centre has made out a document for a request of this kiosk, and it will not be printed: its pages are not
    what was confirmed, or its customer has gone. copies: for how many it was asked."""

    document: str
    copies: int


@dataclass(frozen=True, kw_only=True)
class DeviceRemarked(Event):
    """A device works, and yet has something that staff want to find in the journal: a code, never a name."""

    device: str
    remark: str


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
