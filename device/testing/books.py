"""Conservation once more, from the store alone: the kiosk's ledger against the coins and notes in its world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from device.store import Store
from sim.journeys.expectations import Expect
from sim.world import World

PLACES: Mapping[str, str] = {
    **{f"cash:hopper-{yen}": f"hopper_{yen}" for yen in (10, 50, 100, 500)},
    "cash:cashbox": "cashbox",
    "cash:escrow": "escrow",
    "cash:stacker": "stacker",
}
"""The account of each place where the kiosk's money can lie, and what the place is called in the world."""

CLAIMS = ("customer:", "pending:", "fee:", "owed:", "difference")

Pieces = Mapping[str, Mapping[int, int]]
"""Place or total -> yen -> coins or notes."""


def books(store: Store, world: World, expect: Expect) -> list[str]:
    """What is wrong in the ledger; empty when every piece lies where it is booked and every yen is somebody's.

    expect: the debts and differences that the journey brings about; none where it names none.
    """
    store.verify_chain()
    pieces: Pieces = {**world.cash.metal, **world.cash.notes}
    off = expect.ledger_off or {}
    owed_yen = _claims_yen(store, "owed:")
    failures = list(_misplaced(store, pieces, off))
    if owed_yen != (expect.owed_yen or 0):
        failures.append(f"the ledger owes {owed_yen} yen, not {expect.owed_yen or 0}")
    failures += _lost(store, world, off)
    return failures


def _misplaced(store: Store, pieces: Pieces, off: Pieces) -> Iterator[str]:
    for account, place in PLACES.items():
        booked, there = store.coins(account), pieces[place]
        for yen in sorted({*booked, *there, *off.get(place, {})}):
            more = booked.get(yen, 0) - there.get(yen, 0)
            expected = off.get(place, {}).get(yen, 0)
            if more != expected:
                yield f"the ledger has {more:+} × {yen} yen in {place} than there are, {expected:+} was expected"


def _lost(store: Store, world: World, off: Pieces) -> Iterator[str]:
    """Inserted = kept + paid back + owed: what stayed inside is claimed by fees, debts and customers."""
    coins, notes = world.cash.metal, world.cash.notes
    stayed = _yen(coins, "inserted") + _yen(notes, "inserted")
    stayed -= _yen(coins, "paid_out", "rejected") + _yen(notes, "returned")
    claimed = sum(_claims_yen(store, claim) for claim in CLAIMS)
    by_staff = _yen(coins, "emptied") + _yen(notes, "collected") - _yen(coins, "filled") - store.balance("cash:float")
    on_its_way = _yen(coins, "in_flight") + _yen(notes, "transport")
    unclaimed = stayed - claimed - by_staff - on_its_way + _yen(off, *off)
    if unclaimed:
        yield f"{stayed} yen stayed inside, the ledger knows whose {stayed - unclaimed} yen of them are"


def _claims_yen(store: Store, prefix: str) -> int:
    return -sum(store.balances(prefix).values())


def _yen(pieces: Pieces, *names: str) -> int:
    return sum(yen * count for name in names for yen, count in pieces[name].items())
