"""The page printer as a host and a person meet it: a network plug, a tray, a door, a power switch."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from sim.http import HttpFaults, HttpServer, Request, Response
from sim.page.core import Core
from sim.page.engine import OUTPUT_CAPACITY, Timing
from sim.page.habits import HABITS, Habits
from sim.page.jobs import Ending
from sim.page.paper import Sheet
from sim.page.printer_attributes import RESOURCE
from sim.page.requests import Requests
from sim.page.values import IppError
from sim.wire import Clock, Connection, HangUp, Send

MEDIA_TYPE = "application/ipp"
_PLAIN = "text/plain"
REQUEST_LIMIT_BYTES = 48 * 1024 * 1024


class PagePrinter:
    """A `sim.wire.Peripheral`: an A4 laser printer with one tray and one job at a time.

    sheets_in_tray: blank sheets at the start
    uri: what it calls itself; clients may reach it under any host name
    timing: how long each mechanical step takes
    habits: what other printers do otherwise
    output_capacity: sheets that fit into the output tray
    """

    def __init__(
        self,
        clock: Clock,
        *,
        sheets_in_tray: int = 250,
        uri: str | None = None,
        timing: Timing | None = None,
        habits: Habits | None = None,
        output_capacity: int = OUTPUT_CAPACITY,
    ) -> None:
        self._clock = clock
        self._core = Core(clock, timing or Timing(), habits or Habits(), sheets_in_tray, output_capacity)
        self._requests = Requests(self._core, uri or f"ipp://localhost{RESOURCE}")
        self._server = HttpServer(self._handle, clock, body_limit_bytes=REQUEST_LIMIT_BYTES)
        self.taken: list[Sheet] = []
        """Every sheet ever taken out of the output tray, in order."""

    # The wire.

    def accept(self, send: Send, hang_up: HangUp) -> Connection | None:
        """A client connects; None when unplugged, off, or still booting."""
        if not self._core.powered or self._clock.monotonic_ns() < self._core.booted_ns:
            return None
        return self._server.accept(send, hang_up)

    def next_due_ns(self) -> int | None:
        """When a sheet moves or an answer leaves next."""
        mechanics, answers = self._core.next_due_ns(), self._server.next_due_ns()
        if mechanics is None or answers is None:
            return answers if mechanics is None else mechanics
        return min(mechanics, answers)

    def tick(self) -> None:
        """Move what is due, send what is due."""
        self._core.run()
        self._server.tick()

    @property
    def faults(self) -> HttpFaults:
        """What the network does to requests and answers."""
        return self._server.faults

    # What a person sees.

    @property
    def output_tray(self) -> list[Sheet]:
        """The printed sheets that nobody has taken yet, oldest first."""
        self._core.run()
        return list(self._core.engine.output_tray)

    @property
    def strangers_sheets(self) -> int:
        """Sheets in the output tray that it has not printed for the kiosk."""
        return self._core.engine.strangers_sheets

    @property
    def sheets_left(self) -> int:
        """Blank sheets in the tray."""
        self._core.run()
        return self._core.engine.sheets_left

    @property
    def spoiled_sheets(self) -> int:
        """Sheets pulled out of the paper path so far."""
        return self._core.engine.spoiled_sheets

    @property
    def sheet_inside(self) -> bool:
        """A sheet is in the paper path, moving or stuck."""
        self._core.run()
        return self._core.engine.sheet_inside

    # What a person does.

    def take_sheets(self) -> list[Sheet]:
        """Take everything out of the output tray."""
        sheets = self._core.engine.take_output(self._core.run())
        self.taken.extend(sheets)
        return sheets

    def empty_tray(self) -> int:
        """Take the blank sheets out; how many there were."""
        self._core.run()
        engine = self._core.engine
        sheets, engine.sheets_left = engine.sheets_left, 0
        return sheets

    def fill_tray(self, sheets: int) -> None:
        """Put blank sheets in, as far as the tray holds them; a waiting job goes on."""
        self._core.engine.fill(sheets, self._core.run())

    def jam(self) -> None:
        """The next sheet to come out gets stuck instead, the one under way included."""
        self._core.run()
        self._core.engine.jam()

    def clear_jam(self) -> None:
        """Pull the stuck sheet out (it is spoiled); a waiting job goes on, and prints it again if the
        printer's jam recovery has it so."""
        self._core.engine.clear(self._core.run())

    def abort_job(self) -> None:
        """The printer gives the job up; a sheet under way still comes out."""
        now_ns = self._core.run()
        job = self._core.engine.job or self._core.jobs.held()
        if job is not None and job.ending is None:
            self._core.engine.end(job, Ending.ABORTED, now_ns)

    def lie(self) -> None:
        """The next job is called printed, with no impression made and no sheet moved."""
        self._core.run()
        self._core.engine.lie_armed = True

    def adopt(self, habit: str) -> None:
        """From now on it does so, a word of `sim.page.habits.HABITS`."""
        self._core.run()
        self.habits = HABITS[habit](self.habits)

    def fill_output(self, leaving: int = 0) -> None:
        """Somebody's sheets fill the output tray up, but for so many; who takes the kiosk's takes them along."""
        self._core.run()
        engine = self._core.engine
        engine.strangers_sheets += max(0, engine.room_left - leaving)

    @property
    def habits(self) -> Habits:
        """What it does otherwise than other printers."""
        return self._core.engine.habits

    @habits.setter
    def habits(self, habits: Habits) -> None:
        self._core.engine.habits = habits

    def unplug(self) -> None:
        """Pull the network cable: connections end, the mechanics go on."""
        self._server.unplug()

    def plug(self) -> None:
        """Put the network cable back."""
        self._server.plug()

    def power_cycle(self, keeping: Literal["with_job"] | None = None) -> None:
        """Off and on: connections end, a sheet under way is stuck inside.

        Jobs are forgotten, unless the printer is one that keeps them, or does so this time (`keeping`); those
        go on by themselves. Nobody answers while it boots (`Timing.boot_ms`).
        """
        self._power_off(keeping is not None)
        self._core.power_on()

    def vanish(self) -> None:
        """Power fails and does not come back: connections end, nothing answers, nothing moves."""
        self._power_off(keeps_jobs=False)

    def come_back(self) -> None:
        """Power is back after `vanish`."""
        self._core.power_on()

    def _power_off(self, keeps_jobs: bool) -> None:
        self._core.power_off(keeps_jobs=keeps_jobs or self._core.engine.habits.keeps_jobs)
        self._server.hang_up_all()

    def _handle(self, request: Request) -> Response:
        """RFC 8010 section 4: POST application/ipp to the printer's or a job's path."""
        path = request.path
        if path != RESOURCE and not path.startswith(f"{RESOURCE}/"):
            return Response(HTTPStatus.NOT_FOUND, _PLAIN, b"")
        if request.method != "POST":
            return Response(HTTPStatus.METHOD_NOT_ALLOWED, _PLAIN, b"")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
            return Response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _PLAIN, b"")
        try:
            return Response(HTTPStatus.OK, MEDIA_TYPE, self._requests.answer(request.body))
        except IppError:
            return Response(HTTPStatus.BAD_REQUEST, _PLAIN, b"")
