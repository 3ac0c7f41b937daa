"""The attendant's panel: another connection than the customer's (docs/screen.md, From staff)."""

from __future__ import annotations

import json
from collections.abc import Callable

from sim.customer.messages import Call, MessageError, read
from sim.customer.senses import See
from sim.verbs import ActError


class Attendant:
    """send: given by the host; hands a message to the kiosk. None while there is no kiosk.

    cause: what the kiosk calls for now, empty for nothing. failure: a message that was none.
    """

    def __init__(self, see: See) -> None:
        self._see = see
        self.send: Callable[[bytes], None] | None = None
        self.cause = ""
        self.failure: str | None = None

    def receive(self, message: bytes) -> None:
        """The flag goes up with a cause, or down without one."""
        try:
            call = read(message)
            if not isinstance(call, Call):
                raise MessageError("type is not attendant")
        except MessageError as error:
            self.failure = self.failure or f"the kiosk sent what is no message to staff: {error}"
            return
        if call.cause != self.cause:
            self.cause = call.cause
            self._see(*(("attendant", call.cause) if call.cause else ("attendant_over", "")))

    def clear(self) -> None:
        """Tell the kiosk that it has been dealt with. Raises `ActError` without a kiosk."""
        if self.send is None:
            raise ActError("no kiosk hears the attendant")
        self.send(json.dumps({"type": "staff", "act": "clear"}).encode())
