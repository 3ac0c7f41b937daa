"""What can go wrong between card and reader: the same story on every wire, and never a second try for one PIN."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from device.testing.contract import Bench
from drivers.card.card import JpkiCard
from drivers.card.outcomes import PinAccepted, PinWrong
from drivers.card.profile import Use
from drivers.card.reader import CardGone, Presence, Sight
from drivers.clock import NS_PER_S
from drivers.errors import DeviceError, Disconnected, NoAnswer
from sim.personas import persona
from sim.verbs import perform

TARO = "yamada-taro"
RIGHT = persona(TARO).card.pin
WRONG = RIGHT[::-1]
CHALLENGE = bytes(range(32))

Fault = tuple[object, ...]


def outcome(step: Callable[[], object]) -> object:
    """What a step of the driver returns, or the kind of its error, whose words show no PIN."""
    try:
        return step()
    except (CardGone, DeviceError) as error:
        name, words = type(error).__name__, f"{error!r} {error.args} {vars(error)}"
    assert RIGHT not in words
    assert WRONG not in words
    return name


def at_verify(bench: Bench, fault: Fault) -> tuple[object, int, int]:
    """A wrong PIN is shown under the fault: what the driver says, tries left in the card, commands sent."""
    card = JpkiCard(bench.lay(TARO))
    metal = bench.world.tray.card
    assert metal is not None
    card.identify()
    assert card.tries_left(Use.AUTHENTICATION) == 3
    perform(bench.world, *fault)  # type: ignore[arg-type]
    before = bench.world.tray.faults.commands
    said = outcome(lambda: card.verify(Use.AUTHENTICATION, bytearray(WRONG.encode())))
    card.release()
    tries = metal.tries_left
    assert tries is not None
    return said, tries, bench.world.tray.faults.commands - before


@pytest.mark.parametrize(
    ("fault", "said", "tries"),
    [
        (("pull", "card", 2, "before"), "CardGone", 3),
        (("pull", "card", 2, "during"), "CardGone", 3),
        (("pull", "card", 2, "answering"), "CardGone", 2),
        (("pull", "card", 2, "after"), PinWrong(2), 2),
        (("swap", "card", 2, "watanabe-saori"), "CardGone", 3),
        (("answer", "card", 2, "6F00"), "Refused", 3),
        (("answer", "card", 2, "6C10"), "Refused", 3),
        (("answer", "card", 2, "6110"), "BadAnswer", 3),
        (("corrupt", "card", 2), "BadAnswer", 2),
        (("truncate", "card", 2, 1), "BadAnswer", 2),
        (("delay", "card", 2, 300), PinWrong(2), 2),
    ],
    ids=lambda part: " ".join(map(str, part)) if isinstance(part, tuple) else None,
)
def test_a_fault_at_verify_costs_one_try_at_most_and_nothing_is_sent_again(
    bench: Bench, fault: Fault, said: object, tries: int
) -> None:
    assert at_verify(bench, fault) == (said, tries, 2)  # SELECT, and VERIFY once


@pytest.mark.parametrize(
    "fault",
    [("split", "card", 1, 100), ("offer_length", "card", 1), ("delay", "card", 1, 300)],
    ids=lambda part: str(part[0]),
)
def test_what_a_card_may_do_with_an_answer_changes_nothing(bench: Bench, fault: Fault) -> None:
    card = JpkiCard(bench.lay(TARO))
    card.identify()
    undisturbed = card.read_certificate(Use.AUTHENTICATION)
    perform(bench.world, *fault)  # type: ignore[arg-type]
    assert card.read_certificate(Use.AUTHENTICATION) == undisturbed
    assert card.verify(Use.AUTHENTICATION, bytearray(RIGHT.encode())) == PinAccepted()
    perform(bench.world, *fault)  # type: ignore[arg-type]
    assert len(card.sign(Use.AUTHENTICATION, CHALLENGE)) == 256
    card.release()


def seen(bench: Bench, presence: Presence) -> Sight:
    """The first sight that says so."""
    sight, limit_ns = Sight(Presence.UNKNOWN, -1), bench.clock.monotonic_ns() + 10 * NS_PER_S
    while bench.clock.monotonic_ns() < limit_ns:
        sight = bench.watch.next_sight(sight, limit_ns)
        if sight.presence is presence:
            return sight
    raise AssertionError(f"the reader never said {presence}, but {sight}")


def test_a_mute_card_is_no_answer_in_bounded_time_and_the_next_card_is_served(bench: Bench) -> None:
    said, tries, commands = at_verify(bench, ("mute", "card", 2))
    assert (said, tries, commands) == (NoAnswer.__name__, 3, 2)
    assert seen(bench, Presence.PRESENT)
    perform(bench.world, "take", "card")
    seen(bench, Presence.ABSENT)
    perform(bench.world, "unmute", "card")
    assert JpkiCard(bench.lay(TARO)).tries_left(Use.AUTHENTICATION) == 3


def test_a_stopped_service_is_unknown_breaks_its_links_and_comes_back(bench: Bench) -> None:
    card = JpkiCard(bench.lay(TARO))
    card.identify()
    seen(bench, Presence.PRESENT)
    perform(bench.world, "stop", "reader_service")
    seen(bench, Presence.UNKNOWN)
    assert outcome(lambda: card.tries_left(Use.AUTHENTICATION)) == Disconnected.__name__
    assert outcome(bench.reader.connect) == Disconnected.__name__
    perform(bench.world, "start", "reader_service")
    seen(bench, Presence.PRESENT)
    assert outcome(lambda: card.tries_left(Use.AUTHENTICATION)) in (Disconnected.__name__, CardGone.__name__)
    card.release()
    assert JpkiCard(bench.reader.connect()).tries_left(Use.AUTHENTICATION) == 3
