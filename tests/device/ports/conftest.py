"""The real PC/SC service with a virtual reader, for those stories that need it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from device.ports.pcsc import PcscReader
from device.ports.pcsc_doubt import Partings
from device.ports.pcsc_watch import PcscWatch
from device.testing.pcscd import PrivatePcscd, why_not
from device.testing.simulated import pcscd as pcscd_of_this_process
from drivers.card.reader import Presence
from sim.card import VirtualCard, card_for
from tests.device.ports.sights import settled
from tests.device.ports.vicc import Vicc

Lay = Callable[..., Vicc]


@pytest.fixture
def pcscd() -> Iterator[PrivatePcscd]:
    """The service, running, its reader empty; one for the whole test process."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    service = pcscd_of_this_process()
    yield service
    service.stop_daemon()  # quicker than to wait until it sees that the last card has left
    service.start_daemon()


@pytest.fixture
def lay(pcscd: PrivatePcscd) -> Iterator[Lay]:
    """Lays cards on the virtual reader; takes away what is left at the end."""
    laid: list[Vicc] = []

    def lay_down(card: VirtualCard, before: Callable[[bytes], bool] = lambda frame: True, **more: bytes) -> Vicc:
        laid.append(Vicc(card, pcscd.port, before, **more))
        return laid[-1]

    yield lay_down
    for vicc in laid:
        vicc.pull()


@pytest.fixture
def partings() -> Partings:
    """What the reader tells the watch."""
    return Partings()


@pytest.fixture
def reader(pcscd: PrivatePcscd, partings: Partings) -> PcscReader:
    return PcscReader("auto", partings=partings)


@pytest.fixture
def watch(pcscd: PrivatePcscd, partings: Partings) -> Iterator[PcscWatch]:
    watch = PcscWatch("auto", partings=partings)
    yield watch
    watch.close()


@pytest.fixture
def card(watch: PcscWatch, lay: Lay) -> Vicc:
    """Taro's card, laid down and seen."""
    settled(watch, Presence.ABSENT)
    vicc = lay(card_for("yamada-taro"))
    settled(watch, Presence.PRESENT)
    return vicc


def pulls(vicc: Vicc, hand: threading.Event) -> threading.Thread:
    """A customer who takes the card away as soon as `hand` is set."""

    def customer() -> None:
        hand.wait(5)
        vicc.pull()

    thread = threading.Thread(target=customer, daemon=True)
    thread.start()
    return thread
