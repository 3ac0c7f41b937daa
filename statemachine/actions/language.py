"""④, ⑥ and the list of 本籍: the language that the customer's slips speak besides Japanese."""

from __future__ import annotations

from statemachine.actions.show import show
from statemachine.desk import Desk
from statemachine.events import Event, LanguagePressed
from statemachine.languages import LANGUAGES


def choose(desk: Desk, event: Event) -> None:
    """It holds until the visit is over."""
    assert isinstance(event, LanguagePressed)
    if event.language in LANGUAGES:
        desk.session.language = event.language
    show(desk)
