"""What the centre is owed of each copy: one word at a time, again after a pause, given up only when it says no."""

from __future__ import annotations

from statemachine import events as e
from statemachine.actions.reporting import REPORTS_MAX
from statemachine.commands import CallAttendant, Command, DropReport, KeepReport, ReportCopy
from statemachine.events import CommandFailed
from tests.statemachine.worlds import Driven


def told(orders: list[Command]) -> list[int]:
    return [order.copy for order in orders if isinstance(order, ReportCopy)]


def failed(code: str = "") -> CommandFailed:
    return CommandFailed(command="report_copy", outcome="failed", cause="a test", code=code)


def void_of_three() -> Driven:
    """A kiosk whose customer went away before paying for three copies."""
    kiosk = Driven()
    kiosk.start()
    kiosk.to_paying(copies=3)
    kiosk.take(e.CancelPressed())
    return kiosk


def test_all_words_are_owed_at_once_and_told_one_by_one() -> None:
    kiosk = void_of_three()
    owed = [order for order in kiosk.orders if isinstance(order, KeepReport)]
    assert [(each.copy, each.outcome) for each in owed] == [(1, "void"), (2, "void"), (3, "void")]
    assert told(kiosk.orders) == [1]
    for copy in (2, 3):
        orders = kiosk.answer("report_copy", e.CopyReported())
        assert [o.request for o in orders if isinstance(o, DropReport)] == [owed[copy - 2].request]
        assert told(orders) == [copy]
    kiosk.answer("report_copy", e.CopyReported())
    assert kiosk.machine.desk.reports == {}


def test_what_was_not_heard_is_told_again_under_the_same_id_after_a_pause() -> None:
    kiosk = void_of_three()
    assert told(kiosk.answer("report_copy", failed())) == []
    again = kiosk.take(e.TimerExpired(timer="report_again"))
    requests = {order.request for order in [*kiosk.orders, *again] if isinstance(order, ReportCopy)}
    assert told(again) == [1]
    assert len(requests) == 1


def test_when_the_line_is_back_no_pause_is_waited_for() -> None:
    kiosk = void_of_three()
    kiosk.take(e.DeviceUnready(device="centre", cause="unreachable"))
    kiosk.answer("report_copy", failed())
    assert told(kiosk.take(e.DeviceReady(device="centre"))) == [1]
    assert told(kiosk.take(e.TimerExpired(timer="report_again"))) == []  # it is being told


def test_a_word_that_the_centre_will_never_take_does_not_block_the_next_and_a_person_hears_of_it() -> None:
    kiosk = void_of_three()
    orders = kiosk.answer("report_copy", failed("request_refused"))
    assert any(isinstance(order, DropReport) for order in orders)
    assert CallAttendant(cause="report_refused").cause in {o.cause for o in orders if isinstance(o, CallAttendant)}
    assert told(orders) == [2]


def test_a_centre_that_hears_of_nothing_ends_the_service_before_the_list_is_endless() -> None:
    kiosk = Driven()
    kiosk.start()
    for _ in range(REPORTS_MAX // 10):
        assert kiosk.state == "idle"
        kiosk.to_paying(copies=10)
        kiosk.take(e.CancelPressed(), e.TimerExpired(timer="sorry_end"))
        if any(command.kind == "report_copy" for command, _ in kiosk.machine.desk.open.values()):
            kiosk.answer("report_copy", failed("not_now"))
    assert kiosk.state == "out_of_service"
    assert [o.cause for o in kiosk.orders if isinstance(o, CallAttendant)] == ["reports_waiting"]
    kiosk.take(e.TimerExpired(timer="report_again"))
    kiosk.answer("report_copy", e.CopyReported())  # it hears again
    kiosk.take(e.TimerExpired(timer="hours"))
    assert kiosk.state == "idle"


def test_the_next_boot_tells_what_the_last_one_owed() -> None:
    kiosk = Driven()
    kiosk.take(
        e.KioskStarted(boot=2, reports=(("T1-1-9-3", "d1", 2, "delivered"),), document="d:2:3:1"),
        e.HoppersCounted(counts=((10, 0), (50, 0), (100, 0), (500, 0))),
    )
    assert told(kiosk.orders) == []
    orders = kiosk.take(e.DeviceReady(device="centre"))
    assert [o.request for o in orders if isinstance(o, ReportCopy)] == ["T1-1-9-3"]
    owed = [o for o in kiosk.orders if isinstance(o, KeepReport)]
    assert [(o.document, o.copy, o.outcome) for o in owed] == [("d:2", 2, "void"), ("d:2", 3, "void")]
