"""Cards that cannot be connected to yet: asked again for a while, then reported as what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from device.clock import RealClock
from device.ports.pcsc import TRY_AGAIN_MS, PcscReader
from device.ports.pcsc_lane import Limits
from device.ports.pcsc_service import SUCCESS
from device.ports.pcsc_visit import Visit
from device.ports.pcsc_watch import PcscWatch
from device.testing.pcscd import READER
from drivers.card.reader import Presence
from drivers.clock import NS_PER_MS
from drivers.errors import Refused
from sim.card import card_for
from tests.device.ports.conftest import Lay
from tests.device.ports.sights import settled
from tests.device.ports.vicc import Vicc

NO_ATR = b"\x01" * 40
"""Longer than an ATR can be (ISO/IEC 7816-3 §8.2: 33 bytes): pcscd takes it for a power-up that failed."""


class Waits(RealClock):
    """Time passes by waiting alone; `at_first` happens in the first wait."""

    def __init__(self, at_first: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.count, self._now_ns, self._at_first = 0, 0, at_first

    def monotonic_ns(self) -> int:
        return self._now_ns

    def wait_until(self, due_ns: int) -> None:
        self.count += 1
        self._now_ns = max(self._now_ns, due_ns)
        if self.count == 1:
            self._at_first()


@pytest.fixture
def powerless(watch: PcscWatch, lay: Lay) -> Vicc:
    """A card that could not be powered up."""
    settled(watch, Presence.ABSENT)
    vicc = lay(card_for("yamada-taro"), atr=NO_ATR)
    settled(watch, Presence.PRESENT)
    return vicc


def test_a_card_that_takes_power_at_the_second_attempt(powerless: Vicc) -> None:
    clock = Waits(lambda: setattr(powerless, "atr", powerless.card.atr))
    PcscReader("auto", clock).connect().release()
    assert clock.count == 1


def test_a_card_that_somebody_is_about_to_leave(card: Vicc) -> None:
    other = Visit("auto")
    assert other.connect() == SUCCESS
    clock = Waits(other.end)
    PcscReader("auto", clock).connect().release()
    assert clock.count == 1


def test_a_card_that_never_takes_power_is_reported_when_the_patience_is_over(powerless: Vicc) -> None:
    stays_as_it_is("the card takes no power")


def test_a_card_that_nobody_leaves_is_reported_when_the_patience_is_over(card: Vicc) -> None:
    other = Visit("auto")
    assert other.connect() == SUCCESS
    stays_as_it_is("another program holds the card")
    other.end()


def stays_as_it_is(cause: str) -> None:
    clock = Waits()
    with pytest.raises(Refused, match=cause) as caught:
        PcscReader("auto", clock, limits=Limits(patience_s=0.5)).connect()
    assert caught.value.device == READER
    assert clock.count == 500 // TRY_AGAIN_MS
    assert clock.monotonic_ns() == 500 * NS_PER_MS
