"""The pages that look on: each gets the whole screen when it comes, then everything that happens."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

PAGES_MAX: Final = 8
WAITING_MAX: Final = 512
"""Messages a page may be behind; one that takes no more is dropped, and comes again by itself."""

HEARTBEAT_S: Final = 10.0
"""Something goes over a quiet connection this often, so that one nobody listens to is noticed."""

_END: Final = b""


class FullHouse(Exception):
    """Raised when `PAGES_MAX` pages look on already."""


class Page:
    """One page's end: server-sent events (HTML Living Standard §9.2), one chunk of bytes each."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[bytes] = queue.Queue(WAITING_MAX)
        self._over = threading.Event()

    def give(self, event: bytes) -> bool:
        """Whether the page still takes it."""
        try:
            self._waiting.put_nowait(event)
        except queue.Full:
            self._over.set()
            return False
        return True

    def end(self) -> None:
        """What is waiting is still taken."""
        self.give(_END)

    def __iter__(self) -> Iterator[bytes]:
        """Until the end of the world, or until the page has fallen too far behind."""
        while not self._over.is_set():
            try:
                event = self._waiting.get(timeout=HEARTBEAT_S)
            except queue.Empty:
                yield b": still here\n\n"
                continue
            if event == _END:
                return
            yield event


class Audience:
    """Told by the world's thread, listened to by the pages' threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: list[Page] = []
        self._last: dict[str, bytes] = {}
        self._bench: Mapping[str, object] = {}
        self._closed = False

    @property
    def somebody(self) -> bool:
        """Whether any page looks on."""
        return bool(self._pages)

    def join(self) -> Page:
        """A page that begins with the screen, the alarm and the bench as they are. Raises `FullHouse`."""
        page = Page()
        with self._lock:
            if len(self._pages) >= PAGES_MAX:
                raise FullHouse(f"{PAGES_MAX} pages look on already")
            for event in self._last.values():
                page.give(event)
            if self._closed:
                page.end()
            else:
                self._pages.append(page)
        return page

    def leave(self, page: Page) -> None:
        """A page is gone."""
        with self._lock:
            if page in self._pages:
                self._pages.remove(page)

    def hear(self, message: bytes, at_ns: int) -> None:
        """A message of the screen's wire, as it is (docs/screen.md), at a virtual time."""
        text = message.decode()
        kind = json.loads(text)["type"]
        self._tell(kind, f'{{"at_s":{at_ns / 1e9:.3f},"message":{text}}}', keep=kind in ("show", "alarm"))

    def tell_time(self, at_ns: int, wall: datetime) -> None:
        """What the clocks of the world say."""
        clocks = {"at_s": round(at_ns / 1e9, 3), "wall": wall.isoformat(timespec="seconds")}
        self._tell("clock", _json(clocks), keep=True)

    def tell_bench(self, bench: Mapping[str, object]) -> None:
        """How the world stands, where that is news."""
        if bench != self._bench:
            self._bench = bench
            self._tell("bench", _json(bench), keep=True)

    def close(self) -> None:
        """The world has ended."""
        with self._lock:
            self._closed = True
            for page in self._pages:
                page.end()
            self._pages.clear()

    def _tell(self, kind: str, data: str, *, keep: bool) -> None:
        event = f"event: {kind}\ndata: {data}\n\n".encode()
        with self._lock:
            if keep:
                self._last[kind] = event
            self._pages = [page for page in self._pages if page.give(event)]


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
