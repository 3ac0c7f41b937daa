"""Short APDUs (ISO/IEC 7816-4, JICSAP 2.0) as the JPKI application wants them: bytes, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

READ_BYTES_MAX = 256
"""Data bytes in one answer to a short APDU (Le 00)."""

ANSWER_BYTES_MAX = READ_BYTES_MAX + 2

OK = 0x9000
END_OF_FILE = 0x6282
SECURITY_NOT_SATISFIED = 0x6982
AUTHENTICATION_BLOCKED = 0x6983
REFERENCE_DATA_BLOCKED = 0x6984
FILE_NOT_FOUND = 0x6A82
WRONG_OFFSET = 0x6B00

STATUS_WORDS: Mapping[int, str] = MappingProxyType(
    {
        OK: "done",
        END_OF_FILE: "end of file reached",
        0x6300: "wrong PIN, tries not counted",
        0x6700: "wrong length",
        0x6881: "logical channel not supported",
        0x6882: "secure messaging not supported",
        0x6981: "command does not fit the kind of file",
        SECURITY_NOT_SATISFIED: "security status not satisfied",
        AUTHENTICATION_BLOCKED: "PIN blocked",
        # JICSAP 2.0 §5.2.2: "every attempt after that" on a blocked PIN; others answer 6983 instead.
        REFERENCE_DATA_BLOCKED: "PIN blocked",
        0x6985: "conditions of use not satisfied",
        0x6986: "no current file",
        0x6A80: "wrong data",
        0x6A81: "function not supported",
        FILE_NOT_FOUND: "file or application not found",
        0x6A86: "wrong P1 or P2",
        WRONG_OFFSET: "offset outside the file",
        0x6D00: "instruction not supported",
        0x6E00: "class not supported",
        # Measured: the first command after power-up, whatever it is.
        0x6F00: "no precise diagnosis",
    }
)
"""Status words with one meaning each (ISO/IEC 7816-4 §5.6, JICSAP 2.0 §5.2)."""

_COUNTED: Mapping[int, str] = MappingProxyType({0x61: "{low} bytes wait", 0x6C: "wrong Le, {low} is right"})

_COMMANDS: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (0x80, 0x2A): "COMPUTE DIGITAL SIGNATURE",
        (0x00, 0xA4): "SELECT",
        (0x00, 0xB0): "READ BINARY",
        (0x00, 0xC0): "GET RESPONSE",
    }
)
"""By class and instruction: what may be shown with its header."""

_VERIFY = 0x20

SHORT_IDS = range(0x01, 0x1F)
"""EF ids that five bits of another command can name (JICSAP 2.0 §4.2)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An R-APDU: `data` (0 to 256 bytes, hidden from repr) and the status word `sw`."""

    data: bytes = field(repr=False)
    sw: int


def parse(raw: bytes) -> Answer:
    """Take an R-APDU apart.

    Raises ValueError, without a byte of the answer, when it is no R-APDU: shorter than a status word,
    longer than a short answer can be, or SW1 outside 61..6F and 90..9F (ISO/IEC 7816-4 §5.6).
    """
    if not 2 <= len(raw) <= ANSWER_BYTES_MAX:
        raise ValueError(f"{len(raw)} bytes are no answer")
    sw = int.from_bytes(raw[-2:], "big")
    if not (0x6100 <= sw <= 0x6FFF or 0x9000 <= sw <= 0x9FFF):
        raise ValueError("its last two bytes are no status word")
    return Answer(raw[:-2], sw)


def meaning(sw: int) -> str:
    """A status word in words, e.g. `SW 6982 (security status not satisfied)`."""
    words = STATUS_WORDS.get(sw)
    if words is None and (tries := tries_in(sw)) is not None:
        words = f"{tries} tries left"
    if words is None:
        words = _COUNTED.get(sw >> 8, "meaning unknown").format(low=(sw & 0xFF) or READ_BYTES_MAX)
    return f"SW {sw:04X} ({words})"


def tries_in(sw: int) -> int | None:
    """The tries that a status word 63Cx counts (0 to 15); None for every other word."""
    return sw & 0x0F if sw & 0xFFF0 == 0x63C0 else None


def is_open(apdu: bytes | bytearray) -> bool:
    """Whether messages may show a command's header and length: never VERIFY's, nor those of a command that
    this driver does not know, for that may hold anything anywhere."""
    return len(apdu) >= 4 and (apdu[0], apdu[1]) in _COMMANDS


def describe(apdu: bytes | bytearray) -> str:
    """A command as messages may show it: name and header, never data. VERIFY shows `VERIFY ****`."""
    if is_open(apdu):
        return f"{_COMMANDS[apdu[0], apdu[1]]} {apdu[:4].hex(' ').upper()}"
    return "VERIFY ****" if len(apdu) >= 2 and apdu[1] == _VERIFY else "command ****"


def select_application(aid: bytes) -> bytes:
    """SELECT by name, no FCI wanted (P2 = 0C)."""
    return bytes((0x00, 0xA4, 0x04, 0x0C, len(aid))) + aid


def select_file(ef: int) -> bytes:
    """SELECT an elementary file under the current application by its two-byte id."""
    return bytes((0x00, 0xA4, 0x02, 0x0C, 0x02)) + ef.to_bytes(2, "big")


def read_binary(offset: int, size: int) -> bytes:
    """READ BINARY of the current file: `size` 1 to 256 bytes (256 goes out as Le 00), offset to 7FFF.

    Raises ValueError outside these (P1 bit 8 would mean a short file id).
    """
    if not (0 <= offset <= 0x7FFF and 1 <= size <= READ_BYTES_MAX):
        raise ValueError(f"cannot read {size} bytes at {offset}")
    return bytes((0x00, 0xB0, offset >> 8, offset & 0xFF, size & 0xFF))


def read_short_file(sfi: int, size: int) -> bytes:
    """READ BINARY from the start of the file with short id `sfi` (`SHORT_IDS`), which becomes current."""
    if not (sfi in SHORT_IDS and 1 <= size <= READ_BYTES_MAX):
        raise ValueError(f"cannot read {size} bytes of short file {sfi}")
    return bytes((0x00, 0xB0, 0x80 | sfi, 0x00, size & 0xFF))


QUERY_TRIES = bytes((0x00, 0x20, 0x00, 0x80))
"""VERIFY of the current PIN file without data (case 1): asks for the tries left and consumes none."""


def verify(pin: bytearray) -> bytearray:
    """VERIFY of the current PIN file (case 3, no padding, no Le), in a buffer that the caller overwrites."""
    return bytearray((0x00, 0x20, 0x00, 0x80, len(pin))) + pin


def compute_signature(digest_info: bytes) -> bytes:
    """COMPUTE DIGITAL SIGNATURE with the current key file: class 80, the one proprietary class of JPKI.

    P1 = 00: the card applies PKCS #1 v1.5 type-1 padding to the bytes as they are. Other values of P1 let
    the card hash or pad by itself, but only 00 is what every published client uses.
    """
    return bytes((0x80, 0x2A, 0x00, 0x80, len(digest_info))) + digest_info + b"\x00"


def get_response(size: int) -> bytes:
    """GET RESPONSE for `size` bytes, as 61xx counts them (00 stands for 256)."""
    return bytes((0x00, 0xC0, 0x00, 0x00, size))


def with_right_size(apdu: bytes, size: int) -> bytes | None:
    """The same command with the Le that 6Cxx names; None for a command that has no Le (cases 1 and 3)."""
    has_le = len(apdu) == 5 or (len(apdu) > 5 and len(apdu) == 6 + apdu[4])
    return apdu[:-1] + bytes((size,)) if has_le else None
