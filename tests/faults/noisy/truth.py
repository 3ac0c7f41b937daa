"""What the ledger says of each place, held against the metal. The metal is always right.

Where they differ, something must have been said: a coin swallowed, credits lost, a device reset. How many coins or
notes may be elsewhere than on record is what was said, and no more. Coins paid out have no such excuse: a hopper
counts them without power, so each is on record. Two things no wire can tell: an exit sensor that miscounts, and a
power loss after which the event counter comes back to where it stood; whoever brings them about says how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from device.store import Journal
from sim.cash import CashBox
from sim.cash.box import FLOAT_COINS
from tests.faults.noisy.books import Books

COINS_YEN = tuple(FLOAT_COINS)
NOTE_YEN = 1000
ANY = 1_000_000

COIN_UNBOOKED = {"coin_swallowed": 1, "acceptor_alarm": 1, "credits_lost": ANY, "acceptor_was_reset": ANY}
"""What is said of coins -> how many may be inside and not on record, for each time it is said."""
COIN_ELSEWHERE = {"acceptor_alarm": 1}
"""Incorrectly sorted: in the cashbox instead of the hopper that the credit named."""
NOTE_ELSEWHERE = {
    "note_swallowed": 1,
    "unknown_note_stacked": 1,
    "validator_alarm": 1,
    "validator_fault": 1,
    "note_credits_lost": ANY,
    "validator_was_reset": ANY,
}
"""The same of notes: in another place than on record, or out."""


class Truth:
    """One run's judge. Everything it yields is wrong.

    float_coins: what the hoppers held in the morning
    miscounts: by hopper, how many coins may fall unseen; below 0, be seen and not fall
    unseen, unseen_notes: pieces that were on their way when acceptor or validator lost power and nobody could tell,
        because their event counters came back to where they had stood (as from 0 to 0: S2 3.27.1)
    """

    def __init__(self, box: CashBox, books: Books, float_coins: Mapping[int, int]) -> None:
        self._box, self._books, self._float_coins = box, books, float_coins
        self.miscounts: dict[int, int] = {}
        self.unseen = self.unseen_notes = 0

    def at_any_time(self) -> Iterator[str]:
        """What may never be, also while the host lags behind: money on record that the metal does not have."""
        metal, books = self._box.metal, self._books
        for yen in COINS_YEN:
            inside = _of(metal, "inserted", yen) - _of(metal, "rejected", yen) - _of(metal, "in_flight", yen)
            if books.came[yen] > inside:
                yield f"{books.came[yen]} coins of {yen} yen were credited, {inside} are in"
            fell = _of(metal, "paid_out", yen)
            if books.went[yen] > fell - min(0, self.miscounts.get(yen, 0)):
                yield f"{books.went[yen]} coins of {yen} yen are on record as paid, {fell} fell"
        drawn = _of(self._box.notes, "inserted", NOTE_YEN)
        if books.came[NOTE_YEN] > drawn:
            yield f"{books.came[NOTE_YEN]} notes were credited, {drawn} were drawn in"

    def at_rest(self, store: Journal, printed_yen: int) -> Iterator[str]:
        """What must hold once everything has been heard of."""
        self._box.check_metal()
        yield from self.at_any_time()
        yield from self._coins()
        yield from self._notes()
        yield from self._accounts(store.balances(), printed_yen)

    def _coins(self) -> Iterator[str]:
        unbooked = elsewhere = 0
        for yen in COINS_YEN:
            metal, books = self._box.metal, self._books
            miscounted = _of(metal, "paid_out", yen) - books.went[yen]
            may_be = self.miscounts.get(yen, 0)
            if not min(0, may_be) <= miscounted <= max(0, may_be):
                yield f"{_of(metal, 'paid_out', yen)} coins of {yen} yen fell, {books.went[yen]} are on record as paid"
            by_hand = _of(metal, "filled", yen) - self._float_coins[yen] - _of(metal, "emptied", yen)
            in_hopper = _of(metal, f"hopper_{yen}", yen) - by_hand + miscounted
            in_box = _of(metal, "cashbox", yen) + _of(metal, "in_flight", yen)
            more_in_hopper = in_hopper - books.lies[f"cash:hopper-{yen}", yen]
            more_in_box = in_box - books.lies["cash:cashbox", yen]
            if more_in_hopper + more_in_box < 0:
                yield f"{-more_in_hopper - more_in_box} coins of {yen} yen are on record that are not there"
            unbooked += more_in_hopper + more_in_box
            elsewhere += max(0, -more_in_hopper) + max(0, -more_in_box)
        flags = self._books.flags
        if unbooked > (said := self.unseen + _said(flags, COIN_UNBOOKED)):
            yield f"{unbooked} coins are inside that are not on record; {said} were spoken of: {dict(flags)}"
        if elsewhere > (said := _said(flags, COIN_ELSEWHERE)):
            yield f"{elsewhere} coins lie elsewhere than on record; {said} were spoken of: {dict(flags)}"

    def _notes(self) -> Iterator[str]:
        notes, lies = self._box.notes, self._books.lies
        stacked = _of(notes, "stacker", NOTE_YEN) + _of(notes, "collected", NOTE_YEN)
        off = (
            abs(_of(notes, "escrow", NOTE_YEN) - lies["cash:escrow", NOTE_YEN])
            + abs(stacked - lies["cash:stacker", NOTE_YEN])
            + _of(notes, "transport", NOTE_YEN)
        )
        if off > 2 * self._notes_in_doubt:  # missing at one place, too much at another
            on_record = {place: pieces for (place, yen), pieces in lies.items() if yen == NOTE_YEN and pieces}
            said = dict(self._books.flags)
            yield f"notes are not where they are on record: {on_record}, {notes}; said was {said}"

    @property
    def _notes_in_doubt(self) -> int:
        """How many were spoken of, or hidden."""
        return self.unseen_notes + _said(self._books.flags, NOTE_ELSEWHERE)

    def _accounts(self, balances: Mapping[str, int], printed_yen: int) -> Iterator[str]:
        if sum(balances.values()):
            yield f"the ledger does not add up: {balances}"
        fees = -sum(yen for account, yen in balances.items() if account.startswith("fee:"))
        if fees != printed_yen:
            yield f"{fees} yen of fees are kept for copies worth {printed_yen} yen"
        for account, yen in balances.items():
            if account.startswith(("customer:", "pending:")):
                yield f"{yen} yen stand at {account}"
            if account == "difference" and not 0 <= yen <= NOTE_YEN * self._notes_in_doubt:
                yield f"{yen} yen are missing, without a note in doubt"
            if account.startswith("owed:") and yen > 0:
                yield f"{account} owes the wrong way: {yen} yen"


def _of(books: Mapping[str, Mapping[int, int]], name: str, yen: int) -> int:
    return books[name].get(yen, 0)


def _said(flags: Mapping[str, int], what: Mapping[str, int]) -> int:
    return sum(flags.get(cause, 0) * pieces for cause, pieces in what.items())
