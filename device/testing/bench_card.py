"""The card's figures of `make bench`: a virtual card behind the real pcscd; our driver, and OpenSC beside it."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from drivers.card import JpkiCard, Link, Presence, Sight, Use
from drivers.clock import NS_PER_S

if TYPE_CHECKING:
    from sim.card import Tray, VirtualCard
    from sim.hosts import Reactor

PERSONA = "yamada-taro"
VISITS = 7
EXCHANGES = 400
COMINGS = 20
SEED = 20251008
NO_METAL = 1e9
"""Divides the card's own working time, so that only the wires are left."""

APDUS_MAX = 16
SHARE_OF_OPENSC_MAX = 0.5
EXCHANGE_MAX_MS = 0.5
REMOVAL_MAX_S = 0.5
INSERTION_MAX_S = 1.0

Figure = tuple[str, str, bool]


def figures() -> Iterator[Figure]:
    """All of them; for a machine where a private pcscd can run."""
    yield from _visits()
    yield _exchange()
    yield from _comings_and_goings()


@contextmanager
def _reader(hurry: float = 1) -> Iterator[tuple[Reactor, Tray, Callable[[], VirtualCard]]]:
    """The tray under the reader of this process's pcscd, empty, and where cards come from."""
    from device.testing.simulated import pcscd
    from sim.card import Tray, card_for
    from sim.hosts import Reactor, RealClock, VpcdCard

    reactor, tray = Reactor(RealClock()), Tray()
    VpcdCard(reactor, tray, "127.0.0.1", pcscd().port, hurry=hurry)
    reactor.start()
    try:
        yield reactor, tray, lambda: card_for(PERSONA)
    finally:
        reactor.stop()
        _await(Presence.ABSENT)  # a card that is laid before pcscd has missed the last one is not seen as new


class _Counted:
    """A link that counts what passes."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self.apdus = 0

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        """As `Link.transmit`."""
        self.apdus += 1
        return self._link.transmit(apdu)

    def release(self) -> None:
        """As `Link.release`."""
        self._link.release()


def _visits() -> Iterator[Figure]:
    from device.ports.pcsc import PcscReader
    from device.testing.simulated import pcscd
    from sim.personas import persona

    pin = persona(PERSONA).card.pin.encode("ascii")
    reader = PcscReader(pcscd_reader())
    ours_s, theirs_s = [], []
    with _reader() as (reactor, tray, new_card):
        card = new_card()
        reactor.call(lambda: tray.lay(card))
        _await(Presence.PRESENT)
        for _ in range(VISITS):
            began = time.perf_counter()
            counted = _Counted(reader.connect())
            _one_visit(JpkiCard(counted), pin)
            counted.release()
            ours_s.append(time.perf_counter() - began)
        apdus = counted.apdus
        theirs = 0
        if shutil.which("pkcs11-tool"):
            for _ in range(3):
                before = card.apdus
                theirs_s.append(_opensc(pin, pcscd().socket))
                theirs = card.apdus - before
    ours = statistics.median(ours_s)
    yield (
        f"APDUs from card present to challenge signed (goal at most {APDUS_MAX})",
        f"{apdus}; with the card's own working time {ours:.2f} s",
        apdus <= APDUS_MAX,
    )
    if theirs_s:
        opensc = statistics.median(theirs_s)
        yield (
            "  against `pkcs11-tool --login --sign` over the same reader (goal at most half its time)",
            f"{theirs} APDUs, {opensc:.2f} s: {ours / opensc:.2f} of it",
            ours / opensc <= SHARE_OF_OPENSC_MAX,
        )
    else:
        yield "  against pkcs11-tool", "not measured: OpenSC is not installed", False


def _one_visit(card: JpkiCard, pin: bytes) -> None:
    """What the card's worker does between card present and challenge signed."""
    card.identify()
    certificate = card.read_certificate(Use.AUTHENTICATION)
    assert certificate is not None
    card.tries_left(Use.AUTHENTICATION)
    card.verify(Use.AUTHENTICATION, bytearray(pin))
    card.sign(Use.AUTHENTICATION, b"challenge")


def _opensc(pin: bytes, socket: str) -> float:
    """Seconds of one login and signature by OpenSC, in a home of its own so that it has no cache."""
    with TemporaryDirectory() as home:
        message = Path(home) / "message"
        message.write_bytes(b"challenge")
        environment = {**os.environ, "HOME": home, "XDG_CACHE_HOME": home, "PCSCLITE_CSOCK_NAME": socket}
        began = time.perf_counter()
        subprocess.run(
            [
                *("pkcs11-tool", "--token-label", "JPKI (User Authentication PIN)", "--login", "--pin", pin.decode()),
                *("--sign", "-m", "SHA256-RSA-PKCS", "--id", "01"),
                *("--input-file", str(message), "--output-file", str(Path(home) / "signature")),
            ],
            env=environment,
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - began


def _exchange() -> Figure:
    from device.ports.pcsc import PcscReader

    challenge = bytes.fromhex("0084000008")
    reader = PcscReader(pcscd_reader())
    with _reader(NO_METAL) as (reactor, tray, new_card):
        reactor.call(lambda: tray.lay(new_card()))
        _await(Presence.PRESENT)
        link = reader.connect()
        spent_ms = []
        for _ in range(EXCHANGES):
            began = time.perf_counter()
            link.transmit(challenge)
            spent_ms.append((time.perf_counter() - began) * 1e3)
        link.release()
    median = statistics.median(spent_ms)
    return (
        f"one APDU through pcscd to the virtual card and back, median (goal under {EXCHANGE_MAX_MS} ms)",
        f"{median:.2f} ms, 95 % under {sorted(spent_ms)[int(0.95 * EXCHANGES)]:.2f} ms",
        median < EXCHANGE_MAX_MS,
    )


def _comings_and_goings() -> Iterator[Figure]:
    from device.clock import RealClock
    from device.ports.pcsc_watch import PcscWatch

    clock, chance = RealClock(), random.Random(SEED)
    watch = PcscWatch(pcscd_reader())
    seen_s: dict[Presence, list[float]] = {Presence.PRESENT: [], Presence.ABSENT: []}
    with _reader() as (reactor, tray, new_card):
        card = new_card()
        known = watch.next_sight(Sight(Presence.UNKNOWN, -1), clock.monotonic_ns() + NS_PER_S)
        for _ in range(COMINGS):
            for presence, act in (
                (Presence.PRESENT, lambda: tray.lay(card)),
                (Presence.ABSENT, lambda: (tray.take(), None)[1]),
            ):
                time.sleep(chance.uniform(0.5, 0.9))  # at any phase of pcscd's own looks, every 0.4 s
                began = time.perf_counter()
                reactor.call(act)
                while known.presence is not presence:
                    known = watch.next_sight(known, clock.monotonic_ns() + NS_PER_S)
                seen_s[presence].append(time.perf_counter() - began)
    watch.close()
    yield _seen("removal", seen_s[Presence.ABSENT], REMOVAL_MAX_S)
    yield _seen("insertion", seen_s[Presence.PRESENT], INSERTION_MAX_S)


def _seen(what: str, seconds: list[float], limit_s: float) -> Figure:
    ordered = sorted(seconds)
    half, nine = ordered[len(ordered) // 2], ordered[int(0.9 * len(ordered))]
    text = f"half within {half:.2f} s, 90 % within {nine:.2f} s, all {COMINGS} within {ordered[-1]:.2f} s"
    return f"{what} seen, pcscd's own polling included (goal within {limit_s} s)", text, ordered[-1] <= limit_s


def _await(presence: Presence) -> None:
    """Until the reader has noticed."""
    from device.clock import RealClock
    from device.ports.pcsc_watch import PcscWatch

    clock, watch = RealClock(), PcscWatch(pcscd_reader())
    known = Sight(Presence.UNKNOWN, -1)
    while known.presence is not presence:
        known = watch.next_sight(known, clock.monotonic_ns() + NS_PER_S)
    watch.close()


def pcscd_reader() -> str:
    """The name of this process's virtual reader; its pcscd runs from the first call on."""
    from device.testing.pcscd import READER
    from device.testing.simulated import pcscd

    pcscd()
    return READER
