"""Which printer it is: what differs from one box in the catalogue to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WIDTHS_DOTS: Mapping[int, int] = MappingProxyType({58: 384, 80: 576})
"""Width of the roll in mm -> dots of the head: 48 mm and 72 mm at 203 dpi."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model. Raises ValueError for paper of another width.

    paper_mm:    58 or 80
    cutter:      without one, GS V only feeds, and the customer tears the paper off
    process_ids: whether it knows GS ( H function 48 (the TM-T88III and older do not)
    xonxoff:     whether it sends XOFF (13) when its receive buffer is nearly full, and XON (11) when there is room
    """

    paper_mm: int = 80
    cutter: bool = True
    process_ids: bool = True
    xonxoff: bool = False

    def __post_init__(self) -> None:
        if self.paper_mm not in WIDTHS_DOTS:
            raise ValueError(f"paper of {self.paper_mm} mm; there is {', '.join(map(str, WIDTHS_DOTS))}")

    @property
    def width_dots(self) -> int:
        return WIDTHS_DOTS[self.paper_mm]
