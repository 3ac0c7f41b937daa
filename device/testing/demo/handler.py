"""One HTTP request of a page. It knows no kiosk: it asks the world's thread, and listens to the audience."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from typing import Final

from device.screen.pictures import PICTURES, svg
from device.testing.demo.asks import BODY_BYTES_MAX, POSTS, BadAsk, body_of
from device.testing.demo.audience import Audience, FullHouse
from device.testing.demo.gate import HEADERS, stranger
from device.testing.demo.pictures import NoSuchPaper, png, receipt_picture, sheet_pdf, sheet_picture
from device.testing.demo.tools import tools
from device.testing.demo.world import Busy, PacedWorld
from sim.receipt.fonts import FontMissing
from sim.verbs import ActError, VerbError

QUIET_S: Final = 10.0
"""A connection on which nothing moves for so long is closed."""

_DRAIN_BYTES_MAX: Final = 1 << 20
"""Of a body that is too long so much is read away, so that the sender gets to hear why."""

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
PAGE: Final = ("index.html", "kiosk.css", "bench.css", "demo.js", "wire.js", "screen.js", "pictures.js", "sound.js",
               "bench.js", "tools.js", "paper.js")  # fmt: skip
"""The files that make up the page."""

_DRAWINGS: Final = {f"/pictures/{picture}.svg": picture for picture in PICTURES}

_PAPER: Final = re.compile(r"/(sheet|receipt)/([1-9][0-9]{0,5})(-back)?\.(png|pdf)")

_WRONG: Final[tuple[tuple[type[Exception], int], ...]] = (
    (BadAsk, 400),
    (VerbError, 400),
    (ActError, 409),
    (NoSuchPaper, 404),
    (Busy, 503),
    (FullHouse, 503),
    (FontMissing, 503),
)
"""What can be the matter, and the status that says so (RFC 9110 §15)."""


class Handler(BaseHTTPRequestHandler):
    """Made anew for each connection. `world`, `audience` and `port` are the server's."""

    server_version, sys_version = "Madoguchi", ""
    timeout = QUIET_S
    world: PacedWorld
    audience: Audience
    port: int

    def do_GET(self) -> None:
        """The page, its stream of events, its tools, and pictures of paper."""
        if self._turned_away():
            return
        path = self.path
        name = "index.html" if path == "/" else path.removeprefix("/")
        if name in PAGE:
            self._answer(200, _page_file(name), _TYPES[name.rpartition(".")[2]])
        elif path in _DRAWINGS:
            self._answer(200, svg(_DRAWINGS[path]).encode(), "image/svg+xml")
        elif path == "/events":
            self._guarded(self._stream)
        elif path == "/tools":
            self._guarded(lambda: self._json(200, self.world.ask(lambda kiosk: tools(kiosk.hub.wall()))))
        elif (paper := _PAPER.fullmatch(path)) is not None:
            self._guarded(lambda: self._paper(paper[1], int(paper[2]), back=paper[3] is not None, form=paper[4]))
        elif path in POSTS:
            self._refuse(405, "only POST here")
        else:
            self._refuse(404, "there is nothing of that name")

    def do_POST(self) -> None:
        """Something is to be done."""
        if self._turned_away():
            return
        act = POSTS.get(self.path)
        if act is None:
            self._refuse(404, "there is nothing of that name")
            return
        if self.headers.get_content_type() != "application/json":
            self._refuse(415, "only application/json")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            self._refuse(411, "Content-Length is missing")
        elif len(length) > 9 or int(length) > BODY_BYTES_MAX:
            self._drain(int(length[:9]))
            self._refuse(413, f"at most {BODY_BYTES_MAX} bytes")
        else:
            data = self.rfile.read(int(length))

            def done() -> None:
                act(self.world, body_of(data))
                self._answer(204, b"", "")

            self._guarded(done)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing of a request is written down."""

    # Answers

    def _turned_away(self) -> bool:
        why = stranger(dict(self.headers.items()), self.port)
        if why:
            self._refuse(403, why)
        return bool(why)

    def _guarded(self, answer: Callable[[], None]) -> None:
        """Whatever may be the matter becomes a status with one sentence."""
        try:
            answer()
        except tuple(kind for kind, _ in _WRONG) as wrong:
            status = next(status for kind, status in _WRONG if isinstance(wrong, kind))
            self._refuse(status, str(wrong))
        except Exception as mistake:  # noqa: BLE001 - a programmer's mistake; the page hears its kind and no more
            self._refuse(500, type(mistake).__name__)

    def _paper(self, what: str, number: int, *, back: bool, form: str) -> None:
        if what == "sheet" and form == "pdf" and not back:
            pdf = self.world.ask(lambda kiosk: sheet_pdf(kiosk.world, number))
            self._answer(200, pdf, "application/pdf")
        elif what == "sheet" and form == "png":
            picture = self.world.ask(lambda kiosk: sheet_picture(kiosk.world, number, back=back))
            self._answer(200, png(picture), "image/png")
        elif what == "receipt" and form == "png" and not back:
            picture = self.world.ask(lambda kiosk: receipt_picture(kiosk.world, number))
            self._answer(200, png(picture), "image/png")
        else:
            raise NoSuchPaper("there is no such picture")

    def _stream(self) -> None:
        """Server-sent events until the page or the world goes away."""
        page = self.audience.join()
        try:
            with contextlib.suppress(Busy):
                self.world.ask(lambda _kiosk: None)  # after whatever it is asked, the world looks at its bench
            self._head(200, {"Content-Type": "text/event-stream"})
            for event in page:
                self.wfile.write(event)
        except OSError:
            pass  # the page was closed
        finally:
            self.audience.leave(page)

    def _json(self, status: int, value: object) -> None:
        self._answer(status, json.dumps(value).encode("ascii"), "application/json")

    def _refuse(self, status: int, why: str) -> None:
        self._json(status, {"error": why})

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        with contextlib.suppress(OSError):  # whoever asked has gone
            self._head(status, {"Content-Type": kind, "Content-Length": str(len(body))} if kind else {})
            self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _drain(self, length: int) -> None:
        left = min(length, _DRAIN_BYTES_MAX)
        with contextlib.suppress(OSError):
            while left > 0 and (data := self.rfile.read1(min(left, 65536))):
                left -= len(data)


def _page_file(name: str) -> bytes:
    return files("device.testing.demo").joinpath("page", name).read_bytes()
