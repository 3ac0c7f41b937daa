"""What every worker does: take a command, carry it out, answer exactly once, poll in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from device.mailbox import Mailbox
from device.vault import Vault, VaultEmpty
from drivers.card.reader import CardGone
from drivers.clock import NS_PER_S, Clock
from drivers.errors import BadAnswer, DeviceError, Disconnected, NoAnswer, Refused
from statemachine.commands import Command
from statemachine.delays import Delays
from statemachine.events import CommandFailed, DeviceReady, DeviceUnready, Event

Post = Callable[[Event], None]
A = TypeVar("A", bound=Event)


@dataclass(frozen=True)
class Desk:
    """What every worker is given."""

    post: Post
    mailbox: Mailbox
    clock: Clock
    vault: Vault
    delays: Delays


class Worker:
    """One peripheral's worker. Subclasses say what a command does and what a poll is."""

    device = ""

    def __init__(self, desk: Desk) -> None:
        self.post, self.mailbox, self.clock = desk.post, desk.mailbox, desk.clock
        self.vault, self.delays = desk.vault, desk.delays
        self._said: str | None = "starting"
        self._reached = False
        self._visit = 0
        self.stopping = False

    # --- to be filled in ------------------------------------------------------------------------

    def start(self) -> None:
        """Reach the device for the first time. May raise `DeviceError`."""

    def poll(self) -> None:
        """Look at the device. May raise `DeviceError`."""

    def poll_interval_s(self) -> float:
        """How long to wait until the next look."""
        return 3600.0

    def retry_interval_s(self) -> float:
        """How long to wait until it is started again that cannot be reached."""
        return self.delays.retry_device_s

    def carry_out(self, command: Command) -> Event | None:
        """Do it and return the answer; None when the answer comes later, from a poll.

        May raise `DeviceError`, `CardGone`, `VaultEmpty`.
        """
        raise AssertionError(f"{self.device} was given {command.kind}")

    def outcome_of(self, command: Command, error: Exception) -> str:
        """`refused`, `failed` or `unknown`; a silent device leaves what moves things unknown."""
        if isinstance(error, Refused):
            return "refused"
        lost = isinstance(error, NoAnswer | Disconnected | BadAnswer)
        return "unknown" if lost and command.outlives else "failed"

    def is_lost_by(self, _command: Command, error: Exception) -> bool:
        """Whether the device is to be started again after this."""
        return isinstance(error, Disconnected | NoAnswer)

    # --- the same for all -----------------------------------------------------------------------

    def run(self) -> None:
        """Until told to stop: serve commands, look at the device when it is time."""
        due_ns = self._look(self.start)
        while not self.stopping:
            command = self.mailbox.take(due_ns)
            if command is not None:
                self._serve(command)
                due_ns = min(due_ns, self._next_poll_ns(self.clock.monotonic_ns()))
            if self.clock.monotonic_ns() >= due_ns:
                due_ns = self._look(self.poll if self._reached else self.start)

    def _next_poll_ns(self, since_ns: int) -> int:
        wait_s = self.poll_interval_s() if self._reached else self.retry_interval_s()
        return since_ns + round(wait_s * NS_PER_S)

    def _serve(self, command: Command) -> None:
        answer: Event | None
        self._visit = self.vault.visit
        try:
            answer = self.carry_out(command)
        except (DeviceError, CardGone, VaultEmpty) as error:
            cause = type(error).__name__ if isinstance(error, VaultEmpty | CardGone) else str(error)
            answer = not_done(command, self.outcome_of(command, error), cause, code_of(error))
            if self.is_lost_by(command, error):
                self._reached = False
                self.unready("unreachable", str(error))
        if answer is not None:
            self.post(answer)

    def _look(self, look: Callable[[], None]) -> int:
        """Look, and when to look next: so long after this look began, whatever it took on the wire."""
        began_ns = self.clock.monotonic_ns()
        try:
            look()
            self._reached = True
        except DeviceError as error:
            self._reached = False
            self.unready("unreachable", str(error))
        return self._next_poll_ns(began_ns if self._reached else self.clock.monotonic_ns())

    def keep(self, handle: str, value: object) -> None:
        """Put something personal into the vault, for the visit in which the command came.

        Raises `VaultEmpty` when that visit is over: a late answer leaves nothing behind.
        """
        self.vault.put(handle, value, visit=self._visit)

    # --- status changes become events, once -----------------------------------------------------

    def ready(self) -> None:
        """The device can do its work."""
        if self._said is not None:
            self._said = None
            self.post(DeviceReady(device=self.device))

    def unready(self, cause: str, detail: str = "") -> None:
        """The device cannot do its work."""
        if self._said != cause:
            self._said = cause
            self.post(DeviceUnready(device=self.device, cause=cause, detail=detail))


def answer(command: Command, kind: type[A], /, **fields: object) -> A:
    """An answer of this kind to this command."""
    make: Callable[..., A] = kind
    return make(answers=command.id, **fields)


def not_done(command: Command, outcome: str, cause: str, code: str = "") -> CommandFailed:
    """The answer to a command that was not done: `refused`, `failed` or `unknown`."""
    return CommandFailed(answers=command.id, command=command.kind, outcome=outcome, cause=cause, code=code)


def code_of(error: Exception) -> str:
    """What the machine may decide by: a person's doing, a device that is gone, or neither."""
    match error:
        case CardGone():
            return "card_gone"
        case Disconnected():
            return "device_lost"
        case _:
            return ""
