"""What is wrong with a configuration file, in one line: where, which key, what was expected."""

from __future__ import annotations

from drivers.errors import KioskError


class ConfigError(KioskError):
    """Raised when a configuration file cannot be read or says what cannot be.

    file, line (from 1), key (dotted, `kinds[0].fees[1].yen`) · expected: what should stand there
    """

    def __init__(self, file: str, line: int, key: str, expected: str) -> None:
        self.file, self.line, self.key, self.expected = file, line, key, expected
        super().__init__(f"{file}:{line}: {key}: {expected}")
