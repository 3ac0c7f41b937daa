"""How many runs, and how long."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("NOISY_LINE_EXAMPLES", "500"))
MODULES = 2

SETTINGS = settings(
    max_examples=max(1, EXAMPLES // MODULES),
    stateful_step_count=20,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
