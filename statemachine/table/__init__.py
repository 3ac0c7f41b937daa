"""The state machine as data: states, phases, and a verdict with a reason for every cell."""
