"""What the machine cannot pay is owed: on paper, in the ledger, and the attendant is called."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from device.testing.inline import Inline
from device.testing.journeys import shipped


def worth(coins: Mapping[int, int]) -> int:
    """Yen of a heap of coins."""
    return sum(yen * number for yen, number in coins.items())


def test_a_jammed_hopper_makes_a_claim_slip_and_calls_the_attendant() -> None:
    (script,) = shipped("cancel-with-money-in")
    assert script.at is not None
    with closing(Inline(script.at, script.setup)) as kiosk:
        world = kiosk.world
        for yen in (10, 50, 100, 500):
            world.cash.jam(yen)
        world.customer.follow(script)
        assert kiosk.run_until_state("refunding")
        assert kiosk.run_until_state("attention", 300)
        metal = world.cash.metal
        kept_yen = worth(metal["inserted"]) - worth(metal["return_cup"])
        assert kept_yen
        (slip,) = world.receipt.presented
        assert "お預かり金控え" in slip.text
        assert f"{kept_yen:,}円" in slip.text
        owed = kiosk.store.balances("owed:")
        assert sum(owed.values()) == -kept_yen
        assert not kiosk.store.balances("customer:")
        causes = [seen.detail for seen in world.log if seen.what == "attendant"]
        assert "owed" in causes
        for yen in (10, 50, 100, 500):
            world.cash.clear_jam(yen)
        world.attendant.clear()
        assert kiosk.run_until_state("idle", 60)
