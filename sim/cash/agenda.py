"""What will happen next inside the box: appointments with the clock, in order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable

Act = Callable[[int], None]
"""Called with the time it was due at, in nanoseconds (not the possibly later time it ran)."""


class Appointment:
    """One act at one time; `Agenda.cancel` takes it back.

    cancelled: whether it is not called any more, taken back or kept
    """

    __slots__ = ("act", "cancelled", "due_ns")

    def __init__(self, due_ns: int, act: Act) -> None:
        self.due_ns = due_ns
        self.act = act
        self.cancelled = False


class Agenda:
    """Appointments, soonest first; of two at the same time the one made first."""

    CANCELLED_MAX = 64
    """More cancelled ones than this are swept out: a controller that starts and stops a payout
    over and over must not fill the memory."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Appointment]] = []
        self._made = 0
        self._cancelled = 0

    def __len__(self) -> int:
        return len(self._heap)

    def at(self, due_ns: int, act: Act) -> Appointment:
        """Have `act` called at `due_ns`."""
        appointment = Appointment(due_ns, act)
        self._made += 1
        heapq.heappush(self._heap, (due_ns, self._made, appointment))
        return appointment

    def cancel(self, appointment: Appointment) -> None:
        """Never call the act of an appointment; one that has been kept is over anyway."""
        if appointment.cancelled:
            return
        appointment.cancelled = True
        self._cancelled += 1
        if self._cancelled > self.CANCELLED_MAX:
            self._heap[:] = [entry for entry in self._heap if not entry[2].cancelled]
            heapq.heapify(self._heap)
            self._cancelled = 0

    def next_due_ns(self) -> int | None:
        """When something is due next; None for never."""
        heap = self._heap
        while heap and heap[0][2].cancelled:
            heapq.heappop(heap)
            self._cancelled -= 1
        return heap[0][0] if heap else None

    def run(self, now_ns: int) -> None:
        """Do all that is due by `now_ns`, what that makes due included, each at its own time.

        A host that comes late therefore finds the same coins at the same places as one that
        came at every due time.
        """
        heap = self._heap
        while heap and heap[0][0] <= now_ns:
            due_ns, _, appointment = heapq.heappop(heap)
            if appointment.cancelled:
                self._cancelled -= 1
            else:
                appointment.cancelled = True
                appointment.act(due_ns)
