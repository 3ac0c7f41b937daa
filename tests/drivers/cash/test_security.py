"""What stands before the number of coins in an order, by the kind of hopper."""

from __future__ import annotations

import pytest

from drivers.cash import headers as h
from drivers.cash.hopper import Hopper
from drivers.cash.hopper.security import Encrypted, no_security, open_key, serial_number
from drivers.errors import BadAnswer, NoAnswer
from tests.drivers.cash.line import Line
from tests.drivers.cash.scenes import count, meets, quiet_bus, serial

NUMBERS = bytes(range(0xA0, 0xA8))
KEY = bytes(range(0x50, 0x58))


class Reversed:
    """Stands for a maker's secret: the key backwards, with the serial's first byte added to each."""

    def numbers(self) -> bytes:
        return NUMBERS

    def code(self, key: bytes, serial: bytes) -> bytes:
        return bytes((byte + serial[0]) & 0xFF for byte in reversed(key))


class Careless(Reversed):
    def code(self, key: bytes, serial: bytes) -> bytes:
        return b"short"


def gets_ready(line: Line, counted: int = 7) -> None:
    line.expect(3, h.DISPENSE_COUNT).reply(count(counted))
    line.expect(3, h.HOPPER_STATUS).reply([0, 0, 0, 0])
    line.expect(3, h.ENABLE_HOPPER, [165]).ack()


@pytest.mark.parametrize(
    ("product", "asks_for_key", "code"),
    [("FLOW", False, serial(3)), ("SCH2-NOENCRYPT", True, bytes(8)), ("SCH2", False, serial(3))],
)
def test_the_product_code_says_which(product: str, asks_for_key: bool, code: bytes) -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3)
    meets(line, 3, "Payout", product)
    hopper.identify()
    for _ in range(2):  # a key is good for one order
        gets_ready(line)
        if asks_for_key:
            line.expect(3, h.CIPHER_KEY).reply(KEY)
        line.expect(3, h.DISPENSE, [*code, 5]).reply([8])
        assert hopper.dispense(5, hopper.prepare(7))
    line.finish()


def test_what_is_configured_goes_before_the_product_code() -> None:
    for security, code in ((no_security, b""), (serial_number, serial(3)), (open_key, bytes(8))):
        _, line, bus = quiet_bus()
        hopper = Hopper(bus, 3, security)
        meets(line, 3, "Payout", "SCH2-NOENCRYPT")
        hopper.identify()
        gets_ready(line)
        if security is open_key:
            line.expect(3, h.CIPHER_KEY).reply(KEY)
        line.expect(3, h.DISPENSE, [*code, 5]).ack()
        assert hopper.dispense(5, hopper.prepare(7))
        line.finish()


def test_an_encrypted_hopper_is_pumped_and_asked_and_gets_the_makers_code() -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3, Encrypted(Reversed()))
    gets_ready(line)
    line.expect(3, h.SERIAL).reply(serial(3))
    line.expect(3, h.PUMP_RNG, NUMBERS).ack()
    line.expect(3, h.CIPHER_KEY).reply(KEY)
    line.expect(3, h.DISPENSE, [*((byte + 0x13) & 0xFF for byte in reversed(KEY)), 2]).reply([1])
    ready = hopper.prepare(7)
    assert ready.security.hex() not in repr(ready)
    assert "security" not in repr(ready)
    assert hopper.dispense(2, ready)
    line.finish()


def test_no_key_no_order() -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3, open_key)
    gets_ready(line)
    line.expect(3, h.SERIAL).reply(serial(3))
    for _ in range(3):
        line.expect(3, h.CIPHER_KEY).silent()
    with pytest.raises(NoAnswer, match="request cipher key"):
        hopper.prepare(7)
    line.finish()


def test_a_code_of_another_length_is_a_mistake_and_nothing_is_ordered() -> None:
    _, line, bus = quiet_bus()
    hopper = Hopper(bus, 3, Encrypted(Careless()))
    gets_ready(line)
    line.expect(3, h.SERIAL).reply(serial(3))
    line.expect(3, h.PUMP_RNG, NUMBERS).ack()
    line.expect(3, h.CIPHER_KEY).reply(KEY)
    with pytest.raises(ValueError, match="5 bytes"):
        hopper.prepare(7)
    line.finish()


def test_no_message_shows_a_key_or_a_code() -> None:
    _, line, bus = quiet_bus()
    for _ in range(3):
        line.expect(3, h.CIPHER_KEY).reply(KEY).corrupt()
    with pytest.raises(BadAnswer) as error:
        bus.ask(3, h.CIPHER_KEY)
    assert KEY[:4].hex(" ") not in str(error.value)
    line.finish()
