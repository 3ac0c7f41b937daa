"""What a bystander sees of the machines, with no kiosk or with one that is only bytes."""

from __future__ import annotations

import pytest

from sim.journeys.setup import Setup
from sim.journeys.timeline import timeline
from sim.verbs import perform
from tests.sim.journeys.bench import Bench, open_acceptor, print_receipt, print_sheet


def test_a_coin_into_a_machine_that_nobody_minds_falls_back() -> None:
    bench = Bench()
    perform(bench.world, "insert", 100, 500)
    bench.run(3)
    assert [(seen.label, seen.at_ns / 1e6) for seen in bench.world.log if seen.what in ("coin", "coins_out")] == [
        ("coin:100", 0), ("coins_out:100", 150), ("coin:500", 400), ("coins_out:500", 550),
    ]  # fmt: skip
    perform(bench.world, "take", "coins")
    bench.world.check()


def test_coins_are_seen_at_their_time_also_when_the_kiosk_comes_before_the_host() -> None:
    bench = Bench()
    poll = open_acceptor(bench)
    perform(bench.world, "insert", 100, 5)
    bench.run(0)  # a host asks for due times after every call
    bench.clock.now_ns = 550_000_000
    poll()  # moves all that was due before, so that nothing is due any more
    bench.run(0)
    assert bench.labels("coin", "coins_out") == ["coin:100", "coin:5", "coins_out:5"]


def test_cards_come_and_go_and_remember() -> None:
    bench = Bench()
    perform(bench.world, "lay", "card", "locked-jiro")
    assert bench.world.tray.card is bench.world.card_of("locked-jiro")
    perform(bench.world, "take", "card")
    perform(bench.world, "unplug", "card")
    perform(bench.world, "lay", "card")
    assert bench.labels("card") == ["card:laid", "card:taken", "card:laid"]
    assert bench.world.tray.card is bench.world.card_of("yamada-taro")


def test_sheets_and_receipts_come_out_and_are_taken() -> None:
    bench = Bench()
    print_sheet(bench, "TAKAOKA")
    print_receipt(bench, "領収書")
    bench.run(20)
    perform(bench.world, "take", "certificate")
    perform(bench.world, "take", "receipt")
    assert sorted(bench.labels("sheet", "receipt")) == ["receipt:out", "receipt:taken", "sheet:out", "sheet:taken"]
    out = next(seen for seen in bench.world.log if seen.label == "sheet:out")
    assert out.at_ns == bench.world.page.taken[0].printed_at_ns


def test_a_bystander_counts_receipts_beyond_what_the_printer_remembers() -> None:
    bench = Bench()
    for _ in range(1005):
        print_receipt(bench, "一")
        bench.run(3)
    assert bench.labels("receipt").count("receipt:out") == 1005


def test_the_machines_are_filled_as_the_setup_says() -> None:
    bench = Bench(Setup(coins={100: 0, 10: 7}, sheets=3, cutter=False))
    metal = bench.world.cash.metal
    assert (metal["hopper_10"], metal["hopper_50"], metal["hopper_100"]) == ({10: 7}, {50: 50}, {})
    assert bench.world.page.sheets_left == 3


def test_the_log_is_bounded() -> None:
    bench = Bench()
    for _ in range(200_100):
        bench.world.see("note")
    assert len(bench.world.log) <= 200_000


def test_the_timeline_counts_from_the_first_thing_seen() -> None:
    bench = Bench()
    bench.run(75.25)
    perform(bench.world, "lay", "card")
    assert timeline(bench.world.log)[0].endswith("2025-10-08T10:00:00+09:00")
    assert timeline(bench.world.log)[1:] == ["  1:15.250  act             lay card", "  1:15.250  card            laid"]


@pytest.mark.parametrize("label", ["card:laid", "card"])
def test_labels_match_with_and_without_detail(label: str) -> None:
    bench = Bench()
    perform(bench.world, "lay", "card")
    assert bench.world.log[-1].matches(label)
    assert not bench.world.log[-1].matches("card:taken")
