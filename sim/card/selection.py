"""Which application and which file a command is about: SELECT FILE, and short ids inside other commands."""

from __future__ import annotations

from sim.card import status
from sim.card.apdu import Command
from sim.card.files import File
from sim.card.state import State

SHORT_EF_IDS = range(0x01, 0x1F)
"""Files 0001 to 001E can be named by five bits inside another command (JICSAP 4.2 (2))."""


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


def choose(state: State, short: int) -> tuple[int, File] | bytes:
    """The current file for 0, or the one of a short EF id, which becomes current."""
    if short:
        if short not in SHORT_EF_IDS:
            return status.WRONG_P1_P2
        file = state.application.files.get(short)
        if file is None:
            return status.FILE_NOT_FOUND
        state.file = short, file
    return state.file if state.file is not None else status.NO_CURRENT_FILE
