"""Paper: copy by copy, then the certificate's and the receipt's way to the customer."""

from __future__ import annotations

from statemachine.actions.leave import raise_cause
from statemachine.actions.paying import give_back_pending, keep_fee
from statemachine.actions.reporting import owe_report, remember_document
from statemachine.actions.show import show
from statemachine.commands import CallAttendant, PrintCopy, PrintReceipt
from statemachine.desk import Desk
from statemachine.events import CopyPrinted, DeviceReady, DeviceUnready, Event, TrayEmptied
from statemachine.table.cell import Guard


def print_next_copy(desk: Desk) -> None:
    """Order the next copy as a job of its own."""
    session = desk.session
    copy = len(session.printed) + 1
    session.printer_waits = False
    show(desk)
    session.print_id = desk.give(
        PrintCopy(
            document=session.document,
            copy=copy,
            job=f"{session.request}-{copy}",
            sheets=session.sheets,
        )
    )


def stops(device: str) -> Guard:
    """This printer, which has the work, cannot go on by itself. A job that was given up has its own answer."""
    return lambda _desk, event: (
        isinstance(event, DeviceUnready) and event.device == device and event.cause != "job_unsettled"
    )


def call_for_printer(desk: Desk, event: Event) -> None:
    """Staff are called while it can still come; the customer is told to wait."""
    assert isinstance(event, DeviceUnready)
    desk.give(CallAttendant(cause=f"{event.device}_{event.cause}"))
    desk.session.printer_waits = True
    show(desk)


def goes_on(device: str) -> Guard:
    """This printer can print again."""
    return lambda desk, event: (
        isinstance(event, DeviceReady) and event.device == device and desk.session.printer_waits
    )


def stop_waiting(desk: Desk, _event: Event) -> None:
    """It prints on."""
    desk.session.printer_waits = False
    show(desk)


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
    remember_document(desk)


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
        owe_report(desk, copy, "void")
    desk.remember("document", "")


def nothing_printed(desk: Desk, _event: Event) -> bool:
    """Not one copy came out."""
    return not desk.session.printed


def void_document(desk: Desk, _event: Event) -> None:
    """The visit ends before any copy was printed: the centre is told that none will be."""
    session = desk.session
    if session.document and not session.settled:
        for copy in range(1, session.copies + 1):
            owe_report(desk, copy, "void")
        session.document = ""
        remember_document(desk)


def wait_for_certificate(desk: Desk) -> None:
    """Entering ⑭: prompt at once, then voice, then alarm; the change lies in its cup by now."""
    show(desk)
    if desk.session.returned_yen:
        desk.say("voice.take_change")
    desk.start_timer("take_voice", desk.delays.take_voice_s)
    desk.start_timer("take_alarm", desk.delays.take_alarm_s)
    desk.start_timer("take_end", desk.delays.take_end_s)
    if _gone_from(desk, "certificate"):
        desk.start_timer("take_look", desk.delays.take_look_s)


def leave_certificate(desk: Desk) -> None:
    """Leaving ⑭: the ladder stops, but for an alarm over sheets that a contact sees lie there."""
    if not desk.certificate_lies:
        desk.alarm("certificate", on=False)


def remind_by_voice(desk: Desk, _event: Event) -> None:
    """証明書をお取りください。"""
    desk.say("voice.take_certificate")


def remind_by_alarm(desk: Desk, _event: Event) -> None:
    """The continuous alarm."""
    desk.alarm("certificate", on=True)
    show(desk)


def _gone_from(desk: Desk, tray: str) -> bool:
    """The tray's contact saw something come in this visit, and says that it is gone."""
    return tray in desk.session.seen_in_tray and desk.trays.get(tray) is False


def taken_early(desk: Desk, _event: Event) -> bool:
    """The sheets were taken while the rest was still under way."""
    return _gone_from(desk, "certificate")


def certificate_lies(desk: Desk, _event: Event) -> bool:
    """A contact says that the sheets still lie there, whatever anybody says."""
    return desk.certificate_lies


def receipt_lies(desk: Desk, _event: Event) -> bool:
    """A contact says that the receipt still hangs there."""
    return desk.trays.get("receipt") is True


def not_out_of(tray: str) -> Guard:
    """It is another tray that is empty now."""
    return lambda _desk, event: isinstance(event, TrayEmptied) and event.tray != tray


def certificate_left(desk: Desk, _event: Event) -> None:
    """Never taken, as far as anybody knows: an incident, not a delivery."""
    desk.note("certificate_left")


def certificate_taken(desk: Desk, _event: Event) -> None:
    """Taken: the centre is told which copies were delivered."""
    desk.session.taken = True
    for copy in desk.session.printed:
        owe_report(desk, copy, "delivered")
    remember_document(desk)


def print_receipt(desk: Desk) -> None:
    """Entering ⑮."""
    session = desk.session
    trouble = desk.devices.get("receipt")
    session.printer_waits = trouble is not None
    show(desk)
    if session.printer_waits:
        desk.give(CallAttendant(cause=f"receipt_{trouble}"))
    desk.give(
        PrintReceipt(
            number=f"{desk.rules.terminal}-{desk.boot}-{session.number}",
            municipality=session.municipality,
            certificate_kind=desk.rules.kind(session.municipality, session.kind).certificate(session.scope),
            copies=len(session.printed),
            unit_fee_yen=session.unit_fee_yen,
            inserted_yen=session.inserted_yen,
            returned_yen=session.returned_yen,
            owed_yen=session.owed_yen,
            language=session.language,
        )
    )


def wait_for_receipt(desk: Desk) -> None:
    """The receipt hangs out; it names nobody, so this ends by itself."""
    show(desk)
    desk.say("voice.take_receipt")
    desk.start_timer("receipt_voice", desk.delays.receipt_voice_s)
    desk.start_timer("receipt_end", desk.delays.receipt_end_s)


def remind_of_receipt(desk: Desk, _event: Event) -> None:
    """領収書をお取りください。"""
    desk.say("voice.take_receipt")


def receipt_left(desk: Desk, _event: Event) -> None:
    """Nobody said that it was taken. Where a contact sees it hang there, staff are told."""
    if receipt_lies(desk, _event):
        desk.note("receipt_left")
        desk.give(CallAttendant(cause="receipt_left"))
    elif not _gone_from(desk, "receipt"):
        desk.note("receipt_perhaps_left")


def receipt_missing(desk: Desk, _event: Event) -> None:
    """No receipt: the customer is told whom to ask, and staff that he will."""
    desk.note("receipt_not_printed")
    desk.give(CallAttendant(cause="receipt_not_printed"))
    desk.session.farewell = "receipt_missing"
