"""The customer before a tiny kiosk: what he waits for, what he presses, and what makes him give up."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.customer.messages import MessageError, read
from tests.sim.journeys.bench import Bench, alarm, call, show, voice

MENU = show("menu", "issue", "cancel", lines=["メニューを選択してください。"])
IDLE = show("idle", "start")


def test_he_waits_for_the_screen_and_presses_what_is_on_it() -> None:
    bench = Bench()
    bench.answers["start"] = lambda: bench.later(0.5, MENU)
    bench.answers["issue"] = lambda: bench.tell(show("choosing", "confirm", choices=["juminhyo"]))
    bench.later(2, IDLE)
    bench.follow(
        {"wait": "idle"}, {"press": "start"}, {"wait": "menu"}, {"press": "issue"}, {"wait": "choosing"},
        {"choose": "juminhyo"}, {"press": "confirm"},
    )  # fmt: skip
    assert bench.customer.failure is None
    assert bench.customer.done
    assert bench.pressed == [("button", "start"), ("button", "issue"), ("choice", "juminhyo"), ("button", "confirm")]
    assert bench.pressed_at_s == pytest.approx([2.8, 4.1, 4.9, 5.7])


def test_what_is_not_on_the_screen_cannot_be_pressed() -> None:
    bench = Bench()
    bench.tell(MENU)
    bench.follow({"wait": "menu"}, {"press": "confirm"})
    assert bench.pressed == []
    assert bench.customer.failure == (
        "step 2 (press confirm): no button confirm to press; the screen is menu 「メニューを選択してください。」, "
        "buttons issue, cancel, choices none"
    )
    assert bench.customer.next_due_ns() is None


def test_what_is_disabled_cannot_be_pressed() -> None:
    bench = Bench()
    bench.tell(show("choosing", "-confirm", choices=["-koseki"]))
    bench.follow({"press": "confirm"})
    assert "confirm (disabled)" in str(bench.customer.failure)
    bench.follow({"choose": "koseki"})
    assert "koseki (disabled)" in str(bench.customer.failure)


def test_a_button_is_no_choice_and_without_a_keypad_nothing_is_typed() -> None:
    bench = Bench()
    bench.tell(MENU)
    for step in ({"choose": "issue"}, {"key": "3"}, {"pin": "right"}):
        bench.follow(step)
        assert bench.customer.failure is not None
    assert bench.pressed == []


def test_without_a_kiosk_nothing_can_be_pressed() -> None:
    bench = Bench()
    bench.customer.send = None
    bench.tell(IDLE)
    bench.follow({"press": "start"})
    assert "no kiosk hears the screen" in str(bench.customer.failure)


def test_patience_ends_with_the_last_words_on_the_screen() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.follow({"wait": "menu", "within_s": 5}, seconds=4.9)
    assert not bench.customer.done
    bench.run(0.2)
    assert bench.customer.failure == (
        "step 1 (wait menu): waited 5 s in vain; the screen is idle without words, buttons start, choices none"
    )


def test_the_usual_patience_is_ninety_seconds() -> None:
    bench = Bench()
    bench.follow({"wait": "menu"}, seconds=89)
    assert not bench.customer.done
    bench.run(2)
    assert "waited 90 s in vain; nothing was shown yet" in str(bench.customer.failure)


def test_a_pin_is_typed_digit_by_digit() -> None:
    bench = Bench()
    bench.tell(show("entering_pin", keypad="digits"))
    bench.follow({"pin": "right"})
    assert bench.pressed == [("key", digit) for digit in "1234"]
    assert bench.pressed_at_s == pytest.approx([0.8, 1.1, 1.4, 1.7])
    bench.pressed.clear()
    bench.follow({"pin": "wrong"})
    assert bench.pressed == [("key", digit) for digit in "1235"]


def test_a_password_is_the_cards_own_or_another_one() -> None:
    bench = Bench()
    bench.tell(show("entering_password", keypad="letters", keys=[list("TAKOW2013")]))
    bench.follow({"password": "right"})
    assert "".join(key for _, key in bench.pressed) == "TAKAOKA2022"
    bench.pressed.clear()
    bench.follow({"password": "wrong"})
    assert "".join(key for _, key in bench.pressed) == "TAKAOKA2023"


def test_kana_are_written_with_the_keys_that_there_are() -> None:
    bench = Bench()
    keys = [list("カツコウハト"), ["゛", "゜", "小", "空白"]]
    bench.tell(show("entering_head", keypad="kana", keys=keys))
    bench.follow({"write": "ガッコウ パト"})
    assert [key for _, key in bench.pressed] == ["カ", "゛", "ツ", "小", "コ", "ウ", "空白", "ハ", "゜", "ト"]
    bench.pressed.clear()
    bench.tell(show("entering_lot", keypad="lot", keys=[["1", "0", "番地", "番", "の"]]))
    bench.follow({"write": "10番地の1"})
    assert [key for _, key in bench.pressed] == ["1", "0", "番地", "の", "1"]
    bench.follow({"write": "甲1番"})
    assert "no such key" in str(bench.customer.failure)


def test_a_choice_is_picked_by_what_stands_on_it() -> None:
    bench = Bench()
    written = [{"id": f"name:0:{n}", "label": name, "enabled": n > 0} for n, name in enumerate(("三東", "未登"))]
    bench.tell(json.dumps({**json.loads(show("choosing_head", "confirm")), "choices": written}).encode())
    bench.follow({"pick": "未登"})
    assert bench.pressed == [("choice", "name:0:1")]
    for label in ("三東", "水藤"):
        bench.follow({"pick": label})
        assert "no choice of that label" in str(bench.customer.failure)
        assert label not in str(bench.customer.failure)


def test_the_keypad_goes_away_while_he_types() -> None:
    bench = Bench()
    bench.tell(show("entering_pin", keypad="digits"))
    bench.answers["2"] = lambda: bench.tell(show("saying_sorry"))
    bench.follow({"pin": "right"})
    assert len(bench.pressed) == 2
    assert str(bench.customer.failure).startswith("step 1 (pin): no keypad to type on; the screen is saying_sorry")


def test_a_screen_that_flashes_by_is_not_missed() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.answers["start"] = lambda: bench.tell(show("reading_card"), MENU)
    bench.follow({"press": "start"}, {"wait": "reading_card"}, {"wait": "menu"}, {"press": "issue"})
    assert bench.customer.failure is None


def test_screens_are_met_in_the_order_they_came() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.answers["start"] = lambda: bench.tell(show("reading_card"), MENU)
    bench.follow({"press": "start"}, {"wait": "menu"}, {"wait": "reading_card", "within_s": 3})
    assert "step 3 (wait reading_card)" in str(bench.customer.failure)


def test_a_second_wait_for_a_screen_needs_a_second_showing() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.later(10, show("closed"))
    bench.follow({"wait": "idle"}, {"wait": "closed"}, {"wait": "idle", "within_s": 5})
    assert "step 3 (wait idle)" in str(bench.customer.failure)


def test_he_hears_the_voice_also_when_it_speaks_before_the_screen_changes() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.answers["start"] = lambda: bench.tell(voice("ようこそ。"), MENU)
    bench.follow({"press": "start"}, {"wait": "menu"}, {"wait_voice": "ようこそ"})
    assert bench.customer.failure is None
    bench.follow({"wait_voice": "ようこそ", "within_s": 1})
    assert "waited 1 s in vain" in str(bench.customer.failure)  # it was heard once, and is used up


def test_he_waits_for_words_also_those_of_the_question_whether_he_is_there() -> None:
    bench = Bench()
    bench.tell(MENU)
    bench.later(3, show("menu", "stay", warning={"lines": ["操作を続けますか。"], "seconds": 30}))
    bench.later(9, show("menu", "issue"))
    bench.follow({"wait_line": "続けますか"}, {"wait_warning": True}, {"wait_warning": False}, {"note": "over"})
    assert bench.customer.failure is None
    assert bench.labels("warning", "warning_over", "note") == ["warning:30", "warning_over", "note:over"]


def test_he_waits_for_what_stands_beside_a_label_and_nothing_else() -> None:
    bench = Bench()
    bench.tell(show("accepting_cash", table=[["手数料", "600円"], ["投入金額", "0円"]]))
    bench.later(5, show("accepting_cash", table=[["手数料", "600円"], ["投入金額", "1,100円"]]))
    never = {"wait_row": ["投入金額", "600円"], "within_s": 3}
    bench.follow({"wait_row": ["投入金額", "1,100円"]}, {"note": "paid"}, never)
    assert bench.labels("note") == ["note:paid"]
    assert "waited 3 s in vain" in str(bench.customer.failure)


def test_he_waits_for_the_alarm_and_for_its_end() -> None:
    bench = Bench()
    bench.later(30, alarm(True))
    bench.later(31, alarm(True))
    bench.later(50, alarm(False))
    bench.follow({"wait_alarm": False}, {"wait_alarm": True}, {"wait_alarm": False}, {"note": "quiet"})
    assert bench.labels("alarm", "note") == ["alarm:on", "alarm:off", "note:quiet"]


def test_hands_off_counts_from_the_last_act_and_a_pause_from_now() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.later(10, MENU)
    bench.follow(
        {"press": "start"}, {"wait": "menu"}, {"hands_off_s": 60}, {"note": "a"}, {"pause_s": 5}, {"note": "b"}
    )
    at_s = {seen.detail: seen.at_ns / 1e9 for seen in bench.world.log if seen.what == "note"}
    assert at_s == pytest.approx({"a": 60.8, "b": 65.8})


def test_fate_takes_no_human_time_and_is_no_act() -> None:
    bench = Bench()
    bench.follow({"unplug": "cash"}, {"note": "now"}, {"hands_off_s": 7}, {"note": "then"})
    assert [seen.at_ns / 1e9 for seen in bench.world.log if seen.what == "note"] == [0, 7]
    assert bench.labels("fate") == ["fate:unplug cash"]


def test_the_time_an_act_takes_can_be_set() -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.follow({"press": "start", "act_s": 0}, {"press": "start", "act_s": 2.5})
    assert bench.pressed_at_s == pytest.approx([0, 2.5])


def test_absent_fails_where_the_button_is_there() -> None:
    bench = Bench()
    bench.tell(show("closed", "-start"))
    bench.follow({"absent": "start"}, {"press_anyway": "start"})
    assert bench.customer.failure is None
    assert bench.pressed == [("button", "start")]
    bench.tell(IDLE)
    bench.follow({"absent": "start"})
    assert "step 1 (absent start): it is there to be pressed" in str(bench.customer.failure)


def test_meanwhile_he_takes_what_the_kiosk_asks_for_once_each_time_it_asks() -> None:
    bench = Bench()
    bench.follow({"lay": "card"}, {"wait": "x"}, seconds=1)
    bench.later(5, show("card_left", lines=["カードをお取りください。"]))
    bench.later(5.2, show("card_left", lines=["カードをお取りください。", "あと少し"]))
    bench.later(6, show("card_left"))
    bench.later(7, IDLE)
    bench.follow({"wait": "idle", "meanwhile": {"card_left": {"take": "card"}}})
    assert bench.customer.failure is None
    taken = [seen.at_ns / 1e9 for seen in bench.world.log if seen.label == "card:taken"]
    assert taken == pytest.approx([1 + 5 + 0.8])


def test_meanwhile_nothing_is_done_when_the_screen_has_gone_by_itself() -> None:
    bench = Bench()
    bench.later(5, show("card_left"))
    bench.later(5.5, show("other"))
    bench.later(9, IDLE)
    bench.follow({"wait": "idle", "meanwhile": {"card_left": {"take": "card"}}})
    assert bench.customer.failure is None


def test_a_kiosk_that_asks_for_a_card_that_is_not_there_is_found_out() -> None:
    bench = Bench()
    bench.later(5, show("card_left"))
    bench.follow({"wait": "idle", "meanwhile": {"card_left": {"take": "card"}}})
    assert "step 1 (take card): take: no card lies on the tray" in str(bench.customer.failure)


def test_names_on_the_screen_are_not_written_down() -> None:
    bench = Bench()
    bench.tell(show("choosing", lines=["山田　太郎さん", "山田太郎"], table=[["氏名", "山田 花子"]]), voice("はい。"))
    bench.follow({"press": "confirm"})
    everything = repr(bench.world.log) + repr(bench.customer.senses.screen) + str(bench.customer.failure)
    assert "山田" not in everything
    assert bench.labels("indiscreet") == []  # on the screen names may stand, until the question comes


def test_a_name_that_stays_at_the_question_and_a_voice_that_tells_are_indiscreet() -> None:
    warning = {"lines": ["操作を続けますか。"], "seconds": 30}
    for message, where in (
        (show("confirming", table=[["氏名", "山田 花子"]], warning=warning), "warning"),
        (voice("山田太郎さん"), "voice"),
        (voice("住民票をお取りください。"), "voice"),
    ):
        bench = Bench()
        bench.tell(message)
        assert bench.labels("indiscreet") == [f"indiscreet:{where}"]


def test_a_script_for_everywhere_cannot_be_followed_as_it_is() -> None:
    from sim.journeys import catalogue

    with pytest.raises(ValueError, match="expand it first"):
        Bench().customer.follow(catalogue.load("idle-everywhere"))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (b"", "one JSON object"),
        (b"\xff", "one JSON object"),
        (b"[1]", "a JSON object"),
        (b'{"type": "shout"}', "type"),
        (b'{"type": "voice", "say": 3}', "say is missing, or not a str"),
        (b'{"type": "alarm", "on": 1}', "on is missing, or not a bool"),
        (b'{"type": "show"}', "screen is missing"),
        (show("x", keypad="braille"), "keypad"),
        (show("x", keypad="kana", keys=[["ア", 1]]), "keys"),
        (show("x", lines=[3]), "lines is not a list of str"),
        (show("x", table=[["a", 3]]), "table is not rows of text"),
        (show("x", warning={"lines": [], "seconds": -1}), "warning.seconds"),
        (call("x"), "a call for the attendant on the customer's wire"),
        (b" " * (2 << 20), "longer than 1 MiB"),
        (b"[" * 200_000, "one JSON object"),
    ],
)  # fmt: skip
def test_what_is_no_message_fails_the_journey_and_is_not_repeated(message: bytes, words: str) -> None:
    bench = Bench()
    bench.tell(IDLE)
    bench.later(1, message)
    bench.follow({"wait": "menu"})
    assert words in str(bench.customer.failure)
    assert bench.customer.senses.screen is not None
    assert bench.customer.senses.screen.name == "idle"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "enabled", "lines", "seconds", "type"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=60)
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["show", "voice", "alarm", "attendant"])},
        optional=dict.fromkeys(
            ("screen", "lines", "choices", "keypad", "table", "buttons", "warning", "say", "on", "cause"), JSON
        ),
    ).map(lambda table: json.dumps(table).encode())
)
def test_any_bytes_are_a_message_or_a_message_error(data: bytes) -> None:
    with contextlib.suppress(MessageError):
        read(data)


def test_a_kiosk_that_never_stops_talking_fills_no_memory() -> None:
    bench = Bench()
    for number in range(3000):
        bench.tell(show(f"screen-{number}", table=[[f"{number}", "x"]]), voice(str(number)))
    senses = bench.customer.senses
    assert len(senses.cells) <= 500
    assert senses.met("wait_voice", "2999")
    assert not senses.met("wait_voice", "17")
