"""The event counter of 229 and 159, the core of ccTalk's promise that no credit is lost unseen.

Source: S1 §18, S2 3.27, S2 3.93. The counter is 0 only after power-up or reset, then 1 to 255 and on to 1.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SLOTS: Final = 5


class Mark(NamedTuple):
    """Up to where one device's events were told: its serial number, and its event counter then."""

    serial_number: int
    counter: int


class Progress(NamedTuple):
    """What a 229 or 159 reply has beyond the last one.

    slots: (result A, result B), oldest first; lost: events that were overwritten unread; reset: the
    device started anew since the last reply.
    """

    slots: tuple[tuple[int, int], ...]
    lost: int
    reset: bool


def advance(last: int, reply: bytes) -> Progress:
    """Compare the 11 bytes of a 229 or 159 reply with the counter of the one before.

    A gap of exactly 255 events cannot be seen: the counter then stands where it stood.
    """
    now = reply[0]
    if now == last:
        return Progress((), 0, reset=False)
    if now == 0:
        return Progress((), 0, reset=True)
    new = (now - last) % 255 if last else now
    # A device that restarted and has had events since shows a small counter and nothing in the slots
    # beyond it: its buffer starts as zeros (S2 3.27.1). One that has counted past 255, or jumped, cannot
    # look like that: all five slots have been written.
    if now < min(last, SLOTS) and not any(reply[1 + 2 * now : 11]):
        return Progress(_oldest_first(reply, now), 0, reset=True)
    return Progress(_oldest_first(reply, min(new, SLOTS)), max(new - SLOTS, 0), reset=False)


def since_reset(reply: bytes) -> Progress:
    """All that the reply of a device that started anew has."""
    return Progress(_oldest_first(reply, min(reply[0], SLOTS)), max(reply[0] - SLOTS, 0), reset=True)


def before_last(counter: int, events: int) -> int:
    """Where the counter stood `events` (0 to 5) events ago: below 1 comes 255, as 1 follows on it; but 0,
    where so many since a reset make it so."""
    then = counter - events
    return then if then >= 0 else then + 255


def _oldest_first(reply: bytes, count: int) -> tuple[tuple[int, int], ...]:
    return tuple((reply[at], reply[at + 1]) for at in range(2 * count - 1, 0, -2))
