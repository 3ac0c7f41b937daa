"""The moments that matter most, each with everything that can happen at it: no luck is needed to meet these."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drivers.cash.bus import Echo
from sim.cash.security import Security
from tests.faults.noisy.cut import Moment
from tests.faults.noisy.rules import AN_ORDER, RICH, Fault, NoisyLine
from tests.faults.noisy.till import Setting
from tests.faults.test_noisy_line_coins import NoisyCoins
from tests.faults.test_noisy_line_notes import NoisyNotes

SETTING = Setting(RICH, echo=True, coin_events=253, note_events=251)
REPLIES: tuple[Fault, ...] = (
    *((fault,) for fault in ("drop", "corrupt", "duplicate", "join", "truncate", "junk", "deafen", "lose_echo")),
    ("delay", 130.0),
    ("delay", 700.0),
    ("split", 60.0),
)
AT_AN_ORDER = [
    *((fault, Moment.BEFORE_ORDER) for fault in REPLIES),
    *(((who,), moment) for who in ("the box", "the host") for moment in AN_ORDER),
]
LINES: tuple[tuple[bool, Echo], ...] = ((False, "auto"), (False, "off"), (True, "auto"), (True, "on"))
COINS = ([500], [100, 100], [50, 50, 50])


@contextmanager
def run(line: NoisyLine) -> Iterator[None]:
    """Judged while it lasts, and at its end."""
    try:
        yield
        line.no_money_is_made()
    finally:
        line.teardown()


@pytest.mark.parametrize(("echo", "told"), LINES)
@pytest.mark.parametrize("crc", [(), (2, 3, 4, 5, 6, 40)])
@pytest.mark.parametrize("security", ["serial", "no_encrypt"])
def test_nothing_happens_at_all_and_everybody_gets_what_he_pays_for(
    echo: bool, told: Echo, crc: tuple[int, ...], security: Security
) -> None:
    with run(line := NoisyNotes()):
        setting = Setting(RICH, echo, told, crc, security, coin_events=254, note_events=254)
        line.the_kiosk_is_switched_on(setting, copies=3, coins=[500, 50, 50], pause_s=4.0, refund=None)
        line.a_customer_comes(3, [500, 500], pause_s=4.0)
        line.a_customer_comes(2, [10], pause_s=1.5)
        line.a_note(pause_s=8.0)
    books = line.till.books
    assert (books.printed, dict(books.flags)) == (8, {})
    assert dict(books.came) == {500: 3, 50: 2, 10: 1, 1000: 1}
    assert dict(books.went) == {500: 1, 100: 5, 10: 1}


@pytest.mark.parametrize("coins", COINS)
@pytest.mark.parametrize(("fault", "moment"), AT_AN_ORDER)
def test_coins_are_ordered_out_again_and_something_happens_just_then(
    fault: Fault, moment: Moment, coins: list[int]
) -> None:
    with run(line := NoisyLine()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=coins, pause_s=1.5, refund=(fault, moment))


@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize(("fault", "moment"), AT_AN_ORDER)
def test_a_note_is_moved_and_something_happens_just_then(fault: Fault, moment: Moment, cancelled: bool) -> None:
    with run(line := NoisyNotes()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[10], pause_s=1.5, refund=None)
        line.trouble_when_a_note_is_moved(fault, moment, cancelled, pause_s=1.5)


@pytest.mark.parametrize("n", range(5))
@pytest.mark.parametrize("moment", list(Moment)[-2:])
def test_the_host_loses_power_between_two_coins_of_one_poll(moment: Moment, n: int) -> None:
    """It hangs for a moment, so that several are told at once; coins go on falling while it is down."""
    with run(line := NoisyLine()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[10, 10, 50, 10], pause_s=0.2, refund=None)
        line.the_host_hangs(0.9)
        line.the_host_will_lose_power(moment, n)
        line.time_passes(3.0)


@pytest.mark.parametrize("seconds", [0.0, 0.5, 2.0])
def test_the_host_is_down_while_coins_are_past_the_gate(seconds: float) -> None:
    with run(line := NoisyLine()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[10], pause_s=1.5, refund=None)
        line.the_host_restarts([100, 500], seconds)


@pytest.mark.parametrize("seconds", [0.5, 0.6, 0.7])
def test_a_coin_is_past_the_gate_when_the_one_before_it_has_paid_the_price(seconds: float) -> None:
    """The host hangs for a moment: it shuts while the next coin falls, which goes back as change."""
    with run(line := NoisyLine()):
        line.the_kiosk_is_switched_on(SETTING, copies=1, coins=[100], pause_s=1.5, refund=None)
        line.coins([100, 50], pause_s=0.0)
        line.the_host_hangs(seconds)
        line.time_passes(8.0)
    assert line.till.books.printed == 1


def test_a_host_that_hangs_finds_more_events_than_the_buffer_holds() -> None:
    """The first coins are taken, those behind them come back; by then their credits are overwritten."""
    with run(line := NoisyLine()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[10], pause_s=1.5, refund=None)
        line.coins([50] * 12, pause_s=0.0)
        line.the_host_hangs(6.0)
        line.time_passes(3.0)
    assert line.till.books.flags["credits_lost"]


def test_the_acceptor_loses_power_before_its_last_credit_was_read() -> None:
    with run(line := NoisyLine()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[10], pause_s=1.5, refund=None)
        line.coins([500], pause_s=0.0)
        line.the_host_hangs(0.9)
        line.a_device_loses_power(2, pause_s=3.0)
    assert line.till.books.flags["acceptor_was_reset"]


@pytest.mark.parametrize("what", ["jam", "empty"])
def test_the_hopper_has_nothing_for_the_customer(what: str) -> None:
    with run(line := NoisyCoins()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[100, 100], pause_s=1.5, refund=None)
        line.a_hopper(100, what)
        line.cancel(pause_s=8.0)
    assert line.till.books.went[50] == 4


def test_the_answer_to_a_reset_is_lost() -> None:
    """A hopper with a light in its exit is reset by the host that starts: the hopper is deaf for a while then."""
    with run(line := NoisyCoins()):
        line.the_kiosk_is_switched_on(SETTING, copies=4, coins=[100], pause_s=1.5, refund=None)
        line.an_exit(100, "light_exit")
        # the first order of a start asks the validator for its note, the second is the reset
        line.till.fate.at(Moment.BEFORE_ORDER, 1, lambda: line.till.box.faults.drop(1))
        line.the_host_restarts([], 0.0)
        line.time_passes(8.0)
