"""One program at a time, and no verified PIN for the next one: on every way out the card loses its power."""

from __future__ import annotations

import threading

import pytest

from device.ports.pcsc import PcscReader
from device.threads import ThreadMailbox
from device.vault import Vault
from device.workers.base import Desk
from device.workers.card import CardWorker
from drivers.card.card import JpkiCard
from drivers.card.outcomes import PinAccepted
from drivers.card.profile import Use
from sim.personas import persona
from statemachine import events as e
from statemachine.commands import ReadCard, ReleaseCard, VerifyPin
from statemachine.delays import Delays
from statemachine.events import Event
from tests.device.ports import stranger
from tests.device.ports.times import CLOCK
from tests.device.ports.vicc import Vicc

SHARING_VIOLATION, NOT_SATISFIED = "8010000B", "6982"
PIN = persona("yamada-taro").card.pin


def test_a_stranger_reaches_a_held_card_never_and_a_released_one_without_its_pin(
    reader: PcscReader, card: Vicc
) -> None:
    visit = JpkiCard(reader.connect())
    visit.identify()
    assert visit.verify(Use.AUTHENTICATION, bytearray(PIN.encode("ascii"))) == PinAccepted()
    assert stranger.signs() == SHARING_VIOLATION
    assert len(visit.sign(Use.AUTHENTICATION, b"challenge")) == 256
    visit.release()
    assert stranger.signs() == NOT_SATISFIED


def test_a_killed_kiosk_leaves_no_verified_card_once_pcscd_has_taken_its_power(card: Vicc) -> None:
    """pcscd 1.9.9 itself only resets the card of a client that died, and takes its power 0.4 to 0.8 s later."""
    kiosk = stranger.holder()
    assert stranger.signs() == SHARING_VIOLATION
    assert card.card.powered
    card.powered_off.clear()
    kiosk.kill()
    kiosk.communicate()
    assert card.powered_off.wait(5)
    assert stranger.signs() == NOT_SATISFIED


class Counter:
    """The card's worker at the real reader, in a thread as in the box, and what it answers."""

    def __init__(self, reader: PcscReader) -> None:
        self.vault, self._said, self._more = Vault(), list[Event](), threading.Event()
        self._stopping = threading.Event()
        self.mailbox = ThreadMailbox(CLOCK, self._stopping)
        self.worker = CardWorker(Desk(self._post, self.mailbox, CLOCK, self.vault, Delays()), reader)
        self._thread = threading.Thread(target=self.worker.run, daemon=True)
        self._thread.start()

    def _post(self, event: Event) -> None:
        self._said.append(event)
        self._more.set()

    def ask(self, command: ReadCard | VerifyPin | ReleaseCard) -> Event:
        self._more.clear()
        self.mailbox.put(command)
        assert self._more.wait(5)
        return self._said[-1]

    def verified(self) -> None:
        """A card, read, and its PIN shown."""
        assert isinstance(self.ask(ReadCard(id="K-1")), e.CertificateRead)
        self.vault.put("challenge", b"challenge")
        self.key()
        assert isinstance(self.ask(VerifyPin(id="K-2")), e.PinAccepted)

    def key(self) -> None:
        for digit in PIN:
            self.vault.pin_digit(digit)

    def end(self) -> None:
        self.worker.stopping = True
        self._stopping.set()
        self.mailbox.put(ReleaseCard(id="K-9"))
        self._thread.join(5)


@pytest.mark.parametrize("way_out", ["released", "an exception", "the box stops"])
def test_nothing_verified_outlives_a_visit_however_it_ends(reader: PcscReader, card: Vicc, way_out: str) -> None:
    counter = Counter(reader)
    counter.verified()
    assert stranger.signs() == SHARING_VIOLATION
    match way_out:
        case "released":
            counter.ask(ReleaseCard(id="K-3"))
        case "an exception":
            counter.vault.drop_all()
            counter.key()
            failed = counter.ask(VerifyPin(id="K-3"))
            assert isinstance(failed, e.CommandFailed)
            assert failed.cause == "VaultEmpty"
        case _:
            counter.end()
    assert stranger.signs() == NOT_SATISFIED
    counter.end()
