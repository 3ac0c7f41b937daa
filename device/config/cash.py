"""The `[cash]` table of `kiosk.toml`: how the cash devices are addressed, and what lies in the hoppers at first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from device.config.reader import Reader
from statemachine.rules import LOW_LEVEL_COINS, OPENING_FLOAT

BUS_ADDRESSES = (2, 255)
"""ccTalk addresses of devices: 0 is everybody, 1 the host (S1 §7.5)."""

ACCEPTOR = 2
"""The address a coin acceptor has unless it was given another (S3 Table 1)."""

HOPPERS = MappingProxyType({10: 3, 50: 4, 100: 5, 500: 6})
"""The hoppers' addresses by yen, unless they were given others (S3 Table 1: 3 to 10 are payouts)."""

VALIDATORS = (40, 47)
"""ccTalk addresses of bill validators (S3 Table 1)."""

ECHO = ("auto", "on", "off")

HOPPER_COINS_MAX = 2000
"""More than any hopper of a kiosk holds."""

_CIPHER = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)
_CIPHER_FORM = "module:name of what makes the cipher, such as makers_cipher:Cipher"


@dataclass(frozen=True)
class CashParts:
    """The cash devices on their line.

    acceptor: the coin acceptor's ccTalk address · validator: the bill validator's, None in a box that takes no notes
    hoppers: address by yen · ciphers: `module:name` by yen, of hoppers whose orders need a secret code
    crc: addresses of devices set to the 16-bit CRC · echo: whether the line brings our own bytes back
    opening_float: coins by yen that are in the hoppers when the kiosk is started for the first time
    low_level_coins: below this a hopper's lower sensor is bare
    """

    acceptor: int
    validator: int | None
    hoppers: Mapping[int, int]
    ciphers: Mapping[int, str]
    crc: tuple[int, ...]
    echo: str
    opening_float: Mapping[int, int]
    low_level_coins: int


def read_cash(reader: Reader) -> CashParts:
    """The table `[cash]` but for its port. Raises `ConfigError`, also when two devices share an address."""
    hoppers = _by_yen(reader, "hoppers", BUS_ADDRESSES, HOPPERS)
    acceptor = reader.integer("acceptor", *BUS_ADDRESSES, ACCEPTOR)
    validator = reader.integer("validator", *VALIDATORS) if reader.has("validator") else None
    taken = [acceptor, *hoppers.values(), *([] if validator is None else [validator])]
    if len(set(taken)) < len(taken):
        key = "hoppers" if reader.has("hoppers") else "acceptor"
        raise reader.wrong(key, "an address of its own for each device; two have the same")
    return CashParts(
        acceptor=acceptor,
        validator=validator,
        hoppers=hoppers,
        ciphers=_ciphers(reader),
        crc=reader.integers("crc", *BUS_ADDRESSES),
        echo=reader.one_of("echo", ECHO, "auto"),
        opening_float=_by_yen(reader, "float", (0, HOPPER_COINS_MAX), dict(OPENING_FLOAT)),
        low_level_coins=reader.integer("low_level", 0, HOPPER_COINS_MAX, LOW_LEVEL_COINS),
    )


def _by_yen(reader: Reader, key: str, span: tuple[int, int], usual: Mapping[int, int]) -> Mapping[int, int]:
    """A whole number for each coin; what is not given is as usual."""
    table = reader.optional_table(key)
    if table is None:
        return MappingProxyType(dict(usual))
    return MappingProxyType({yen: table.integer(str(yen), *span, number) for yen, number in usual.items()})


def _ciphers(reader: Reader) -> Mapping[int, str]:
    table = reader.optional_table("ciphers")
    if table is None:
        return MappingProxyType({})
    known = {yen: str(yen) for yen in HOPPERS}
    return MappingProxyType(
        {yen: table.matching(key, _CIPHER, _CIPHER_FORM) for yen, key in known.items() if table.has(key)}
    )
