"""A bench: a clock, a world, a kiosk made of a few show messages, and machines fed by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from sim.journeys.script import Script, parse
from sim.journeys.setup import Setup
from sim.wire import Connection, Peripheral
from sim.world import World

S = 1_000_000_000
JST = timezone(timedelta(hours=9))
START = datetime(2025, 10, 8, 10, tzinfo=JST)
HEAD: dict[str, object] = {"title": "a test", "at": START}


class Clock:
    def __init__(self) -> None:
        self.now_ns = 0
        self.wall_at_zero = START

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall(self) -> datetime:
        return self.wall_at_zero + timedelta(microseconds=self.now_ns // 1000)


def script(*steps: Mapping[str, object], **expect: object) -> Script:
    return parse({**HEAD, "step": list(steps), "expect": expect})


def show(screen: str, *buttons: str, choices: Sequence[str] = (), **more: object) -> bytes:
    """A whole screen as docs/screen.md has it; choices by id, a `-` in front disables."""
    whole: dict[str, object] = {
        "type": "show", "screen": screen, "number": "", "title": "証明書交付サービス", "lines": [], "keypad": None,
        "entry": "", "hint": "", "table": [], "warning": None,
        "buttons": [_key(id_) for id_ in buttons], "choices": [_key(id_) for id_ in choices], **more,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False).encode()


def _key(id_: str) -> dict[str, object]:
    return {"id": id_.lstrip("-"), "label": id_.lstrip("-"), "enabled": id_[0] != "-", "chosen": False, "note": ""}


def voice(words: str) -> bytes:
    return json.dumps({"type": "voice", "say": words}).encode()


def alarm(on: bool) -> bytes:
    return json.dumps({"type": "alarm", "on": on}).encode()


def call(cause: str) -> bytes:
    return json.dumps({"type": "attendant", "cause": cause}).encode()


Answer = Callable[[], None]


class Bench:
    """A world in virtual time. `answers`: what the tiny kiosk does on a press, by what was pressed."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.clock = Clock()
        self.world = World.build(self.clock, setup or Setup())
        self.customer = self.world.customer
        self.pressed: list[tuple[str, str]] = []
        self.pressed_at_s: list[float] = []
        self.staff: list[Any] = []
        self.answers: dict[str, Answer] = {}
        self._later: list[tuple[int, Answer]] = []
        self.customer.send = self._press
        self.world.attendant.send = lambda data: self.staff.append(json.loads(data))

    def _press(self, data: bytes) -> None:
        message = json.loads(data)
        assert message.pop("type") == "press"
        ((what, which),) = message.items()
        self.pressed.append((what, which))
        self.pressed_at_s.append(self.clock.now_ns / S)
        self.answers.get(which, lambda: None)()

    def tell(self, *messages: bytes) -> None:
        for message in messages:
            self.customer.receive(message)

    def later(self, seconds: float, *messages: bytes) -> None:
        """The kiosk says something after a while."""
        self._later.append((self.clock.now_ns + round(seconds * S), lambda: self.tell(*messages)))

    def run(self, seconds: float) -> None:
        """Let time pass as a host does: to the next due time, again and again."""
        end_ns = self.clock.now_ns + round(seconds * S)
        for _ in range(100_000):
            dues: list[tuple[int, Callable[[], None]]] = list(self._later)
            for participant in self.world.participants:
                due_ns = participant.next_due_ns()
                if due_ns is not None:
                    dues.append((due_ns, participant.tick))
            due = min(dues, key=lambda entry: entry[0], default=None)
            if due is None or due[0] > end_ns:
                self.clock.now_ns = end_ns
                return
            self.clock.now_ns = max(self.clock.now_ns, due[0])
            if due in self._later:
                self._later.remove(due)
            due[1]()
        raise AssertionError("something is due again and again without end")

    def follow(self, *steps: Mapping[str, object], seconds: float = 600, **expect: object) -> Script:
        made = script(*steps, **expect)
        self.customer.follow(made)
        self.run(seconds)
        return made

    def labels(self, *whats: str) -> list[str]:
        return [seen.label for seen in self.world.log if seen.what in whats]


def plug_in(peripheral: Peripheral) -> tuple[Connection, bytearray]:
    """A wire to a machine, and what is heard on it."""
    heard = bytearray()
    connection = peripheral.accept(heard.extend, lambda: None)
    assert connection is not None
    return connection, heard


def open_acceptor(bench: Bench) -> Callable[[], None]:
    """All coins accepted (ccTalk headers 231, 228); the result polls (229): within a second, or coins fall back."""
    connection, _ = plug_in(bench.world.cash)

    def send(*frame: int) -> None:
        connection.receive(bytes((*frame, -sum(frame) % 256)))

    send(2, 2, 1, 231, 255, 255)
    send(2, 1, 1, 228, 1)
    send(2, 0, 1, 229)
    return lambda: send(2, 0, 1, 229)


def print_receipt(bench: Bench, text: str) -> None:
    """Shift_JIS kanji, a line, feed and cut (ESC @, FS C 1, FS &, GS V 66 0)."""
    connection, _ = plug_in(bench.world.receipt)
    connection.receive(b"\x1b@\x1cC\x01\x1c&" + text.encode("shift_jis") + b"\n\x1dVB\x00")


def print_sheet(bench: Bench, text: str) -> None:
    """One page by Print-Job (RFC 8011 section 4.2.1), its text in the plainest of PDFs."""
    connection, _ = plug_in(bench.world.page)
    names = (
        (0x47, b"attributes-charset", b"utf-8"),
        (0x48, b"attributes-natural-language", b"ja"),
        (0x45, b"printer-uri", b"ipp://localhost/ipp/print"),
    )
    body = b"\x02\x00\x00\x02\x00\x00\x00\x01\x01"
    for tag, name, value in names:
        body += bytes((tag,)) + len(name).to_bytes(2, "big") + name + len(value).to_bytes(2, "big") + value
    body += b"\x03" + one_page(text)
    head = "POST /ipp/print HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
    connection.receive(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def one_page(text: str) -> bytes:
    """An A4 page that says `text` (ASCII) in Helvetica."""
    drawing = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )
