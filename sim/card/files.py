"""What a card holds, as data: applications, their elementary files, PINs and keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

FILLER = b"\xff"
"""Fills a file from the end of its object to its allocated size."""


@dataclass(frozen=True)
class Binary:
    """A transparent file.

    size: allocated bytes; the object in it is mostly shorter and the rest is filler
    load: gives the object (`b""`: nothing was ever written); called once, when first read
    pins: the EF ids of the PINs that open it, any one of them; none reads freely
    """

    size: int
    load: Callable[[], bytes] = field(repr=False)
    pins: tuple[int, ...] = ()

    @cached_property
    def octets(self) -> bytes:
        """All `size` bytes. Raises `ValueError` when the object is larger than the file."""
        data = self.load()
        if len(data) > self.size:
            raise ValueError(f"an object of {len(data)} bytes in a file of {self.size}")
        return data.ljust(self.size, FILLER)


@dataclass(frozen=True)
class Records:
    """A file of records, numbered from 1, free to read."""

    records: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class Pin:
    """A PIN: what the card compares with, and its counter's highest value and value at delivery."""

    value: bytes = field(repr=False)
    tries_max: int
    tries_left: int


@dataclass(frozen=True)
class Key:
    """An RSA-2048 private key behind a PIN (its EF id). `load` gives None where none was generated."""

    load: Callable[[], RSAPrivateKey | None] = field(repr=False)
    pin: int

    @cached_property
    def private_key(self) -> RSAPrivateKey | None:
        """The key, loaded when first used."""
        return self.load()


@dataclass(frozen=True)
class Sealed:
    """A transparent file that exists, and that nothing known opens."""


@dataclass(frozen=True)
class Internal:
    """A key reference that exists and answers no command of a kiosk."""


File = Binary | Records | Pin | Key | Sealed | Internal


@dataclass(frozen=True)
class Application:
    """A DF with a name: its AID (1..16 bytes), its files by EF id, its GET DATA objects by tag.

    hears_last_command: knows the notice that no more commands will come (80 FC, on an iPhone)
    """

    aid: bytes
    files: Mapping[int, File]
    objects: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    hears_last_command: bool = False


UNNAMED = Application(b"", {})
"""What is current at power-on where nothing is known of it: no file, no object, not to be selected again."""


@dataclass(frozen=True)
class CardContent:
    """A whole card. atr: as a contactless reader makes it up; applications: the first one is current at
    power-on; seed: makes the card's random numbers its own."""

    atr: bytes
    applications: tuple[Application, ...]
    seed: bytes = field(default=b"", repr=False)
