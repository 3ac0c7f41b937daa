"""What a printer's description says about printing certificates (RFC 8011 §5.2, §5.4), and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.page import attributes as read
from drivers.page.decode import Attributes, Resolution
from drivers.page.tags import Operation
from drivers.page.words import A4, COLOUR, LONG_EDGE, PDF, PWG_RASTER, UNSCALED

REQUESTED: Final = (
    "document-format-supported",
    "media-supported",
    "operations-supported",
    "print-color-mode-supported",
    "print-scaling-supported",
    "printer-make-and-model",
    "printer-resolution-supported",
    "pwg-raster-document-resolution-supported",
    "pwg-raster-document-sheet-back",
    "pwg-raster-document-type-supported",
    "sides-supported",
)

PER_INCH: Final = 3
"""`resolution` units: dots per inch (RFC 8011 §5.1.16); nobody builds the other kind."""

RASTER_TYPES: Final = ("black_1", "sgray_8")
"""Kinds of dots this driver makes (PWG 5102.4 §4.3.3), the better first: a certificate is black on white,
and what is grey in it the printer would screen no better."""

SHEET_BACKS: Final = ("normal", "flipped", "rotated", "manual-tumble")
"""How the printer wants the back's dots (PWG 5102.4 §5.3)."""

NATIVE_DPI: Final = 600
DPI_FINE: Final = range(600, 1201)
"""Resolutions at which a copier cannot follow the finest patterns of a certificate."""


@dataclass(frozen=True, slots=True)
class Raster:
    """The dots this printer takes: `kind` of `RASTER_TYPES`, `sheet_back` of `SHEET_BACKS`."""

    kind: str
    sheet_back: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this printer can do of what certificates need (PWG 5100.13 for scaling, PWG 5102.4 for raster).

    pdf: prints PDF itself, which is taken where it is offered. raster: dots it takes; None for none
    that can be made here. a4: takes `iso_a4_210x297mm`. two_sided_long_edge: turns the sheet.
    print_scaling_none: can be told not to scale; without it the page must fit the printable area.
    colour: can be told to print in colour; the latent picture of a certificate is drawn in three of four toners.
    operations_missing: names of the operations this driver needs and the printer lacks.
    resolutions_dpi: of the documents it will be sent, ascending, square ones only; a pattern that a
    copier shall betray is right at one of them only. Empty where the printer tells none.
    """

    make_and_model: str
    pdf: bool
    raster: Raster | None
    a4: bool
    two_sided_long_edge: bool
    print_scaling_none: bool
    colour: bool
    operations_missing: tuple[str, ...]
    resolutions_dpi: tuple[int, ...]

    @property
    def document_format(self) -> str:
        """What it will be sent: the document unchanged where it reads that itself."""
        return PDF if self.pdf else PWG_RASTER

    @property
    def resolution_dpi(self) -> int | None:
        """The one to print at: 600 dpi, else the least that is fine enough, else the finest. None: it tells none."""
        if NATIVE_DPI in self.resolutions_dpi:
            return NATIVE_DPI
        fine = (dpi for dpi in self.resolutions_dpi if dpi in DPI_FINE)
        return min(fine, default=max(self.resolutions_dpi, default=None))

    @property
    def missing(self) -> tuple[str, ...]:
        """What certificates cannot do without and the printer does not have, in words."""
        needs = (
            (self.pdf or self.raster is not None, "PDF"),
            (self.a4, "A4"),
            (self.two_sided_long_edge, "two-sided printing"),
        )
        return (*(need for has, need in needs if not has), *self.operations_missing)


def capabilities_of(printer: Attributes) -> Capabilities:
    """Read them from a printer group. An attribute that is absent is a thing the printer cannot do."""
    operations = read.numbers(printer, "operations-supported")
    formats = read.words(printer, "document-format-supported")
    pdf = PDF in formats
    raster = _raster(printer) if PWG_RASTER in formats else None
    return Capabilities(
        make_and_model=next(iter(read.words(printer, "printer-make-and-model")), ""),
        pdf=pdf,
        raster=raster,
        a4=A4 in read.words(printer, "media-supported"),
        two_sided_long_edge=LONG_EDGE in read.words(printer, "sides-supported"),
        print_scaling_none=UNSCALED in read.words(printer, "print-scaling-supported"),
        colour=COLOUR in read.words(printer, "print-color-mode-supported"),
        operations_missing=tuple(
            operation.name.replace("_", "-").title() for operation in Operation if operation not in operations
        ),
        resolutions_dpi=_resolutions(printer, "printer-resolution-supported") if pdf else _drawable(printer),
    )


def _raster(printer: Attributes) -> Raster | None:
    """None where the printer leaves open what dots it takes, or how finely."""
    offered = read.words(printer, "pwg-raster-document-type-supported")
    kind = next((kind for kind in RASTER_TYPES if kind in offered), None)
    backs = read.words(printer, "pwg-raster-document-sheet-back")
    back = next((back for back in SHEET_BACKS if back in backs), None)
    return None if kind is None or back is None or not _drawable(printer) else Raster(kind, back)


def _drawable(printer: Attributes) -> tuple[int, ...]:
    """Resolutions for dots that are made here: a finer page would only need more memory."""
    offered = _resolutions(printer, "pwg-raster-document-resolution-supported")
    return tuple(dpi for dpi in offered if dpi <= DPI_FINE[-1])


def _resolutions(printer: Attributes, name: str) -> tuple[int, ...]:
    told = (value.data for value in printer.get(name, ()))
    return tuple(
        sorted(
            {
                each.feed
                for each in told
                if isinstance(each, Resolution) and each.units == PER_INCH and each.feed == each.cross_feed > 0
            }
        )
    )
