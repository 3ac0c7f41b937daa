"""What a hopper wants to see before it pays: the variable part of header 167 (S2 3.86).

The specification leaves it to the maker. Three kinds are here, each with the 3 or 8 bytes before the number of
coins: `serial`, the hopper's own serial number, as most hoppers have it; `no_encrypt`, any 8 bytes, but a key
must have been asked for (160) since the last payout (SCH2 manual, p. 59); and `cipher`, whose algorithm is our
own, since none is public:

    161 [8 random bytes]        mixes them into the generator; needed once after every reset and power-up
    160 -> [8 bytes of key]     a new key each time, good for one 167, whether that is obeyed or refused
    167 [8 bytes of code][n]    code = the first 8 bytes of HMAC-SHA-256 (RFC 2104) of the 8 bytes of key, under
                                the 16 bytes CIPHER_SECRET; a wrong one is told by a flag until a reset
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final, Literal, Protocol

from sim.cash import headers
from sim.cash.slave import ACK, NAK, Answer, Handler, little_24

Security = Literal["serial", "no_encrypt", "cipher"]

CODE_BYTES: Final = 8
CIPHER_SECRET: Final = b"simulated hopper"
"""Shared by all simulated hoppers and whoever tests against them; it keeps no money safe."""


class Lock(Protocol):
    """One kind of security code.

    product: the product code (header 244) that tells which kind it is
    is_cipher: whether a wrong code is told by a flag, and the encryption flag is set
    """

    product: str
    is_cipher: bool

    def commands(self) -> Mapping[int, Handler]:
        """Header -> what it does."""
        ...

    def opens(self, code: bytes) -> bool:
        """Whether the code of a dispense command is right; asked once for each such command."""
        ...

    def forget(self) -> None:
        """A reset or a power-up."""
        ...


class SerialNumber:
    """The code is the serial number, least significant byte first."""

    product = "SIM-HP1"
    is_cipher = False

    def __init__(self, serial_number: int) -> None:
        self._code = little_24(serial_number)

    def commands(self) -> Mapping[int, Handler]:
        return {}

    def opens(self, code: bytes) -> bool:
        return code == self._code

    def forget(self) -> None:
        pass


class NoEncrypt:
    """The code is any 8 bytes; a key must have been asked for."""

    product = "SCH2-NOENCRYPT"
    is_cipher = False

    def __init__(self, _serial_number: int) -> None:
        self._asked = False

    def commands(self) -> Mapping[int, Handler]:
        return {headers.PUMP_RNG: lambda _data, _now_ns: ACK, headers.REQUEST_CIPHER_KEY: self._ask}

    def opens(self, code: bytes) -> bool:
        asked, self._asked = self._asked, False
        return asked and len(code) == CODE_BYTES

    def forget(self) -> None:
        self._asked = False

    def _ask(self, _data: bytes, _now_ns: int) -> Answer:
        self._asked = True
        return bytes(CODE_BYTES)


class Cipher:
    """The code is made from a key that the hopper gives out."""

    product = "SIM-HP1-CIPHER"
    is_cipher = True

    def __init__(self, serial_number: int) -> None:
        self._state = sha256(little_24(serial_number)).digest()
        self._pumped = False
        self._key: bytes | None = None

    def commands(self) -> Mapping[int, Handler]:
        return {headers.PUMP_RNG: self._pump, headers.REQUEST_CIPHER_KEY: self._next_key}

    def opens(self, code: bytes) -> bool:
        key, self._key = self._key, None
        return key is not None and hmac.compare_digest(code, cipher_code(key))

    def forget(self) -> None:
        """The generator itself is kept without power, so that no key comes twice."""
        self._pumped = False
        self._key = None

    def _pump(self, data: bytes, _now_ns: int) -> Answer:
        self._state = sha256(self._state + data).digest()
        self._pumped = True
        return ACK

    def _next_key(self, _data: bytes, _now_ns: int) -> Answer:
        if not self._pumped:
            return NAK
        self._state = sha256(self._state).digest()
        self._key = self._state[:CODE_BYTES]
        return self._key


def cipher_code(key: bytes) -> bytes:
    """The 8 bytes that a `cipher` hopper wants to see for a key of 8 bytes."""
    return hmac.digest(CIPHER_SECRET, key, "sha256")[:CODE_BYTES]


LOCKS: Final[Mapping[Security, Callable[[int], Lock]]] = MappingProxyType(
    {"serial": SerialNumber, "no_encrypt": NoEncrypt, "cipher": Cipher}
)
"""Kind -> what makes one from the hopper's serial number."""
