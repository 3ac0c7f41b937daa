"""The test's side of `kiosk_process`: everything at the other end of its wires, and the customer's hands."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from device.config.kiosk import KioskConfig, load_demo
from device.testing.simulated import simulated
from sim.card import VirtualCard, content_for
from sim.hosts import Reactor
from sim.personas import persona
from sim.verbs import perform
from sim.world import World
from tests.faults.kiosk_process import HURRY, WORKDAY

ROOT = Path(__file__).parents[2]
LIMIT_S = 40.0
PERSON = "yamada-taro"


def a_pin() -> str:
    """Four different digits with no step of one between them, nor a year: they stand nowhere for other reasons."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(4))
        steps = {abs(int(a) - int(b)) for a, b in pairwise(pin)}
        if len(set(pin)) == 4 and 1 not in steps and pin[:2] not in ("19", "20"):
            return pin


class KioskBox:
    """A running kiosk."""

    def __init__(self, config: Path, left: bytes, world: World, reactor: Reactor) -> None:
        self.world, self._reactor = world, reactor
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.kiosk_process", str(config), left.hex()],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self.process.stdout is not None
        port, zero, step = (int(word) for word in self.process.stdout.readline().split())
        self.small_ints = zero, step
        """Where the integer 0 lies in its memory, and how far 1 lies behind it."""
        self._screen = socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S)
        self._lines = self._screen.makefile("rb")

    def shows(self, name: str, entered: int = 0) -> None:
        """Wait for a screen, with so many characters in."""
        for line in self._lines:
            message = json.loads(line)
            if message.get("screen") == name and len(message["entry"]) == entered:
                return
        raise AssertionError(f"the kiosk ended before it showed {name}")

    def press(self, **what: str) -> None:
        self._screen.sendall(json.dumps({"type": "press", **what}).encode() + b"\n")

    def lay(self, pin: str) -> VirtualCard:
        who = persona(PERSON)
        card = VirtualCard(content_for(replace(who, card=replace(who.card, pin=pin))))
        card.prepare()
        self.lay_this(card)
        return card

    def lay_this(self, card: VirtualCard) -> None:
        self._reactor.call(lambda: self.world.tray.lay(card))

    def take(self) -> None:
        self._reactor.call(self.world.tray.take)

    def do(self, verb: str, *arguments: object) -> None:
        """One of `sim.verbs`."""
        self._reactor.call(partial(perform, self.world, verb, *arguments))

    def to_pin(self, pin: str) -> VirtualCard:
        """From the idle screen to ⑤."""
        self.press(button="start")
        self.shows("menu")
        self.press(button="issue")
        self.shows("waiting_for_card")
        card = self.lay(pin)
        self.shows("choosing_municipality")
        self.press(button="confirm")
        self.shows("entering_pin")
        return card

    def key(self, digits: str) -> None:
        """Each digit is awaited on the screen, so that no two travel together."""
        for count, digit in enumerate(digits, 1):
            self.press(key=digit)
            self.shows("entering_pin", count)

    def leave(self) -> None:
        """From the choice of certificates to the idle screen."""
        self.press(button="cancel")
        self.shows("idle")

    def close(self) -> None:
        self._lines.close()
        self._screen.close()
        self.process.kill()
        self.process.communicate()


@contextmanager
def kiosk_box(folder: Path, left: bytes) -> Iterator[KioskBox]:
    """A kiosk on its idle screen. left: what it is to keep in its memory."""
    with ExitStack() as stack:
        simulation = stack.enter_context(simulated(load_demo(), at=WORKDAY, hurry=HURRY))
        assert simulation.world is not None
        assert simulation.reactor is not None
        config = folder / "kiosk.toml"
        config.write_text(written(simulation.config), encoding="utf-8")
        box = KioskBox(config, left, simulation.world, simulation.reactor)
        stack.callback(box.close)
        box.shows("idle")
        yield box


def written(config: KioskConfig) -> str:
    """The addresses as a kiosk.toml."""
    return "\n".join(
        [
            f'[terminal]\nid = "{config.terminal_id}"\nstore = "{config.store_name}"',
            f'[card]\nreader = "{config.card_reader}"',
            f'[cash]\nport = "{config.cash_port}"',
            f'[receipt]\nport = "{config.receipt_port}"',
            f'[page]\nuri = "{config.page_uri}"',
            f'[centre]\nurl = "{config.centre_url}"\ncertificate = "{config.centre_certificate}"',
            f'key = "{config.centre_key}"\nauthority = "{config.centre_authority}"',
            f'signing_key = "{config.centre_signing_key}"',
        ]
    )
