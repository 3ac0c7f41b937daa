"""What passes between the driver and a card, for an engineer at the bench, with nothing in it to hide."""

from __future__ import annotations

from collections.abc import Callable

from drivers.card.apdu import describe, is_open, meaning, parse
from drivers.card.reader import Link, Reader
from drivers.clock import NS_PER_MS, Clock


class TracedLink:
    """A link that writes one line for each exchange:

        READ BINARY 00 B0 01 00, 5 bytes: 258 bytes, SW 9000 (done), 31.4 ms
        VERIFY ****: 2 bytes, SW 63C2 (2 tries left), 18.0 ms

    Command name, header and length; length of the answer, its status word, how long it took. Of VERIFY, and
    of a command that the driver does not know, neither header nor length is written. No data is, in
    either direction: what goes out may be a PIN, what comes back is a certificate. Where the link fails,
    the line ends in the name of the error, never in its words.

    write: takes one line, without its end. Called in the thread of the exchange; it must not raise, for the
    answer would be lost.
    """

    def __init__(self, link: Link, write: Callable[[str], None], clock: Clock) -> None:
        self._link, self._write, self._clock = link, write, clock

    def transmit(self, apdu: bytes | bytearray) -> bytes:
        """As `Link.transmit`, which does the work and raises the errors."""
        began_ns = self._clock.monotonic_ns()
        try:
            raw = self._link.transmit(apdu)
        except Exception as error:
            self._line(apdu, type(error).__name__, began_ns)
            raise
        self._line(apdu, f"{len(raw)} bytes, {_status(raw)}", began_ns)
        return raw

    def release(self) -> None:
        """As `Link.release`, with a line of its own."""
        began_ns = self._clock.monotonic_ns()
        self._link.release()
        self._write(f"power off, {self._ms_since(began_ns)}")

    def _line(self, apdu: bytes | bytearray, result: str, began_ns: int) -> None:
        size = f", {len(apdu)} bytes" if is_open(apdu) else ""
        self._write(f"{describe(apdu)}{size}: {result}, {self._ms_since(began_ns)}")

    def _ms_since(self, began_ns: int) -> str:
        return f"{(self._clock.monotonic_ns() - began_ns) / NS_PER_MS:.1f} ms"


class TracedReader:
    """A reader whose links are traced, with a line for each connect. write, clock: as of `TracedLink`."""

    def __init__(self, reader: Reader, write: Callable[[str], None], clock: Clock) -> None:
        self._reader, self._write, self._clock = reader, write, clock

    @property
    def name(self) -> str:
        """The reader's own name."""
        return self._reader.name

    def connect(self) -> Link:
        """As `Reader.connect`, which does the work and raises the errors."""
        began_ns = self._clock.monotonic_ns()
        result = "failed"
        try:
            link = self._reader.connect()
            result = "power on"
        except Exception as error:
            result = type(error).__name__
            raise
        finally:
            took_ms = (self._clock.monotonic_ns() - began_ns) / NS_PER_MS
            self._write(f"{self._reader.name}: connect: {result}, {took_ms:.1f} ms")
        return TracedLink(link, self._write, self._clock)


def _status(raw: bytes) -> str:
    try:
        return meaning(parse(raw).sw)
    except ValueError:
        return "no status word"
