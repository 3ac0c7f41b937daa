"""What can go wrong with a device, as a person at the bench needs to hear it.

A person's doing is an event, a device's failing is a status, a programmer's mistake is an
exception of Python's own. Drivers raise these; workers turn them into statuses and answers.
No message ever carries an APDU's data, a PIN, a name or a document: for the card the header and
the status word, for HTTP status and sizes, for cash and receipt printers the last bytes.
"""

from __future__ import annotations


class KioskError(Exception):
    """Anything of ours that went wrong in the world outside the program."""


class DeviceError(KioskError):
    """A device failed at an action.

    device: which one and where (`coin acceptor at /dev/ttyS0, address 2`)
    action: what was being done (`modify inhibit status`)
    cause:  what happened (`no reply in 250 ms after 3 tries`)
    hint:   what a person can do (`check the cable and the 24 V supply`)
    """

    def __init__(self, device: str, action: str, cause: str, hint: str) -> None:
        self.device, self.action, self.cause, self.hint = device, action, cause, hint
        super().__init__(f"{device}: {action}: {cause}; {hint}")


class Disconnected(DeviceError):
    """Raised when the wire itself is gone: cable, port, reader, connection."""


class NoAnswer(DeviceError):
    """Raised when the device stays silent past its deadline. Its state is unknown."""


class BadAnswer(DeviceError):
    """Raised when an answer breaks the protocol or answers something else. State unknown."""


class Refused(DeviceError):
    """Raised when the device understood and said no. Nothing was done."""


class Jammed(DeviceError):
    """Raised when something physical is stuck in the device."""
