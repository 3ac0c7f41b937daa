"""Filling the forms in: from a resident, a choice and a day to what stands on the paper."""

from sim.centre.filling.choice import Choice
from sim.centre.filling.forms import Form, fill

__all__ = ["Choice", "Form", "fill"]
