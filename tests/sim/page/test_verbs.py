"""What staff and fate do to the page printer, by their names."""

from __future__ import annotations

import pytest

from sim.verbs import VerbError, perform
from sim.world import World
from tests.sim.http_probe import VirtualClock, run
from tests.sim.page.ipp import Client, pdf_of

IDLE, PRINTING, NEEDS_ATTENTION = 3, 4, 5
STOPPED, CANCELED, ABORTED, COMPLETED = 6, 7, 8, 9
BOOT_MS = 20_000


class Office:
    """A world, somebody's client at its printer, and time."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.world = World.build(self.clock)
        self.client = Client(self.clock, self.world.page)

    def do(self, verb: str, *arguments: object) -> None:
        perform(self.world, verb, "page", *arguments)

    def wait(self, seconds: float) -> None:
        run(self.clock, self.world.page, seconds * 1_000)

    def reconnect(self) -> None:
        self.wait(BOOT_MS / 1_000)
        self.client = Client(self.clock, self.world.page)

    def sheets(self) -> int:
        return len(self.world.page.output_tray)


@pytest.fixture
def office() -> Office:
    office = Office()
    office.client.print(pdf_of("one", "two"), "t")
    office.wait(1)
    return office


def test_the_tray_is_emptied_and_filled_again(office: Office) -> None:
    office.do("empty")
    office.wait(60)
    assert office.client.state() == (NEEDS_ATTENTION, {"media-empty-error", "media-needed-error"})
    assert office.client.job(1)[0] == STOPPED
    office.do("fill", 10)
    office.wait(60)
    assert office.client.job(1)[0] == COMPLETED
    assert office.world.page.sheets_left == 8


def test_a_jam_lasts_until_it_is_cleared(office: Office) -> None:
    office.do("jam")
    office.wait(60)
    assert office.client.state() == (NEEDS_ATTENTION, {"media-jam-error"})
    office.do("clear")
    office.wait(60)
    assert (office.client.job(1)[0], office.sheets(), office.world.page.spoiled_sheets) == (COMPLETED, 2, 1)


def test_a_jam_is_lost_where_that_is_the_printers_habit(office: Office) -> None:
    office.do("habit", "loses_jams")
    office.do("jam")
    office.wait(60)
    office.do("clear")
    office.wait(60)
    assert office.client.job(1) == (COMPLETED, {"job-completed-with-errors"}, 1)


@pytest.mark.parametrize(("arguments", "sheets"), [((), 0), (("with_job",), 2)])
def test_power_is_cut_and_the_job_is_kept_or_not(office: Office, arguments: tuple[str, ...], sheets: int) -> None:
    office.do("power_cycle", *arguments)
    assert office.client.probe.hung_up
    office.reconnect()
    office.wait(60)
    assert office.sheets() == sheets


def test_the_printer_vanishes_and_comes_back(office: Office) -> None:
    office.do("vanish")
    assert office.client.probe.hung_up
    assert office.world.page.accept(lambda _: None, lambda: None) is None
    office.wait(3_600)
    office.do("come_back")
    office.reconnect()
    assert office.client.state() == (IDLE, {"none"})
    assert office.sheets() == 0


def test_the_output_is_full_until_the_sheets_are_taken(office: Office) -> None:
    office.do("full")
    office.wait(60)
    assert office.client.state() == (NEEDS_ATTENTION, {"output-area-full-error"})
    office.world.page.take_sheets()
    office.wait(60)
    assert office.client.job(1)[0] == COMPLETED


def test_the_job_is_given_up_or_called_printed(office: Office) -> None:
    office.do("abort")
    assert office.client.job(1)[0] == ABORTED
    office.do("lie")
    office.client.print(pdf_of("one"), "lied about")
    office.wait(60)
    assert office.client.job(2) == (COMPLETED, {"job-completed-successfully"}, 0)
    assert office.sheets() == 0


@pytest.mark.parametrize(
    "arguments", [("vanish", "now"), ("habit",), ("habit", "eats_paper"), ("power_cycle", "twice")]
)
def test_what_a_verb_does_not_take_is_refused_by_what_it_takes(office: Office, arguments: tuple[str, ...]) -> None:
    verb, *rest = arguments
    with pytest.raises(VerbError):
        office.do(verb, *rest)
