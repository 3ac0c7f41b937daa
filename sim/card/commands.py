"""The commands, one function each: the card's state and a command in, data and status word out."""

from __future__ import annotations

from collections.abc import Callable

from sim.card import signing, status
from sim.card.apdu import LE_MAX, Command
from sim.card.files import Binary, File, Key, Pin, Sealed
from sim.card.state import State

SHORT_EF_IDS = range(0x01, 0x1F)
"""Files 0001 to 001E can be named by five bits inside another command (JICSAP 4.2 (2))."""
PIN_LENGTH_MAX = 16


def select(state: State, command: Command) -> bytes:
    """SELECT FILE: P1 04 an application by its name, 02 a file by its id. P2 0C without FCI, 00 with."""
    if command.p2 not in (0x00, 0x0C):
        return status.WRONG_P1_P2
    if command.p1 == 0x04:
        return _select_application(state, command)
    if command.p1 == 0x02:
        return _select_file(state, command)
    if command.p1 == 0x00:
        # Not the master file of ISO: refused after a reset, and "9000, nothing selected" within an
        # application; 3F00 by its id does not exist (seen on a test card, myna-card src/mf.rs).
        if command.data:
            return status.FILE_NOT_FOUND
        return status.WRONG_P1_P2 if state.application is state.applications[0] else status.OK
    return status.WRONG_P1_P2


def _select_application(state: State, command: Command) -> bytes:
    name = command.data
    if not 1 <= len(name) <= 16:
        return status.WRONG_LENGTH
    for application in state.applications:
        if application.aid.startswith(name):  # a name cut off at the right is enough (JICSAP 4.2 (1))
            state.application, state.file = application, None
            return _with_fci(command, b"\x84", application.aid)
    return status.FILE_NOT_FOUND


def _select_file(state: State, command: Command) -> bytes:
    if len(command.data) != 2:
        return status.WRONG_LENGTH
    ef = int.from_bytes(command.data, "big")
    file = state.application.files.get(ef)
    if file is None:
        return status.FILE_NOT_FOUND
    state.file = ef, file
    return _with_fci(command, b"\x83", command.data)


def _with_fci(command: Command, tag: bytes, value: bytes) -> bytes:
    """The card's real FCI is not known: this is the least that ISO/IEC 7816-4 lets an FCI say."""
    if command.p2 == 0x0C or command.le is None:
        return status.OK
    fci = b"\x6f" + bytes((2 + len(value),)) + tag + bytes((len(value),)) + value
    return fci + status.OK if len(fci) <= command.le else status.wrong_le(len(fci))


def _choose(state: State, short: int) -> tuple[int, File] | bytes:
    """The current file for 0, or the one of a short EF id, which becomes current."""
    if short:
        if short not in SHORT_EF_IDS:
            return status.WRONG_P1_P2
        file = state.application.files.get(short)
        if file is None:
            return status.FILE_NOT_FOUND
        state.file = short, file
    return state.file if state.file is not None else status.NO_CURRENT_FILE


def read_binary(state: State, command: Command) -> bytes:
    """READ BINARY: what is there from the offset on, at most Le. Past the allocated size: 6B00."""
    if command.data or command.le is None:
        return status.WRONG_LENGTH
    if command.p1 & 0x80:
        if command.p1 & 0x60 or not command.p1 & 0x1F:
            return status.WRONG_P1_P2
        chosen, offset = _choose(state, command.p1 & 0x1F), command.p2
    else:
        chosen, offset = _choose(state, 0), command.p1 << 8 | command.p2
    if isinstance(chosen, bytes):
        return chosen
    file = chosen[1]
    if isinstance(file, Sealed):
        return status.SECURITY_NOT_SATISFIED
    if not isinstance(file, Binary):
        return status.WRONG_FILE_STRUCTURE
    if not state.may_use(file.pin):
        return status.SECURITY_NOT_SATISFIED
    if offset >= file.size:
        return status.WRONG_OFFSET
    return file.octets[offset : offset + command.le] + status.OK


def read_record(state: State, command: Command) -> bytes:
    """READ RECORD(S): no file here has records."""
    if command.data or command.le is None:
        return status.WRONG_LENGTH
    chosen = _choose(state, command.p2 >> 3)
    return chosen if isinstance(chosen, bytes) else status.WRONG_FILE_STRUCTURE


def verify(state: State, command: Command) -> bytes:
    """VERIFY: with data a try, without data (four bytes, or a fifth 00) a question that costs nothing."""
    if command.p1 != 0x00 or command.p2 & 0xE0 != 0x80:
        return status.WRONG_P1_P2
    chosen = _choose(state, command.p2 & 0x1F)
    if isinstance(chosen, bytes):
        return chosen
    ef, pin = chosen
    if not isinstance(pin, Pin):
        return status.WRONG_FILE_STRUCTURE
    counter, given = state.pin(ef), command.data
    if not given:
        # Always 63Cx, also when blocked or already verified: with 6984 or 9000 here OpenSC cannot
        # bind the card (traced with OpenSC 0.23).
        return status.tries_left(counter.tries_left) if command.le in (None, LE_MAX) else status.WRONG_LENGTH
    if command.le is not None or len(given) > PIN_LENGTH_MAX:
        return status.WRONG_LENGTH
    if counter.tries_left == 0:
        return status.PIN_BLOCKED
    if given == pin.value:
        counter.tries_left, counter.verified = pin.tries_max, True
        return status.OK
    # A wrong try also takes back an earlier right one (ISO/IEC 7816-4 §11.5.6 leaves it to the card;
    # no survey tells, and this is the careful reading).
    counter.tries_left, counter.verified = counter.tries_left - 1, False
    return status.tries_left(counter.tries_left)


def compute_signature(state: State, command: Command) -> bytes:
    """COMPUTE DIGITAL SIGNATURE (the card's own, CLA 80): 256 bytes with the current or named key."""
    scheme = signing.SCHEMES.get(command.p1)
    if scheme is None or command.p2 & 0xE0 != 0x80:
        return status.WRONG_P1_P2
    chosen = _choose(state, command.p2 & 0x1F)
    if isinstance(chosen, bytes):
        return chosen
    key = chosen[1]
    if not isinstance(key, Key):
        return status.WRONG_FILE_STRUCTURE
    if not command.data or command.le != LE_MAX:
        return status.WRONG_LENGTH
    if not state.may_use(key.pin):
        return status.SECURITY_NOT_SATISFIED
    if len(command.data) not in scheme.lengths or key.private_key is None:
        return status.CONDITIONS_NOT_SATISFIED
    return signing.sign(key.private_key, scheme, command.data) + status.OK


def get_challenge(state: State, command: Command) -> bytes:
    """GET CHALLENGE: 1..256 bytes."""
    if command.p1 or command.p2:
        return status.WRONG_P1_P2
    if command.data or command.le is None:
        return status.WRONG_LENGTH
    return state.challenge(command.le) + status.OK


def get_data(state: State, command: Command) -> bytes:
    """GET DATA: an object of the current application by its tag in P1 P2."""
    if command.data or command.le is None:
        return status.WRONG_LENGTH
    found = state.application.objects.get(command.p1 << 8 | command.p2)
    if found is None:
        return status.OBJECT_NOT_FOUND
    return found + status.OK if len(found) <= command.le else status.WRONG_LENGTH


Handler = Callable[[State, Command], bytes]

COMMANDS: dict[tuple[int, int], Handler] = {
    (0x00, 0x20): verify,
    (0x00, 0x84): get_challenge,
    (0x00, 0xA4): select,
    (0x00, 0xB0): read_binary,
    (0x00, 0xB2): read_record,
    (0x00, 0xCA): get_data,
    (0x80, 0x2A): compute_signature,
}
KNOWN_INS = frozenset(ins for _, ins in COMMANDS)


def unknown(cla: int, ins: int) -> bytes:
    """Why a command that is not in the table is refused."""
    if cla in (0x00, 0x80):
        return status.WRONG_CLA if ins in KNOWN_INS else status.WRONG_INS
    if cla == 0x08:
        return status.SECURE_MESSAGING_REFUSED
    if cla & 0x60 == 0x00 and cla & 0x0C:
        return status.SECURE_MESSAGING_NOT_SUPPORTED
    if cla in range(0x01, 0x04) or cla in range(0x40, 0x80):
        return status.CHANNEL_NOT_SUPPORTED
    return status.CHAINING_NOT_SUPPORTED if cla in (0x10, 0x90) else status.WRONG_CLA
