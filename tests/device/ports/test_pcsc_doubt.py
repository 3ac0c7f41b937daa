"""What pcscd says of the tray against what lies there, with pcscd as it is seen to behave."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from device.ports.pcsc_doubt import DOUBT_NS, PROBES_MAX, Doubt, Partings, Remedy
from drivers.card.reader import Presence, Sight
from drivers.clock import NS_PER_MS

ABSENT, PRESENT = Presence.ABSENT, Presence.PRESENT
LOOK_NS = 400 * NS_PER_MS
STEP_NS = 50 * NS_PER_MS


@dataclass
class Pcscd:
    """pcscd 1.9.9 and the tray before it. looked: what its own last look saw; counter: moves with that alone."""

    card: int = 0  # 0: none; a number for each card
    state: Presence = ABSENT
    looked: Presence = ABSENT
    counter: int = 0
    now_ns: int = 0
    next_look_ns: int = 0

    def pass_time(self) -> None:
        self.now_ns += STEP_NS
        if self.now_ns >= self.next_look_ns:
            self.next_look_ns = self.now_ns + LOOK_NS
            there = PRESENT if self.card else ABSENT
            if there is not self.looked:
                self.looked = self.state = there
                self.counter += 1

    def ask_reader(self) -> None:
        """An UNPOWER or a failed command: the state follows, the counter does not."""
        self.state = PRESENT if self.card else ABSENT


@dataclass
class Watched:
    """pcscd, and a watch's doubts about it; a link to the card of the moment."""

    pcscd: Pcscd = field(default_factory=Pcscd)
    partings: Partings = field(default_factory=Partings)
    linked: int = 0
    probes: int = 0

    def __post_init__(self) -> None:
        self.doubt = Doubt(self.partings)
        self.sights = [self.see()]

    def see(self) -> Sight:
        self.doubt.hear(self.pcscd.state, self.pcscd.counter, self.pcscd.now_ns)
        return self.doubt.sight

    def step(self) -> None:
        """One turn of the watch's loop."""
        self.pcscd.pass_time()
        self.doubt.heed(self.pcscd.now_ns)
        if self.doubt.remedy(self.pcscd.now_ns) is Remedy.PROBE:
            self.probes += 1
            self.pcscd.ask_reader()
            self.doubt.probed(self.pcscd.now_ns, reached=True)
        if self.see() != self.sights[-1]:
            self.sights.append(self.doubt.sight)

    def rest(self) -> None:
        """Longer than any doubt lasts."""
        for _ in range(2 * DOUBT_NS // STEP_NS):
            self.step()

    def connect(self) -> None:
        if self.pcscd.state is PRESENT:
            self.linked = self.pcscd.card

    def command(self) -> None:
        """A command on the link, which fails where the card is not the link's."""
        if self.linked and self.linked != self.pcscd.card:
            self.partings.note()

    def release(self) -> None:
        """The link's end, and the power's."""
        if self.linked:
            self.pcscd.ask_reader()
        self.linked = 0


ACTS = ("lay", "take", "visit", "command", "release", "wait", "rest")


@given(st.lists(st.sampled_from(ACTS), max_size=40))
@example(["lay", "visit", "take", "release", "lay"])
@example(["lay", "visit", "take", "command", "release", "lay", "visit"])
@example(["lay", "visit", "lay", "command"])
def test_whatever_happens_the_watch_is_right_in_the_end_and_tells_of_every_card_that_a_link_lost(
    acts: list[str],
) -> None:
    watched = Watched()
    pcscd, cards, outdated = watched.pcscd, 0, set[Sight]()
    for act in acts:
        before, noted = watched.doubt.sight, watched.partings.count
        match act:
            case "lay":  # in the place of another, if need be
                cards += 1
                pcscd.card = cards
            case "take":
                pcscd.card = 0
            case "visit":
                watched.rest()
                watched.connect()
            case "command":
                watched.command()
            case "release":
                watched.release()
            case "rest":
                watched.rest()
        watched.step()
        if watched.partings.count != noted and before.presence is PRESENT:
            outdated.add(before)  # the card of that sight is gone
    for _ in range(PROBES_MAX):
        watched.rest()
    assert watched.doubt.sight.presence is (PRESENT if pcscd.card else ABSENT)
    assert watched.doubt.sight not in outdated
    assert watched.doubt.due_ns is None  # and at rest again


def test_an_empty_tray_is_probed_once_at_the_start_and_never_again() -> None:
    watched = Watched()
    for _ in range(100):
        watched.step()
    assert watched.probes == 1


@pytest.mark.parametrize("laid_after", range(2 * DOUBT_NS // STEP_NS))
def test_a_card_laid_at_any_moment_around_a_probe_is_told_once(laid_after: int) -> None:
    watched = Watched()
    for step in range(100):
        if step == laid_after:
            watched.pcscd.card = 1
        watched.step()
    assert [sight.presence for sight in watched.sights][-1] is PRESENT
    assert len({sight for sight in watched.sights if sight.presence is PRESENT}) == 1


def test_a_removal_that_pcscd_counts_is_believed() -> None:
    watched = Watched(Pcscd(card=1, state=PRESENT, looked=PRESENT))
    watched.pcscd.card = 0
    for _ in range(100):
        watched.step()
    assert [sight.presence for sight in watched.sights] == [PRESENT, ABSENT]
    assert watched.probes == 0


def test_a_reader_that_somebody_holds_is_probed_later() -> None:
    partings = Partings()
    doubt = Doubt(partings)
    doubt.hear(ABSENT, 0, 0)
    for turn in range(1, PROBES_MAX + 3):
        assert doubt.remedy(turn * DOUBT_NS) is Remedy.PROBE
        doubt.probed(turn * DOUBT_NS, reached=False)
    assert doubt.due_ns is not None
    doubt.probed(0, reached=True)
    doubt.forget()
    assert doubt.due_ns is None
