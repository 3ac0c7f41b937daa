"""One peripheral alone on its real wire, for other people's software to talk to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from sim.card import VirtualCard
from sim.card.tries_file import TriesFile, TriesFileError
from sim.cash.security import Security
from sim.centre.town import TownFileError
from sim.customer.discretion import Discretion
from sim.hosts.clock import RealClock
from sim.hosts.control import open_control
from sim.hosts.errors import HostError
from sim.hosts.pty import open_pty
from sim.hosts.reactor import Reactor
from sim.hosts.tcp import LOOPBACK, bind, listen
from sim.hosts.tls import TlsMaterial
from sim.hosts.vpcd import VpcdCard
from sim.journeys.setup import Setup
from sim.page.engine import TRAY_CAPACITY
from sim.page.habits import Habits
from sim.page.printer_attributes import RESOURCE
from sim.personas import persona
from sim.receipt import Model as ReceiptModel
from sim.receipt.album import Album
from sim.receipt.fonts import FontMissing
from sim.world import World

Peripheral = Literal["card", "cash", "receipt", "page", "centre"]

TERMINAL: Final = "terminal"
"""Whom the client's certificate is for that the centre hands out, where nobody says."""


class Alone:
    """A whole world of which one peripheral has a wire; the others stand idle.

    only: which one
    at: what the wall says at the start; None for now
    hurry: as for `World.build`

    One of `card`, `cash`, `receipt`, `page` and `centre` gives it the wire and returns its address. Each
    raises `HostError` where that cannot be; stopping the reactor closes it and removes its files.
    """

    def __init__(self, only: Peripheral, *, at: datetime | None = None, hurry: int = 1) -> None:
        self._only, self._hurry = only, hurry
        self._clock = RealClock(at)
        self.reactor = Reactor(self._clock)

    def card(
        self,
        persona_id: str,
        host: str,
        port: int,
        control: Path | None = None,
        *,
        empty: bool = False,
        state: Path | None = None,
    ) -> str:
        """A card for vpcd's reader; on it at once, unless `empty`. Raises `UnknownPersonaError`, `PkiCacheError`.

        state: a file in which the persona's card keeps its try counters; without one each card is new
        """
        world = self._world(control, build=lambda: World.build(self._clock, hurry=self._hurry))
        world.customer.persona = person = persona(persona_id)
        world.customer.senses.discretion = Discretion(person)
        card = world.card_of(person.id)
        card.prepare()  # its keys are made here, not in the reactor
        if state is not None:
            self._keep_tries(state, person.id, card)
        VpcdCard(self.reactor, world.tray, host, port, hurry=world.hurry)
        if not empty:
            self.reactor.call(lambda: world.tray.lay(card))
        return f"vpcd://{host}:{port} card={'none' if empty else person.id}"

    def cash(
        self,
        link: Path | None = None,
        control: Path | None = None,
        *,
        echo: bool = False,
        crc: Collection[int] = (),
        security: Security = "serial",
    ) -> str:
        """The coin acceptor, the hoppers and the bill validator on a pty; `crc`, `security` as for `World.build`."""

        def build() -> World:
            setup = Setup(echo=echo)
            return World.build(self._clock, setup, hurry=self._hurry, cash_crc=crc, cash_security=security)

        try:
            world = self._world(control, build=build)
        except ValueError as error:
            raise HostError(f"the cash box: {error}") from error
        path = open_pty(self.reactor, world.cash, link)
        return path if link is None else str(link)

    def receipt(
        self,
        port: int | None = 0,
        link: Path | None = None,
        control: Path | None = None,
        *,
        out: Path | None = None,
        paper_mm: int = 80,
        process_ids: bool = True,
        xonxoff: bool = False,
    ) -> str:
        """The receipt printer on a pty where a link is given, else on TCP; the others as for `sim.receipt.Model`.

        out: a folder in which a picture of each piece of paper is left
        """
        model = ReceiptModel(paper_mm, process_ids=process_ids, xonxoff=xonxoff)
        world = self._world(
            control, build=lambda: World.build(self._clock, hurry=self._hurry, receipt_model=model)
        )
        if out is not None:
            try:
                world.receipt.on_piece = Album(out).add
            except (OSError, FontMissing) as error:
                raise HostError(f"no pictures in {out}: {error}") from error
        if link is not None:
            open_pty(self.reactor, world.receipt, link)
            return str(link)
        host, number = listen(self.reactor, world.receipt, LOOPBACK, port or 0)
        return f"socket://{host}:{number}"

    def page(
        self, port: int = 0, control: Path | None = None, *, habits: Habits | None = None, sheets: int = TRAY_CAPACITY
    ) -> str:
        """The page printer: IPP on TCP."""
        server = bind(LOOPBACK, port)
        uri = f"ipp://{LOOPBACK}:{server.getsockname()[1]}{RESOURCE}"
        setup = Setup(sheets=sheets)
        world = self._world(control, build=lambda: World.build(self._clock, setup, hurry=self._hurry, page_uri=uri))
        world.page.habits = habits or Habits()
        listen(self.reactor, world.page, bound=server)
        return uri

    def centre(
        self,
        port: int = 0,
        tls_dir: Path | None = None,
        control: Path | None = None,
        *,
        residents: Path | None = None,
        terminal: str = TERMINAL,
    ) -> str:
        """The centre over mutual TLS. The client's files lie in `tls_dir`, or in a folder of their own.

        terminal: whom the certificate is for: requests with it must bear this name (`[terminal] id`)
        residents: an SQLite file of residents, made of the personas where there is none
        """

        def build() -> World:
            return World.build(self._clock, hurry=self._hurry, secret=os.urandom(32), residents_file=residents)

        world = self._world(control, build=build)
        try:
            world.centre.prepare()
        except TownFileError as error:
            raise HostError(f"the residents' file: {error}") from error
        self.reactor.call(lambda: self.reactor.at_end(world.centre.close))
        material = TlsMaterial()
        files = self._client_files(material, tls_dir, terminal)
        host, number = listen(self.reactor, world.centre, LOOPBACK, port, material.server_context())
        return f"https://{host}:{number} {files}"

    def _keep_tries(self, state: Path, persona_id: str, card: VirtualCard) -> None:
        try:
            file = TriesFile(state, persona_id, card)
        except TriesFileError as error:
            raise HostError(str(error)) from error
        self.reactor.call(lambda: self.reactor.at_end(file.close))

    def _world(self, control: Path | None, *, build: Callable[[], World]) -> World:
        world = build()
        world.set_wall = self._clock.set_wall
        for participant in world.participants:
            self.reactor.add(participant)
        if control is not None:
            open_control(self.reactor, world, control, only=self._only)
        return world

    def _client_files(self, material: TlsMaterial, tls_dir: Path | None, terminal: str) -> str:
        folder = Path(tempfile.mkdtemp(prefix="madoguchi-centre-")) if tls_dir is None else tls_dir
        try:
            made = tls_dir is None or not folder.exists()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            files = material.write_client(folder, terminal)
        except OSError as error:
            raise HostError(f"cannot write the client's certificate in {folder}: {error.strerror}") from error

        def remove() -> None:
            for file in (files.certificate, files.key, files.authority, files.signing_key):
                file.unlink(missing_ok=True)
            if made:
                with suppress(OSError):  # somebody has put something there
                    folder.rmdir()

        self.reactor.call(lambda: self.reactor.at_end(remove))
        return (
            f"certificate={files.certificate} key={files.key} authority={files.authority}"
            f" signing_key={files.signing_key}"
        )
