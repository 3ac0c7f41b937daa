"""The cash devices in a box's file: their addresses, secret codes, and what lies in the hoppers at first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from device.config.errors import ConfigError
from device.config.kiosk import load_demo, load_kiosk
from device.testing.inline import Inline
from tests.device.config.test_kiosk import write
from tests.device.scripted import MORNING


def test_a_file_that_says_nothing_describes_the_usual_box(tmp_path: Path) -> None:
    cash = load_kiosk(write(tmp_path, {})).cash
    assert (cash.acceptor, cash.validator, cash.crc, cash.echo) == (2, None, (), "auto")
    assert cash.hoppers == {10: 3, 50: 4, 100: 5, 500: 6}
    assert cash.opening_float == {10: 50, 50: 50, 100: 50, 500: 20}
    assert (cash.ciphers, cash.low_level_coins) == ({}, 10)


def test_a_box_that_is_wired_and_filled_in_its_own_way(tmp_path: Path) -> None:
    own = {
        "cash.acceptor": "11",
        "cash.hoppers": "{ 10 = 7, 500 = 8 }",
        "cash.float": "{ 100 = 0 }",
        "cash.low_level": "25",
        "cash.ciphers": '{ 500 = "makers_cipher.kiosk:Cipher" }',
    }
    cash = load_kiosk(write(tmp_path, own)).cash
    assert (cash.acceptor, cash.hoppers) == (11, {10: 7, 50: 4, 100: 5, 500: 8})
    assert cash.opening_float == {10: 50, 50: 50, 100: 0, 500: 20}
    assert (cash.ciphers, cash.low_level_coins) == ({500: "makers_cipher.kiosk:Cipher"}, 25)


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("hoppers", "{ 10 = 4 }", "hoppers: an address of its own for each device; two have the same"),
        ("acceptor", "3", "acceptor: an address of its own for each device; two have the same"),
        ("hoppers", "{ 10 = 1 }", "hoppers.10: an integer from 2 to 255, not 1"),
        ("hoppers", "{ 5 = 9 }", 'hoppers.5: no such key; did you mean "50"?; known here: 10, 50, 100, 500'),
        ("float", "{ 10 = -1 }", "float.10: an integer from 0 to 2000, not -1"),
        ("ciphers", '{ 500 = "../cipher.py" }',
         "ciphers.500: module:name of what makes the cipher, such as makers_cipher:Cipher"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_key(tmp_path: Path, key: str, value: str, error: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_kiosk(write(tmp_path, {f"cash.{key}": value}))
    assert str(caught.value).endswith(f": cash.{error}")


def test_the_very_first_start_books_the_coins_that_the_file_names() -> None:
    demo = load_demo()
    own = replace(demo, cash=replace(demo.cash, opening_float={10: 30, 50: 0, 100: 7, 500: 3}))
    with Inline(MORNING, config=own) as kiosk:
        kiosk.hub.run_for(1)
        held = {yen: kiosk.store.coins(f"cash:hopper-{yen}").get(yen, 0) for yen in (10, 50, 100, 500)}
    assert held == {10: 30, 50: 0, 100: 7, 500: 3}


def test_an_acceptor_that_is_not_where_the_file_says_takes_no_coins() -> None:
    demo = load_demo()
    with Inline(MORNING, config=replace(demo, cash=replace(demo.cash, acceptor=11))) as kiosk:
        kiosk.hub.run_for(20)
        assert kiosk.box.machine.desk.devices["cash"] is not None


def test_hoppers_whose_addresses_the_file_mixes_up_are_never_asked_for_change() -> None:
    demo = load_demo()
    mixed_up = {**demo.cash.hoppers, 10: 4, 50: 3}
    with Inline(MORNING, config=replace(demo, cash=replace(demo.cash, hoppers=mixed_up))) as kiosk:
        kiosk.hub.run_for(20)
        assert not {10, 50} & set(kiosk.box.machine.desk.money.payable())
