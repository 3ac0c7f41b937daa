"""Journeys on real wires: threads, pcscd with vpcd, a pty, TCP, IPP, mutual TLS. Two of each outcome.

`make wired` runs them all.
"""

from __future__ import annotations

import pytest

from device.testing.journeys import shipped
from device.testing.pcscd import why_not
from device.testing.wired import play_wired

HURRY = 20

# what each shows of each peripheral: card read and signed, wrong PIN; coins in, change and refund out;
# sheets and receipt out, none out; delivered and void told to the centre; the siren; the card's holder and
# another's hand between the digits and the signature; a note taken and given back; paper that
# runs out and is filled; an application signed with the other key; a receipt
# that was cut short by the end of its roll and is printed once more
NAMES = (
    "takaoka-juminhyo-3",
    "cancel-with-money-in",
    "wrong-pin-then-right",
    "card-swapped-under-the-pin",
    "pay-with-a-note",
    "note-returned-from-escrow",
    "tray-empty-while-printing",
    "receipt-paper-ends",
    "phone-at-konbini",
    "register-honseki",
    "centre-down-after-printing",
)


@pytest.mark.skipif(why_not() is not None, reason=f"no private pcscd here: {why_not()}")
@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's, of a port lent over the network
@pytest.mark.parametrize("name", NAMES)
def test_the_journey_holds_on_real_wires(name: str) -> None:
    (script,) = shipped(name)
    played = play_wired(script, hurry=HURRY)
    assert not played.failures, "\n".join([*played.failures, *played.timeline[-160:]])
