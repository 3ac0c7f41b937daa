"""Paper: copy by copy, then the certificate's and the receipt's way to the customer."""

from __future__ import annotations

from statemachine.actions.leave import raise_cause
from statemachine.actions.paying import give_back_pending, keep_fee
from statemachine.actions.show import show
from statemachine.commands import PrintCopy, PrintReceipt, ReportCopy
from statemachine.desk import Desk
from statemachine.events import CopyPrinted, Event


def print_next_copy(desk: Desk) -> None:
    """Order the next copy as a job of its own."""
    session = desk.session
    copy = len(session.printed) + 1
    show(desk)
    session.print_id = desk.give(
        PrintCopy(
            document=session.document,
            copy=copy,
            job=f"{desk.rules.terminal}-{desk.boot}-{session.number}-{session.requests}-{copy}",
            sheets=session.sheets,
        )
    )


def other_copy(desk: Desk, event: Event) -> bool:
    """The answer is not to the order of this copy: a late word about another one."""
    return event.answers is None or event.answers != desk.session.print_id


def more_copies(desk: Desk, event: Event) -> bool:
    """This copy is not the last one."""
    return not other_copy(desk, event) and len(desk.session.printed) + 1 < desk.session.copies


def take_copy(desk: Desk, event: Event) -> None:
    """One copy is out; its fee is kept."""
    assert isinstance(event, CopyPrinted)
    desk.session.printed.append(event.copy)
    keep_fee(desk)


def next_copy(desk: Desk, _event: Event) -> None:
    """And the next one."""
    print_next_copy(desk)


def give_up_printing(desk: Desk, _event: Event) -> None:
    """No further copy: refund what was not delivered, tell the centre, and let nobody near the printer
    before a person has looked that no sheet is inside (DESIGN §2 rule 2)."""
    session = desk.session
    session.failed = True
    give_back_pending(desk)
    raise_cause(desk, "paper")
    for copy in range(len(session.printed) + 1, session.copies + 1):
        _report(desk, copy, "void")


def nothing_printed(desk: Desk, _event: Event) -> bool:
    """Not one copy came out."""
    return not desk.session.printed


def _report(desk: Desk, copy: int, outcome: str) -> None:
    desk.give(ReportCopy(request=desk.request(), document=desk.session.document, copy=copy, outcome=outcome))


def void_document(desk: Desk, _event: Event) -> None:
    """The visit ends before any copy was printed: the centre is told that none will be."""
    session = desk.session
    if session.document and not session.settled:
        for copy in range(1, session.copies + 1):
            _report(desk, copy, "void")
        session.document = ""


def wait_for_certificate(desk: Desk) -> None:
    """Entering ⑭: prompt at once, then voice, then alarm."""
    show(desk)
    desk.start_timer("take_voice", desk.delays.take_voice_s)
    desk.start_timer("take_alarm", desk.delays.take_alarm_s)
    desk.start_timer("take_end", desk.delays.take_end_s)


def leave_certificate(desk: Desk) -> None:
    """Leaving ⑭: the ladder stops."""
    desk.stop_timers("take_voice", "take_alarm", "take_end")
    desk.alarm("certificate", on=False)


def remind_by_voice(desk: Desk, _event: Event) -> None:
    """証明書をお取りください。"""
    desk.say("voice.take_certificate")


def remind_by_alarm(desk: Desk, _event: Event) -> None:
    """The continuous alarm."""
    desk.alarm("certificate", on=True)
    show(desk)


def has_contact(desk: Desk, _event: Event) -> bool:
    """The output tray has a contact that tells whether it is empty."""
    return desk.rules.tray_contact


def certificate_left(desk: Desk, _event: Event) -> None:
    """Never taken, as far as anybody knows: an incident, not a delivery."""
    desk.note("certificate_left")


def certificate_taken(desk: Desk, _event: Event) -> None:
    """Taken: the centre is told which copies were delivered."""
    desk.session.taken = True
    for copy in desk.session.printed:
        _report(desk, copy, "delivered")


def print_receipt(desk: Desk) -> None:
    """Entering ⑮."""
    session = desk.session
    show(desk)
    desk.give(
        PrintReceipt(
            number=f"{desk.rules.terminal}-{desk.boot}-{session.number}",
            municipality=session.home,
            certificate_kind=f"{session.kind}.{session.scope}" if session.kind == "koseki" else session.kind,
            copies=len(session.printed),
            unit_fee_yen=session.unit_fee_yen,
            inserted_yen=session.inserted_yen,
            returned_yen=session.returned_yen,
            owed_yen=session.owed_yen,
        )
    )


def wait_for_receipt(desk: Desk) -> None:
    """The receipt hangs out; it names nobody, so this ends by itself."""
    show(desk)
    desk.say("voice.take_receipt")
    desk.start_timer("receipt_end", desk.delays.receipt_end_s)


def receipt_missing(desk: Desk, _event: Event) -> None:
    """No receipt: the customer is told, the attendant finds it in the journal."""
    desk.note("receipt_not_printed")
    desk.session.farewell = "receipt_missing"
