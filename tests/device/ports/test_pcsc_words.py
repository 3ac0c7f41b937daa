"""Which reader is meant, and what PC/SC's codes mean: no service needed."""

from __future__ import annotations

import pytest

from device.ports.pcsc_service import choose, words

DUAL = (
    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] 00 01",
    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00",
)
SONY, SAMSUNG = "SONY FeliCa RC-S300/P (1234567) 00 00", "SAMSUNG Reader 00 00"


@pytest.mark.parametrize(
    ("readers", "pattern", "meant"),
    [
        ((), "auto", None),
        (DUAL, "auto", DUAL[1]),
        ((*DUAL, SONY), "SONY", SONY),
        ((SONY, *DUAL), "ACR1252", DUAL[1]),
        (DUAL, "SAM", DUAL[0]),
        ((SAMSUNG,), "auto", SAMSUNG),
        (DUAL[:1], "auto", None),
        ((SONY,), "ACR1252", None),
    ],
)
def test_the_reader_meant(readers: tuple[str, ...], pattern: str, meant: str | None) -> None:
    assert choose(readers, pattern) == meant


def test_a_code_that_nobody_has_seen_is_shown_as_it_is() -> None:
    assert "0x8010CAFE" in words(0x8010CAFE)[0]
