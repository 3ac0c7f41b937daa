"""Did the kiosk notice: each foreign answer has to stand in its journal with both ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from device.store import Journal
from device.testing.strangers.exchange import Attempt


def reports_of(journal: Journal) -> list[str]:
    """What the kiosk's workers have reported, as the journal has it."""
    return [row.body_json for row in journal.events() if row.kind.endswith("_failed") or row.kind == "device_unready"]


def unreported(attempts: Iterable[Attempt], said: Mapping[str, Sequence[str]]) -> list[Attempt]:
    """The attempts of which the terminal that met them says nothing with both ids."""
    return [
        attempt
        for attempt in attempts
        if attempt.visible
        and not any(attempt.ours in line and attempt.theirs in line for line in said[attempt.terminal])
    ]
