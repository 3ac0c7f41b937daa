"""`sim://x` in real time: the simulator on its own real wire, and the driver gets that address."""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from device.config.kiosk import KioskConfig
from drivers.errors import Disconnected

if TYPE_CHECKING:
    from device.testing.pcscd import PrivatePcscd
    from sim.hosts import Reactor
    from sim.journeys.setup import Setup
    from sim.world import World

SIMULATED = "sim://"


@dataclass(frozen=True)
class Simulated:
    """A box's configuration with real addresses, and the world behind those that were simulated.

    world, reactor: None where nothing is simulated; the world is touched through `reactor.call` alone.
    """

    config: KioskConfig
    world: World | None = None
    reactor: Reactor | None = None


@contextmanager
def simulated(
    config: KioskConfig, *, setup: Setup | None = None, at: datetime | None = None, hurry: int = 1
) -> Iterator[Simulated]:
    """Start the simulators that `config` names and put their addresses in its place.

    at: the world's wall clock at the start; hurry: divides mechanical times and the customer's.
    """
    if setup is not None:
        from device.testing.contacts import with_contacts

        config = with_contacts(config, setup)
    contacts = "" if config.contacts is None else config.contacts.port
    ports = (contacts, config.card_reader, config.cash_port, config.receipt_port, config.page_uri, config.centre_url)
    if not any(port.startswith(SIMULATED) for port in ports):
        yield Simulated(config)
        return
    from sim.hosts import Reactor, RealClock
    from sim.receipt import Model
    from sim.world import World

    clock = RealClock(at)
    world = World.build(clock, setup, hurry=hurry, receipt_model=Model(config.receipt_paper_mm))
    world.set_wall = clock.set_wall
    reactor = Reactor(clock)
    for participant in world.participants:
        reactor.add(participant)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="madoguchi-")))
        addressed = _addressed(config, world, reactor, folder, hurry, stack)
        reactor.start()
        stack.callback(reactor.stop)
        yield Simulated(addressed, world, reactor)


def _addressed(
    config: KioskConfig, world: World, reactor: Reactor, folder: Path, hurry: int, stack: ExitStack
) -> KioskConfig:
    """Open the wire of each simulated peripheral."""
    from sim.contacts import LentPort
    from sim.hosts import TlsMaterial, VpcdCard, listen, open_pty

    changes: dict[str, Any] = {}
    if config.card_reader.startswith(SIMULATED):
        from device.testing.service_switch import ServiceSwitch

        switch = stack.enter_context(ServiceSwitch(pcscd()))
        switch.goes_with_the_cable_of(world.tray)
        VpcdCard(
            reactor, world.tray, "127.0.0.1", pcscd().port, hurry=hurry, service=(switch.stop, switch.start)
        )
        changes["card_reader"] = "pcsc:Virtual PCD 00 00"
    if config.cash_port.startswith(SIMULATED):
        changes["cash_port"] = open_pty(reactor, world.cash, None)
    if config.receipt_port.startswith(SIMULATED):
        changes["receipt_port"] = "socket://{}:{}".format(*listen(reactor, world.receipt))
    if config.page_uri.startswith(SIMULATED):
        changes["page_uri"] = "ipp://{}:{}/ipp/print".format(*listen(reactor, world.page))
    if config.centre_url.startswith(SIMULATED):
        material = TlsMaterial()
        host, port = listen(reactor, world.centre, tls=material.server_context())
        files = material.write_client(folder, config.terminal_id)
        changes |= {
            "centre_url": f"https://{host}:{port}",
            "centre_certificate": files.certificate,
            "centre_key": files.key,
            "centre_authority": files.authority,
            "centre_signing_key": files.signing_key,
        }
    if config.contacts is not None and config.contacts.port.startswith(SIMULATED):
        lent = "rfc2217://{}:{}".format(*listen(reactor, LentPort(reactor.clock, world.contacts)))
        changes["contacts"] = replace(config.contacts, port=lent)
    return replace(config, **changes)


@cache
def pcscd() -> PrivatePcscd:
    """The one private pcscd of this process; libpcsclite reads its address when it is loaded first.

    Raises `Disconnected` where this machine cannot run one.
    """
    from device.testing.pcscd import PrivatePcscd, why_not

    reason = why_not()
    if reason is not None:
        raise Disconnected("sim://card", "start a pcscd of its own", reason, "give the card reader's own address")
    service = PrivatePcscd()
    service.__enter__()
    atexit.register(service.close)
    os.environ["PCSCLITE_CSOCK_NAME"] = str(service.socket)
    return service
