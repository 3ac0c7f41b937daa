"""The event counter of 229, the core of ccTalk's promise that no credit is lost unseen.

Source: S1 §18, S2 3.27. The counter is 0 only after power-up or reset, then 1 to 255 and on to 1.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SLOTS: Final = 5


class Progress(NamedTuple):
    """What a 229 reply has beyond the last one.

    slots: (result A, result B), oldest first; lost: events that were overwritten unread; reset: the
    device started anew since the last reply.
    """

    slots: tuple[tuple[int, int], ...]
    lost: int
    reset: bool


def advance(last: int, reply: bytes) -> Progress:
    """Compare the 11 bytes of a 229 reply with the counter of the one before.

    A gap of exactly 255 events cannot be seen: the counter then stands where it stood.
    """
    now = reply[0]
    if now == last:
        return Progress((), 0, reset=False)
    if now == 0:
        return Progress((), 0, reset=True)
    new = (now - last) % 255 if last else now
    # A device that restarted and has had events since shows a small counter and nothing in the slots
    # beyond it: its buffer starts as zeros (S2 3.27.1). A jump of six or more cannot look like that
    # otherwise, for all five slots would have been written.
    if last and new > SLOTS and now < SLOTS and not any(reply[1 + 2 * now : 11]):
        return Progress(_oldest_first(reply, now), 0, reset=True)
    return Progress(_oldest_first(reply, min(new, SLOTS)), max(new - SLOTS, 0), reset=False)


def _oldest_first(reply: bytes, count: int) -> tuple[tuple[int, int], ...]:
    return tuple((reply[at], reply[at + 1]) for at in range(2 * count - 1, 0, -2))
