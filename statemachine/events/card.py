"""The card on the tray."""

from __future__ import annotations

from typing import ClassVar

from statemachine.events.base import Event, Topic


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
