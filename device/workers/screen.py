"""The screen's worker: shows, speaks and sounds; and turns what the customer presses into events."""

from __future__ import annotations

import json
from collections.abc import Callable

from device.screen.presses import press_of
from device.screen.render import Renderer
from device.texts.catalogue import Texts
from device.workers.base import Desk, Worker, answer
from statemachine import events
from statemachine.commands import CallAttendant, Command, Show, SoundAlarm, Speak
from statemachine.events import Event
from statemachine.views import View

MESSAGE_BYTES_MAX = 4096
"""A press is short; anything longer is nonsense and dropped."""


class ScreenWorker(Worker):
    """Owns the screen's wire. send: one JSON message to the customer; tell_staff: to the attendant."""

    device = "screen"

    def __init__(
        self, desk: Desk, texts: Texts, send: Callable[[bytes], None], tell_staff: Callable[[bytes], None]
    ) -> None:
        super().__init__(desk)
        self._texts, self._send, self._tell_staff = texts, send, tell_staff
        self._renderer = Renderer(texts, self.vault)
        self._shown: View | None = None
        self._said = None

    def carry_out(self, command: Command) -> Event | None:
        """One thing for people."""
        match command:
            case Show():
                self._shown = command.view
                self._say(self._renderer.message(command.view))
            case Speak():
                self._say({"type": "voice", "say": self._texts(command.text)})
            case SoundAlarm():
                self._say({"type": "alarm", "on": command.on})
            case CallAttendant():
                self._tell_staff(_json({"type": "attendant", "cause": command.cause}))
            case _:
                return super().carry_out(command)
        return answer(command, events.OutputDone)

    def _say(self, message: dict[str, object]) -> None:
        self._send(_json(message))

    def receive(self, message: bytes) -> None:
        """A message from the customer's screen; nonsense and what is not on the screen changes nothing."""
        event = press_of(_parsed(message), self._shown, self.vault)
        if event is not None:
            self.post(event)

    def receive_staff(self, message: bytes) -> None:
        """A message from the attendant's panel, another wire than the customer's."""
        if _parsed(message) == {"type": "staff", "act": "clear"}:
            self.post(events.AttendantCleared())


def _json(message: dict[str, object]) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _parsed(message: bytes) -> object:
    if len(message) > MESSAGE_BYTES_MAX:
        return None
    try:
        parsed: object = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return parsed
