"""The commands, one function each: the card's state and a command in, data and status word out."""

from __future__ import annotations

from collections.abc import Callable

from sim.card import signing, status
from sim.card.apdu import LE_MAX, Command
from sim.card.files import Binary, Key, Pin, Records, Sealed
from sim.card.selection import choose, select
from sim.card.state import State

PIN_LENGTH_MAX = 16
RECORD_BY_NUMBER = 0b100
"""The last three bits of READ RECORD's P2; the five before them are a short EF id."""


def read_binary(state: State, command: Command) -> bytes:
    """READ BINARY: what is there from the offset on, at most Le. Past the allocated size: 6B00."""
    if command.data or command.le is None:
        return status.WRONG_LENGTH
    if command.p1 & 0x80:
        if command.p1 & 0x60 or not command.p1 & 0x1F:
            return status.WRONG_P1_P2
        chosen, offset = choose(state, command.p1 & 0x1F), command.p2
    else:
        chosen, offset = choose(state, 0), command.p1 << 8 | command.p2
    if isinstance(chosen, bytes):
        return chosen
    file = chosen[1]
    if isinstance(file, Sealed):
        return status.SECURITY_NOT_SATISFIED
    if not isinstance(file, Binary):
        return status.WRONG_FILE_STRUCTURE
    if not state.may_use(file.pins):
        return status.SECURITY_NOT_SATISFIED
    if offset >= file.size:
        return status.WRONG_OFFSET
    return file.octets[offset : offset + command.le] + status.OK


def read_record(state: State, command: Command) -> bytes:
    """READ RECORD(S): the one record whose number is P1 (JICSAP 6.4.4)."""
    if command.data or command.le is None:
        return status.WRONG_LENGTH
    if command.p2 & 0x07 != RECORD_BY_NUMBER:
        return status.WRONG_P1_P2
    chosen = choose(state, command.p2 >> 3)
    if isinstance(chosen, bytes):
        return chosen
    file = chosen[1]
    if not isinstance(file, Records):
        return status.WRONG_FILE_STRUCTURE
    if not 1 <= command.p1 <= len(file.records):
        return status.RECORD_NOT_FOUND
    record = file.records[command.p1 - 1]
    return record + status.OK if len(record) <= command.le else status.wrong_le(len(record))


def verify(state: State, command: Command) -> bytes:
    """VERIFY: with data a try, without data (four bytes, or a fifth 00) a question that costs nothing."""
    if command.p1 != 0x00 or command.p2 & 0xE0 != 0x80:
        return status.WRONG_P1_P2
    chosen = choose(state, command.p2 & 0x1F)
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
    # A wrong try also takes back an earlier right one (ISO/IEC 7816-4 §11.5.6 leaves it to the card;
    # no survey tells, and this is the careful reading).
    counter.verified = False
    right = given == pin.value
    try:
        state.write_tries(ef, pin.tries_max if right else counter.tries_left - 1)
    except OSError:
        return status.MEMORY_FAILURE
    counter.verified = right
    return status.OK if right else status.tries_left(counter.tries_left)


def compute_signature(state: State, command: Command) -> bytes:
    """COMPUTE DIGITAL SIGNATURE (the card's own, CLA 80): 256 bytes with the current or named key."""
    scheme = signing.SCHEMES.get(command.p1)
    if scheme is None or command.p2 & 0xE0 != 0x80:
        return status.WRONG_P1_P2
    chosen = choose(state, command.p2 & 0x1F)
    if isinstance(chosen, bytes):
        return chosen
    key = chosen[1]
    if not isinstance(key, Key):
        return status.WRONG_FILE_STRUCTURE
    if not command.data or command.le != LE_MAX:
        return status.WRONG_LENGTH
    if not state.may_use((key.pin,)):
        return status.SECURITY_NOT_SATISFIED
    if len(command.data) not in scheme.lengths or key.private_key is None:
        return status.CONDITIONS_NOT_SATISFIED
    return signing.sign(key.private_key, scheme, command.data, state.challenge) + status.OK


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


def last_command(state: State, command: Command) -> bytes:
    """No more commands will come: a notice that only an iPhone takes (the card answers 6700)."""
    heard = state.application.hears_last_command and not command.data and command.le is None
    return status.OK if heard else status.WRONG_LENGTH


Handler = Callable[[State, Command], bytes]

COMMANDS: dict[tuple[int, int], Handler] = {
    (0x00, 0x20): verify,
    (0x00, 0x84): get_challenge,
    (0x00, 0xA4): select,
    (0x00, 0xB0): read_binary,
    (0x00, 0xB2): read_record,
    (0x00, 0xCA): get_data,
    (0x80, 0x2A): compute_signature,
    (0x80, 0xFC): last_command,
}
EXTENDED: frozenset[tuple[int, int]] = frozenset({(0x00, 0xCA)})
"""Whose Le may be of extended form; to all others that is a wrong length."""
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
