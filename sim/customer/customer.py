"""The customer: eyes and ears on the screen's wire, a finger on it, and perhaps a script to follow."""

from __future__ import annotations

import json
from collections.abc import Callable

from sim.customer.discretion import Discretion
from sim.customer.follower import Follower, Perform
from sim.customer.keys import keys_for
from sim.customer.messages import MessageError, read
from sim.customer.senses import See, Senses
from sim.journeys.script import DEFAULT_PERSONA, Script
from sim.personas import Persona, persona
from sim.verbs import ActError
from sim.wire import Clock

Send = Callable[[bytes], None]


class Customer:
    """Passive, like every simulator: messages in by `receive`, presses out by `send`, time by `tick`.

    send: given by the host; hands a press to the kiosk. None while there is no kiosk
    senses: what is on the screen now
    persona: who it is, for the card and its PIN; a script brings another
    hurry: divides the time his acts take
    """

    def __init__(self, clock: Clock, see: See, perform: Perform, *, hurry: float = 1) -> None:
        self._clock, self._see, self._perform, self._hurry = clock, see, perform, hurry
        self.send: Send | None = None
        self.persona: Persona = persona(DEFAULT_PERSONA)
        self.senses = Senses(see, Discretion(self.persona))
        self._follower: Follower | None = None
        self._failure: str | None = None

    # The wire

    def receive(self, message: bytes) -> None:
        """A message of the kiosk (docs/screen.md). One that is none ends the journey as failed."""
        try:
            self.senses.perceive(read(message))
        except MessageError as error:
            self._fail(f"the kiosk sent what is no message to a customer: {error}")
            return
        if self._follower is not None:
            self._follower.noticed()

    # The script

    def follow(self, script: Script) -> None:
        """Come in as the script's persona and begin with its first step.

        Raises ValueError for a script that is to be run from everywhere and was not expanded.
        """
        if script.everywhere:
            raise ValueError("a script for everywhere has no start: expand it first")
        self.persona = persona(script.persona)
        self.senses.discretion = Discretion(self.persona)
        self.senses.act()
        self._follower = Follower(
            script, self._clock, self.senses, self._see, self._perform, self._keys, self._hurry
        )
        self._follower.start()

    @property
    def done(self) -> bool:
        """The script is over, or cannot go on; True without one."""
        return self._follower is None or self._follower.done

    @property
    def failure(self) -> str | None:
        """Why the script could not go on, with its step and what was on the screen."""
        return self._failure or (self._follower.failure if self._follower is not None else None)

    def next_due_ns(self) -> int | None:
        """When the customer does something next, or loses patience."""
        return None if self._follower is None else self._follower.next_due_ns()

    def tick(self) -> None:
        """Do what is due."""
        if self._follower is not None:
            self._follower.tick()

    # The finger. Each raises `ActError` where there is nothing to press.

    def press(self, button: str) -> None:
        """Press a button that is on the screen."""
        screen = self.senses.screen
        keys = screen.buttons if screen is not None else ()
        if not any(key.id == button and key.enabled for key in keys):
            raise ActError(f"no button {button} to press")
        self._press("button", button)

    def choose(self, choice: str) -> None:
        """Press a choice that is on the screen, a language among them."""
        screen = self.senses.screen
        keys = (*screen.choices, *screen.languages) if screen is not None else ()
        if not any(key.id == choice and key.enabled for key in keys):
            raise ActError(f"no choice {choice} to press")
        self._press("choice", choice)

    def pick(self, label: str) -> None:
        """Press the choice on which this stands."""
        screen = self.senses.screen
        found = next((key for key in (screen.choices if screen is not None else ()) if key.label == label), None)
        if found is None or not found.enabled:
            raise ActError("no choice of that label to press")
        self._press("choice", found.id)

    def key(self, key: str) -> None:
        """Press a key of the keypad or keyboard on the screen."""
        screen = self.senses.screen
        if screen is None or not screen.keypad:
            raise ActError("no keypad to type on")
        if screen.keys is not None and key not in screen.keys:
            raise ActError("no such key")
        self._press("key", key)

    def pin(self, which: str) -> None:
        """Type all digits of a PIN at once: `right`, `wrong` or the digits."""
        self._type("pin", which)

    def password(self, which: str) -> None:
        """Type all of a 署名用 password at once: `right`, `wrong` or its characters."""
        self._type("password", which)

    def write(self, text: str) -> None:
        """Type a text at once: kana, a number."""
        self._type("write", text)

    def press_anyway(self, button: str) -> None:
        """Press where a button would be: what a broken touch panel sends."""
        self._press("button", button)

    # Inside

    def _type(self, verb: str, what: str) -> None:
        for key in self._keys(verb, what):
            self.key(key)

    def _keys(self, verb: str, what: str) -> list[str]:
        """The keys of a text. The wrong PIN or password is the right one with another last digit."""
        if verb == "write":
            return keys_for(what)
        right = self.persona.card.pin if verb == "pin" else self.persona.card.signature_password
        last = right[-1:]
        wrong = right[:-1] + (str((int(last) + 1) % 10) if last.isdecimal() else "1")
        return list({"right": right, "wrong": wrong}.get(what, what))

    def _press(self, what: str, which: str) -> None:
        if self.send is None:
            raise ActError("no kiosk hears the screen")
        self.send(json.dumps({"type": "press", what: which}).encode())

    def _fail(self, words: str) -> None:
        self._failure = self._failure or words
        if self._follower is not None:
            self._follower.fail(words)
