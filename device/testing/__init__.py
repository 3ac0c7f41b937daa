"""Brings the box and the simulated world together: inline worlds, journeys, the pytest plugin."""
