"""What the person at the command line can mend."""

from __future__ import annotations

from drivers.errors import KioskError


class UsageError(KioskError):
    """Raised for a wrong word, file or key: one clear line, exit code 2."""
