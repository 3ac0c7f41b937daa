"""What can go wrong on the way of an answer, as acts with a count."""

from __future__ import annotations

from sim.http.messages import Response
from sim.wire import NS_PER_MS


class HttpFaults:
    """What a bad network or an overloaded server does to the next requests.

    Each fault has its own count `n` and is spent one request (for `refuse`: one connection) at a
    time; faults armed together strike together.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """No faults from now on; what is already delayed stays delayed."""
        self._delays = self._drops = self._refusals = self._truncations = self._answers = 0
        self._delay_ns = 0
        self._answer: Response | None = None

    def delay(self, n: int, ms: float) -> None:
        """The next n answers come `ms` milliseconds later. The requests are handled at once."""
        self._delays, self._delay_ns = n, round(ms * NS_PER_MS)

    def drop(self, n: int) -> None:
        """The next n answers never come: the request has been handled, the connection closes."""
        self._drops = n

    def refuse(self, n: int) -> None:
        """The next n connections are refused."""
        self._refusals = n

    def truncate(self, n: int) -> None:
        """The next n answers break off half-way, the request handled, the connection closed."""
        self._truncations = n

    def answer_with(self, n: int, response: Response) -> None:
        """The next n requests are answered with `response` and NOT handled (a front end says 503)."""
        self._answers, self._answer = n, response

    def take_delay_ns(self) -> int:
        """Spend one delay."""
        if not self._delays:
            return 0
        self._delays -= 1
        return self._delay_ns

    def take_drop(self) -> bool:
        """Spend one drop."""
        taken = self._drops > 0
        self._drops -= taken
        return taken

    def take_refusal(self) -> bool:
        """Spend one refusal."""
        taken = self._refusals > 0
        self._refusals -= taken
        return taken

    def take_truncation(self) -> bool:
        """Spend one truncation."""
        taken = self._truncations > 0
        self._truncations -= taken
        return taken

    def take_answer(self) -> Response | None:
        """Spend one foreign answer."""
        if not self._answers:
            return None
        self._answers -= 1
        return self._answer
