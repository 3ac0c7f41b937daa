"""One half-duplex ccTalk line: a request goes out, its reply comes back, or it is said why not.

Sources: S1 §10 (echo), §11 (50 ms between bytes), §12 (retransmission by the host), S4 1.1.26 (when to retry).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from drivers.cash.codec import BUSY, HOST_ADDRESS, NAK, REPLY, SIMPLE, Checksum, Decoder
from drivers.cash.failed import Failed
from drivers.cash.headers import SIMPLE_POLL, Header
from drivers.clock import NS_PER_MS, Clock
from drivers.errors import Disconnected, NoAnswer, Refused
from drivers.port import Port

Echo = Literal["on", "off", "auto"]

BYTE_NS: Final = 1_041_667  # 10 bits at 9600 baud (S1 §3)
GAP_NS: Final = 50 * NS_PER_MS  # longest pause inside a packet (S1 §11.1)
WHOLE_NS: Final = 100 * NS_PER_MS  # from the end of the reply time until the reply is whole
READ_MAX: Final = 512
LATE_NS: Final = 2000 * NS_PER_MS  # a reply that was given up may still come for so long
LINE_MAX: Final = 2048  # bytes in one try or one clean-up: more is a line that babbles

ALL_SIMPLE: Final[Mapping[int, Checksum]] = MappingProxyType({})


class Bus:
    """The line, shared by all devices on it; used from one thread.

    echo: whether the adapter hands back the bytes it sends (one wire carries both directions; not
    every adapter hides that). `auto` finds out by a simple poll before the first request.
    checksums: by address, for the devices that are not set to the simple one.
    """

    def __init__(
        self, port: Port, clock: Clock, echo: Echo = "auto", checksums: Mapping[int, Checksum] = ALL_SIMPLE
    ) -> None:
        self._port, self._clock = port, clock
        self._checksums = dict(checksums)
        self._echo: bool | None = None if echo == "auto" else echo == "on"
        self._decoder = Decoder()
        self._names: dict[int, str] = {}
        self._requests: dict[tuple[int, int], bytes] = {}
        self._stray = False
        self._stayed_away: dict[range, int] = {}

    @property
    def clock(self) -> Clock:
        """The time this line lives in."""
        return self._clock

    @property
    def echo(self) -> bool | None:
        """Whether sent bytes come back; None while unknown."""
        return self._echo

    def name(self, address: int, name: str) -> None:
        """Call the device at `address` so in messages (`coin acceptor`)."""
        self._names[address] = name

    def device(self, address: int) -> str:
        """Which device and where, for messages."""
        return f"{self._names.get(address, 'ccTalk device')} at {self._port.name}, address {address}"

    def tells_source(self, address: int) -> bool:
        """Whether a reply of this device says that it is its own: those with the CRC do not (S1 §7.2)."""
        return self._checksums.get(address, SIMPLE) is SIMPLE

    def distrust(self) -> None:
        """The last reply may have been a late one, or another device's: what is still to come is waited out before
        the next request."""
        self._stray = True

    def may_be_late(self, length: int) -> bool:
        """Whether a reply of so many bytes, whose ever it is, was given up less than two seconds ago."""
        return self._late_until_ns(length) > self._clock.monotonic_ns()

    def wait_for_late_ones(self, length: int) -> None:
        """Let that time pass."""
        self._clock.wait_until(self._late_until_ns(length))

    def _late_until_ns(self, length: int) -> int:
        return max((ns + LATE_NS for lengths, ns in self._stayed_away.items() if length in lengths), default=0)

    def ask(
        self,
        address: int,
        header: Header,
        data: bytes = b"",
        *,
        reply_length: range | None = None,
        deadline_ns: int | None = None,
    ) -> bytes:
        """Send one command and return the data of its reply, `b""` for an ACK.

        A reply is taken when its checksum is right, it goes to the host, comes from `address` and its
        length fits (`reply_length`, or else what the table says); others, late ones too, are passed over.
        A packet with the CRC does not tell where it comes from (S1 §7.2): there the rest must do.
        Idempotent commands are sent up to `header.tries` times, all others exactly once.
        deadline_ns: no later than this it gives up, whatever tries are left.

        Raises `Refused` on a NAK, `NoAnswer` when the device stays silent or busy, `BadAnswer` when only
        damaged or unfitting packets came, `Disconnected` when the line is gone. After the last three a
        command that is not idempotent may or may not have been carried out.
        """
        if self._echo is None:
            self._learn_echo(address, deadline_ns)
        request = self._request(address, header, data)
        lengths = header.reply if reply_length is None else reply_length
        tried = 0
        while True:
            tried += 1
            try:
                reply = self._exchange(address, request, header, lengths, deadline_ns)
            except Failed as failed:
                self._stayed_away[lengths] = self._clock.monotonic_ns()
                if not self._may_go_on(failed, tried, header, deadline_ns):
                    raise failed.as_error(self.device(address), header, tried) from None
                continue
            except Disconnected as error:
                raise Disconnected(self.device(address), str(header), error.cause, error.hint) from error
            if tried > 1:
                self._stray = True  # the reply to an earlier try may still come
            return reply

    def _request(self, address: int, header: Header, data: bytes) -> bytes:
        """The packet; those without data are kept, for they are sent again and again."""
        encode = self._checksums.get(address, SIMPLE).encode
        if data:
            return encode(address, header.number, data)
        key = (address, header.number)
        known = self._requests.get(key)
        return known if known is not None else self._requests.setdefault(key, encode(*key, b""))

    def _learn_echo(self, address: int, deadline_ns: int | None) -> None:
        """Find out by simple polls whether sent bytes come back."""
        request = self._request(address, SIMPLE_POLL, b"")
        tried = 0
        while self._echo is None:
            tried += 1
            try:
                self._exchange(address, request, SIMPLE_POLL, SIMPLE_POLL.reply, deadline_ns)
            except Failed as failed:
                if not self._may_go_on(failed, tried, SIMPLE_POLL, deadline_ns) and self._echo is None:
                    raise failed.as_error(self.device(address), SIMPLE_POLL, tried) from None
            except Disconnected as error:
                raise Disconnected(self.device(address), str(SIMPLE_POLL), error.cause, error.hint) from error

    def _exchange(
        self, address: int, request: bytes, header: Header, lengths: range, deadline_ns: int | None
    ) -> bytes:
        """One try. Raises `Failed`, `Refused` (NAK) or `Disconnected`."""
        port, decoder = self._port, self._decoder
        checksum = self._checksums.get(address, SIMPLE)
        if self._stray:
            self._stray = False
            self._wait_for_quiet(deadline_ns)
        now = self._clock.monotonic_ns()
        self._drop_stale(now)
        give_up = now + header.reply_ms * NS_PER_MS + len(request) * BYTE_NS
        whole = give_up + WHOLE_NS
        if deadline_ns is not None:
            give_up, whole = min(give_up, deadline_ns), min(whole, deadline_ns)
        try:
            port.write(request, give_up)
        except NoAnswer as error:
            raise Failed(f"the port takes no bytes: {error.cause}", silent=True) from None
        echo_due = self._echo is not False
        heard, odd = b"", ""
        while True:
            until = min(self._clock.monotonic_ns() + GAP_NS, whole) if decoder.pending else give_up
            chunk = port.read(READ_MAX, until)
            if not chunk:
                raise self._nothing_more(heard, odd, echo_due=echo_due)
            heard += chunk
            packets = decoder.feed(chunk)
            for index, packet in enumerate(packets):
                if echo_due:
                    if packet == request:
                        self._echo, echo_due = True, False
                        continue
                    if self._echo:
                        raise Failed("what was sent came back changed", silent=False, last=heard)
                frame = checksum.parse(packet)
                if frame is None:
                    if self._from_another(packet, checksum):
                        continue
                    raise Failed("wrong checksum", silent=False, last=heard)
                if frame.destination != HOST_ADDRESS or frame.source not in (address, None):
                    continue
                if frame.header == REPLY:
                    if len(frame.data) not in lengths:
                        odd = f"a reply of {len(frame.data)} bytes does not fit"
                        continue
                    if self._echo is None:
                        self._echo = False
                    if decoder.pending or index + 1 < len(packets):
                        self._stray = True  # more than was asked for: a doubled or a late reply
                    return frame.data
                if frame.header == NAK:
                    raise Refused(self.device(address), str(header), "refused (NAK)", "look at its status")
                if frame.header == BUSY:
                    raise Failed("busy", silent=True, last=heard)
                odd = f"a reply with header {frame.header} does not fit"
            if len(heard) > LINE_MAX:
                raise Failed("the line is never silent", silent=False, last=heard)

    def _from_another(self, packet: bytes, asked: Checksum) -> bool:
        """Whether this is a whole packet of a device with the other checksum: a late reply, say."""
        others = {SIMPLE, *self._checksums.values()} - {asked}
        return any(other.parse(packet) for other in others)

    def _nothing_more(self, heard: bytes, odd: str, *, echo_due: bool) -> Failed:
        """Why a try ended without its reply."""
        if self._decoder.pending:
            return Failed("the packet broke off", silent=False, last=heard)
        if odd:
            return Failed(odd, silent=False, last=heard)
        if echo_due and self._echo:
            return Failed("not even the sent bytes came back", silent=True)
        return Failed("no reply", silent=True, last=heard)

    def _drop_stale(self, now_ns: int) -> None:
        """Throw away what came before the request; its end may not be waited for."""
        self._decoder.clear()
        dropped = 0
        while dropped < LINE_MAX and (chunk := self._port.read(READ_MAX, now_ns)):
            dropped += len(chunk)

    def _wait_for_quiet(self, deadline_ns: int | None) -> None:
        """Read until the line was silent for 50 ms, so that no packet is entered in its middle."""
        clock, dropped = self._clock, 0
        end = clock.monotonic_ns() + 3 * GAP_NS
        if deadline_ns is not None:
            end = min(end, deadline_ns)
        while dropped < LINE_MAX:
            until = min(clock.monotonic_ns() + GAP_NS, end)
            chunk = self._port.read(READ_MAX, until)
            if not chunk:
                return
            dropped += len(chunk)

    def _may_go_on(self, failed: Failed, tried: int, header: Header, deadline_ns: int | None) -> bool:
        """Whether there is another try. What may still come is then waited out before the next packet."""
        last_try = tried >= header.tries
        self._stray = last_try or bool(failed.last)
        return not last_try and (deadline_ns is None or self._clock.monotonic_ns() < deadline_ns)
