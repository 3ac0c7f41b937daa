"""The vault: a PIN keyed in, corrected, used once; a customer's things kept and let go."""

from __future__ import annotations

import copy
import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.vault import HANDLES_MAX, PIN_CAPACITY, Vault, VaultEmpty, VaultFull

KEYS = "0123456789abcXYZ"


def key_in(vault: Vault, digits: str) -> None:
    for ch in digits:
        vault.pin_digit(ch)


def test_customer_keys_in_four_digits_and_they_are_used_once() -> None:
    vault = Vault()
    assert [vault.pin_digit(ch) for ch in "1234"] == [1, 2, 3, 4]
    with vault.use_pin() as pin:
        assert pin == b"1234"
        assert vault.pin_length == 0
    assert pin == bytes(4)
    with pytest.raises(VaultEmpty, match="pin"), vault.use_pin():
        pass


def test_card_pulled_while_verifying_overwrites_the_pin() -> None:
    vault = Vault()
    key_in(vault, "9876")
    handed: list[bytearray] = []

    def verify() -> None:
        with vault.use_pin() as pin:
            handed.append(pin)
            raise OSError("card gone")

    with pytest.raises(OSError, match="card gone"):
        verify()
    assert handed == [bytearray(4)]


def test_correction_takes_the_last_digit_back_and_stops_at_none() -> None:
    vault = Vault()
    key_in(vault, "12")
    assert [vault.pin_correct() for _ in range(3)] == [1, 0, 0]
    key_in(vault, "5")
    with vault.use_pin() as pin:
        assert pin == b"5"


def test_leaning_on_a_key_fills_sixteen_places_and_no_more() -> None:
    vault = Vault()
    assert [vault.pin_digit("7") for _ in range(20)][-5:] == [PIN_CAPACITY] * 5
    vault.clear_pin()
    assert vault.pin_length == 0


@pytest.mark.parametrize("ch", ["", "12", "-", "\u0661", "\uff11", " "])
def test_only_one_ascii_letter_or_digit_is_a_pin_character(ch: str) -> None:
    with pytest.raises(ValueError, match="one ASCII letter or digit") as caught:
        Vault().pin_digit(ch)
    assert str(caught.value) == "a PIN character is one ASCII letter or digit"


@given(st.lists(st.sampled_from([*KEYS, "correct", "clear"]), max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_keying_leaves_what_a_patient_reader_would_expect(presses: list[str]) -> None:
    vault, expected = Vault(), ""
    for press in presses:
        if press == "correct":
            vault.pin_correct()
            expected = expected[:-1]
        elif press == "clear":
            vault.clear_pin()
            expected = ""
        else:
            vault.pin_digit(press)
            expected = (expected + press)[:PIN_CAPACITY]
        assert vault.pin_length == len(expected)
    if expected:
        with vault.use_pin() as pin:
            assert pin == expected.encode()


def test_things_lie_under_handles_and_come_out_as_what_they_are() -> None:
    vault = Vault()
    vault.put("certificate", b"\x30\x82")
    vault.put("person-1", "架空 太郎")
    vault.put("document:7", bytearray(b"%PDF"))
    vault.put("count", 3)
    assert vault.bytes_of("certificate") == b"\x30\x82"
    assert vault.text_of("person-1") == "架空 太郎"
    assert vault.bytes_of("document:7") == b"%PDF"
    assert vault.held("count", int) == 3
    assert "count" in vault
    assert "nothing" not in vault
    with pytest.raises(TypeError, match="vault: person-1 is a str, not a bytes") as caught:
        vault.bytes_of("person-1")
    assert "架空" not in str(caught.value)


def test_the_end_of_a_session_overwrites_its_bytearrays_and_empties_the_vault() -> None:
    vault = Vault()
    pdf, key, replaced = bytearray(b"%PDF-1.7"), bytearray(b"k" * 32), bytearray(b"old")
    vault.put("document", replaced)
    vault.put("document", pdf)
    vault.put("document", pdf)
    vault.put("key", key)
    key_in(vault, "1234")
    assert replaced == bytes(3)
    assert pdf == b"%PDF-1.7"
    vault.drop("key")
    vault.drop("key")
    assert key == bytes(32)
    vault.drop_all()
    assert pdf == bytes(8)
    assert vault.pin_length == 0
    with pytest.raises(VaultEmpty) as caught:
        vault.get("document")
    assert caught.value.handle == "document"


def test_idle_time_out_during_verify_does_not_change_the_pin_under_the_card() -> None:
    vault = Vault()
    key_in(vault, "1234")
    with vault.use_pin() as pin:
        vault.drop_all()
        assert pin == b"1234"
    assert pin == bytes(4)


def test_nothing_personal_shows_in_repr_and_nothing_can_be_copied_out() -> None:
    vault = Vault()
    vault.put("person-1", "架空 太郎")
    vault.put("flag", object())
    key_in(vault, "1357")
    assert repr(vault) == "<Vault person-1: 5, flag: 1, pin: 4>"
    for write_down in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never copied"):
            write_down(vault)


def test_a_name_is_no_handle_and_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="vault handle") as caught:
        Vault().put("架空 太郎", b"")
    assert "架空" not in str(caught.value)


def test_a_session_that_never_drops_is_stopped() -> None:
    vault = Vault()
    for number in range(HANDLES_MAX):
        vault.put(f"h-{number}", b"")
    with pytest.raises(VaultFull, match="drop_all"):
        vault.put("one-more", b"")
    vault.put("h-0", b"again")
    assert vault.bytes_of("h-0") == b"again"


def test_screen_and_card_workers_share_one_vault() -> None:
    vault = Vault()

    def work(name: str) -> None:
        for number in range(200):
            vault.put(f"{name}-{number % 8}", bytearray(8))
            vault.drop(f"{name}-{(number + 3) % 8}")
            vault.pin_digit("1")
            vault.pin_correct()

    workers = [threading.Thread(target=work, args=(name,)) for name in ("screen", "card", "page")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert vault.pin_length == 0
    vault.drop_all()
    assert repr(vault) == "<Vault pin: 0>"
