"""The secret half of encrypted hoppers: found by its name, as the maker's own module has it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from drivers.cash.hopper.security import Cipher, Encrypted, Security
from drivers.errors import KioskError


class CipherMissing(KioskError):
    """Raised when what `[cash.ciphers]` names is not there, or makes no cipher; says which hopper's."""

    def __init__(self, yen: int, named: str, cause: str) -> None:
        super().__init__(f"cash.ciphers.{yen}: {named}: {cause}; install the maker's module, or correct the name")


def securities_for(ciphers: Mapping[int, str]) -> Mapping[int, Security]:
    """By yen, from `module:name` by yen: what is called there makes a `Cipher`. Raises `CipherMissing`."""
    return {yen: Encrypted(_cipher(yen, named)) for yen, named in ciphers.items()}


def _cipher(yen: int, named: str) -> Cipher:
    module, _, name = named.partition(":")
    try:
        make = getattr(import_module(module), name)
    except ImportError:
        raise CipherMissing(yen, named, "there is no such module") from None
    except AttributeError:
        raise CipherMissing(yen, named, "the module has nothing of this name") from None
    made = make() if callable(make) else make
    if not (callable(getattr(made, "numbers", None)) and callable(getattr(made, "code", None))):
        raise CipherMissing(yen, named, "it makes no cipher, which has numbers() and code(key, serial)")
    return cast(Cipher, made)
