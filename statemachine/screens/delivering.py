"""⑬ to ⑮: sheets and receipt."""

from __future__ import annotations

from statemachine.desk import Desk
from statemachine.screens.unsure import money_unsure
from statemachine.views import View


def printing(desk: Desk) -> View:
    session = desk.session
    return View(
        "printing",
        messages=("printing", *_waits(desk)),
        values=(("copy", len(session.printed) + 1), ("copies", session.copies)),
    )


def _waits(desk: Desk) -> tuple[str, ...]:
    return ("printer_waits",) if desk.session.printer_waits else ()


def printing_receipt(desk: Desk) -> View:
    return View("printing_receipt", messages=("printing_receipt", *_waits(desk)))


def waiting_for_certificate(desk: Desk) -> View:
    session = desk.session
    change = ("paying_change",) if session.returned_yen else ()
    missing = ("copies_missing",) if session.failed else ()
    owed = ("owed",) if session.owed_yen else ()
    return View(
        "waiting_for_certificate",
        messages=("take_certificate", *change, *missing, *owed, *money_unsure(desk)),
        rows=(("printed_copies", f"copies:{len(session.printed)}"), ("change", f"yen:{session.returned_yen}")),
        buttons=("taken", "mute") if desk.alarm_on else ("taken",),
    )
