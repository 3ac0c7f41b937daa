"""What the customer sees and hears: the screen as it is, and what came since his last act."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

from sim.customer.discretion import Discretion
from sim.customer.messages import Alarm, Call, Message, MessageError, Screen, Voice

See = Callable[[str, str], object]
"""Enters something into the world's log: what, detail (`sim.journeys.seen.WHATS`)."""

REMEMBERED_MAX: Final = 500
"""Things of one kind that stay in mind until the next act; the oldest are forgotten first."""

CELLS_MAX: Final = 500


class Senses:
    """The state of the screen's wire as a person has it in mind.

    screen: the last one shown, None before the first. showings: how often another one came up.
    cells: rows ever shown, label and text.
    """

    def __init__(self, see: See, discretion: Discretion) -> None:
        self._see = see
        self.discretion = discretion
        self.screen: Screen | None = None
        self.alarm = False
        self.showings = 0
        self.cells: set[tuple[str, str]] = set()
        self._fresh: dict[str, deque[str]] = {}

    def perceive(self, message: Message) -> None:
        """A message of the kiosk. Raises `MessageError` for one that is not for customers."""
        if isinstance(message, Screen):
            self._look_at(message)
        elif isinstance(message, Voice):
            self._notice("voice", self.discretion.without_names(message.say))
            if not self.discretion.may_be_spoken(message.say):
                self._see("indiscreet", "voice")
        elif isinstance(message, Alarm):
            if message.on != self.alarm:
                self.alarm = message.on
                self._see("alarm", "on" if message.on else "off")
        elif isinstance(message, Call):
            raise MessageError("a call for the attendant on the customer's wire")

    def act(self) -> None:
        """The customer does something: what came before is no answer to it."""
        self._fresh.clear()

    def met(self, verb: str, value: object) -> bool:
        """Whether what a wait is for (`sim.journeys.steps.WAITS`) is there, or came since the last act.

        What was met is used up: a second wait needs a second one.
        """
        screen = self.screen
        if verb == "wait_alarm":
            return self.alarm == value
        if verb == "wait_warning":
            return (screen is not None and screen.warning is not None) == value
        if isinstance(value, tuple):
            label, text = value
            return screen is not None and any(
                row[0] == label and text in row[1] for row in (*screen.table, *screen.notes) if row[1:]
            )
        text = str(value)
        if verb == "wait":
            there = screen is not None and screen.name == text
            return self._use_up("screen", lambda it: it == text, all_of_them=there) or there
        if verb == "wait_line":
            there = screen is not None and any(text in line for line in screen.all_lines)
            return self._use_up("line", lambda it: text in it, all_of_them=there) or there
        return self._use_up("voice", lambda it: text in it)

    def can_press(self, id_: str) -> bool:
        """Whether a button or a choice is there and enabled."""
        screen = self.screen
        keys = () if screen is None else (*screen.buttons, *screen.choices, *screen.languages)
        return any(key.enabled and key.id == id_ for key in keys)

    def describe(self) -> str:
        """The screen in words, for a person who has to find out what went wrong."""
        screen = self.screen
        if screen is None:
            return "nothing was shown yet"
        lines = "".join(f"「{self.discretion.without_names(line)}」" for line in screen.all_lines)
        keypad = ", a keypad" if screen.keypad else ""
        return (
            f"the screen is {screen.name} {lines or 'without words'}, "
            f"buttons {_listed(screen, 'buttons')}, choices {_listed(screen, 'choices')}{keypad}"
        )

    def _look_at(self, screen: Screen) -> None:
        before, self.screen = self.screen, screen
        if before is None or before.name != screen.name:
            self.showings += 1
            self._notice("screen", screen.name)
            known: tuple[str, ...] = ()
            drawn: tuple[str, ...] = ()
        else:
            known, drawn = before.all_lines, before.pictures
        was_asking = before is not None and before.warning is not None
        if screen.warning is not None:
            if not was_asking:
                self._notice("warning", str(screen.warning[1]))
            if self.discretion.names_in(screen.words):
                self._see("indiscreet", "warning")
        elif was_asking:
            self._notice("warning_over", "")
        for line in screen.all_lines:
            if line not in known:
                self._notice("line", self.discretion.without_names(line))
        for picture in screen.pictures:
            if picture not in drawn:
                self._notice("picture", picture)
        for row in (*screen.table, *screen.notes):
            if len(row) > 1 and len(self.cells) < CELLS_MAX:
                self.cells.add((row[0], row[1]))

    def _notice(self, what: str, detail: str) -> None:
        self._fresh.setdefault(what, deque(maxlen=REMEMBERED_MAX)).append(detail)
        self._see(what, detail)

    def _use_up(self, what: str, wanted: Callable[[str], bool], *, all_of_them: bool = False) -> bool:
        """Whether one came since the last act; it and those before it are used up, or all such."""
        fresh = self._fresh.get(what)
        if not fresh:
            return False
        hits = [count for count, detail in enumerate(fresh, 1) if wanted(detail)]
        if hits:
            for _ in range(hits[-1] if all_of_them else hits[0]):
                fresh.popleft()
        return bool(hits)


def _listed(screen: Screen, which: str) -> str:
    keys = screen.buttons if which == "buttons" else screen.choices
    return ", ".join(key.id if key.enabled else f"{key.id} (disabled)" for key in keys) or "none"
