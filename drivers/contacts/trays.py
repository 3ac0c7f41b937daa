"""The trays' contacts: which of them have something in, without the bounce of metal on metal."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.clock import Clock, after_ms
from drivers.contacts.lines import InputLines, OpenLines
from drivers.errors import Disconnected

BOUNCE_MS = 30
"""Two looks this far apart that agree are one state: contacts bounce for a few milliseconds, and a sheet that
flutters down or a coin that rolls in for some tens."""


class TrayContacts:
    """wiring: tray -> the input line that its contact closes while something lies there.

    The port is opened at the first look, and again at the next one after it was lost.
    """

    def __init__(self, open_lines: OpenLines, wiring: Mapping[str, str], clock: Clock) -> None:
        self._open_lines, self._wiring, self._clock = open_lines, dict(wiring), clock
        self._lines: InputLines | None = None
        self._known: dict[str, bool] = {}

    def look(self) -> Mapping[str, bool]:
        """Whether something lies in each tray; one that is just changing is as it was, unknown ones are absent.

        Takes `BOUNCE_MS` where something has changed, no time else. Idempotent. Raises `Disconnected`: nothing is
        known any more.
        """
        try:
            now = self._read()
            if now != self._known:
                self._clock.wait_until(after_ms(self._clock, BOUNCE_MS))
                again = self._read()
                self._known.update({tray: lies for tray, lies in again.items() if now[tray] == lies})
        except Disconnected:
            self._let_go()
            raise
        return dict(self._known)

    def _read(self) -> dict[str, bool]:
        if self._lines is None:
            self._lines = self._open_lines()
        closed = self._lines.closed()
        return {tray: line in closed for tray, line in self._wiring.items()}

    def _let_go(self) -> None:
        self._known.clear()
        lines, self._lines = self._lines, None
        if lines is not None:
            lines.close()
