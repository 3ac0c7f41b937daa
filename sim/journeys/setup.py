"""What is in the machines before the first customer comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Setup:
    """The state of the world at the start.

    coins: yen -> coins in the hopper of that denomination; a hopper left out holds its usual float
    sheets: blank A4 sheets in the tray, 0..250
    cutter: whether the receipt printer has one
    echo: whether the cash wire gives the controller its own bytes back (one-wire ccTalk)
    """

    coins: Mapping[int, int] = field(default_factory=dict)
    sheets: int = 250
    cutter: bool = True
    echo: bool = False
