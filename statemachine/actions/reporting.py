"""What the centre must be told of each copy: owed from the event on, told one by one until it is acknowledged.

The store keeps what is owed (`KeepReport`, in the event's own transaction), so that neither a dead line nor a
restart loses a word. A word told twice has the same request id, and no second effect (docs/centre.md).
"""

from __future__ import annotations

from statemachine.commands import CallAttendant, DropReport, KeepReport, ReportCopy
from statemachine.desk import Desk
from statemachine.events import CommandFailed, DocumentPrepared, DocumentUnwanted, Event

REFUSED = "request_refused"
"""The centre understood the word and does not take it: it will not take it the next time either."""


def owe_report(desk: Desk, copy: int, outcome: str, document: str = "") -> None:
    """The centre is to hear of one copy of a document, the visit's own if not given: `delivered` or `void`."""
    request = desk.request()
    report = KeepReport(
        request=request, document=document or desk.session.document, copy=copy, outcome=outcome
    )
    desk.reports[request] = report
    desk.outbox.append(report)


REPORTS_MAX = 200
"""So many words may wait; a centre that makes documents and hears of none is no centre to go on with."""
TOO_MANY = "reports_waiting"


def mind_reports(desk: Desk) -> None:
    """Tell the next word if the centre can hear it, one at a time."""
    _mind_their_number(desk)
    if desk.report_sent or desk.report_waits or desk.devices.get("centre") not in (None, TOO_MANY):
        return
    report = next(iter(desk.reports.values()), None)
    if report is not None:
        desk.report_sent = desk.give(
            ReportCopy(
                request=report.request, document=report.document, copy=report.copy, outcome=report.outcome
            )
        )


def _mind_their_number(desk: Desk) -> None:
    """With too many words waiting the centre counts as a device that cannot work: nobody else is served."""
    cause, many = desk.devices.get("centre"), len(desk.reports) >= REPORTS_MAX
    if many and cause is None:
        desk.devices["centre"] = TOO_MANY
        desk.give(CallAttendant(cause=TOO_MANY))
    elif not many and cause == TOO_MANY:
        desk.devices["centre"] = None


def report_acknowledged(desk: Desk, event: Event) -> None:
    """The centre has it on record: nothing more is owed of this word."""
    if event.answers == desk.report_sent:
        _settle(desk)


def report_failed(desk: Desk, event: Event) -> None:
    """Not heard: again after a while, under the same id. Not taken: a person has to look at the two books."""
    assert isinstance(event, CommandFailed)
    if event.answers != desk.report_sent:
        return  # one that was under way when the last boot ended: it is owed still, and told again
    if event.code == REFUSED:
        _settle(desk)
        desk.note("report_refused")
        desk.give(CallAttendant(cause="report_refused"))
        return
    desk.report_sent = ""
    desk.report_waits = True
    desk.note("report_waits")
    desk.start_timer("report_again", desk.delays.report_again_s)


def report_again(desk: Desk, _event: Event) -> None:
    """The pause is over."""
    desk.report_waits = False


def _settle(desk: Desk) -> None:
    request = next(iter(desk.reports))
    del desk.reports[request]
    desk.report_sent = ""
    desk.outbox.append(DropReport(request=request))


def void_unwanted(desk: Desk, event: Event) -> None:
    """A document that nobody waits for, or that is not what was confirmed: none of its copies will be printed."""
    assert isinstance(event, DocumentPrepared | DocumentUnwanted)
    for copy in range(1, event.copies + 1):
        owe_report(desk, copy, "void", event.document)


def remember_document(desk: Desk) -> None:
    """For a restart: which document is being delivered, and how far it is; nothing once all is accounted for."""
    session = desk.session
    accounted = not session.document or session.taken
    desk.remember(
        "document", "" if accounted else f"{session.document}:{session.copies}:{len(session.printed)}"
    )


def void_after_restart(desk: Desk, remembered: str) -> None:
    """Copies that had not come out when an earlier boot ended will not: their fees are owed back.

    One that came out and was perhaps not taken is left to the two books' comparison.
    """
    if not remembered:
        return
    document, copies, printed = remembered.rsplit(":", 2)
    for copy in range(int(printed) + 1, int(copies) + 1):
        owe_report(desk, copy, "void", document)
    desk.note("document_cut_off")
    desk.remember("document", "")
