"""支援措置 and its like: whoever is not served meets the same screens at the same moments, and leaves the same record.

Rule book §3: one neutral sentence for all of these, the same screen, timing, log and receipt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pytest

from device.testing.inline import Inline
from device.testing.journeys import shipped

SENTENCE = "ただいまご利用いただけません。市区町村にお問合せください。"

NOT_SERVED = (
    "protected-nanae",
    "protected-moriko",
    "housemate-mamoru",
    "moving-out-yotei",
    "housemate-rusu",
    "long-name-jugemu",
    "long-address-sumiko",
    "unprintable-sabuo",
)


@dataclass(frozen=True)
class Trace:
    """All that a person, a clerk or an engineer could compare.

    shown: what stood on the screen, was said, sounded and came out, each with its moment
    journal: the kiosk's own events, with theirs, and all that is written of them · orders: likewise

    Moments count from the end of the card's reading, which takes a little longer for a longer certificate.
    """

    shown: tuple[tuple[int, str, str], ...]
    journal: tuple[tuple[str, str, int], ...]
    orders: tuple[tuple[str, str], ...]
    receipts: int


@cache
def trace_of(who: str) -> Trace:
    (script,) = shipped("protected-person")
    assert script.at is not None
    with Inline(script.at, script.setup) as kiosk:
        customer = kiosk.world.customer
        customer.follow(replace(script, persona=who))
        assert kiosk.hub.run_until(lambda: customer.done, limit_s=300)
        assert customer.failure is None
        rows = list(kiosk.store.events())
        read_ns = next(row.monotonic_ns for row in rows if row.kind == "certificate_read")

        def since(at_ns: int) -> int:
            return at_ns - read_ns if at_ns >= read_ns else at_ns

        return Trace(
            shown=tuple((since(seen.at_ns), seen.what, seen.detail) for seen in kiosk.world.log),
            journal=tuple((row.kind, row.body_json, since(row.monotonic_ns)) for row in rows),
            orders=tuple((order.kind, order.body_json) for row in rows for order in kiosk.store.commands_of(row.seq)),
            receipts=len(kiosk.world.receipt.taken) + len(kiosk.world.receipt.presented),
        )


@pytest.mark.parametrize("who", NOT_SERVED[1:])
def test_nobody_can_tell_why_somebody_is_not_served(who: str) -> None:
    assert trace_of(who) == trace_of(NOT_SERVED[0])


def test_they_are_told_one_sentence_and_get_no_paper() -> None:
    trace = trace_of(NOT_SERVED[0])
    assert SENTENCE in {detail for _, what, detail in trace.shown if what == "line"}
    assert trace.receipts == 0
    assert "not_served" in "".join(body for _, body, _ in trace.journal)
