"""What every worker does: one answer a command whatever the driver meets, and a word only when something changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from device.vault import VaultEmpty
from device.workers.base import Worker, answer
from device.workers.card_watch import CardWatcher
from drivers.card.outcomes import PinNeeded
from drivers.card.reader import CardGone, Presence, Sight
from drivers.centre.errors import CentreUnavailable, SessionOver
from drivers.errors import BadAnswer, DeviceError, Disconnected, Jammed, KioskError, NoAnswer, Refused
from statemachine import events as e
from statemachine.commands import Command, PrintReceipt, ReadCard, ShutCash
from statemachine.events import Event
from tests.device.stand import Stand

WORDS = ("printer at sim://receipt", "print", "it smoked", "call the service")
RECEIPT = PrintReceipt(
    id="K-1-7", number="K-1-1", municipality="16202", certificate_kind="inkan", copies=1, unit_fee_yen=200,
    inserted_yen=200, returned_yen=0, owed_yen=0,
)  # fmt: skip


class Doer(Worker):
    """A worker whose driver does what the test says."""

    device = "receipt"

    def __init__(self, stand: Stand) -> None:
        super().__init__(stand.desk())
        self.do: Callable[[Command], Event | None] = lambda command: answer(command, e.OutputDone)
        self.look: Callable[[], None] = self.ready
        self.starts = self.polls = 0

    def start(self) -> None:
        self.starts += 1
        self.look()

    def poll(self) -> None:
        self.polls += 1
        self.look()

    def poll_interval_s(self) -> float:
        return 2.0

    def carry_out(self, command: Command) -> Event | None:
        return self.do(command)


@pytest.fixture
def stand() -> Iterator[Stand]:
    stand = Stand()
    yield stand
    stand.hub.close()


@pytest.fixture
def doer(stand: Stand) -> Doer:
    doer = Doer(stand)
    stand.start(doer)
    assert stand.said == [e.DeviceReady(device="receipt")]
    return doer


def raising(error: Exception) -> Callable[[], None]:
    def look() -> None:
        raise error

    return look


def meeting(error: Exception) -> Callable[[Command], Event | None]:
    def do(_command: Command) -> Event | None:
        raise error

    return do


# --- one answer -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "moving", "asking"),
    [
        (Disconnected(*WORDS), "unknown", "failed"),
        (NoAnswer(*WORDS), "unknown", "failed"),
        (BadAnswer(*WORDS), "unknown", "failed"),
        (CentreUnavailable("centre", "report a delivery"), "unknown", "failed"),
        (Refused(*WORDS), "refused", "refused"),
        (SessionOver("centre", "ask what is on offer"), "refused", "refused"),
        (PinNeeded(*WORDS), "refused", "refused"),
        (Jammed(*WORDS), "failed", "failed"),
        (DeviceError(*WORDS), "failed", "failed"),
        (CardGone("the card was taken"), "failed", "failed"),
        (VaultEmpty("pressed"), "failed", "failed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, KioskError) else value,
)
def test_each_error_is_one_answer_unknown_only_where_something_may_have_moved(
    stand: Stand, doer: Doer, error: KioskError, moving: str, asking: str
) -> None:
    doer.do = meeting(error)
    for command, outcome in ((RECEIPT, moving), (ReadCard(id="K-1-8"), asking)):
        failed = stand.answer(command)
        assert isinstance(failed, e.CommandFailed)
        assert (failed.command, failed.outcome) == (command.kind, outcome)
        assert failed.trigger == f"{command.kind}_failed"
        assert failed.cause == (str(error) if isinstance(error, DeviceError) else type(error).__name__)
    doer.do = lambda command: answer(command, e.OutputDone)
    assert stand.answer(ShutCash(id="K-1-9")) == e.OutputDone(answers="K-1-9")


def test_a_programmers_mistake_is_not_taken_for_a_device_that_fails(stand: Stand, doer: Doer) -> None:
    doer.do = meeting(KeyError("a mistake"))
    with pytest.raises(KeyError, match="a mistake"):
        stand.order(RECEIPT)


def test_a_worker_that_is_given_anothers_command_says_so(stand: Stand) -> None:
    stand.start(Worker(stand.desk()))
    with pytest.raises(AssertionError, match="read_card"):
        stand.order(ReadCard(id="1"))


def test_an_answer_that_comes_by_a_poll_is_not_given_twice(stand: Stand, doer: Doer) -> None:
    doer.do = lambda _command: None
    assert stand.order(RECEIPT) == []
    doer.look = lambda: stand.said.append(e.ReceiptPrinted(answers=RECEIPT.id))
    assert stand.heard(2) == [e.ReceiptPrinted(answers="K-1-7")]


def test_commands_are_served_at_once_in_their_order_and_polling_goes_on(stand: Stand, doer: Doer) -> None:
    served: list[tuple[str, float]] = []

    def do(command: Command) -> Event:
        stand.hub.wait_until(stand.hub.now_ns + 1_500_000_000)
        served.append((command.id, stand.hub.now_ns / 1e9))
        return answer(command, e.OutputDone)

    doer.do = do
    for name in ("a", "b", "c"):
        stand.mailbox.put(ShutCash(id=name))
    stand.hub.run_for(10)
    assert served == [("a", 2.0), ("b", 3.5), ("c", 5.0)]
    assert doer.polls >= 4  # every 2 s, and between the commands when it was time


def test_whoever_answers_after_the_visit_leaves_nothing_of_the_customers_behind(stand: Stand, doer: Doer) -> None:
    def do(command: Command) -> Event:
        stand.hub.wait_until(stand.hub.now_ns + 3_000_000_000)
        doer.keep("certificate", b"of a customer who is gone")
        return answer(command, e.OutputDone)

    doer.do = do
    stand.mailbox.put(ReadCard(id="K-1-8"))
    stand.hub.run_for(1)
    stand.vault.drop_all()
    stand.hub.run_for(5)
    failed = stand.said[-1]
    assert isinstance(failed, e.CommandFailed)
    assert (failed.answers, failed.cause) == ("K-1-8", "VaultEmpty")
    assert "certificate" not in stand.vault


# --- a word only when something changes -------------------------------------------------------------


def test_a_silent_device_is_said_once_tried_again_and_said_once_when_it_is_back(stand: Stand, doer: Doer) -> None:
    doer.look = raising(NoAnswer(*WORDS))
    assert stand.heard(60) == [
        e.DeviceUnready(device="receipt", cause="unreachable", detail=str(NoAnswer(*WORDS)))
    ]
    assert doer.starts == 1 + 11  # every 5 s from the first miss on, from the beginning
    doer.look = doer.ready
    assert stand.heard(30) == [e.DeviceReady(device="receipt")]


def test_another_cause_is_another_word_and_the_same_one_is_none(stand: Stand, doer: Doer) -> None:
    doer.look = lambda: doer.unready("paper_end", "no paper")
    assert [vars(event)["cause"] for event in stand.heard(20)] == ["paper_end"]
    polls = doer.polls
    doer.look = lambda: doer.unready("cover_open", "it is open")
    assert [vars(event)["cause"] for event in stand.heard(20)] == ["cover_open"]
    assert doer.polls >= polls + 9  # it is there, so it is polled, not started again
    doer.look = doer.ready
    assert stand.heard(20) == [e.DeviceReady(device="receipt")]


def test_a_wire_lost_in_the_middle_of_a_command_is_a_status_too(stand: Stand, doer: Doer) -> None:
    doer.do = meeting(Disconnected(*WORDS))
    lost, failed = stand.order(RECEIPT, seconds=1)
    assert lost == e.DeviceUnready(device="receipt", cause="unreachable", detail=str(Disconnected(*WORDS)))
    assert failed.answers == RECEIPT.id
    starts = doer.starts
    assert stand.heard(10) == [e.DeviceReady(device="receipt")]
    assert doer.starts == starts + 1


def test_a_device_that_refuses_a_command_is_there_all_the_same(stand: Stand, doer: Doer) -> None:
    doer.do = meeting(Refused(*WORDS))
    assert [event.answers for event in stand.order(RECEIPT, seconds=10)] == [RECEIPT.id]


def test_a_device_that_was_never_there_is_said_to_be_unreachable(stand: Stand) -> None:
    doer = Doer(stand)
    doer.look = raising(Disconnected(*WORDS))
    stand.start(doer)
    assert [event.trigger for event in stand.heard(20) or stand.said] == ["device_unready"]


def test_a_worker_that_is_told_to_stop_ends(stand: Stand, doer: Doer) -> None:
    doer.stopping = True
    stand.hub.run_for(5)
    polls = doer.polls
    assert stand.order(RECEIPT, seconds=20) == []
    assert doer.polls == polls


# --- the tray ---------------------------------------------------------------------------------------


class Sights:
    """A reader's watch that sees what the test says, a second apart."""

    name = "sim://card"

    def __init__(self, stand: Stand, *sights: Sight) -> None:
        self._hub, self._sights = stand.hub, list(sights)

    def next_sight(self, known: Sight, deadline_ns: int) -> Sight:
        self._hub.wait_until(self._hub.now_ns + 1_000_000_000)
        if not self._sights:
            self._hub.wait_until(deadline_ns)
            return known
        return self._sights.pop(0)

    def close(self) -> None:
        """Nothing to close."""


ABSENT, PRESENT, UNKNOWN = Presence.ABSENT, Presence.PRESENT, Presence.UNKNOWN


@pytest.mark.parametrize(
    ("sights", "said"),
    [
        ([(ABSENT, 0)], ["card_removed", "device_ready"]),
        ([(PRESENT, 1)], ["card_placed", "device_ready"]),
        ([(ABSENT, 0), (PRESENT, 1), (ABSENT, 2)], ["card_removed", "device_ready", "card_placed", "card_removed"]),
        # swapped between two looks: the counter tells
        ([(PRESENT, 1), (PRESENT, 3)], ["card_placed", "device_ready", "card_removed", "card_placed"]),
        # the same sight again is no news
        ([(PRESENT, 1), (PRESENT, 1), (PRESENT, 1)], ["card_placed", "device_ready"]),
        # lost: unknown, never "no card"; back: what it sees now
        (
            [(PRESENT, 1), (UNKNOWN, 2), (PRESENT, 3)],
            ["card_placed", "device_ready", "card_unknown", "device_unready", "card_placed", "device_ready"],
        ),
        ([(UNKNOWN, 0), (UNKNOWN, 1)], ["card_unknown", "device_unready", "card_unknown"]),
    ],
)
def test_the_watcher_tells_what_changed_on_the_tray(
    stand: Stand, sights: list[tuple[Presence, int]], said: list[str]
) -> None:
    watch = Sights(stand, *(Sight(presence, count) for presence, count in sights))
    stand.start(CardWatcher(stand.desk(), watch))
    stand.hub.run_for(30)
    assert [event.trigger for event in stand.said] == said
