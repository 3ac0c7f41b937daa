"""Every example packet of the ccTalk Generic Specification 4.7, part 3, Appendices 9, 11 and 16, as printed.

TX is the host's, RX the device's; numbers are decimal; a line that begins with = is a section's heading,
by the numbers the specification prints. One of the 168 of Appendices 11 and 16 is a misprint: MISPRINT,
an all-zero 229 reply with one zero too few.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MISPRINT: Final = bytes((1, 11, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 242))

CRC: Final = """
= 7.3 Example Command
TX 40 0 70 1 63
RX 1 0 48 0 55
"""

COIN_ACCEPTOR: Final = """
= 4.1 Initialisation
TX 2 0 1 254 255
RX 1 0 2 0 253
TX 2 0 1 245 8
RX 1 13 2 0 67 111 105 110 32 65 99 99 101 112 116 111 114 22
TX 2 0 1 244 9
RX 1 4 2 0 83 82 53 105 182
TX 2 0 1 192 61
RX 1 8 2 0 83 84 68 48 49 32 32 32 73
TX 2 0 1 246 7
RX 1 14 2 0 77 111 110 101 121 32 67 111 110 116 114 111 108 115 115
TX 2 0 1 242 11
RX 1 3 2 0 78 97 188 143
TX 2 0 1 241 12
RX 1 12 2 0 67 82 83 45 70 49 45 86 49 46 48 57 26
TX 2 0 1 4 249
RX 1 3 2 0 1 4 2 243
= 4.2 Pre-Acceptance
TX 2 1 1 184 1 67
RX 1 6 2 0 71 66 50 48 48 65 155
TX 2 1 1 184 2 66
RX 1 6 2 0 71 66 49 48 48 65 156
TX 2 1 1 184 3 65
RX 1 6 2 0 71 66 48 53 48 66 151
TX 2 1 1 184 4 64
RX 1 6 2 0 71 66 48 50 48 65 155
TX 2 1 1 184 5 63
RX 1 6 2 0 84 111 107 101 110 32 214
TX 2 1 1 184 6 62
RX 1 6 2 0 71 66 48 49 48 66 155
TX 2 1 1 184 7 61
RX 1 6 2 0 46 46 46 46 46 46 227
TX 2 1 1 184 8 60
RX 1 6 2 0 46 46 46 46 46 46 227
TX 2 2 1 231 255 255 22
RX 1 0 2 0 253
= 4.3 Credit Polling
TX 2 0 1 229 24
RX 1 11 2 0 0 0 0 0 0 0 0 0 0 0 0 242
TX 2 0 1 229 24
RX 1 11 2 0 0 0 0 0 0 0 0 0 0 0 0 242
TX 2 0 1 229 24
RX 1 11 2 0 0 0 0 0 0 0 0 0 0 0 242
TX 2 0 1 229 24
RX 1 11 2 0 0 0 0 0 0 0 0 0 0 0 0 242
TX 2 0 1 229 24
RX 1 11 2 0 1 1 5 0 0 0 0 0 0 0 0 235
TX 2 0 1 229 24
RX 1 11 2 0 2 1 5 1 5 0 0 0 0 0 0 228
TX 2 0 1 229 24
RX 1 11 2 0 3 5 5 1 5 1 5 0 0 0 0 217
TX 2 0 1 229 24
RX 1 11 2 0 4 0 1 5 5 1 5 1 5 0 0 215
"""

BILL_ACCEPTOR: Final = """
= 6.3 Initialisation
TX 40 0 1 254 217
RX 1 0 40 0 215
TX 40 0 1 245 226
RX 1 13 40 0 66 105 108 108 32 65 99 99 101 112 116 111 114 246
TX 40 0 1 244 227
RX 1 6 40 0 65 114 100 97 99 54 192
TX 40 0 1 192 23
RX 1 8 40 0 83 116 97 110 100 97 114 100 158
TX 40 0 1 246 225
RX 1 3 40 0 77 67 73 251
TX 40 0 1 242 229
RX 1 3 40 0 69 6 0 137
TX 40 0 1 241 230
RX 1 12 40 0 65 69 78 45 70 49 45 86 52 46 52 52 6
TX 40 0 1 4 211
RX 1 3 40 0 1 4 4 203
TX 40 0 1 197 18
RX 1 4 40 0 95 4 67 58 243
= 6.4 Pre-Acceptance
TX 40 1 1 157 1 56
RX 1 7 40 0 69 85 48 48 48 53 65 48
TX 40 1 1 157 2 55
RX 1 7 40 0 69 85 48 48 49 48 65 52
TX 40 1 1 157 3 54
RX 1 7 40 0 69 85 48 48 50 48 65 51
TX 40 1 1 157 4 53
RX 1 7 40 0 69 85 48 48 53 48 65 48
TX 40 1 1 157 5 52
RX 1 7 40 0 69 85 48 49 48 48 65 52
TX 40 1 1 157 6 51
RX 1 7 40 0 69 85 48 50 48 48 65 51
TX 40 1 1 157 7 50
RX 1 7 40 0 69 85 48 53 48 48 65 48
TX 40 1 1 157 8 49
RX 1 7 40 0 46 46 46 46 46 46 46 142
TX 40 2 1 156 69 85 159
RX 1 3 40 0 100 0 2 110
TX 40 2 1 145 69 85 170
RX 1 3 40 0 48 48 49 67
TX 40 1 1 153 3 58
RX 1 0 40 0 215
TX 40 8 1 231 255 255 255 255 255 255 255 255 240
RX 1 0 40 0 215
TX 40 1 1 228 1 241
RX 1 0 40 0 215
= 10.1.1 Example 1 - Accepted & Rejected Notes
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 1 3 1 0 0 0 0 0 0 0 0 199
TX 40 1 1 154 1 59
RX 1 0 40 0 215
TX 40 0 1 159 56
RX 1 11 40 0 2 3 0 3 1 0 0 0 0 0 0 195
TX 40 0 1 159 56
RX 1 11 40 0 4 0 1 0 2 3 0 3 1 0 0 190
TX 40 0 1 159 56
RX 1 11 40 0 6 0 1 0 3 0 1 0 2 3 0 188
= 10.1.2 Example 2 - Coupon Acceptance
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 2 255 1 0 20 0 0 0 0 0 0 182
TX 40 0 1 129 86
RX 1 18 40 0 52 55 53 57 54 50 53 55 53 53 56 55 55 49 48 50 51 49 17
TX 40 1 1 154 1 59
RX 1 0 40 0 215
TX 40 0 1 159 56
RX 1 11 40 0 3 255 0 255 1 0 20 0 0 0 0 182
= 10.1.3 Example 3 - Stringing Attack
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 2 0 1 0 9 0 0 0 0 0 0 192
= 10.1.4 Example 4 - Polling Timeout & Recovery
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 2 0 1 0 2 0 0 0 0 0 0 199
TX 40 0 1 159 56
RX 1 11 40 0 3 0 0 0 1 0 2 0 0 0 0 198
TX 40 1 1 228 1 241
RX 1 0 40 0 215
TX 40 0 1 159 56
RX 1 11 40 0 3 0 0 0 1 0 2 0 0 0 0 198
TX 40 0 1 159 56
RX 1 11 40 0 3 0 0 0 1 0 2 0 0 0 0 198
TX 40 0 1 159 56
RX 1 11 40 0 4 0 2 0 0 0 1 0 2 0 0 195
TX 40 0 1 159 56
RX 1 11 40 0 5 0 1 0 2 0 0 0 1 0 2 193
= 10.1.5 Example 5 - Stacker Full Message
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 0 0 0 0 0 0 0 0 0 0 0 204
TX 40 0 1 159 56
RX 1 11 40 0 2 255 1 0 20 0 0 0 0 0 0 182
TX 40 0 1 129 86
RX 1 18 40 0 52 55 53 57 54 50 53 55 53 53 56 55 55 49 48 50 51 49 17
TX 40 1 1 154 1 59
RX 1 0 40 0 215
TX 40 0 1 159 56
RX 1 11 40 0 3 255 0 255 1 0 20 0 0 0 0 182
TX 40 0 1 159 56
RX 1 11 40 0 5 0 0 0 14 255 0 255 1 0 20 166
TX 40 0 1 159 56
RX 1 11 40 0 6 0 11 0 0 0 14 255 0 255 1 174
TX 40 0 1 159 56
RX 1 11 40 0 7 0 12 0 11 0 0 0 14 255 0 161
TX 40 1 1 228 1 241
RX 1 0 40 0 215
"""


class Example(NamedTuple):
    """One printed packet. sent: by the host."""

    name: str
    section: str
    sent: bool
    packet: bytes


def _read(appendix: int, text: str) -> tuple[Example, ...]:
    found, section, number = [], "", 0
    for line in text.strip().split("\n"):
        kind, *words = line.split()
        if kind == "=":
            section, number = f"Appendix {appendix}, {' '.join(words)}", 0
            continue
        number += 1
        packet = bytes(map(int, words))
        found.append(Example(f"{section}, packet {number}", section, kind == "TX", packet))
    return tuple(found)


APPENDIX_9: Final = _read(9, CRC)
APPENDIX_11: Final = _read(11, COIN_ACCEPTOR)
APPENDIX_16: Final = _read(16, BILL_ACCEPTOR)


def exchanges(examples: tuple[Example, ...]) -> list[tuple[Example, Example]]:
    """Request and reply, in order; the one with the misprint left out."""
    pairs = list(zip(examples[::2], examples[1::2], strict=True))
    return [(sent, received) for sent, received in pairs if received.packet != MISPRINT]


def section(examples: tuple[Example, ...], heading: str) -> list[tuple[bytes, bytes]]:
    """The exchanges under one heading, as packets."""
    return [(tx.packet, rx.packet) for tx, rx in exchanges(examples) if heading in tx.section]
