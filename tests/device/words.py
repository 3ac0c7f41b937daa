"""The words of a kiosk as it ships: the catalogue's, and those of its data."""

from __future__ import annotations

from functools import cache

from device.config.nation import load_regions, load_towns
from device.config.service import load_municipalities
from device.texts.catalogue import Texts
from device.texts.data import words_of


@cache
def texts() -> Texts:
    """In Japanese."""
    return Texts(words=words_of(load_municipalities().values(), load_towns().values(), load_regions()))
