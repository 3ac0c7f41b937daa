"""The wired hosts: passive simulators on real wires, in real time.

One thread, the `Reactor`, owns every simulator of a world and every wire to them: TCP and TLS (`tcp`), a
pty (`pty`), the card's side of vpcd (`vpcd`), a control socket (`control`). Whoever else wants to touch a
simulator asks the reactor to `call`. What a host does not do is speak any peripheral's protocol: it
carries bytes, keeps time and bounds what waits.
"""

from sim.hosts.clock import RealClock
from sim.hosts.control import open_control
from sim.hosts.errors import HostError, ReactorStopped
from sim.hosts.pty import open_pty
from sim.hosts.reactor import Reactor
from sim.hosts.tcp import listen
from sim.hosts.tls import ClientFiles, TlsMaterial
from sim.hosts.vpcd import VpcdCard

__all__ = [
    "ClientFiles",
    "HostError",
    "Reactor",
    "ReactorStopped",
    "RealClock",
    "TlsMaterial",
    "VpcdCard",
    "listen",
    "open_control",
    "open_pty",
]
