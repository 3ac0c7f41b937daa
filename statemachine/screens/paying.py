"""⑫: the money."""

from __future__ import annotations

from statemachine.actions import credit
from statemachine.desk import Desk
from statemachine.rules import NOTE_VALUES_YEN
from statemachine.screens.unsure import money_unsure
from statemachine.views import View


def paying(desk: Desk) -> View:
    session = desk.session
    takes_notes, has_notes = (
        any(value in NOTE_VALUES_YEN for value in values) for values in (session.accepted, session.not_returned)
    )
    # told before somebody tries
    exact = ("exact_only",) if credit.exact_only(desk) else ()
    notes = () if takes_notes else ("no_more_notes",) if has_notes else ("no_notes",)
    usable = ("usable_money",) if session.accepted else ()
    return View(
        "accepting_cash",
        messages=("insert_coins", *usable, *session.messages, *money_unsure(desk), *exact, *notes),
        values=(("usable", f"money:{','.join(map(str, session.accepted))}"),),
        rows=(
            ("fee", f"yen:{session.price_yen}"),
            ("inserted", f"yen:{credit.credit_yen(desk)}"),
            ("missing", f"yen:{credit.missing_yen(desk)}"),
        ),
        buttons=("cancel",),
    )
