"""The bytes that stand before the number of coins in an order to pay (header 167).

"The security algorithm is not given in this document" (S2 3.86); Table 8 of part 3 allows 3 to 8 bytes.
Public are: the serial number (many hoppers without encryption: Flow manual v0.6), and the hopper that
wants a cipher key to be requested and then takes any bytes (`SCH2-NOENCRYPT`: TSP016 page 59). What is
secret is given to the driver as a `Cipher`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from drivers.cash import headers
from drivers.cash.bus import Bus

SERIAL_LENGTH: Final = 3  # least significant byte first, as 242 tells it
CODE_LENGTH: Final = 8
OPEN_PRODUCTS: Final = ("SCH2-NOENCRYPT",)

Security = Callable[[Bus, int, bytes], bytes]
"""Makes the security bytes for the next order: bus, address, serial number (242) to 0 to 8 bytes. May ask
the hopper, moves nothing, and is called once for each order, just before it. Raises what `Bus.ask` raises."""


class Cipher(Protocol):
    """The secret half of an encrypted hopper, as its maker hands it out under agreement."""

    def numbers(self) -> bytes:
        """8 random bytes to pump the hopper's generator with (161)."""
        ...

    def code(self, key: bytes, serial: bytes) -> bytes:
        """The 8 bytes for the order, from the 8 of the cipher key (160) and the serial number.

        Never goes into a message or a log.
        """
        ...


def no_security(_bus: Bus, _address: int, _serial: bytes) -> bytes:
    """Nothing stands before the number of coins."""
    return b""


def serial_number(_bus: Bus, _address: int, serial: bytes) -> bytes:
    """The serial number, its first three bytes."""
    return serial[:SERIAL_LENGTH]


def open_key(bus: Bus, address: int, _serial: bytes) -> bytes:
    """A cipher key is requested, and any bytes do."""
    bus.ask(address, headers.CIPHER_KEY)
    return bytes(CODE_LENGTH)


@dataclass(frozen=True)
class Encrypted:
    """Numbers are pumped, a cipher key is requested, and the cipher makes the code of it.

    The key is new for every order, taken or refused (S4 2.3.2).
    """

    cipher: Cipher

    def __call__(self, bus: Bus, address: int, serial: bytes) -> bytes:
        """As `Security`. Raises ValueError when the cipher does not keep to 8 bytes."""
        bus.ask(address, headers.PUMP_RNG, _eight(self.cipher.numbers()))
        return _eight(self.cipher.code(bus.ask(address, headers.CIPHER_KEY), serial))


def security_for(product: str) -> Security:
    """What a hopper of this product code (244) wants, where nothing else is configured."""
    return open_key if product.startswith(OPEN_PRODUCTS) else serial_number


def _eight(data: bytes) -> bytes:
    if len(data) != CODE_LENGTH:
        raise ValueError(f"the cipher gave {len(data)} bytes; the hopper takes {CODE_LENGTH}")
    return data
