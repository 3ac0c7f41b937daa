"""What a hopper wants to see before it pays: serial number, key, cipher, PIN, one coin at a time."""

from __future__ import annotations

import hmac

import pytest

from tests.sim.cash.bench import ACK, HOPPER_10, HOPPER_50, HOPPER_100, Bench, golden, make_bench

DISABLED, POWER_UP = 0x80, 0x40
PIN_ON, SINGLE_COIN = 0x80, 0x02
PIN_WRONG, CIPHER_WRONG, ENCRYPTION = 0x04, 0x08, 0x10
ANY_EIGHT = (0,) * 8
PIN = (1, 2, 3, 4)


def serial(rig: Bench, address: int = HOPPER_10) -> tuple[int, ...]:
    return rig.ask(address, 242) or ()


def code_for(key: tuple[int, ...] | None) -> bytes:
    """The documented cipher, worked out afresh: HMAC-SHA-256, its first 8 bytes."""
    assert key is not None
    assert len(key) == 8
    return hmac.new(b"simulated hopper", bytes(key), "sha256").digest()[:8]


def test_a_serial_number_hopper_knows_no_key(rig: Bench) -> None:
    assert rig.ask(HOPPER_10, 160) is None
    assert rig.ask(HOPPER_10, 161, *ANY_EIGHT) is None


def test_an_unencrypted_hopper_wants_a_key_asked_for_before_every_payout() -> None:
    rig = make_bench(security={10: "no_encrypt"})
    assert bytes(rig.ask(HOPPER_10, 244) or ()) == b"SCH2-NOENCRYPT"
    assert rig.ask(HOPPER_10, 164, 165) == ACK
    assert rig.refuses(HOPPER_10, 167, *ANY_EIGHT, 1)
    assert len(rig.ask(HOPPER_10, 160) or ()) == 8
    assert rig.ask(HOPPER_10, 167, *ANY_EIGHT, 1) == (1,)
    rig.wait(300)
    assert rig.refuses(HOPPER_10, 167, *ANY_EIGHT, 1)
    assert rig.box.take_coins() == {10: 1}
    assert rig.ask(HOPPER_50, 160) is None  # the others are as usual
    assert rig.dispense(HOPPER_50, 1) == 1


def test_the_frame_of_the_sch2_manual_is_obeyed() -> None:
    rig = make_bench(security="no_encrypt")
    assert rig.send(golden("3 1 1 164 165 178")) == golden("1 0 3 0 252")
    rig.ask(HOPPER_10, 160)
    for _ in range(7):
        assert rig.send(golden("3 9 1 167 0 0 0 0 0 0 0 0 0 76")) != golden("1 0 3 5 247")
        rig.ask(HOPPER_10, 160)
    # SCH2 manual, p. 59: the eighth payout of five coins
    assert rig.send(golden("3 9 1 167 0 0 0 0 0 0 0 0 5 71")) == golden("1 1 3 0 8 243")


def test_a_three_byte_code_opens_no_unencrypted_hopper() -> None:
    rig = make_bench(security="no_encrypt")
    rig.ask(HOPPER_10, 164, 165)
    rig.ask(HOPPER_10, 160)
    assert rig.refuses(HOPPER_10, 167, *serial(rig), 1)


def cipher_bench() -> Bench:
    rig = make_bench(security={10: "cipher"})
    assert rig.ask(HOPPER_10, 161, *range(8)) == ACK
    assert rig.ask(HOPPER_10, 164, 165) == ACK
    return rig


def test_a_cipher_hopper_pays_for_the_right_code() -> None:
    rig = cipher_bench()
    assert (rig.ask(HOPPER_10, 163) or ())[2] == ENCRYPTION
    code = code_for(rig.ask(HOPPER_10, 160))
    assert rig.ask(HOPPER_10, 167, *code, 2) == (1,)
    rig.wait(500)
    assert rig.box.take_coins() == {10: 2}
    assert rig.refuses(HOPPER_10, 167, *code, 2)  # a key is good for one


def test_a_wrong_code_is_told_by_a_flag_until_a_reset() -> None:
    rig = cipher_bench()
    code = code_for(rig.ask(HOPPER_10, 160))
    assert rig.refuses(HOPPER_10, 167, *code[::-1], 1)
    assert (rig.ask(HOPPER_10, 163) or ())[2] == ENCRYPTION | CIPHER_WRONG
    assert rig.refuses(HOPPER_10, 167, *code_for(rig.ask(HOPPER_10, 160)), 1)
    assert rig.ask(HOPPER_10, 1) == ACK
    rig.wait(130)
    assert rig.refuses(HOPPER_10, 160)  # not pumped since
    rig.ask(HOPPER_10, 161, *range(8))
    rig.ask(HOPPER_10, 164, 165)
    assert rig.ask(HOPPER_10, 167, *code_for(rig.ask(HOPPER_10, 160)), 1) == (1,)


def test_no_key_comes_twice_not_even_after_a_power_cut() -> None:
    rig = cipher_bench()
    keys = []
    for _ in range(3):
        keys += [rig.ask(HOPPER_10, 160) for _ in range(5)]
        rig.box.power_cycle()
        rig.wait(700)
        rig.ask(HOPPER_10, 161, *range(8))
    assert len(set(keys)) == 15


def test_a_hopper_with_a_pin_pays_only_when_it_was_entered(rig: Bench) -> None:
    code = serial(rig)
    assert rig.ask(HOPPER_10, 219, *PIN) == ACK
    rig.box.power_cycle()
    rig.wait(630)
    rig.ask(HOPPER_10, 164, 165)
    assert rig.refuses(HOPPER_10, 167, *code, 1)
    assert rig.ask(HOPPER_10, 163) == (POWER_UP, PIN_ON, PIN_WRONG)
    assert rig.ask(HOPPER_10, 1) == ACK
    rig.wait(130)
    rig.ask(HOPPER_10, 164, 165)
    assert rig.ask(HOPPER_10, 218, 9, 9, 9, 9) == ACK  # S2 3.38: also for a wrong one
    assert rig.ask(HOPPER_10, 219, 0, 0, 0, 0) is None  # S2 3.37: no response
    assert rig.ask(HOPPER_10, 218, *PIN) == ACK
    assert rig.ask(HOPPER_10, 167, *code, 1) == (1,)
    assert rig.ask(HOPPER_10, 219, 0, 0, 0, 0) == ACK
    assert rig.ask(HOPPER_10, 163) == (0, 0, 0)


def test_in_single_coin_mode_it_pays_one_coin_at_a_time(rig: Bench) -> None:
    code = serial(rig, HOPPER_100)
    rig.ask(HOPPER_100, 164, 165)
    assert rig.ask(HOPPER_100, 165, 1) == ACK
    assert rig.ask(HOPPER_100, 247) == (1,)
    assert rig.refuses(HOPPER_100, 167, *code, 2)
    assert rig.ask(HOPPER_100, 163) == (POWER_UP, SINGLE_COIN, 0)
    assert rig.ask(HOPPER_100, 167, *code, 1) == (1,)
    assert rig.refuses(HOPPER_100, 165, 2)
    rig.wait(300)
    rig.ask(HOPPER_100, 1)
    rig.wait(130)
    assert rig.ask(HOPPER_100, 163) == (DISABLED, 0, 0)


@pytest.mark.parametrize("security", ["serial", "no_encrypt", "cipher"])
def test_every_kind_names_itself_by_its_product_code(security: str) -> None:
    rig = make_bench(security=security)
    code = bytes(rig.ask(HOPPER_10, 244) or ()).decode()
    assert code == {"serial": "SIM-HP1", "no_encrypt": "SCH2-NOENCRYPT", "cipher": "SIM-HP1-CIPHER"}[security]
