"""The keywords this driver uses on the wire."""

from __future__ import annotations

from typing import Final

MEDIA_TYPE: Final = "application/ipp"
"""The content type of requests and replies (RFC 8010 §4)."""

USER: Final = "madoguchi"
"""`requesting-user-name`: printers let only a job's own user cancel it (RFC 8011 §4.3.3)."""

PDF: Final = "application/pdf"
PWG_RASTER: Final = "image/pwg-raster"
"""Pages as dots, for printers that do not read PDF (PWG 5102.4)."""

A4: Final = "iso_a4_210x297mm"
"""PWG 5101.1 self-describing media size name."""

LONG_EDGE: Final = "two-sided-long-edge"
"""`sides`: the back page stands upright when the sheet is turned like a book's (RFC 8011 §5.2.8)."""

COLOUR: Final = "color"
"""`print-color-mode`: with every toner that the printer has (PWG 5100.13 §5.2.3). What printers do unasked differs."""

UNSCALED: Final = "none"
"""`print-scaling`: dots of the page are dots of the printer (PWG 5100.13 §5.2.9)."""
