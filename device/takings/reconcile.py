"""The takings beside the centre's record: what it has heard to be delivered, by day, municipality and kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from device.takings.columns import aligned
from device.takings.names import Names
from device.takings.period import spans
from device.takings.reading import Takings
from device.takings.sums import CONTRACT_KINDS
from device.texts.takings import COPIES, RECONCILED, TOTAL, YEN
from drivers.centre.facts import RECORD_DAYS_MAX
from drivers.centre.records import Record, RecordedTotal

FIRST_FIGURE = 3


class RecordSource(Protocol):
    """As much of `CentreClient` as is asked here."""

    def record(self, request_id: str, first: date, last: date, after: int = 0) -> Record: ...


@dataclass(frozen=True)
class Of:
    """What is compared: by day of issue, municipality and kind, as the fee accounts name it."""

    day: date
    municipality: str
    kind: str


@dataclass(frozen=True)
class Both:
    """Copies and yen, the kiosks' and the centre's."""

    copies: int = 0
    yen: int = 0
    centre_copies: int = 0
    centre_yen: int = 0

    def __add__(self, other: Both) -> Both:
        return Both(
            self.copies + other.copies,
            self.yen + other.yen,
            self.centre_copies + other.centre_copies,
            self.centre_yen + other.centre_yen,
        )

    @property
    def agree(self) -> bool:
        """Whether they have the same."""
        return (self.copies, self.yen) == (self.centre_copies, self.centre_yen)


@dataclass(frozen=True)
class CentreSays:
    """totals: what was delivered. unreported: copies of which the centre has not heard what became."""

    totals: tuple[RecordedTotal, ...] = ()
    unreported: int = 0

    def __add__(self, other: CentreSays) -> CentreSays:
        return CentreSays(self.totals + other.totals, self.unreported + other.unreported)


def ask(centre: RecordSource, requests: str, first: date, last: date) -> CentreSays:
    """The centre's record of a terminal's days, page by page.

    requests: what the request ids begin with, never used before: the centre answers one that it knows as it did then.
    Raises `DeviceError`.
    """
    said, asked = CentreSays(), 0
    for begin, end in spans(first, last, RECORD_DAYS_MAX):
        documents, more = 0, True
        while more:
            asked += 1
            page = centre.record(f"{requests}-{asked}", begin, end, documents)
            documents += len(page.documents)
            more = page.more and bool(page.documents)
            unreported = sum(len(each.unreported) for each in page.documents)
            said += CentreSays(() if more else page.totals, unreported)  # those of the whole span are on each page
    return said


def beside(takings: Takings, said: Iterable[RecordedTotal]) -> Mapping[Of, Both]:
    """Both, by what is compared; what neither has a copy or a yen of is left out."""
    both: dict[Of, Both] = defaultdict(Both)
    for heading, sums in takings.lines.items():
        if heading.kind:
            both[Of(heading.day, heading.municipality, heading.kind)] += Both(sums.net_copies, sums.net_yen)
    for total in said:
        kind = f"{total.kind}_{total.scope}" if total.scope else total.kind
        both[Of(total.day, total.municipality, kind)] += Both(0, 0, total.copies, total.yen)
    return {of: each for of, each in both.items() if each != Both()}


def table(both: Mapping[Of, Both], names: Names) -> Iterator[str]:
    """The lines, with the difference of each and of all."""
    lines = (
        (names.municipality(of.municipality), names.kind(of.kind), str(of.day), *_figures(both[of]))
        for of in sorted(both, key=_order)
    )
    total = (TOTAL, "", "", *_figures(sum(both.values(), Both())))
    yield from aligned([RECONCILED, None, *lines, None, total], FIRST_FIGURE)


def _order(of: Of) -> tuple[str, int, str, date]:
    place = CONTRACT_KINDS.index(of.kind) if of.kind in CONTRACT_KINDS else len(CONTRACT_KINDS)
    return of.municipality, place, of.kind, of.day


def _figures(both: Both) -> tuple[str, ...]:
    copies = (COPIES.format(copies=each) for each in (both.copies, both.centre_copies))
    yen = (YEN.format(yen=each) for each in (both.yen, both.centre_yen, both.yen - both.centre_yen))
    return (*copies, *yen)
