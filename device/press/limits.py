"""What a certificate may need at most: far more than any does, and far less than what would stop a kiosk."""

from __future__ import annotations

from typing import Final

PAGES_MAX: Final = 50
OBJECTS_MAX: Final = 50_000
"""Things drawn on all pages together; a dense 戸籍 has some 3 000."""
PIXELS_MAX: Final = 40_000_000
"""In all pictures together; A4 at 600 dpi has 35 million."""
INFLATED_BYTES_MAX: Final = 64 * 1024 * 1024
"""Of all streams together: a small file that unpacks to more is a bomb."""
NESTING_MAX: Final = 3
"""Streams packed again and again."""

DRAWN_DPI_MAX: Final = 200
"""The finest that a page is drawn here."""

CPU_S_MAX: Final = 3
"""Of a core, to open, read and draw all pages; a 戸籍 takes a hundredth of a second."""
LIFE_S_MAX: Final = 15
"""The same by the clock on the wall, should the core be busy; the customer waits at `preparing` for 70 s."""
MEMORY_BYTES_MAX: Final = 512 * 1024 * 1024
"""Address space of the process that opens it; 28 MB are the library's and Python's own."""


class Wrong(Exception):
    """Raised with the cause, in words, and nothing of what stands in the document."""
