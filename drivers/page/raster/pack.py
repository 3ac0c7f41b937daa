"""Lines of dots, packed (PWG 5102.4 §4.4): each line once with how often it comes, then runs and plain octets.

    line: repeats - 1 | pieces        piece: 0..127: the octet behind it, so many times and once more
                                             129..255: 257 - so many plain octets

Of each line the shorter of two ways is taken, all runs or all plain: a tint packs no better by mixing them, and so
a page takes no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPEATS_MAX: Final = 256
PIECE_MAX: Final = 128


def packed(lines: NDArray[np.uint8]) -> bytes:
    """Rows of octets as a printer reads them. A line's octets are whole pixels or eight of them."""
    import numpy as np

    out = bytearray()
    changes = np.flatnonzero((lines[1:] != lines[:-1]).any(axis=1)) + 1
    first = 0
    for end in (*changes.tolist(), len(lines)):
        body = _line(lines[first])
        for begin in range(first, end, REPEATS_MAX):
            out.append(min(end - begin, REPEATS_MAX) - 1)
            out += body
        first = end
    return bytes(out)


def _line(line: NDArray[np.uint8]) -> bytes:
    import numpy as np

    starts = np.concatenate([[0], np.flatnonzero(line[1:] != line[:-1]) + 1])
    lengths = np.diff(starts, append=len(line))
    pieces = (lengths + PIECE_MAX - 1) // PIECE_MAX
    if 2 * int(pieces.sum()) > len(line):
        return _plain(line.tobytes())
    first_of_run = np.cumsum(pieces) - pieces
    counts = np.full(int(pieces.sum()), PIECE_MAX - 1, np.uint8)
    counts[first_of_run + pieces - 1] = (lengths - 1) % PIECE_MAX  # the last piece of a run is what is left of it
    return np.stack([counts, np.repeat(line[starts], pieces)], axis=1).astype(np.uint8).tobytes()


def _plain(octets: bytes) -> bytes:
    out = bytearray()
    for at in range(0, len(octets), PIECE_MAX):
        piece = octets[at : at + PIECE_MAX]
        out.append(257 - len(piece) if len(piece) > 1 else 0)
        out += piece
    return bytes(out)
