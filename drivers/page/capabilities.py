"""What a printer's description says about printing certificates (RFC 8011 §5.2, §5.4)."""

from __future__ import annotations

from typing import Final

from drivers.page import attributes as read
from drivers.page.decode import Attributes, Resolution
from drivers.page.status import Capabilities
from drivers.page.tags import Operation
from drivers.page.words import A4, LONG_EDGE, PDF, UNSCALED

REQUESTED: Final = (
    "document-format-supported",
    "media-supported",
    "operations-supported",
    "print-scaling-supported",
    "printer-make-and-model",
    "printer-resolution-supported",
    "sides-supported",
)

_PER_INCH: Final = 3
"""`resolution` units: dots per inch (RFC 8011 §5.1.16); nobody builds the other kind."""


def capabilities_of(printer: Attributes) -> Capabilities:
    """Read them from a printer group. An attribute that is absent is a thing the printer cannot do."""
    operations = read.numbers(printer, "operations-supported")
    resolutions = {
        min(value.data.cross_feed, value.data.feed)
        for value in printer.get("printer-resolution-supported", ())
        if isinstance(value.data, Resolution) and value.data.units == _PER_INCH
    }
    return Capabilities(
        make_and_model=next(iter(read.words(printer, "printer-make-and-model")), ""),
        pdf=PDF in read.words(printer, "document-format-supported"),
        a4=A4 in read.words(printer, "media-supported"),
        two_sided_long_edge=LONG_EDGE in read.words(printer, "sides-supported"),
        print_scaling_none=UNSCALED in read.words(printer, "print-scaling-supported"),
        operations_missing=tuple(
            operation.name.replace("_", "-").title() for operation in Operation if operation not in operations
        ),
        resolutions_dpi=tuple(sorted(resolutions)),
    )
