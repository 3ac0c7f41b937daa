"""Deadlines with generations: an expiry that was re-armed or stopped in between is dropped."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

STALE_MAX = 64
"""Stale armings are swept out when there are more of them than these and the standing ones."""


class Deadlines:
    """Named deadlines in monotonic nanoseconds. However often they are armed again, memory stays bounded."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, str]] = []
        self._armed: dict[str, int] = {}
        self._generation = 0

    def start(self, name: str, due_ns: int) -> None:
        """Arm; a former arming of the same name is stale from now on."""
        self._generation += 1
        self._armed[name] = self._generation
        heapq.heappush(self._heap, (due_ns, self._generation, name))
        if len(self._heap) > STALE_MAX + 2 * len(self._armed):
            self._heap = [entry for entry in self._heap if self._armed.get(entry[2]) == entry[1]]
            heapq.heapify(self._heap)

    def stop(self, name: str) -> None:
        """Disarm; nothing happens if it is not armed."""
        self._armed.pop(name, None)

    def next_due_ns(self) -> int | None:
        """The earliest deadline that still stands."""
        heap = self._heap
        while heap and self._armed.get(heap[0][2]) != heap[0][1]:
            heapq.heappop(heap)
        return heap[0][0] if heap else None

    def expired(self, now_ns: int) -> Iterator[str]:
        """Take off every deadline that is due, earliest first; stale ones are dropped on the way.

        What a caller arms or stops between two of them counts.
        """
        while (due := self.next_due_ns()) is not None and due <= now_ns:
            _, _, name = heapq.heappop(self._heap)
            del self._armed[name]
            yield name
