"""What is asked of a print job: the ticket, and the document in the form that this printer reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drivers.page.capabilities import PER_INCH, Capabilities
from drivers.page.decode import Resolution
from drivers.page.encode import attribute
from drivers.page.tags import ValueTag
from drivers.page.words import A4, COLOUR, LONG_EDGE, PDF, UNSCALED

_ALWAYS: Final[Mapping[str, bytes]] = {
    "media": attribute(ValueTag.KEYWORD, "media", A4),
    "sides": attribute(ValueTag.KEYWORD, "sides", LONG_EDGE),
}
_COLOUR: Final = attribute(ValueTag.KEYWORD, "print-color-mode", COLOUR)
_UNSCALED: Final = attribute(ValueTag.KEYWORD, "print-scaling", UNSCALED)


def template(printer: Capabilities) -> Mapping[str, bytes]:
    """Job template attributes by name, encoded (RFC 8011 §5.2); without what this printer cannot be told."""
    found = dict(_ALWAYS)
    if printer.print_scaling_none:
        found["print-scaling"] = _UNSCALED
    if printer.pdf and printer.colour:  # dots made here are black
        found["print-color-mode"] = _COLOUR
    dpi = printer.resolution_dpi
    if printer.pdf and dpi is not None:  # dots of a raster document carry their own
        resolution = Resolution(dpi, dpi, PER_INCH)
        found["printer-resolution"] = attribute(ValueTag.RESOLUTION, "printer-resolution", resolution)
    return found


def job(printer: Capabilities) -> bytes:
    """The job's attributes."""
    return b"".join(template(printer).values())


def about(job_name: str, printer: Capabilities) -> bytes:
    """The operation's attributes."""
    return (
        attribute(ValueTag.NAME, "job-name", job_name)
        # rather no sheet than one printed otherwise than asked (RFC 8011 §4.2.1.1)
        + attribute(ValueTag.BOOLEAN, "ipp-attribute-fidelity", True)
        + attribute(ValueTag.MIME_MEDIA_TYPE, "document-format", printer.document_format)
    )


def document_for(printer: Capabilities, pdf: bytes) -> bytes | None:
    """What is sent: the PDF itself, byte for byte, or its pages as dots. None for a PDF that cannot be drawn."""
    if printer.document_format == PDF:
        return pdf
    from drivers.page.raster.draw import UndrawableError, drawn  # numpy and PDFium, for such printers alone

    assert printer.raster is not None
    assert printer.resolution_dpi is not None
    try:
        return drawn(pdf, printer.raster, printer.resolution_dpi)
    except UndrawableError:
        return None
