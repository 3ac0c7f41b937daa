"""The real PC/SC service with a virtual reader, for those stories that need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from device.ports.pcsc import PcscReader
from device.ports.pcsc_watch import PcscWatch
from device.testing.pcscd import PrivatePcscd, why_not
from device.testing.simulated import pcscd as pcscd_of_this_process
from sim.card import VirtualCard
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

    def lay_down(card: VirtualCard, before_apdu: Callable[[bytes], bool] = lambda apdu: True) -> Vicc:
        laid.append(Vicc(card, pcscd.port, before_apdu))
        return laid[-1]

    yield lay_down
    for vicc in laid:
        vicc.pull()


@pytest.fixture
def reader(pcscd: PrivatePcscd) -> Iterator[PcscReader]:
    reader = PcscReader("auto")
    yield reader
    reader.close()


@pytest.fixture
def watch(pcscd: PrivatePcscd) -> Iterator[PcscWatch]:
    watch = PcscWatch("auto")
    yield watch
    watch.close()
