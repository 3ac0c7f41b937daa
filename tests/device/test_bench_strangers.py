"""The figure of the load holds only what it says: that the kiosks did ask within one second."""

from __future__ import annotations

from typing import Any

import pytest

from device.testing import bench_strangers

TOLD: dict[str, Any] = {
    "customers": bench_strangers.CUSTOMERS, "kiosks": bench_strangers.KIOSKS, "sheets": 150, "attempts": {"OLDER": 3},
    "strangers": [], "unreported": [], "lost": [], "wall_s": 40.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("spreads_ms", "holds"), [([400, 1000, 3600], True), ([400, 1001, 3600], False), ([3600], False), ([], False)]
)
def test_kiosks_that_asked_one_after_another_prove_nothing(
    monkeypatch: pytest.MonkeyPatch, spreads_ms: list[int], holds: bool
) -> None:
    monkeypatch.setattr(bench_strangers, "_told", lambda: TOLD | {"spreads_ms": spreads_ms})
    *others, within_a_second = bench_strangers.figures()
    assert all(good for _, _, good in others)
    assert within_a_second[2] is holds
