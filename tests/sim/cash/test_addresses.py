"""Who is on the bus and where: MDCES (S1 20.2), plugs pulled, two kinds of checksum on one line."""

from __future__ import annotations

import pytest

from sim.cash.crc import crc_checks, crc_frame
from tests.sim.cash.bench import ACCEPTOR, ACK, HOPPER_10, HOPPER_50, VALIDATOR, Bench, golden, make_bench, request


def test_an_address_poll_is_answered_by_every_device_four_ms_times_its_address_later(rig: Bench) -> None:
    assert rig.send(request(0, 253)) == b""
    heard = []
    for ms in range(1, 1300):
        before = len(rig.heard)
        rig.wait(1)
        heard += [(ms, address) for address in rig.heard[before:]]
    assert heard == [(4 * address, address) for address in (2, 3, 4, 5, 6, 40)]


def test_a_device_is_deaf_for_1200_ms_after_an_address_poll(rig: Bench) -> None:
    rig.send(request(0, 253))
    rig.wait(1199)
    assert rig.ask(ACCEPTOR, 254) is None
    rig.wait(1)
    assert rig.ask(ACCEPTOR, 254) == ACK


def test_an_address_clash_is_answered_by_its_own_device_alone(rig: Bench) -> None:
    rig.send(request(HOPPER_10, 252))
    assert rig.ask(HOPPER_50, 254) == ACK
    rig.heard.clear()
    rig.wait(1200)
    assert rig.heard == bytes((HOPPER_10,))


def test_two_devices_at_one_address_are_told_apart_by_the_clash(rig: Bench) -> None:
    assert rig.ask(HOPPER_50, 251, HOPPER_10) == ACK
    rig.send(request(HOPPER_10, 252))
    rig.wait(1200)
    assert rig.heard == bytes((HOPPER_10, HOPPER_10))


def test_two_devices_at_one_address_talk_over_each_other(rig: Bench) -> None:
    rig.ask(HOPPER_50, 251, HOPPER_10)
    serial = rig.send(request(HOPPER_10, 242))
    assert len(serial) == 8
    assert sum(serial) % 256
    assert rig.send(request(HOPPER_10, 254)) == golden("1 0 3 0 252")  # in unison


def test_an_address_is_changed_as_the_specification_prints_it(rig: Bench) -> None:
    rig.box.trouble.unplug(HOPPER_10)
    assert rig.send(golden("2 1 1 251 3 254")) == golden("1 0 2 0 253")
    assert rig.ask(ACCEPTOR, 254) is None
    assert bytes(rig.ask(3, 245) or ()) == b"Coin Acceptor"


@pytest.mark.parametrize("address", [0, 1])
def test_nobody_moves_to_the_address_of_everybody_or_of_the_host(rig: Bench, address: int) -> None:
    assert rig.ask(ACCEPTOR, 251, address) is None
    assert rig.ask(ACCEPTOR, 254) == ACK


def test_random_addresses_are_the_same_in_every_run_and_never_0_or_1() -> None:
    seen = []
    for _ in range(2):
        rig = make_bench()
        addresses = []
        for _ in range(3):
            rig.send(request(0, 250))
            addresses.append([address for address in range(256) if rig.send(request(address, 254))])
        assert all(min(found[1:]) > 1 for found in addresses)  # the first is the broadcast
        assert all(len(found) > 4 for found in addresses)
        seen.append(addresses)
    assert seen[0] == seen[1]
    assert seen[0][0] != seen[0][1]


def test_a_reset_and_a_power_cut_bring_the_wired_address_back(rig: Bench) -> None:
    assert rig.ask(ACCEPTOR, 169) == (0x48,)
    rig.ask(ACCEPTOR, 251, 99)
    assert rig.ask(99, 1) == ACK
    rig.wait(130)
    assert rig.ask(ACCEPTOR, 254) == ACK
    rig.send(request(0, 250))
    rig.box.power_cycle()
    rig.wait(630)
    assert [rig.ask(address, 254) for address in (2, 3, 4, 5, 6, 40)] == [ACK] * 6


def test_a_device_without_its_plug_is_silent_and_goes_on(rig: Bench) -> None:
    rig.dispense(HOPPER_50, 3)
    rig.box.trouble.unplug(HOPPER_50)
    assert rig.ask(HOPPER_50, 254) is None
    rig.wait(1000)
    rig.box.trouble.plug(HOPPER_50)
    assert rig.ask(HOPPER_50, 166) == (1, 0, 3, 0)
    with pytest.raises(ValueError, match="no device"):
        rig.box.trouble.unplug(7)


def test_crc_devices_and_others_share_the_bus() -> None:
    rig = make_bench(crc=(HOPPER_10, VALIDATOR))
    assert rig.send(golden("40 0 182 254 33")) == golden("1 0 48 0 55")
    assert rig.send(golden("40 0 70 1 63")) == golden("1 0 48 0 55")
    assert rig.ask(ACCEPTOR, 254) == ACK
    assert rig.send(request(HOPPER_10, 254)) == b""  # a simple checksum
    assert rig.send(crc_frame(ACCEPTOR, 254)) == b""
    serial = rig.send(crc_frame(HOPPER_10, 242))
    assert crc_checks(serial)
    assert (serial[0], serial[1], serial[3]) == (1, 3, 0)
    refused = rig.send(crc_frame(HOPPER_10, 167, serial[4:7] + b"\x01"))  # not enabled
    assert crc_checks(refused)
    assert (refused[1], refused[3]) == (0, 5)


def test_a_flipped_bit_in_a_crc_frame_is_met_with_silence_and_counted() -> None:
    rig = make_bench(crc=(VALIDATOR,))
    good = crc_frame(VALIDATOR, 154, b"\x01")
    for place in range(2, len(good)):
        bad = bytearray(good)
        bad[place] ^= 0x10
        assert rig.send(bytes(bad)) == b""
    assert rig.send(crc_frame(VALIDATOR, 2))[4:-1] == bytes((0, 0, len(good) - 2))


def test_a_crc_for_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no cash device at address 7, 99"):
        make_bench(crc=(2, 99, 7))


def test_a_box_without_a_validator() -> None:
    rig = make_bench(validator=False)
    assert rig.ask(VALIDATOR, 254) is None
    with pytest.raises(ValueError, match="no bill validator"):
        rig.box.bills.insert(1000)
    rig.box.check_metal()
