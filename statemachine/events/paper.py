"""Sheets, receipts and slips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from statemachine.events.base import Event, Topic


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


@dataclass(frozen=True, kw_only=True)
class TrayFilled(Event):
    """A contact says that something lies in a tray: `certificate`, `receipt`, `change`."""

    topic: ClassVar[Topic] = Topic.PAPER
    tray: str


@dataclass(frozen=True, kw_only=True)
class TrayEmptied(Event):
    """A contact says that a tray is empty: what lay in it was taken. The first word of a boot may be this."""

    topic: ClassVar[Topic] = Topic.PAPER
    by_customer: ClassVar[bool] = True
    tray: str


class ReceiptPrinted(Event):
    """The receipt printer confirmed the receipt."""

    topic: ClassVar[Topic] = Topic.PAPER


class ClaimSlipPrinted(Event):
    """The receipt printer confirmed the claim slip."""

    topic: ClassVar[Topic] = Topic.PAPER
