"""Replies that come late many times running, where they do not say whose they are (the CRC: S1 §7.2)."""

from __future__ import annotations

import pytest

from tests.faults.noisy.rules import NS_PER_BYTE, RICH
from tests.faults.noisy.till import Setting, Till
from tests.faults.noisy.truth import Truth

COPIES = 6
"""1200 yen: one note does not pay for it, and a second one that nobody put in would."""


@pytest.mark.parametrize("into_s", [0.8, 1.2, 2.0, 4.5, 5.2, 5.6])
@pytest.mark.parametrize("ms", [130.0, 350.0, 500.0, 1500.0])
@pytest.mark.parametrize("n", [3, 4, 5, 8, 12])
def test_a_note_is_not_credited_again_as_a_coin_or_as_another_note(
    n: int, ms: float, into_s: float
) -> None:
    """One note goes in, and `n` replies running come late: each answers the question to another device."""
    setting = Setting(RICH, crc=(2, 5, 40), byte_ns=NS_PER_BYTE)
    till = Till(setting)
    try:
        truth = Truth(till.box, till.books, dict(setting.float_coins))
        till.run(2.0)
        till.arrive(COPIES)
        till.run(1.0)
        till.box.bills.insert(1000)
        till.run(into_s)
        till.box.faults.delay(n, ms)
        till.run(8.0)
        assert list(truth.at_any_time()) == []
    finally:
        till.close()
