"""The note in escrow: where it was ordered to, and that it is not forgotten there (S2 3.98)."""

from __future__ import annotations

from typing import Final

from drivers.cash import headers
from drivers.cash.bus import Bus
from drivers.cash.occurrences import NoteSwallowed
from drivers.cash.validator.event_codes import ESCROW_EMPTY, HOLD, RETURN, ROUTE_ERRORS, STACK
from drivers.clock import NS_PER_S
from drivers.errors import BadAnswer, Refused

LIMIT_NS: Final = 30 * NS_PER_S  # a note that was ordered away and of which nothing is heard
_DOING: Final = {HOLD: "hold the note", STACK: "stack the note", RETURN: "return the note"}


class Escrow:
    """What the events told of the escrow, and the orders to it. It never reads events itself."""

    def __init__(self, bus: Bus, address: int) -> None:
        self._bus, self._address = bus, address
        self.visit = 0  # one more with each note that comes
        self._holds = False
        self._yen: int | None = None
        self._ordered: int | None = None
        self._ordered_ns = 0
        self._tidy_due = False

    @property
    def yen(self) -> int | None:
        """Yen of the note that waits here for a decision; None when there is none."""
        return self._yen if self._holds and self._ordered is None else None

    @property
    def empty(self) -> bool:
        """Whether no note is here or on its way from here."""
        return not self._holds and not self._tidy_due

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to look after between events."""
        return self._ordered is None and not self._tidy_due

    def came(self, yen: int | None) -> None:
        """A note is here; one without a known value is given back by the next `tidy`."""
        self.visit += 1
        self._holds, self._yen, self._ordered = True, yen, None
        self._tidy_due = yen is None

    def left(self) -> int | None:
        """The note, if there was one, is no longer here; its yen."""
        yen, self._yen = self._yen, None
        self._holds, self._ordered, self._tidy_due = False, None, False
        return yen

    def forget(self) -> None:
        """Nobody knows whether a note is here; the next `tidy` gives it back."""
        self.left()
        self._tidy_due = True

    def pulled(self) -> int | None:
        """Somebody pulls at the note that is here, if there is one: as `forget`; its yen."""
        if not self._holds:
            return None
        yen = self._yen
        self.forget()
        return yen

    def hold(self, told_visit: int) -> None:
        """Keep the note for another escrow time. Raises as `stack`."""
        self._check(HOLD, told_visit)
        self._route(HOLD)

    def stack(self, told_visit: int) -> None:
        """Send the note to the stacker. told_visit: the note that was decided about.

        Raises `Refused` when it is not here any more or already ordered away, and what `Bus.ask` raises.
        """
        self._order(STACK, told_visit)

    def give_back(self, told_visit: int) -> None:
        """Send the note to the customer. Raises as `stack`."""
        self._order(RETURN, told_visit)

    def clear(self, deadline_ns: int | None = None) -> None:
        """Give back whatever is here, if anything. Raises what `Bus.ask` raises, but not `Refused`."""
        try:
            self._route(RETURN, deadline_ns)
        except Refused:
            return  # empty, or it cannot be moved: events and self-check tell that
        if self._holds:
            self._is_ordered(RETURN)

    def tidy(self, deadline_ns: int | None = None) -> None:
        """Give back a note that nobody can decide about. Raises as `clear`, and is then due again."""
        if self._tidy_due:
            self.clear(deadline_ns)
            self._tidy_due = False

    def overdue(self) -> NoteSwallowed | None:
        """Told once: the note was ordered away 30 s ago and nothing was heard of it since."""
        if self._ordered is None or self._bus.clock.monotonic_ns() - self._ordered_ns < LIMIT_NS:
            return None
        what = f"ordered to {_DOING[self._ordered]} {LIMIT_NS // NS_PER_S} s ago, and nothing heard since"
        return NoteSwallowed(0, what, self.left())

    def _order(self, route: int, told_visit: int) -> None:
        self._check(route, told_visit)
        self._route(route)
        self._is_ordered(route)

    def _is_ordered(self, route: int) -> None:
        self._ordered, self._ordered_ns = route, self._bus.clock.monotonic_ns()

    def _check(self, route: int, told_visit: int) -> None:
        if not self._holds:
            raise self._refused(route, "no note is in escrow")
        if self.visit != told_visit:
            raise self._refused(route, "another note is in escrow than was told of")
        if self._ordered is not None:
            raise self._refused(route, f"it is already ordered to {_DOING[self._ordered]}")

    def _route(self, route: int, deadline_ns: int | None = None) -> None:
        reply = self._bus.ask(self._address, headers.ROUTE_BILL, bytes((route,)), deadline_ns=deadline_ns)
        if not reply:
            return
        error = ROUTE_ERRORS.get(reply[0])
        if error is None:
            raise BadAnswer(
                self._bus.device(self._address),
                str(headers.ROUTE_BILL),
                f"it answers {reply[0]}, which is no routing error",
                "switch it off and on; replace it if this stays",
            )
        if reply[0] == ESCROW_EMPTY and self._holds:
            self._is_ordered(route)  # it is on its way already: an event tells where to
        raise self._refused(route, error)

    def _refused(self, route: int, cause: str) -> Refused:
        hint = "poll on: its events tell where the note went"
        return Refused(self._bus.device(self._address), _DOING[route], cause, hint)
