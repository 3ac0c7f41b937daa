"""What a coin is worth, from the six characters a device calls it by.

`JP100A`: country, three characters of value, mint issue (S3 Appendix 3.1; JP: Appendix 10). The issue
letter differs between makers and mints and says nothing about the value; one value may stand at
several positions (the 500 yen coin has several issues).
"""

from __future__ import annotations

import re
from typing import Final

# The letter stands where the decimal point would: 2K5 = 2.5 thousand, M10 = .10 million, 5m0 = 0.005.
_SCALE_THOUSANDTHS: Final = {"m": 1, ".": 1_000, "K": 1_000_000, "M": 1_000_000_000, "G": 1_000_000_000_000}
_ID: Final = re.compile(rb"JP(?=.{3})([0-9]*)([m.KMG]?)([0-9]*).\Z", re.DOTALL)


def yen_of(coin_id: bytes) -> int | None:
    """Whole yen of a coin id (headers 184 and 171); None for anything that is not a coin of Japan.

    None are: unprogrammed positions (`......`, on some hoppers `------` or six NULs), tokens (`TK001A`),
    taught coins (`TK000A`), other countries, and values that are zero or no whole yen.
    """
    match = _ID.fullmatch(coin_id) if len(coin_id) == 6 else None
    if match is None:
        return None
    before, letter, after = (part.decode("ascii") for part in match.groups())
    if not before + after:
        return None
    parts = 1_000 * 10 ** len(after)
    scaled = int(before + after) * _SCALE_THOUSANDTHS[letter or "."]
    yen, rest = divmod(scaled, parts)
    return yen if yen and not rest else None


def yen_of_cvf(code: int) -> int | None:
    """Whole yen of a credit code in the coin value format (S3 Appendix 3.2); None for tokens and nothing.

    Seven bits of value; the eighth multiplies it by ten. 255 is a token.
    """
    yen = (code & 0x7F) * (10 if code & 0x80 else 1)
    return yen if yen and code != 0xFF else None
