"""Every trigger the table must answer: one per event class, timer and command that can fail."""

from __future__ import annotations

from collections.abc import Iterator

from statemachine import commands, events, registration_commands
from statemachine.commands import CentreCommand, Command
from statemachine.delays import TIMERS
from statemachine.events import Answer, CommandFailed, Event, MoneyEvent, Press, TimerExpired, Topic, snake

_ABSTRACT = (Event, Press, MoneyEvent, Answer, TimerExpired, CommandFailed, Command, CentreCommand)


def _concrete(root: type, module: object) -> Iterator[type]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, root) and value not in _ABSTRACT:
            yield value


EVENTS: dict[str, type[Event]] = {snake(c.__name__): c for c in _concrete(Event, events)}
COMMANDS: dict[str, type[Command]] = {
    snake(c.__name__): c for module in (commands, registration_commands) for c in _concrete(Command, module)
}
ANSWERED: tuple[str, ...] = tuple(kind for kind, c in COMMANDS.items() if c.device != "loop")

TRIGGERS: tuple[str, ...] = (
    *EVENTS,
    *(f"{timer}_due" for timer in TIMERS),
    *(f"{kind}_failed" for kind in ANSWERED),
)

# money, card and paper, for the rule that they are ignored nowhere (DESIGN §2 rule 4)
_FAILURES_THAT_MATTER = {
    "dispense": Topic.MONEY,
    "shut_cash": Topic.MONEY,
    "stack_note": Topic.MONEY,
    "return_note": Topic.MONEY,
    "print_copy": Topic.PAPER,
    "print_receipt": Topic.PAPER,
    "print_claim_slip": Topic.PAPER,
    "print_registration_slip": Topic.PAPER,
}


def topic_of(trigger: str) -> Topic:
    """What a trigger is about; failures of commands that move money or paper count as such."""
    if trigger in EVENTS:
        return EVENTS[trigger].topic
    if trigger.endswith("_due"):
        return Topic.TIME
    return _FAILURES_THAT_MATTER.get(trigger.removesuffix("_failed"), Topic.ANSWER)
