"""Deliberately broken tills. A noisy line that cannot tell them from the real one proves nothing.

Each puts its mistake in the place of what is right, for as long as `patch` lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from drivers.cash import bus, headers
from drivers.cash.acceptor import CoinAcceptor
from drivers.cash.codec import DATA_MAX, HOST_ADDRESS, REPLY, SIMPLE, Frame, parse
from drivers.cash.counter import SLOTS, Mark, Progress, advance
from drivers.cash.headers import Header
from drivers.cash.hopper import Payout
from drivers.cash.inventory import Marks
from drivers.cash.occurrences import (
    AcceptorEvent,
    CoinRejected,
    NoteCredited,
    NoteInEscrow,
    PayoutEnded,
    ValidatorEvent,
)
from drivers.cash.validator import BillValidator
from drivers.clock import Clock
from drivers.port import Port


def starts_without_its_marks(patch: pytest.MonkeyPatch) -> None:
    """What came while the host was down is taken for told."""
    patch.setattr("tests.faults.noisy.till.marks_in", lambda _memory: Marks())


def orders_coins_again(patch: pytest.MonkeyPatch) -> None:
    """No answer to 167, so it is sent once more: a lost reply is a second payout."""
    patch.setattr(headers, "DISPENSE", headers.DISPENSE._replace(idempotent=True, tries=3))


def orders_notes_again(patch: pytest.MonkeyPatch) -> None:
    """The same with 154: the second one may move the next note."""
    patch.setattr(headers, "ROUTE_BILL", headers.ROUTE_BILL._replace(idempotent=True, tries=3))


def resets_again(patch: pytest.MonkeyPatch) -> None:
    """The same with 1: the device is deaf by then."""
    patch.setattr(headers, "RESET", headers.RESET._replace(idempotent=True, tries=3))


def credits_a_held_note(patch: pytest.MonkeyPatch) -> None:
    """Once in escrow, and once more in the stacker."""

    class Validator(BillValidator):
        def look(self, deadline_ns: int | None = None) -> tuple[tuple[ValidatorEvent, Mark], ...]:
            told: list[tuple[ValidatorEvent, Mark]] = []
            for event, mark in super().look(deadline_ns):
                told.append((event, mark))
                if isinstance(event, NoteInEscrow):
                    told.append((NoteCredited(event.yen), mark))
            return tuple(told)

    patch.setattr("drivers.cash.intake.BillValidator", Validator)


def counts_to_256(patch: pytest.MonkeyPatch) -> None:
    """The event counter is taken for a plain byte, which it is not: 0 does not follow on 255 (S1 §18)."""

    def plain(last: int, reply: bytes) -> Progress:
        right, new = advance(last, reply), (reply[0] - last) % 256
        if right.reset or not last or reply[0] >= last:
            return right
        slots = tuple((reply[at], reply[at + 1]) for at in range(2 * min(new, SLOTS) - 1, 0, -2))
        return Progress(slots, max(new - SLOTS, 0), reset=False)

    _in_the_place_of_advance(patch, plain)


def overlooks_resets(patch: pytest.MonkeyPatch) -> None:
    """A counter that begins anew is gone on with."""
    _in_the_place_of_advance(patch, lambda last, reply: advance(last, reply)._replace(reset=False))


def overlooks_gaps(patch: pytest.MonkeyPatch) -> None:
    """More than five events at once are five."""
    _in_the_place_of_advance(patch, lambda last, reply: advance(last, reply)._replace(lost=0))


def _in_the_place_of_advance(patch: pytest.MonkeyPatch, wrong: Callable[[int, bytes], Progress]) -> None:
    patch.setattr("drivers.cash.event_buffer.advance", wrong)


def believes_whoever_answers(patch: pytest.MonkeyPatch) -> None:
    """Every device is taken to say whose its reply is, which with the CRC none does (S1 §7.2)."""
    patch.setattr(bus.Bus, "tells_source", lambda _bus, _address: True)


def hears_itself(patch: pytest.MonkeyPatch) -> None:
    """The echo is no echo to it but an answer: any whole packet will do, of any length."""

    def first_packet(packet: bytes) -> Frame | None:
        frame = parse(packet)
        if frame is None or frame.destination == HOST_ADDRESS:
            return frame
        return Frame(HOST_ADDRESS, frame.destination, REPLY, frame.data)

    class Bus(bus.Bus):
        def __init__(self, port: Port, clock: Clock, *_others: object) -> None:
            super().__init__(port, clock, "off")

        def _exchange(
            self, address: int, request: bytes, header: Header, lengths: range, deadline_ns: int | None
        ) -> bytes:
            return super()._exchange(address, request, header, range(DATA_MAX + 1), deadline_ns)

    patch.setattr(bus, "SIMPLE", SIMPLE._replace(parse=first_packet))
    patch.setattr("drivers.cash.device.Bus", Bus)


def takes_shut_for_closed(patch: pytest.MonkeyPatch) -> None:
    """Told to take nothing, the acceptor can have taken nothing: what was past the gate by then is not waited for."""

    class Acceptor(CoinAcceptor):
        def _credit(self, code: int, path: int) -> AcceptorEvent:
            event = super()._credit(code, path)
            return event if self._inhibits.mask else CoinRejected(0, "it is shut")

    patch.setattr("drivers.cash.intake.CoinAcceptor", Acceptor)


def believes_in_its_orders(patch: pytest.MonkeyPatch) -> None:
    """What was ordered is booked as paid; a hopper that jams or runs dry has a count that says otherwise."""

    class Watch(Payout):
        def look(self, deadline_ns: int | None = None) -> PayoutEnded | None:
            end = super().look(deadline_ns)
            return end and replace(end, paid=end.asked, fault=None)

    patch.setattr("drivers.cash.device.Payout", Watch)


Mutant = Callable[[pytest.MonkeyPatch], None]
