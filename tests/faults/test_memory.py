"""After a visit the kiosk's own memory holds no PIN: not as digits, not as the command that showed it to the card.

The kiosk is a process of its own on real wires (pcscd with vpcd, a pty, TCP, TLS); card, customer and all simulators
are here, so that only its own copies can be found. Each PIN is drawn at run time. Four digits alone also stand in a
memory by chance, some 2 in 100 more of them after a visit than before: a story is told again with another PIN then,
and fails when it is so each time. The command, and lists of bytes, are never there by chance.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping

import pytest

from device.testing.pcscd import why_not
from tests.faults.kiosk_box import KioskBox, a_pin, kiosk_box
from tests.faults.memory import Search, picture, readable

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"no private pcscd here: {why_not()}")

VERIFY = bytes.fromhex("0020008004")
LEFT = VERIFY + a_pin().encode()
"""Kept by the kiosk's process on purpose."""
AT_VERIFY = 2
"""Behind the last digit: SELECT, then VERIFY."""
AGAIN = 3

Story = Callable[[KioskBox, list[str]], None]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskBox]:
    with kiosk_box(tmp_path_factory.mktemp("kiosk"), LEFT) as box:
        if (reason := readable(box.process.pid)) is not None:
            pytest.skip(reason)
        yield box


def forms(box: KioskBox, command: bytes) -> Mapping[str, bytes]:
    """What a VERIFY and its PIN may look like where a program has had them in its hands."""
    zero, step = box.small_ints
    digits = command[len(VERIFY) :]
    return {
        "the command": command,
        "a list of the command's bytes": b"".join(struct.pack("<Q", zero + step * octet) for octet in command),
        "a list of the digits": b"".join(struct.pack("<Q", zero + step * octet) for octet in digits),
    }


def wide(pin: str) -> list[bytes]:
    """A PIN within a text that has characters beyond U+00FF, and beyond U+FFFF."""
    return [pin.encode("utf-16-le"), pin.encode("utf-32-le")]


def search(box: KioskBox, *pins: str) -> list[int]:
    """How often the digits of each PIN stand in the memory as it is now. Fails where something certain stands there."""
    wanted = {
        f"{name}, PIN {n}": form
        for n, pin in enumerate(pins, 1)
        for name, form in forms(box, VERIFY + pin.encode()).items()
    }
    texts = [text for pin in pins for text in wide(pin)]
    done = Search(picture(box.process.pid), [*wanted.values(), *texts])
    assert {name: done.found[form] for name, form in wanted.items() if done.found[form]} == {}
    return [done.runs[pin.encode()] + sum(len(done.found[text]) for text in wide(pin)) for pin in pins]


def right_at_once(box: KioskBox, pins: list[str]) -> None:
    box.to_pin(pins[0])
    box.key(pins[0])
    box.shows("waiting_for_card_removal")
    search(box, *pins)  # already now
    box.take()
    box.shows("choosing_certificate")
    box.leave()


def wrong_then_right(box: KioskBox, pins: list[str]) -> None:
    box.to_pin(pins[1])
    box.key(pins[0])
    box.shows("verifying")
    box.shows("entering_pin")
    box.key(pins[1])
    box.shows("waiting_for_card_removal")
    box.take()
    box.shows("choosing_certificate")
    box.leave()


def given_up_before_the_last_digit(box: KioskBox, pins: list[str]) -> None:
    box.to_pin(pins[0])
    box.key(pins[0])
    box.press(button="correct")
    box.press(button="cancel")
    box.shows("card_left")
    box.take()
    box.shows("idle")


def pulled_while_the_card_answers(box: KioskBox, pins: list[str]) -> None:
    box.to_pin(pins[0])
    box.do("pull", "card", AT_VERIFY, "answering")
    box.key(pins[0])
    box.shows("idle")


def silent_at_the_pin(box: KioskBox, pins: list[str]) -> None:
    """The call that shows the PIN hangs in PC/SC, is given up, and comes back when the card is taken."""
    box.to_pin(pins[0])
    box.do("mute", "card", AT_VERIFY)
    box.key(pins[0])
    box.shows("card_left")
    box.take()
    box.do("heal", "card")
    box.shows("idle")


@pytest.mark.parametrize(
    "story",
    [
        right_at_once,
        wrong_then_right,
        given_up_before_the_last_digit,
        pulled_while_the_card_answers,
        silent_at_the_pin,
    ],
)
def test_a_visit_leaves_no_pin_in_memory(box: KioskBox, story: Story) -> None:
    for _ in range(AGAIN):
        pins = [a_pin(), a_pin()]
        before = search(box, *pins)
        story(box, pins)
        after = search(box, *pins)
        if all(now <= then for now, then in zip(after, before, strict=True)):
            return
    raise AssertionError(f"{story.__name__}: {AGAIN} times in a row there were more of the PIN's digits than before")


def test_the_search_finds_what_is_there(box: KioskBox) -> None:
    left = [*forms(box, LEFT).values(), *wide(LEFT[-4:].decode())]
    done = Search(picture(box.process.pid), left)
    assert all(done.found[form] for form in left)
    assert done.runs[LEFT[-4:]] > 0


def test_the_search_finds_a_pin_while_it_is_being_entered(box: KioskBox) -> None:
    pin = a_pin()
    before = search(box, pin)
    box.to_pin(pin)
    box.key(pin)
    assert search(box, pin) > before
    box.shows("waiting_for_card_removal")
    box.take()
    box.shows("choosing_certificate")
    box.leave()
