"""The card itself: power in, APDUs through, counters that stay."""

from __future__ import annotations

from collections.abc import Callable

from sim.card import commands, status, timing
from sim.card.apdu import parse
from sim.card.files import Binary, CardContent, Key
from sim.card.state import State, Tries

JPKI_AID = bytes.fromhex("d392f000260100000001")
"""公的個人認証AP, the JPKI application, on card and phone."""
AUTHENTICATION_PIN = 0x0018


class VirtualCard:
    """A chip card that answers every APDU as its content says. Holds no clock and starts nothing.

    content: applications, files, PINs and keys
    first_command_fails: the first command after each power-up answers 6F00, whatever it is. Seen on a
        test card (myna-card src/transport/pcsc.rs, which sends a SELECT to be thrown away)
    """

    def __init__(self, content: CardContent, *, first_command_fails: bool = True) -> None:
        self._content = content
        self._state = State(content)
        self._first_command_fails = first_command_fails
        self._powered = self._asleep = False
        self._apdus = 0

    @property
    def atr(self) -> bytes:
        """The answer to reset that the reader shows."""
        return self._content.atr

    @property
    def powered(self) -> bool:
        """Whether the reader's field feeds the card."""
        return self._powered

    @property
    def apdus(self) -> int:
        """How many APDUs the card has answered in its life."""
        return self._apdus

    @property
    def tries_left(self) -> int | None:
        """Tries left of the 利用者証明用 PIN, 0..3, as the card has it now; None without such a PIN."""
        return self.pin_tries_left(AUTHENTICATION_PIN)

    def pin_tries_left(self, ef: int) -> int | None:
        """Tries left of the JPKI application's PIN with this EF id (`0x0018`, `0x001B`), or None."""
        pin = self._state.pins.get((JPKI_AID, ef))
        return None if pin is None else pin.tries_left

    @property
    def all_tries(self) -> Tries:
        """Tries left of every PIN on the card, by AID and EF id."""
        return self._state.tries()

    def keep_tries(self, keep: Callable[[Tries], None], tries: Tries | None = None) -> None:
        """Go on from these counters, and hand every change to `keep` before it is answered.

        keep: given all counters; an OSError of it is answered 6581, and gives no try back
        tries: as `keep` was given them last; None leaves them as they are

        Raises ValueError when `tries` are not those of this card: other PINs, or more tries than a PIN has.
        """
        if tries is not None:
            allowed = self._state.tries_max
            if tries.keys() != allowed.keys() or not all(0 <= tries[pin] <= allowed[pin] for pin in allowed):
                raise ValueError("its counters are not those of this card; delete it to begin anew")
            for pin, left in tries.items():
                self._state.pins[pin].tries_left = left
        self._state.keep = keep

    def prepare(self) -> None:
        """Make now what would be made when first read, keys and certificates. Raises `PkiCacheError`."""
        for application in self._content.applications:
            for file in application.files.values():
                if isinstance(file, Binary):
                    _ = file.octets
                elif isinstance(file, Key):
                    _ = file.private_key

    def power_on(self) -> None:
        """The reader feeds the card; nothing happens where it does already."""
        if not self._powered:
            self._powered, self._asleep = True, self._first_command_fails
            self._state.deselect()

    def power_off(self) -> None:
        """The field is gone: selection and everything verified is forgotten; try counters stay."""
        self._powered = False
        self._state.deselect()
        self._state.forget_verified()

    def reset(self) -> None:
        """A warm reset: the selection goes, what was verified stays (seen on a test card: only the loss of
        power takes it back, so that between VERIFY and power-off anybody at the reader could sign)."""
        self._state.deselect()

    def transmit(self, apdu: bytes) -> bytes:
        """The answer: data, then two bytes of status word. Any bytes get an answer, and none an exception.

        Only a card without power says nothing (`b""`), as one that has left the field.
        """
        if not self._powered:
            return b""
        self._apdus += 1
        if self._asleep:
            self._asleep = False
            return status.NO_DIAGNOSIS
        if len(apdu) < 4:
            return status.WRONG_LENGTH
        cla, ins = apdu[0], apdu[1]
        handler = commands.COMMANDS.get((cla, ins))
        if handler is None:
            return commands.unknown(cla, ins)
        command = parse(apdu)
        if command is None or (command.extended and (cla, ins) not in commands.EXTENDED):
            return status.WRONG_LENGTH
        return handler(self._state, command)

    def duration_ns(self, apdu: bytes) -> int:
        """How long a real card takes for this command, in nanoseconds, transfer included."""
        return timing.duration_ns(apdu)
