"""Judging worlds that were brought about by hand: each expectation green where it holds, red where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.centre.ledger import IssuedDocument
from sim.journeys.expect import judge
from sim.verbs import perform
from tests.sim.journeys.bench import Bench, alarm, call, open_acceptor, print_receipt, print_sheet, script, show, voice

World = Callable[[], Bench]


def nothing() -> Bench:
    return Bench()


def fallen_back() -> Bench:
    """A coin inserted where no kiosk minds the machine: it lies in the cup."""
    bench = Bench()
    perform(bench.world, "insert", 100)
    bench.run(2)
    return bench


def kept() -> Bench:
    """Two coins swallowed by an acceptor that is open, one fallen back: a kiosk that keeps a refund."""
    bench = Bench()
    poll = open_acceptor(bench)
    perform(bench.world, "insert", 100, 500, 5)
    for _ in range(10):
        poll()
        bench.run(0.2)
    return bench


def notes_in() -> Bench:
    """A note in escrow where no kiosk minds it, after one that was refused."""
    bench = Bench()
    perform(bench.world, "stick", "validator")
    perform(bench.world, "insert_note", 2000)
    bench.run(3)
    perform(bench.world, "take", "note")
    perform(bench.world, "insert_note", 1000)
    bench.run(2)
    return bench


def printed() -> Bench:
    bench = Bench()
    for text in ("TAKAOKA  1", "TAKAOKA 2"):
        print_sheet(bench, text)
        bench.run(20)
    perform(bench.world, "take", "certificate")
    print_receipt(bench, "高岡市　６００円")
    bench.run(5)
    return bench


_DRAWN = [{"id": "cannot_be_used", "title": "x", "pictures": [{"id": "juki_card", "caption": "y"}]}]


def shown() -> Bench:
    bench = Bench()
    fee = [["手数料", "６００円"]]
    bench.tell(show("idle", lines=["ようこそ"]), show("menu"), show("menu", table=fee, pictures=_DRAWN))
    bench.run(10)
    bench.tell(show("idle"), voice("はい。"), alarm(True))
    bench.run(5)
    bench.tell(alarm(False), alarm(True), alarm(False))
    bench.world.attendant.receive(call("card"))
    bench.world.attendant.receive(call(""))
    bench.world.attendant.receive(call("paper"))
    perform(bench.world, "lay", "card")
    return bench


def delivered() -> Bench:
    bench = Bench()
    ledger = bench.world.centre._desk.ledger  # the wire of deliveries is the centre's own matter
    ledger.issue(IssuedDocument("d", "r", "t", "yamada-taro", "16202", "juminhyo", "self", 1, 3, "0"))
    ledger.deliver("d", "t", 1, "delivered")
    ledger.deliver("d", "t", 2, "void")
    return bench


def after(see: str, then: str, **more: object) -> dict[str, object]:
    return {"after": [{"see": see, "then": then, **more}]}


GREEN_RED: list[tuple[World, dict[str, Any], dict[str, Any], str]] = [
    (nothing, {"coins_back": {}}, {"coins_back": {"100": 1}}, "no coin came out to the customer, not 1 × 100 yen"),
    (fallen_back, {"coins_back": {"100": 1}}, {"coins_back": {}}, "1 × 100 yen came out to the customer, not no coin"),
    (fallen_back, {"coins_back": "inserted"}, {"coins_back": {"50": 2}}, "not 2 × 50 yen"),
    (fallen_back, {"kept_yen": 0}, {"kept_yen": 100}, "the machine kept 0 yen of 100, not 100"),
    (kept, {"kept_yen": 600}, {"kept_yen": 0}, "the machine kept 600 yen of 605, not 0"),
    (kept, {"coins_back": {"5": 1}}, {"coins_back": "inserted"}, "1 × 5 yen came out to the customer, not"),
    (notes_in, {"notes_back": {"2000": 1}}, {"notes_back": {}}, "1 × 2000 yen came back to the customer, not no"),
    (notes_in, {"kept_yen": 1000}, {"kept_yen": 0}, "the machine kept 1000 yen of 3000, not 0"),
    (
        notes_in,
        {"places": {"escrow": {"1000": 1}, "stacker": {}, "hopper_500": {"500": 20}}},
        {"places": {"escrow": {}}},
        "in escrow there is 1 × 1000 yen, not nothing",
    ),
    (notes_in, {}, {"places": {"stacker": {"1000": 1}}}, "in stacker there is nothing, not 1 × 1000 yen"),
    (notes_in, after("note_out:2000", "note_in:1000"), after("note_out:1000", "note_in"), "note_out:1000 was"),
    (printed, {"sheets": 2}, {"sheets": 3}, "2 sheets came out, not 3"),
    (nothing, {"bundles": []}, {"bundles": [4]}, "the jobs brought [] sheets, not [4]"),
    (printed, {"sheet_text": ["TAKAOKA"]}, {"sheet_text": ["TAKAOKA 1"]}, "sheet 2 does not say 「TAKAOKA 1」"),
    (printed, {"sheet_text_never": ["OBIHIRO"]}, {"sheet_text_never": ["TAKAOKA 2"]}, "sheet 2 says 「TAKAOKA 2」"),
    (printed, {"receipts": 1}, {"receipts": 0}, "1 receipts came out, not 0"),
    (printed, {"receipt_text": ["高岡市", "600円"]}, {"receipt_text": ["帯広市"]}, "no receipt says 「帯広市」"),
    (printed, {"receipt_text_never": ["山田"]}, {"receipt_text_never": ["600"]}, "a receipt says 「600」"),
    (nothing, {"sheet_text": []}, {"sheet_text": ["x"]}, "no sheet came out that could say anything"),
    (
        shown,
        {"screens": ["idle", "menu", "idle"]},
        {"screens": ["menu", "menu"]},
        "the screen menu was not shown after menu; shown were idle, menu, idle",
    ),
    (shown, {"never_screens": ["closed"]}, {"never_screens": ["menu"]}, "the screen menu was shown"),
    (shown, {"lines": ["ようこそ"]}, {"lines": ["よう"]}, "the screen never said 「よう」"),
    (shown, {"lines_never": ["さようなら"]}, {"lines_never": ["よう"]}, "the screen said 「よう」"),
    (shown, {"voice": ["はい。"]}, {"voice": ["いいえ。"]}, "the voice never said 「いいえ。」"),
    (shown, {"table": {"手数料": "600"}}, {"table": {"手数料": "800"}}, "no table on the screen had 「800」"),
    (shown, {"pictures": ["juki_card"]}, {"pictures": ["city_card"]}, "never had the picture city_card"),
    (shown, {"last_screen": "idle"}, {"last_screen": "menu"}, "the last screen is idle, not menu"),
    (nothing, {}, {"last_screen": "menu"}, "the last screen is none"),
    (shown, {"alarms": 2}, {"alarms": 0}, "the alarm was switched on 2 times, not 0"),
    (shown, {"attendant": ["card", "paper"]}, {"attendant": []}, "called for card, paper, not nothing"),
    (shown, {"tray": "card"}, {"tray": "empty"}, "a card lies on the tray"),
    (nothing, {"tray": "empty"}, {"tray": "card"}, "no card lies on the tray"),
    (nothing, {"tries_left": 3}, {"tries_left": 0}, "the customer's card has 3 tries left, not 0"),
    (
        nothing,
        {"tries_left_of": {"one-try-saburo": 1, "tokachi-hanako": 3}},
        {"tries_left_of": {"one-try-saburo": 1, "tokachi-hanako": 2}},
        "the card of tokachi-hanako has 3 tries left, not 2",
    ),
    (
        delivered,
        {"delivered": 1},
        {"delivered": 3},
        "the centre was told of 1 copies that they are delivered, not of 3",
    ),
    (delivered, {"void": 1}, {"void": 0}, "1 copies that they are void, not of 0"),
    (
        shown,
        after("screen:menu", "voice", at_least_s=10, at_most_s=10),
        after("screen:menu", "voice", at_most_s=9),
        "later than the 9 s",
    ),
    (
        shown,
        after("alarm:on", "alarm:off", at_least_s=5),
        after("alarm:on", "alarm:off", at_least_s=6),
        "too early by the 6 s",
    ),
    (
        shown,
        after("screen:idle", "voice:はい。", last=True, at_most_s=0),
        after("screen:idle", "voice:はい。", at_most_s=0),
        "voice:はい。 came 10.000 s after screen:idle",
    ),
    (shown, after("screen:menu", "screen:idle"), after("voice", "screen:menu"), "screen:menu was not seen after voice"),
    (shown, {}, after("screen:closed", "voice"), "screen:closed was never seen"),
]


IDS = [f"{n}-{','.join(red)}" for n, (_, _g, red, _w) in enumerate(GREEN_RED)]


@pytest.mark.parametrize(("world", "green", "red", "words"), GREEN_RED, ids=IDS)
def test_an_expectation_is_green_where_it_holds_and_red_where_not(
    world: World, green: dict[str, Any], red: dict[str, Any], words: str
) -> None:
    bench = world()
    assert judge(script({"pause_s": 0}, **green), bench.world) == []
    (failure,) = judge(script({"pause_s": 0}, **red), bench.world)
    assert words in failure


def test_sheets_that_are_no_bundle_are_told_one_by_one() -> None:
    failures = judge(script({"pause_s": 0}, bundles=[2]), printed().world)
    assert [failure.partition(" of job ")[2].partition(" ")[2] for failure in failures] == [
        "does not say that it is 1/2",
        "does not say that it is 2/2",
        "do not bear one number of their bundle",
    ]


def test_a_customer_who_gave_up_or_still_waits_is_a_failure() -> None:
    bench = Bench()
    made = bench.follow({"wait": "menu", "within_s": 5}, seconds=3)
    assert judge(made, bench.world) == ["the customer is not done yet"]
    bench.run(3)
    assert judge(made, bench.world) == [str(bench.customer.failure)]


def test_a_kiosk_that_goes_to_idle_with_a_card_on_the_tray_is_red_in_every_journey() -> None:
    bench = Bench()
    perform(bench.world, "lay", "card")
    bench.run(0.5)
    bench.tell(show("idle"), show("menu"))  # it cannot know yet
    assert judge(script({"pause_s": 0}), bench.world) == []
    bench.run(5)
    bench.tell(show("idle"))
    assert judge(script({"pause_s": 0}), bench.world) == ["the kiosk went to idle with a card on the tray"]


def test_an_alarm_over_an_idle_screen_is_red_in_every_journey() -> None:
    bench = Bench()
    bench.tell(show("card_left"), alarm(True))
    assert judge(script({"pause_s": 0}), bench.world) == []
    bench.tell(show("idle"))
    assert judge(script({"pause_s": 0}), bench.world) == ["the alarm is still on although the kiosk is idle"]


def test_indiscretion_is_red_in_every_journey() -> None:
    bench = Bench()
    bench.tell(voice("住民票をお取りください。"), show("x", lines=["山田 太郎"], warning={"lines": [], "seconds": 30}))
    failures = judge(script({"pause_s": 0}), bench.world)
    assert len(failures) == 2
    assert "山田" not in "".join(failures)


def test_nonsense_to_the_attendant_is_red() -> None:
    bench = Bench()
    bench.world.attendant.receive(b"?")
    assert "no message to staff" in judge(script({"pause_s": 0}), bench.world)[0]
