"""The audit counters that coin acceptors and bill validators share (headers 226, 225, 194, 193); kept without power."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sim.cash import headers
from sim.cash.slave import Handler, little_24

NAMES: Final = {
    headers.REQUEST_INSERTION_COUNTER: "inserted",
    headers.REQUEST_ACCEPT_COUNTER: "accepted",
    headers.REQUEST_REJECT_COUNTER: "rejected",
    headers.REQUEST_FRAUD_COUNTER: "fraud",
}


class Audit(Counter[str]):
    """How many were `inserted`, `accepted`, `rejected`, and how many frauds tried, in the device's life."""

    def commands(self) -> Mapping[int, Handler]:
        """Header -> what it does."""
        return {header: self._told(name) for header, name in NAMES.items()}

    def _told(self, name: str) -> Handler:
        return lambda _data, _now_ns: little_24(self[name])
