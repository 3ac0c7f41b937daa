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

DLE_EOT = {n: bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)}
"""DLE EOT n: real-time status, answered on receipt even when offline. One byte, without its n."""

PROCESS_IDS = range(1, 10_000)


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
