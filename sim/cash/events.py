"""The event counter and the five newest events of a coin acceptor (S2 3.27)."""

from __future__ import annotations

from typing import Final

REJECTED: Final = 1
INHIBITED: Final = 2
CREDIT_SENSOR_TIMEOUT: Final = 6
CREDIT_SENSOR_BLOCKED: Final = 14
COIN_ON_STRING: Final = 20
SWALLOWED: Final = 36
INHIBITED_TYPE: Final = 127
"""Plus the coin's position: 128..159, inhibited coin of type 1..32."""
LEVER: Final = 254
"""Coin return mechanism activated (flight deck open). All codes: S3 Table 2."""

NEVER: Final = bytes(11)
"""S2 3.27.1: counter 0 and five empty pairs, only after a power-up or reset."""


class EventBuffer:
    """What header 229 reads: `[counter][A1][B1]..[A5][B5]`, the newest event first."""

    def __init__(self) -> None:
        self.data = NEVER

    def credit(self, position: int, path: int) -> None:
        """A coin of `position` (1..16) was accepted, down sorter path `path`."""
        self._push(position, path)

    def error(self, code: int) -> None:
        """Anything else that happened (S3 Table 2)."""
        self._push(0, code)

    def reset(self) -> None:
        """Forget everything, the counter too."""
        self.data = NEVER

    def _push(self, result_a: int, result_b: int) -> None:
        counter = self.data[0] % 255 + 1  # 255 is followed by 1; 0 says power-up or reset
        self.data = bytes((counter, result_a, result_b)) + self.data[1:9]
