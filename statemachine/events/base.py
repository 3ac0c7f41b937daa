"""What every event is: a frozen fact with its stamps, a topic, and the name the table knows it by."""

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
