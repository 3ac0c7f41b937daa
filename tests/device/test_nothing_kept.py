"""After a whole visit the store holds nothing of the customer: not his PIN, name, certificate or document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from device.clock import TOKYO
from device.press.press import Pressed
from device.store import Store
from device.testing.inline import Inline
from sim.journeys.setup import Setup
from sim.personas import persona
from sim.pki import authentication_identity
from statemachine.events import Event

TARO = "yamada-taro"
PIN = persona(TARO).card.pin


class Visit:
    """A customer at the inline kiosk, by hand."""

    def __init__(self, file: Path) -> None:
        self.events: list[Event] = []
        at = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)
        store = Store.open(file)
        self.kiosk = Inline(at, Setup(), store=store, report=lambda event, _states: self.events.append(event))
        self.reach("idle")

    def reach(self, state: str) -> None:
        assert self.kiosk.run_until_state(state, 120), f"{self.kiosk.state} instead of {state}"
        self.kiosk.hub.run_for(0.5)

    def press(self, **what: str) -> None:
        self.kiosk.box.screen.receive(json.dumps({"type": "press", **what}).encode())
        self.kiosk.hub.run_for(0.3)

    def to_paying(self) -> None:
        """One 住民票 of the whole household, with everything on it."""
        world = self.kiosk.world
        self.press(button="start")
        self.press(button="issue")
        world.lay_card(TARO)
        self.reach("choosing_municipality")
        self.press(button="confirm")
        for digit in PIN:
            self.press(key=digit)
        self.reach("waiting_for_card_removal")
        world.take_card()
        self.reach("choosing_certificate")
        self.press(choice="juminhyo")
        self.press(button="confirm")
        self.press(choice="scope:household")
        self.press(button="confirm")
        for item in ("head", "domicile", "number"):
            self.press(choice=f"{item}:yes")
        self.press(button="confirm")
        self.press(button="confirm")  # 個人番号: once more
        self.press(button="confirm")
        self.press(button="confirm")
        self.reach("accepting_cash")


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    visit = Visit(tmp_path / "kiosk.db")
    yield visit
    visit.kiosk.close()


def personal(document: bytes) -> dict[str, list[bytes]]:
    """What must be nowhere, by what it is, in every coding in which it could be written down."""
    who = persona(TARO)
    der = authentication_identity(who).certificate_der
    words = [member.name for member in who.household] + [member.my_number for member in who.household]
    words += [name.replace(" ", "") for name in words] + [who.address, who.kana, "太郎", "花子"]
    return {
        "words": [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le", "shift_jis")]
        + [json.dumps(word)[1:-1].encode() for word in words],
        "certificate": [der[at : at + 16] for at in range(0, len(der) - 16, 16)]
        + [der[:24].hex().encode(), der.hex()[40:80].upper().encode()],
        "document": [document[at : at + 24] for at in range(200, len(document) - 24, 997)] + [b"%PDF"],
    }


def files_beside(store: Path) -> dict[str, bytes]:
    """The store with its log and whatever else lies there."""
    return {path.name: path.read_bytes() for path in sorted(store.parent.iterdir())}


def test_a_whole_visit_leaves_nothing_of_the_customer_in_the_store(visit: Visit, tmp_path: Path) -> None:
    kiosk, world = visit.kiosk, visit.kiosk.world
    visit.to_paying()
    assert kiosk.box.vault.text_of("person:p1") == persona(TARO).name  # it was there
    for yen in (100, 100):
        world.cash.insert(yen)
        kiosk.hub.run_for(2)
    visit.reach("waiting_for_certificate")
    document = world.page.output_tray[0].pdf
    world.take_certificate()
    visit.press(button="taken")
    visit.reach("waiting_for_receipt")
    world.take_receipt()
    visit.press(button="taken")
    visit.reach("idle")
    assert repr(kiosk.box.vault) == "<Vault pin: 0>"

    kiosk.store.write_out(tmp_path / "journal.db")
    left = files_beside(tmp_path / "kiosk.db")
    assert {"kiosk.db", "journal.db"} <= set(left)
    for name, octets in left.items():
        for what, parts in personal(document).items():
            for part in parts:
                assert part not in octets, f"{what} in {name}"
    bodies = [row.body_json for row in kiosk.store.events()]
    bodies += [row.body_json for seq in range(1, kiosk.store.last_seq + 1) for row in kiosk.store.commands_of(seq)]
    assert len(bodies) > 100
    digits_in_events(bodies)
    for event in visit.events:
        assert "山田" not in repr(event)


def digits_in_events(bodies: list[str]) -> None:
    """The PIN stands nowhere by itself, nor its digits one by one in the events of their entry."""
    for body in bodies:
        assert not re.search(rf"(?<!\d){PIN}(?!\d)", body)
    keyed = [json.loads(body) for body in bodies if body.startswith('{"count":')]
    assert [body["count"] for body in keyed] == [1, 2, 3, 4]


def test_a_visit_cut_off_by_the_power_leaves_nothing_either(visit: Visit, tmp_path: Path) -> None:
    visit.to_paying()
    visit.kiosk.world.cash.insert(100)
    visit.kiosk.hub.run_for(2)
    document = visit.kiosk.box.vault.held("pressed", Pressed).pdf
    for name, octets in files_beside(tmp_path / "kiosk.db").items():
        for what, parts in personal(document).items():
            for part in parts:
                assert part not in octets, f"{what} in {name}"


def test_the_search_would_find_what_it_looks_for(tmp_path: Path) -> None:
    der = authentication_identity(persona(TARO)).certificate_der
    hidden = {"words": "名 山田太郎".encode(), "certificate": b"xx" + der[160:220], "document": b"%PDF-1.7"}
    for what, octets in hidden.items():
        assert any(part in octets for part in personal(b"%PDF" * 500)[what])
