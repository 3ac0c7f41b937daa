"""Money that came back because no copy came stands in the takings under the certificate it was paid for."""

from __future__ import annotations

import pytest

from device.takings.period import Period
from device.takings.reading import read
from device.takings.sums import Heading, Sums
from device.testing.inline import Inline
from device.testing.journeys import LIMIT_S, shipped


@pytest.mark.parametrize("journey", ["jam-cleared-after-refund", "tray-refilled-after-refund"])
def test_a_town_sees_the_refund_of_a_certificate_that_never_came(journey: str) -> None:
    (script,) = shipped(journey)
    assert script.at is not None
    with Inline(script.at, script.setup) as kiosk:
        customer = kiosk.world.customer
        customer.follow(script)
        assert kiosk.hub.run_until(lambda: customer.done, limit_s=LIMIT_S)
        assert customer.failure is None
        takings = read(kiosk.store, "K01", Period())
    refund = {Heading("16202", "juminhyo", "K01", script.at.date()): Sums(refunds=1, refunded_yen=200)}
    assert takings.lines == refund == takings.of("16202").lines
