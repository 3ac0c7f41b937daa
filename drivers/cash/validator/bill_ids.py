"""What a note is worth, from the seven characters a validator calls it by and its country's scaling.

`JP1000A`: country, four characters of value, issue (S2 3.94, S3 Appendix 15). The value is
VVVV x scaling factor, in the smallest unit, with so many decimal places. For the yen `JP1000A` with
(1, 0), `JP0001A` with (1000, 0) and `JP1000A` with (100, 2) are all legal and all 1000 yen.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

COUNTRY: Final = b"JP"
# A decimal point may stand in the value (S3 Appendix 15, 9.2; S4 RFC/002): `0.10`.
_ID: Final = re.compile(rb"JP(?=.{4})([0-9]*)(?:\.([0-9]*))?.\Z", re.DOTALL)


class Scaling(NamedTuple):
    """The 156 reply: factor 0 to 65535, decimal places. All zeros: the country is not supported."""

    factor: int
    decimals: int


def scaling_in(reply: bytes) -> Scaling:
    """The scaling in the three bytes of a 156 reply."""
    return Scaling(int.from_bytes(reply[:2], "little"), reply[2])


def yen_of_bill(bill_id: bytes, scaling: Scaling) -> int | None:
    """Whole yen of a bill id (157); None for anything that is not a note of Japan.

    None are: unprogrammed positions (`.......`), coupons (`BC0001A`), other countries, and values that
    are zero or no whole yen.
    """
    match = _ID.fullmatch(bill_id) if len(bill_id) == 7 else None
    if match is None:
        return None
    before, after = match.group(1).decode("ascii"), (match.group(2) or b"").decode("ascii")
    if not before + after:
        return None
    yen, rest = divmod(int(before + after) * scaling.factor, 10 ** (len(after) + scaling.decimals))
    return yen if yen and not rest else None
