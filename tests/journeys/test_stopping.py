"""The box is told to end in any state: whoever is served is brought to an end, nothing of his stays."""

from __future__ import annotations

import pytest

from statemachine.events import StopRequested
from statemachine.table.states import STATES
from tests.journeys.cells import on_the_way, stay_in
from tests.journeys.test_cells import comes_to_a_good_end


@pytest.mark.parametrize("state", STATES)
def test_a_stop_in_any_state_comes_to_a_good_end(state: str) -> None:
    began_ns, ended_ns = stay_in(state)
    with on_the_way(state) as live:
        live.kiosk.hub.run_for((began_ns + ended_ns) / 2e9)
        live.kiosk.box.loop.post(StopRequested())
        live.kiosk.hub.run_until(lambda: live.has_handled("stop_requested", state), limit_s=1)
        assert live.has_handled("stop_requested", state)
        comes_to_a_good_end(live)


@pytest.mark.parametrize("state", ["choosing_certificate", "accepting_cash", "entering_pin"])
def test_before_payment_nobody_is_served_on(state: str) -> None:
    with on_the_way(state) as live:
        assert live.kiosk.run_until_state(state, 600)
        live.kiosk.box.loop.post(StopRequested())
        live.kiosk.hub.run_for(0.1)
        assert STATES[live.kiosk.state].phase == "leaving"
