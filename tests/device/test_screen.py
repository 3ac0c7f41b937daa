"""The screen: every view has its words, names come out of the vault alone, and only what is shown can be pressed."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import statemachine
from device.hub import Hub
from device.mailbox import HubMailbox
from device.screen.pictures import PICTURES, svg
from device.screen.presses import press_of
from device.screen.render import Renderer
from device.texts.catalogue import Texts, UnknownText
from device.texts.ja import TEXTS
from device.vault import Vault
from device.workers.base import Desk as WorkerDesk
from device.workers.screen import MESSAGE_BYTES_MAX, ScreenWorker
from statemachine import events as e
from statemachine.actions.show import VIEWS
from statemachine.commands import CallAttendant, Show, SoundAlarm, Speak
from statemachine.delays import Delays
from statemachine.desk import Desk
from statemachine.events import Event, Offered
from statemachine.places import Place
from statemachine.registration import Registration
from statemachine.table.states import STATES
from statemachine.views import Choice, View
from tests.device.scripted import MORNING, TAKAOKA, rules
from tests.device.words import texts

PEOPLE = {"person:p1": "山田 太郎", "person:p2": "山田 花子"}


# --- every text id has words ------------------------------------------------------------------------

FOLDER = Path(next(iter(statemachine.__path__)))
FROM_ARGUMENT = {"say_farewell": 0, "leave": 1, "leave_if": 1, "say": 0, "_plain": 1, "Choice": 1, "Pictures": 0}
"""Functions that are given a text id, and as which argument; `_plain` takes more of them behind it."""
TARGETS = frozenset({"messages", "farewell", "_REFUSAL_TEXTS", "_TAKE_TEXTS"})
"""Attributes and tables that hold text ids."""

Scope = Mapping[str, ast.expr]
"""A function's own variables and what was assigned to them."""


def strings(tree: ast.AST, scope: Scope) -> Iterator[str]:
    """The literal strings that an expression can have for its value, also by way of a variable."""
    match tree:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) if name in scope:
            yield from strings(scope[name], {other: scope[other] for other in scope if other != name})
        case ast.IfExp(body=body, orelse=orelse):
            yield from strings(body, scope)
            yield from strings(orelse, scope)
        case ast.Dict(values=values):
            for value in values:
                yield from strings(value, scope)
        case ast.Compare() | ast.JoinedStr() | ast.Subscript() | ast.Lambda() | ast.Attribute(value=ast.Name()):
            return
        case _:
            for child in ast.iter_child_nodes(tree):
                yield from strings(child, scope)


def row_labels(tree: ast.AST, scope: Scope) -> Iterator[str]:
    """The first string of each pair in the rows of a table."""
    match tree:
        case ast.Tuple(elts=[ast.Constant(value=str(label)), _]):
            yield label
        case ast.Name(id=name) if name in scope:
            yield from row_labels(scope[name], {other: scope[other] for other in scope if other != name})
        case _:
            for child in ast.iter_child_nodes(tree):
                yield from row_labels(child, scope)


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def named_by(node: ast.AST, scope: Scope) -> Iterator[str]:
    """The text ids that one call or one assignment names."""
    if isinstance(node, ast.Call):
        callee = name_of(node.func)
        for keyword in node.keywords:
            if keyword.arg in ("messages", "text") or (keyword.arg in ("note", "about") and callee == "Choice"):
                yield from strings(keyword.value, scope)
            elif keyword.arg == "rows":
                yield from row_labels(keyword.value, scope)
        first = FROM_ARGUMENT.get(callee)
        if first is not None:
            for argument in node.args[first : None if callee == "_plain" else first + 1]:
                yield from strings(argument, scope)
    elif isinstance(node, ast.Assign) and any(name_of(target) in TARGETS for target in node.targets):
        yield from strings(node.value, scope)


def text_ids(source: str) -> Iterator[str]:
    """Every text id that the source of a module names."""
    module = ast.parse(source)
    for part in (module, *(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))):
        scope: Scope = {
            target.id: node.value
            for node in ast.walk(part)
            if isinstance(node, ast.Assign) and not isinstance(part, ast.Module)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(part):
            yield from named_by(node, scope)


def all_text_ids() -> dict[str, str]:
    return {
        text: path.name for path in sorted(FOLDER.rglob("*.py")) for text in text_ids(path.read_text("utf-8")) if text
    }


def test_every_text_that_the_machine_names_has_words() -> None:
    used = all_text_ids()
    missing = {text: where for text, where in used.items() if text not in TEXTS}
    assert not missing
    # the search itself finds what it should: one of each way in which the machine names a text
    for found in (
        "welcome", "enter_pin", "one_try_left", "exact_only", "copies_missing", "other_municipality.about", "fee",
        "owed_amount", "timed_out", "centre_unreachable", "pin_locked", "receipt_missing", "card_unusable",
        "no_more_notes", "note_refused", "usable_money", "cash_unavailable", "not_available", "voice.take_card",
        "voice.still_there", "take_card", "typing", "number_really",
    ):  # fmt: skip
        assert found in used, found


def test_a_new_text_without_words_would_be_found() -> None:
    source = """
def _new(desk):
    more = ("no_words_b",) if desk.x == "other" else ()
    rows = (("no_words_c", "yes:1"),)
    return View("new", messages=("no_words_a", *more), rows=rows)
def go(desk):
    desk.session.farewell = "no_words_d"
    desk.say("voice.no_words")
    leave.leave("a reason", "no_words_e", action)
"""
    assert set(text_ids(source)) - set(TEXTS) == {
        "no_words_a", "no_words_b", "no_words_c", "no_words_d", "no_words_e", "voice.no_words"
    }  # fmt: skip


def button_ids() -> set[str]:
    found = set[str]()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("buttons", "disabled"):
                found.update(strings(node.value, {}))
    return found


def test_every_button_has_a_label_and_becomes_a_press() -> None:
    buttons = button_ids()
    assert {"start", "cancel", "mute", "taken", "stay", "register"} <= buttons
    for button in buttons:
        assert TEXTS[f"button.{button}"]
        shown = View("menu", buttons=(button,))
        assert isinstance(press_of({"type": "press", "button": button}, shown, Vault()), e.Press)


def test_a_text_without_words_is_a_mistake_that_is_named() -> None:
    with pytest.raises(UnknownText, match="'no_such_text'"):
        texts()("no_such_text")
    assert Texts("xx")("welcome") == TEXTS["welcome"]  # a language that nobody has made falls back


# --- every screen renders ---------------------------------------------------------------------------


def offers() -> list[Offered]:
    return [
        Offered(kind.kind, kind.fee_yen(MORNING.date()), kind.scopes, kind.items, ("p1", "p2"))
        for kind in rules().municipalities[TAKAOKA].kinds.values()
    ]


def desks(state: str) -> Iterator[Desk]:
    """A desk in this state for each kind and scope, with everything said that can be said."""
    for offer in offers():
        for scope in offer.scopes:
            for rich in (False, True):
                desk = Desk(rules())
                desk.state, desk.wall = state, MORNING
                session = desk.session
                session.home, session.holder, session.offers = TAKAOKA, "p1", tuple(offers())
                session.kind, session.scope, session.people = offer.kind, scope, ("p1", "p2")
                session.items = dict.fromkeys(offer.items, rich)
                session.tries_left = 1 if rich else 3
                session.price_yen, session.unit_fee_yen = 400, 200
                if STATES[state].phase == "registering":
                    session.registration = an_application(rich)
                if rich:
                    session.failed = session.hinted = session.ends_soon = True
                    session.accepted = (10, 100, 1000)
                    session.owed_yen, session.farewell = 1_200, "timed_out"
                    session.messages = ("wrong_pin", "tries_left") if state == "entering_pin" else ()
                    desk.card_on_tray = True
                yield desk


def an_application(rich: bool) -> Registration:
    """A 利用登録申請 of which everything is chosen and typed."""
    return Registration(
        place=Place("1", "01", "a", 0, "01207"),
        asked="01207",
        tries_left=1 if rich else 5,
        offered={"town": (2,), "name": (1, 2)},
        more=rich,
        marked={("town", 0), ("name", 0), ("name", 1)} if rich else set(),
        slip_missing=rich,
    )


APPLICATION = {
    "town_reading": "ミホン", "lot": "2番地", "name_reading": "ミホン ハナコ", "telephone": "0155000000",
    "writing:town:0:0": "見本町", "writing:town:0:1": "見本町東",
    "writing:name:0:0": "見本", "writing:name:1:0": "花子", "writing:name:1:1": "華子",
    "chosen:town:0": "見本町東", "chosen:name:0": "見本", "chosen:name:1": "華子", "application": "0123456789AB",
}  # fmt: skip


@pytest.fixture
def vault() -> Vault:
    vault = Vault()
    for handle, name in {**PEOPLE, **APPLICATION}.items():
        vault.put(handle, name)
    vault.put("registration_due", date(2025, 1, 10))
    vault.put("certificate_ends", date(2026, 1, 8))
    return vault


@pytest.mark.parametrize("state", VIEWS)
def test_every_screen_is_made_of_words_alone(state: str, vault: Vault) -> None:
    renderer = Renderer(texts(), vault)
    for desk in desks(state):
        message = json.loads(json.dumps(renderer.message(VIEWS[state](desk))))
        assert message["screen"] == state
        assert message["number"] == STATES[state].number
        assert message["lines"]
        words = [message["title"], message["hint"], *message["lines"]]
        words += [word for row in message["table"] for word in row]
        words += [part["label"] for part in (*message["choices"], *message["buttons"])]
        if (languages := message["slip_languages"]) is not None:
            words += [languages["title"], *(each["label"] for each in languages["choices"])]
        for word in words:
            assert "{" not in word
            assert not word.startswith("person:")
        assert all(part["label"] for part in (*message["choices"], *message["buttons"]))
        for group in message["pictures"]:
            assert group["title"]
            assert all(each["caption"] and svg(each["id"]) for each in group["pictures"])
        assert all(label and cell for label, cell in message["table"])
        assert set(message) == {
            "type", "screen", "number", "title", "lines", "choices", "keypad", "keys", "entry", "hint", "table",
            "pictures", "slip_languages", "buttons", "warning",
        }  # fmt: skip


def test_the_screens_are_exactly_the_states() -> None:
    assert VIEWS.keys() == STATES.keys()


def test_the_order_is_confirmed_with_names_amounts_and_what_cannot_be_had_back(vault: Vault) -> None:
    desk = next(desks("confirming"))
    message = Renderer(texts(), vault).message(VIEWS["confirming"](desk))
    assert ["手数料", "400円"] in (table := list(message["table"] if isinstance(message["table"], list) else []))
    assert ["必要部数", "1部"] in table
    assert [cell for label, cell in table if label == "証明書の必要な方"] == ["山田 太郎", "山田 花子"]
    assert "発行後の返金・返品・交換はできません。" in str(message["lines"])


def test_a_certificate_that_ends_soon_is_announced_by_era_and_western_year_and_not_after_the_visit(
    vault: Vault,
) -> None:
    view = View("choosing_municipality", rows=(("certificate_ends", "date:certificate_ends"),))
    renderer = Renderer(texts(), vault)
    assert renderer.message(view)["table"] == [["電子証明書の有効期限", "令和8年1月8日(2026年1月8日)"]]
    assert "2026" not in repr(view)
    vault.drop_all()
    assert renderer.message(view)["table"] == [["電子証明書の有効期限", ""]]


def test_only_a_certificate_that_ends_soon_is_announced_and_without_its_date(vault: Vault) -> None:
    usual, ending = (desk for desk in desks("choosing_municipality") if desk.session.kind == "inkan")
    assert VIEWS["choosing_municipality"](usual).rows == ()
    view = VIEWS["choosing_municipality"](ending)
    message = json.loads(json.dumps(Renderer(texts(), vault).message(view)))
    assert "有効期間の3か月前から" in message["lines"][1]
    assert message["table"]


def test_the_pictures_come_with_the_hint_and_are_told_by_their_captions(vault: Vault) -> None:
    at_once, later = list(desks("waiting_for_card"))[:2]
    renderer = Renderer(texts(), vault)
    assert renderer.message(VIEWS["waiting_for_card"](at_once))["pictures"] == []
    message = json.loads(json.dumps(renderer.message(VIEWS["waiting_for_card"](later))))
    captions = {
        group["title"]: [each["caption"] for each in group["pictures"]] for group in message["pictures"]
    }
    assert captions == {
        "カードの置き方": ["カード置場の中央に置く", "顔写真のある面を上にする"],
        "次のカードはご利用いただけません": [
            "通知カード(紙のカード)",
            "住民基本台帳カード",
            "市区町村独自のカード、印鑑登録証",
            "有効期限の切れたカード",
        ],
    }
    assert {each["id"] for group in message["pictures"] for each in group["pictures"]} == set(PICTURES)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_drawing_is_whole_in_itself_and_without_words(picture: str) -> None:
    """It is fetched once and shown from there: nothing in it may be missing, or need a language."""
    drawing = ElementTree.fromstring(svg(picture))
    assert drawing.get("viewBox") == "0 0 240 160"
    kinds = {part.tag.removeprefix("{http://www.w3.org/2000/svg}") for part in drawing.iter()}
    assert kinds <= {"svg", "g", "path", "rect", "circle"}
    assert not [name for part in drawing.iter() for name in part.attrib if "href" in name or name == "style"]
    assert not "".join(drawing.itertext()).strip()


def test_large_amounts_have_their_comma(vault: Vault) -> None:
    message = Renderer(texts(), vault).message(View("accepting_cash", rows=(("fee", "yen:12000"),)))
    assert message["table"] == [["手数料", "12,000円"]]


def test_still_there_is_asked_with_its_seconds_and_without_a_name(vault: Vault) -> None:
    view = View("choosing_scope", messages=("still_there",), buttons=("stay", "cancel"), warning_s=30)
    message = Renderer(texts(), vault).message(view)
    assert message["warning"] == {"lines": [TEXTS["still_there"]], "seconds": 30}
    assert "山田" not in json.dumps(message, ensure_ascii=False)


@pytest.mark.parametrize("state", ["choosing_scope", "confirming"])
def test_names_stand_on_the_screen_until_the_visit_is_over_and_not_after_it(state: str, vault: Vault) -> None:
    renderer = Renderer(texts(), vault)
    for desk in desks(state):
        if state == "choosing_scope" and desk.session.scope not in ("part", "individual"):
            continue
        view = VIEWS[state](desk)
        assert "山田 太郎" in json.dumps(renderer.message(view), ensure_ascii=False)
        assert "山田" not in repr(view)
    vault.drop_all()
    # a screen that was still on its way when the visit ended: without a name, and not a dead screen
    for desk in desks(state):
        shown = json.dumps(renderer.message(VIEWS[state](desk)), ensure_ascii=False)
        assert "山田" not in shown
        assert "person" not in shown.replace('"id": "person:', "")


# --- the worker and its wire ------------------------------------------------------------------------


class Screen:
    """The screen's worker, what it sent, and what it posted."""

    def __init__(self, vault: Vault | None = None) -> None:
        hub = Hub(MORNING)
        self.posted: list[Event] = []
        self.sent: list[bytes] = []
        self.staff: list[bytes] = []
        self.vault = vault or Vault()
        desk = WorkerDesk(self.posted.append, HubMailbox(hub), hub, self.vault, Delays())
        self.worker = ScreenWorker(desk, texts(), self.sent.append, self.staff.append)

    def show(self, view: View) -> None:
        self.worker.carry_out(Show(id="K-1-1", view=view))

    def press(self, **what: object) -> Event | None:
        """A press on the wire; the event it became."""
        before = len(self.posted)
        self.worker.receive(json.dumps({"type": "press", **what}).encode())
        assert len(self.posted) <= before + 1
        return self.posted[-1] if len(self.posted) > before else None


MENU = View("menu", buttons=("issue", "register", "cancel"), disabled=("register",))
KINDS = View(
    "choosing_certificate",
    choices=(Choice("juminhyo", "juminhyo"), Choice("koseki", "koseki", enabled=False, note="lives_here")),
    buttons=("cancel", "confirm"),
)
PIN = View("entering_pin", buttons=("correct", "cancel", "back"), keypad=True)
COPIES = View("entering_copies", buttons=("correct", "cancel", "back", "confirm"), keypad=True)


def test_only_what_is_shown_and_enabled_can_be_pressed() -> None:
    screen = Screen()
    assert screen.press(button="start") is None  # nothing is shown yet
    screen.show(MENU)
    assert isinstance(screen.press(button="issue"), e.IssuePressed)
    assert screen.press(button="register") is None
    assert screen.press(button="confirm") is None
    assert screen.press(choice="juminhyo") is None
    assert screen.press(key="3") is None
    screen.show(KINDS)
    assert screen.press(button="issue") is None
    assert screen.press(choice="juminhyo") == e.ChoicePressed(choice="juminhyo")
    assert screen.press(choice="koseki") is None
    assert screen.press(choice="inkan") is None
    screen.show(COPIES)
    assert screen.press(key="3") == e.KeyPressed(key=3)
    assert isinstance(screen.press(button="correct"), e.CorrectPressed)
    for nonsense in ("10", "", "-", "３", "٣", 3, None, ["3"]):
        assert screen.press(key=nonsense) is None


def test_a_pin_goes_into_the_vault_and_only_its_length_into_events() -> None:
    screen = Screen()
    screen.show(PIN)
    counts = [screen.press(key=key) for key in "9078"]
    assert counts == [e.PinDigitEntered(count=count) for count in (1, 2, 3, 4)]
    assert screen.press(key="5") is None  # the fifth is not taken
    assert screen.press(button="correct") == e.PinDigitErased(count=3)
    assert screen.press(key="1") == e.PinDigitEntered(count=4)
    with screen.vault.use_pin() as pin:
        assert pin == b"9071"
    for event in screen.posted:
        assert set(vars(event).values()) <= {0, 1, 2, 3, 4, None, event.wall}
    for row in (repr(screen.worker), repr(screen.posted)):
        assert "9071" not in row
        assert "9078" not in row


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*"0123456789", "correct"]), max_size=20))
def test_no_digit_of_a_pin_is_ever_in_an_event_whatever_is_keyed(keys: list[str]) -> None:
    screen, model = Screen(), list[str]()
    screen.show(PIN)
    for key in keys:
        if key == "correct":
            event = screen.press(button="correct")
            model = model[:-1]
            assert event == e.PinDigitErased(count=len(model))
        else:
            event = screen.press(key=key)
            if len(model) < 4:
                model.append(key)
                assert event == e.PinDigitEntered(count=len(model))
            else:
                assert event is None
    assert screen.vault.pin_length == len(model)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELD = st.one_of(JSON, st.sampled_from(("confirm", "koseki", "no such", "77", "start", "entering_pin")))
NEAR_PRESSES = st.fixed_dictionaries(
    {"type": st.sampled_from(("press", "staff", "show", 1))},
    optional={"button": FIELD, "choice": FIELD, "key": FIELD, "act": st.just("clear")},
).map(lambda message: json.dumps(message).encode())
HUGE = [
    b"[" * 100_000,
    b"[" * 4_000,
    b'{"type":"press","button":' + b'{"a":' * 700 + b"1" + b"}" * 701,
    b'{"type":"press","key":"' + b"1" * 10_000 + b'"}',
    b'{"type":"press","key":' + b"1" * 4_050 + b"}",
    json.dumps({"type": "press", "button": "issue", "more": "x" * MESSAGE_BYTES_MAX}).encode(),
    b"\xff\xfe\x00", b"", b"null", b"[]", b'"press"', b'{"type":"press"}', b'{"type":["press"],"button":"issue"}',
    b'{"type":"press","button":["issue"]}', b'{"type":"press","button":{"issue":1}}', b"NaN", b"\xef\xbb\xbf{}",
    '{"type":"press","button":"\ud800"}'.encode("utf-8", "surrogatepass"),
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | JSON.map(lambda j: json.dumps(j).encode()) | NEAR_PRESSES | st.sampled_from(HUGE))
def test_nonsense_on_the_customers_wire_changes_nothing(message: bytes) -> None:
    screen = Screen()
    view = View("confirming", buttons=("back",), choices=(Choice("shown", "yes", enabled=False),))
    screen.worker.receive(message)
    screen.show(view)
    sent = len(screen.sent)
    screen.worker.receive(message)
    assert (screen.posted, len(screen.sent), screen.staff) == ([], sent, [])
    assert screen.vault.pin_length == 0


def test_a_message_as_long_as_allowed_is_still_a_press() -> None:
    screen = Screen()
    screen.show(MENU)
    short = json.dumps({"type": "press", "button": "issue", "pad": ""}).encode()
    for size, heard in ((MESSAGE_BYTES_MAX, 1), (MESSAGE_BYTES_MAX + 1, 0)):
        screen.posted.clear()
        screen.worker.receive(short[:-2] + b"x" * (size - len(short)) + short[-2:])
        assert len(screen.posted) == heard


def test_staff_messages_are_heard_on_the_staffs_wire_alone() -> None:
    screen = Screen()
    screen.show(MENU)
    clear = b'{"type":"staff","act":"clear"}'
    screen.worker.receive(clear)
    assert screen.posted == []
    for nonsense in (b'{"type":"press","button":"issue"}', b'{"type":"staff","act":"open"}', b"\xff", b"[" * 9_999):
        screen.worker.receive_staff(nonsense)
    assert screen.posted == []
    screen.worker.receive_staff(clear)
    assert screen.posted == [e.AttendantCleared()]


def test_voice_alarm_and_the_attendant_each_have_their_message() -> None:
    screen = Screen()
    for command in (
        Speak(id="1", text="voice.take_card"),
        SoundAlarm(id="2", on=True),
        CallAttendant(id="3", cause="owed"),
        CallAttendant(id="4", cause=""),
    ):
        assert screen.worker.carry_out(command) == e.OutputDone(answers=command.id)
    assert [json.loads(message) for message in screen.sent] == [
        {"type": "voice", "say": "カードをお取りください。"},
        {"type": "alarm", "on": True},
    ]
    assert [json.loads(message)["cause"] for message in screen.staff] == ["owed", ""]


def test_the_voice_names_nobody_and_no_certificate() -> None:
    # rule book §11: never a name, a digit or the certificate's type, in a shop
    for text, words in TEXTS.items():
        if text.startswith("voice."):
            assert "{" not in words
            assert not any(kind in words for kind in ("住民票", "印鑑", "戸籍", "附票"))
            assert not any(character.isdigit() for character in words)
