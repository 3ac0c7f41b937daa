"""Cancels with money in are counted over restarts: pulling the plug between two of them begins nothing anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.box import started
from device.store import Store
from drivers.clock import NS_PER_S
from statemachine import events as e
from statemachine.commands import Dispense
from tests.device.scripted import DEVICES, Scripted


def _boot(file: Path, *, at_s: int, count: int) -> Scripted:
    """Power on at this second of the day; the 100 yen hopper has paid so many coins."""
    kiosk = Scripted(Store.open(file))
    kiosk.clock.now_ns = at_s * NS_PER_S
    kiosk.take(started(kiosk.store), e.HoppersCounted(counts=((10, 0), (50, 0), (100, count), (500, 0))))
    kiosk.take(*(e.DeviceReady(device=device) for device in DEVICES), e.CardRemoved())
    return kiosk


def _coin_in_and_out(kiosk: Scripted) -> None:
    kiosk.to_paying()
    kiosk.pay(100)
    kiosk.take(e.CancelPressed())
    kiosk.answer("shut_cash", e.CashShut())
    kiosk.pass_s(1.5)
    order = kiosk.last("dispense")
    assert isinstance(order, Dispense)
    done = e.CoinsDispensed(yen=100, asked=1, paid=1, count_after=order.count_before + 1)
    kiosk.answer("dispense", done)
    kiosk.pass_s(10)


@pytest.mark.parametrize(("pause_s", "rests_in"), [(120, "attention"), (1200, "idle")])
def test_the_third_cancel_is_the_third_also_with_a_power_cut_between_them(
    tmp_path: Path, pause_s: int, rests_in: str
) -> None:
    file, at_s = tmp_path / "kiosk.db", 0
    for visit in range(3):
        kiosk = _boot(file, at_s=at_s, count=visit)
        assert kiosk.state == "idle"
        _coin_in_and_out(kiosk)
        kiosk.store.close()
        at_s = kiosk.clock.now_ns // NS_PER_S + pause_s
    assert kiosk.state == rests_in
