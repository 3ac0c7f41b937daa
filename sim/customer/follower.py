"""Follows a script step by step: human time before acts, patience for waits, the first failure ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sim.customer.senses import See, Senses
from sim.journeys.script import Script
from sim.journeys.steps import OTHERS, WAITS, Step
from sim.verbs import VERBS, ActError, VerbError, find
from sim.wire import NS_PER_S, Clock

KEY_S: Final = 0.3
"""From one key to the next."""

TYPED: Final = ("pin", "password", "write")
"""Verbs that are typed key by key."""

Perform = Callable[[str, tuple[object, ...]], None]
"""Does something to the world (`sim.verbs.perform`). Raises `ActError`, `VerbError`."""


@dataclass(frozen=True, slots=True)
class _Aside:
    """What the script says for a screen that came up during a wait, when, and for which showing."""

    due_ns: int
    step: Step
    showing: int


class Follower:
    """One script under way. done: over, one way or the other; failure: why it could not go on.

    keys: which keys a verb of `TYPED` presses for its argument
    hurry: divides what the customer takes his time for (acts, keys, `pause_s`, `hands_off_s`: a hurried
        kiosk hurries its own limits for people likewise); never what he has patience for
    """

    def __init__(
        self,
        script: Script,
        clock: Clock,
        senses: Senses,
        see: See,
        perform: Perform,
        keys: Callable[[str, str], list[str]],
        hurry: float = 1,
    ) -> None:
        self.done = False
        self.failure: str | None = None
        self._script, self._clock, self._senses = script, clock, senses
        self._see, self._perform, self._keys = see, perform, keys
        self._hurry = hurry
        self._next = 0
        """The step under way, from 0."""
        self._due_ns: int | None = None
        self._gestures: list[tuple[str, tuple[object, ...]]] = []
        self._aside: _Aside | None = None
        self._dealt_with = 0
        """The showing for which that has been done."""
        self._last_act_ns = clock.monotonic_ns()

    def start(self) -> None:
        """Begin with the first step."""
        self._go_on()

    def next_due_ns(self) -> int | None:
        """When `tick` has something to do."""
        if self._aside is None:
            return self._due_ns
        return self._aside.due_ns if self._due_ns is None else min(self._aside.due_ns, self._due_ns)

    def fail(self, words: str) -> None:
        """The script cannot go on."""
        if not self.done:
            self.failure = words
            self._end()

    def noticed(self) -> None:
        """Something was shown or said: a wait may be over, or something may be asked for."""
        step = self._step
        if step is None or step.verb not in WAITS or self._due_ns is None:
            return
        if self._senses.met(step.verb, step.arguments[0]):
            self._next += 1
            self._go_on()
        else:
            self._look_aside(step)

    def tick(self) -> None:
        """Do what is due."""
        now_ns = self._clock.monotonic_ns()
        step = self._step
        if step is None:
            return
        if self._aside is not None and self._aside.due_ns <= now_ns:
            self._do_aside(self._aside)
        elif self._due_ns is not None and self._due_ns <= now_ns:
            if step.verb in WAITS:
                self._fail_step(f"waited {step.within_s:g} s in vain")
            elif step.verb in OTHERS:
                self._next += 1
                self._go_on()
            else:
                self._gesture(step, now_ns)

    # Inside

    @property
    def _step(self) -> Step | None:
        return None if self.done else self._script.steps[self._next]

    def _end(self) -> None:
        self.done, self._due_ns, self._aside = True, None, None

    def _go_on(self) -> None:
        """Begin steps until one takes time."""
        self._due_ns = self._aside = None
        while not self.done:
            if self._next == len(self._script.steps):
                self._end()
                return
            step = self._script.steps[self._next]
            now_ns = self._clock.monotonic_ns()
            if step.verb in VERBS:
                self._gestures = self._gestures_of(step)
                self._due_ns = now_ns + self._act_ns(step)
                return
            if step.verb in WAITS:
                if not self._senses.met(step.verb, step.arguments[0]):
                    self._due_ns = now_ns + _ns(step.within_s)
                    self._look_aside(step)
                    return
            elif step.verb == "note":
                self._see("note", str(step.arguments[0]))
            elif step.verb == "absent":
                if self._senses.can_press(str(step.arguments[0])):
                    self._fail_step("it is there to be pressed")
                    return
            else:
                wait_s = float(str(step.arguments[0]))
                if step.verb == "hands_off_s":
                    self._due_ns = max(now_ns, self._last_act_ns + _ns(wait_s / self._hurry))
                else:
                    self._due_ns = now_ns + _ns(wait_s / self._hurry)
                return
            self._next += 1

    def _gestures_of(self, step: Step) -> list[tuple[str, tuple[object, ...]]]:
        if step.verb in TYPED:
            return [("key", (key,)) for key in self._keys(step.verb, str(step.arguments[0]))]
        return [(step.verb, step.arguments)]

    def _act_ns(self, step: Step) -> int:
        if step.act_s is not None:
            return _ns(step.act_s / self._hurry)
        by_people = any(row.who != "fate" for row in VERBS[step.verb].values())
        return _ns(self._script.act_s / self._hurry) if by_people else 0

    def _gesture(self, step: Step, now_ns: int) -> None:
        """The next movement of an act; the step is over with the last."""
        verb, arguments = self._gestures.pop(0)
        self._due_ns = now_ns + _ns(KEY_S / self._hurry) if self._gestures else None
        if self._do(step, verb, arguments) and not self._gestures:
            self._next += 1
            self._go_on()

    def _look_aside(self, step: Step) -> None:
        """Once for each time the screen comes up: another show of the same screen asks for nothing new."""
        screen, showing = self._senses.screen, self._senses.showings
        aside = step.meanwhile.get(screen.name) if screen is not None else None
        if aside is None or self._dealt_with == showing:
            self._aside = None
        elif self._aside is None or self._aside.showing != showing:
            self._aside = _Aside(self._clock.monotonic_ns() + self._act_ns(aside), aside, showing)

    def _do_aside(self, aside: _Aside) -> None:
        self._aside, self._dealt_with = None, aside.showing
        for verb, arguments in self._gestures_of(aside.step):
            if not self._do(aside.step, verb, arguments):
                return

    def _do(self, step: Step, verb: str, arguments: tuple[object, ...]) -> bool:
        """Whether it could be done, and the script goes on."""
        try:
            if find(verb, arguments)[0].who == "customer":
                self._last_act_ns = self._clock.monotonic_ns()
                self._senses.act()
            self._perform(verb, arguments)
        except (ActError, VerbError) as error:
            self._fail_step(str(error), step)
        return not self.done

    def _fail_step(self, words: str, step: Step | None = None) -> None:
        step = step or self._script.steps[self._next]
        self.fail(f"step {self._next + 1} ({step.label}): {words}; {self._senses.describe()}")


def _ns(s: float) -> int:
    return round(s * NS_PER_S)
