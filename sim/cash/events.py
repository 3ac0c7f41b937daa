"""The event counter and the five newest events of a coin acceptor or bill validator (S2 3.27, 3.93)."""

from __future__ import annotations

from typing import Final

NEVER: Final = bytes(11)
"""S2 3.27.1: counter 0 and five empty pairs, only after a power-up or reset."""


class EventBuffer:
    """What headers 229 and 159 read: `[counter][A1][B1]..[A5][B5]`, the newest event first."""

    def __init__(self) -> None:
        self.data = NEVER

    def credit(self, number: int, how: int) -> None:
        """A coin of position `number` went down sorter path `how`; a note of type `number` was stacked (0)
        or is held in escrow (1)."""
        self._push(number, how)

    def error(self, code: int) -> None:
        """Anything else that happened (S3 Tables 2 and 7)."""
        self._push(0, code)

    def reset(self) -> None:
        """Forget everything, the counter too."""
        self.data = NEVER

    def _push(self, result_a: int, result_b: int) -> None:
        counter = self.data[0] % 255 + 1  # 255 is followed by 1; 0 says power-up or reset
        self.data = bytes((counter, result_a, result_b)) + self.data[1:9]
