"""A desk with a reader, cards that are processes of their own, and OpenSC's programs."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

from device.testing.pcscd import PrivatePcscd

LIMIT_S = 20.0
HURRY = "1000"
"""The card's own thinking is not on trial here."""


class Answer:
    """What a program said, and its exit code."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.data = done.stdout
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def __repr__(self) -> str:
        return f"exit code {self.code}\n{self.out}\n{self.err}"


class Desk:
    """One reader behind a pcscd of its own. At most one card lies on it.

    folder: everybody's home here, so that OpenSC finds no certificate in a cache of yesterday
    """

    def __init__(self, service: PrivatePcscd, folder: Path) -> None:
        self._service, self.folder = service, folder
        self._environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PCSCLITE_CSOCK_NAME": service.socket,
            "LC_ALL": "C",
        }
        self._card: subprocess.Popen[bytes] | None = None
        self._whose = ""

    def lay(self, persona: str) -> None:
        """This card and no other lies on the reader; nothing where it does already."""
        if self._whose == persona:
            return
        self.take()
        arguments = ["--persona", persona, "--vpcd", f"127.0.0.1:{self._service.port}", "--hurry", HURRY]
        command = [sys.executable, "-m", "device", "sim", "card", *arguments, "--state", str(self.folder / persona)]
        self._card = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert self._card.stdout is not None
        assert select.select([self._card.stdout], [], [], LIMIT_S)[0], "the card's process says nothing"
        assert self._card.stdout.readline(), "the card's process ended"
        self._await_card()
        self._whose = persona

    def take(self, *, brutally: bool = False) -> None:
        """The card's process ends, or is killed; the reader is empty afterwards."""
        card, self._card, self._whose = self._card, None, ""
        if card is None:
            return
        if brutally:
            card.kill()
        else:
            card.terminate()
        card.communicate(timeout=LIMIT_S)
        self._service.stop_daemon()  # quicker than to wait until it sees that the card has left
        self._service.start_daemon()

    def _await_card(self) -> None:
        """Asked again and again: `opensc-tool --wait` of 0.23 can miss a card laid just as it begins to wait."""
        until = time.monotonic() + LIMIT_S
        while self.run("opensc-tool", "--atr").code != 0:
            assert time.monotonic() < until, "the card is not on the reader"

    def run(self, program: str, *arguments: str) -> Answer:
        """A program at this desk."""
        path = shutil.which(program)
        assert path is not None, f"{program} is not installed"
        done = subprocess.run(
            [path, *arguments],
            env=self._environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )
        return Answer(done)

    def status_words(self, *apdus: str) -> list[str]:
        """The card's answers to these commands in one session of `opensc-tool`."""
        said = self.run("opensc-tool", *(word for apdu in apdus for word in ("--send-apdu", apdu)))
        words = [line for line in said.out.splitlines() if line.startswith("Received")]
        return ["".join(part.split("=0x")[1][:2] for part in line.split(", ")) for line in words]
