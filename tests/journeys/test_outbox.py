"""The centre hears what became of every copy, once, whatever dies in between: the line, the answer, the kiosk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from device.store import Store
from device.testing.inline import Inline
from device.testing.journeys import shipped
from sim.centre.ledger import Outcome

AWAY_S = 20.0


class Owing:
    """A kiosk that sells two copies of 印鑑登録証明書, and whose computer can stop."""

    def __init__(self, file: Path) -> None:
        (self.script,) = shipped("centre-down-after-printing")
        self.file = file
        assert self.script.at is not None
        self.kiosk = Inline(self.script.at, self.script.setup, store=Store.open(file))

    def the_customer_acts_until(self, verb: str, *arguments: object) -> None:
        """He goes so far, this act included, and stands there."""
        steps = self.script.steps
        last = next(i for i, step in enumerate(steps) if (step.verb, step.arguments) == (verb, arguments))
        self.kiosk.world.customer.follow(replace(self.script, steps=steps[: last + 1]))
        self.until(lambda: self.kiosk.world.customer.done)
        assert self.kiosk.world.customer.failure is None

    def until(self, happened: Callable[[], bool], limit_s: float = 300) -> None:
        assert self.kiosk.hub.run_until(happened, limit_s=limit_s)

    def stops_and_starts(self) -> None:
        self.kiosk.cut_power()
        self.kiosk.hub.run_for(AWAY_S)
        self.kiosk.start_again(Store.open(self.file))

    @property
    def heard(self) -> list[Outcome]:
        """By copy, in order."""
        deliveries = self.kiosk.world.centre.deliveries
        return [deliveries[each] for each in sorted(deliveries)]

    @property
    def told(self) -> int:
        """How often a word was acknowledged, over all boots that the journal has."""
        return sum(row.kind == "copy_reported" for row in self.kiosk.store.events())


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Owing]:
    owing = Owing(tmp_path / "kiosk.db")
    yield owing
    owing.kiosk.close()


def test_the_line_dies_after_printing_the_kiosk_restarts_and_tells_both_copies(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("press", "taken")
    kiosk.kiosk.hub.run_for(5)
    assert kiosk.heard == []
    assert len(kiosk.kiosk.store.outbox()) == 2
    kiosk.stops_and_starts()
    kiosk.kiosk.hub.run_for(60)
    assert len(kiosk.kiosk.store.outbox()) == 2
    kiosk.kiosk.world.centre.plug()
    kiosk.until(lambda: kiosk.heard == ["delivered", "delivered"], limit_s=30)
    kiosk.until(lambda: kiosk.kiosk.store.outbox() == [], limit_s=5)
    assert kiosk.told == 2


def test_the_kiosk_dies_in_the_moment_after_the_certificate_was_taken(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "waiting_for_certificate")
    kiosk.kiosk.world.customer.press("taken")
    kiosk.until(lambda: bool(kiosk.kiosk.store.outbox()), limit_s=5)
    kiosk.stops_and_starts()
    kiosk.until(lambda: kiosk.heard == ["delivered", "delivered"], limit_s=60)
    kiosk.until(lambda: kiosk.kiosk.store.outbox() == [], limit_s=5)


def test_the_centre_has_it_but_its_answer_never_came_the_word_is_told_again_and_counts_once(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "waiting_for_certificate")
    kiosk.kiosk.world.centre.faults.drop(1)
    kiosk.kiosk.world.customer.press("taken")
    kiosk.until(lambda: kiosk.heard == ["delivered"], limit_s=5)
    assert len(kiosk.kiosk.store.outbox()) == 2
    kiosk.until(lambda: kiosk.heard == ["delivered", "delivered"], limit_s=60)
    kiosk.until(lambda: kiosk.kiosk.store.outbox() == [], limit_s=5)


def test_not_now_says_the_centre_the_kiosk_goes_on_serving_and_tells_it_later(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "waiting_for_certificate")
    world = kiosk.kiosk.world
    world.centre.refuse_all()
    world.customer.press("taken")
    kiosk.until(lambda: kiosk.kiosk.state == "idle", limit_s=60)  # a report that waits stops nobody
    assert kiosk.heard == []
    world.centre.accept_all()
    kiosk.until(lambda: kiosk.heard == ["delivered", "delivered"], limit_s=40)


def test_copies_that_were_not_out_when_the_power_failed_are_void(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "printing")
    kiosk.until(lambda: len(kiosk.kiosk.box.machine.desk.session.printed) == 1)
    kiosk.stops_and_starts()
    kiosk.until(lambda: kiosk.heard == ["void"], limit_s=60)
    assert [copy for _, copy in kiosk.kiosk.world.centre.deliveries] == [2]
    assert [row.kind for row in kiosk.kiosk.store.events() if "document_cut_off" in row.kind]


def test_a_document_that_nobody_paid_for_is_void_after_a_restart(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "accepting_cash")
    kiosk.stops_and_starts()
    kiosk.until(lambda: kiosk.heard == ["void", "void"], limit_s=60)
    kiosk.stops_and_starts()
    kiosk.kiosk.hub.run_for(60)
    assert kiosk.told == 2


def test_a_document_whose_customer_left_while_it_was_made_is_void(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "confirming")
    world = kiosk.kiosk.world
    world.centre.faults.delay(1, 20_000)
    world.customer.press("confirm")
    kiosk.until(lambda: kiosk.kiosk.state == "preparing", limit_s=5)
    kiosk.kiosk.hub.run_for(2)
    world.customer.press("cancel")
    kiosk.until(lambda: kiosk.kiosk.state == "idle", limit_s=15)
    assert len(world.centre.documents) == 1
    kiosk.until(lambda: kiosk.heard == ["void", "void"], limit_s=60)
    assert kiosk.kiosk.state == "idle"


def test_a_document_that_comes_in_the_moment_after_the_customer_cancelled_is_void(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "confirming")
    kiosk.kiosk.world.customer.press("confirm")
    kiosk.until(lambda: kiosk.kiosk.state == "preparing", limit_s=5)
    kiosk.kiosk.world.customer.press("cancel")
    kiosk.until(lambda: kiosk.heard == ["void", "void"], limit_s=60)
    kiosk.until(lambda: kiosk.kiosk.state == "idle", limit_s=30)


def test_pages_that_are_not_what_was_confirmed_are_told_void(kiosk: Owing) -> None:
    kiosk.the_customer_acts_until("wait", "confirming")
    kiosk.kiosk.world.centre.mix_up(1, "yamada-taro")
    kiosk.kiosk.world.customer.press("confirm")
    kiosk.until(lambda: kiosk.heard == ["void", "void"], limit_s=30)
    kiosk.until(lambda: kiosk.kiosk.state == "idle", limit_s=30)


def test_a_kiosk_that_was_away_for_an_hour_asks_the_centre_anew_and_serves(kiosk: Owing) -> None:
    """Under the last boot's request ids the centre would give its old answers, with the old time in them."""
    kiosk.until(lambda: kiosk.kiosk.state == "idle")
    kiosk.kiosk.cut_power()
    kiosk.kiosk.hub.run_for(3600)
    kiosk.kiosk.start_again(Store.open(kiosk.file))
    kiosk.until(lambda: kiosk.kiosk.state == "idle", limit_s=30)
