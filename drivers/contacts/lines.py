"""What the contacts' driver needs of its wire: the state of some input lines, asked at any time.

A serial port's modem-status inputs (TIA-232: CTS, DSR, DCD, RI) are four such lines: no byte ever passes. Adapter
files outside the drivers implement it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class InputLines(Protocol):
    """Input lines of one port, held open."""

    @property
    def name(self) -> str:
        """The port as a person knows it, for messages."""
        ...

    def closed(self) -> frozenset[str]:
        """The lines whose contact is closed now, of `cts`, `dsr`, `dcd`, `ri`.

        Raises `drivers.errors.Disconnected` when the port is gone.
        """
        ...

    def close(self) -> None:
        """Let the port go. Never raises; a second call does nothing."""
        ...


OpenLines = Callable[[], InputLines]
"""Opens the port; raises `Disconnected` when there is nothing."""
