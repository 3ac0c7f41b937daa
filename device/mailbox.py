"""Where a worker's commands wait for it. Bounded: a worker that is stuck fills it, and that is said."""

from __future__ import annotations

from collections import deque
from typing import Protocol

from device.hub import Flag, Hub
from statemachine.commands import Command

CAPACITY = 64


class MailboxFull(RuntimeError):
    """Raised when a worker has not taken its commands for so long that more would pile up."""


class Mailbox(Protocol):
    """Commands for one worker."""

    def put(self, command: Command) -> None:
        """Add a command. Raises `MailboxFull`."""
        ...

    def take(self, deadline_ns: int) -> Command | None:
        """The next command, or None at the deadline."""
        ...


class HubMailbox:
    """A mailbox in virtual time."""

    def __init__(self, hub: Hub) -> None:
        self._hub, self._flag = hub, Flag()
        self._commands: deque[Command] = deque()

    def put(self, command: Command) -> None:
        """Add a command and wake the worker."""
        if len(self._commands) >= CAPACITY:
            raise MailboxFull(f"{command.device}: {CAPACITY} commands are waiting")
        self._commands.append(command)
        self._hub.wake(self._flag)

    def take(self, deadline_ns: int) -> Command | None:
        """The next command, or None at the deadline."""
        if not self._commands and deadline_ns > self._hub.now_ns:
            self._hub.block(deadline_ns, self._flag, poll=True)
        return self._commands.popleft() if self._commands else None
