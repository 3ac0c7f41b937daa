"""After a 利用登録申請 the kiosk's own memory holds no 署名用 password: not as text, not as the command that showed it.

As `test_memory`, with a password drawn at run time: twelve letters and digits are nowhere by chance, so one search
after each story is enough.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from device.testing.pcscd import why_not
from sim.card import VirtualCard, content_for
from sim.personas import persona
from tests.faults.kiosk_box import KioskBox, kiosk_box
from tests.faults.memory import Search, picture, readable

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"no private pcscd here: {why_not()}")

WHO = persona("unregistered-rokuko")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
WAY = ("region:1", "prefecture:01", "row:a", "page:1", "page:2", "page:3", "town:01207")


def a_password() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(12))


LEFT = a_password().encode()
"""Kept by the kiosk's process on purpose."""


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskBox]:
    with kiosk_box(tmp_path_factory.mktemp("kiosk"), LEFT) as box:
        if (reason := readable(box.process.pid)) is not None:
            pytest.skip(reason)
        yield box


def forms(box: KioskBox, password: bytes) -> list[bytes]:
    """How it may stand in a memory: as text of each width, and as a list of its bytes."""
    zero, step = box.small_ints
    text = password.decode()
    listed = b"".join(struct.pack("<Q", zero + step * octet) for octet in password)
    return [password, text.encode("utf-16-le"), text.encode("utf-32-le"), listed]


def found(box: KioskBox, password: str) -> list[bytes]:
    wanted = forms(box, password.encode())
    done = Search(picture(box.process.pid), wanted)
    return [form for form in wanted if done.found[form]]


def to_password(box: KioskBox, password: str) -> None:
    """From the idle screen to the 署名用 password."""
    box.press(button="start")
    box.shows("menu")
    box.press(button="register")
    box.shows("waiting_for_card")
    card = VirtualCard(content_for(replace(WHO, card=replace(WHO.card, signature_password=password))))
    card.prepare()
    box.lay_this(card)
    box.shows("choosing_domicile")
    for choice in WAY:
        box.press(choice=choice)
        box.shows("choosing_domicile")
    box.press(button="confirm")
    box.shows("entering_pin")
    box.key(WHO.card.pin)
    box.shows("entering_password")


def types(box: KioskBox, word: str) -> None:
    for count, key in enumerate(word, 1):
        box.press(key=key)
        box.shows("entering_password", count)


def right_at_once(box: KioskBox, password: str) -> None:
    to_password(box, password)
    types(box, password)
    box.press(button="confirm")
    box.shows("entering_town")
    assert found(box, password) == []  # already now: the key is open, the password is gone
    box.press(button="cancel")


def wrong_once(box: KioskBox, password: str) -> None:
    to_password(box, f"{password[:-1]}0")
    types(box, password)
    box.press(button="confirm")
    box.shows("verifying_password")
    box.shows("entering_password")
    box.press(button="cancel")


def given_up_before_it_was_submitted(box: KioskBox, password: str) -> None:
    to_password(box, password)
    types(box, password)
    box.press(button="cancel")


@pytest.mark.parametrize("story", [right_at_once, wrong_once, given_up_before_it_was_submitted])
def test_a_visit_leaves_no_password_in_memory(box: KioskBox, story: Callable[[KioskBox, str], None]) -> None:
    password = a_password()
    story(box, password)
    box.shows("card_left")
    box.take()
    box.shows("idle")
    assert found(box, password) == []


def test_the_search_finds_what_is_there_and_a_password_while_it_is_being_entered(box: KioskBox) -> None:
    assert LEFT in found(box, LEFT.decode())
    password = a_password()
    to_password(box, password)
    types(box, password)
    assert found(box, password) == [password.encode()]
    box.press(button="cancel")
    box.shows("card_left")
    box.take()
    box.shows("idle")
