"""The modem-status inputs of a serial port of this machine, or of one lent over the network (RFC 2217)."""

from __future__ import annotations

from contextlib import suppress

import serial

from device.ports.serial_words import serial_words
from drivers.errors import Disconnected

_INPUTS = {"cts": "cts", "dsr": "dsr", "dcd": "cd", "ri": "ri"}
"""Our name of each input, and pyserial's."""


class ModemLines:
    """An open port of which only the four inputs matter.

    Raises `Disconnected` when the port cannot be opened, with the reason and what to do about it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            self._port: serial.Serial = serial.serial_for_url(
                url, timeout=0, exclusive=True if url.startswith("/") else None
            )
        except (OSError, ValueError) as error:
            raise self._gone("open", error) from None

    @property
    def name(self) -> str:
        """The port as the configuration names it."""
        return self._url

    def closed(self) -> frozenset[str]:
        """As `InputLines.closed`."""
        try:
            # nothing should ever come; pyserial's RFC 2217 client tells a lost connection by reading alone
            self._port.read(1)
            return frozenset(ours for ours, theirs in _INPUTS.items() if getattr(self._port, theirs))
        except OSError as error:  # SerialException is one
            raise self._gone("read its inputs", error) from None

    def close(self) -> None:
        """Let the port go."""
        with suppress(OSError):
            self._port.close()

    def _gone(self, action: str, error: Exception) -> Disconnected:
        return Disconnected(self._url, action, *serial_words(error, self._url, opening=action == "open"))
