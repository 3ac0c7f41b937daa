"""The ESC/POS commands that this driver writes by itself (Epson's command reference, section by name)."""

from __future__ import annotations

INITIALISE = b"\x1b@"
"""ESC @: modes and print buffer as after power-up. What waits in the receive buffer stays."""

REPORT_CHANGES = b"\x1da\x0e"
"""GS a 0E: automatic status back for on/offline (02), errors (04) and paper (08).

The printer sends its four bytes at once and at each change. Queued like print data: a printer that is
offline executes it when it is back. Sent again after each ESC @, which ends most settings.
"""

KATAKANA_PAGE = b"\x1bt\x01"
"""ESC t 1: single bytes A1 to DF are half-width katakana (JIS X 0201)."""

SHIFT_JIS = b"\x1cC\x01"
"""FS C 1: two-byte codes are Shift_JIS. A Japanese model powers up with JIS."""

# Some models take Shift_JIS without kanji mode, others only inside it: inside it is right for both.
KANJI_ON = b"\x1c&"
KANJI_OFF = b"\x1c."

LINE_FEED = b"\n"


def print_area(width_dots: int) -> bytes:
    """GS W: how wide a line is, from the left edge; alignment goes by it. For a head that is wider than the paper."""
    return b"\x1dW" + width_dots.to_bytes(2, "little")


def column_dots(columns: int) -> bytes:
    """ESC * 33: so many columns of 24 dots follow, placed like a character, three bytes a column."""
    return b"\x1b*\x21" + columns.to_bytes(2, "little")


DLE_EOT = {n: bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)}
"""DLE EOT n: real-time status, answered on receipt even when offline. One byte, without its n."""

RECOVER_AND_GO_ON = b"\x10\x05\x01"
"""DLE ENQ 1: the cutter's error is over, go on from the line where it happened."""

RECOVER_CLEARED = b"\x10\x05\x02"
"""DLE ENQ 2: the cutter's error is over, and what was still to be printed is forgotten.

Both count for the cutter's error alone, and after its cause is gone; open covers and paper recover by themselves.
"""

CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: forget what was received and not yet printed; answered `37 25 00`, and nothing is to be sent before that.

Carried out at once, also offline. Process ids of what is forgotten are never answered.
"""

PAPER_IN_ORDER = b"\x1dr\x01"
"""GS r 1: paper status, one byte 0000xxxx, when all before it has been processed (which is less than printed).

Not carried out offline, so it can never tell of the end of paper. The proof for printers without process ids.
"""

PROCESS_IDS = range(1, 10_000)

PROBE_TAG = b"ping"
"""No receipt's: it asks whether the printer knows process ids at all (the TM-T88III and older do not)."""


def process_tag(process_id: int) -> bytes:
    """A process id as GS ( H carries it: "0001" to "9999". Raises ValueError outside 1 to 9999."""
    if process_id not in PROCESS_IDS:
        raise ValueError(f"process id {process_id} is not 1 to 9999")
    return b"%04d" % process_id


def request_process_id(tag: bytes) -> bytes:
    """GS ( H function 48: answer `37 22 tag 00` when everything before this has been printed and cut.

    When several wait only the latest is answered; those of cleared data never are.
    """
    return b"\x1d(H\x06\x0000" + tag


START = INITIALISE + request_process_id(PROBE_TAG) + PAPER_IN_ORDER + INITIALISE + REPORT_CHANGES
"""A printer that takes GS ( H for text has it in an unfinished line, which the second ESC @ throws away."""
