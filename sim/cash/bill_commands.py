"""What a bill validator answers out of its tables alone: types, countries, features, lamps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sim.cash import headers
from sim.cash.bills import TYPES, BillType, Scaling
from sim.cash.slave import ACK, NAK, Answer, Handler, always

BANKS: Final = 1
STACKER, ESCROW, BILL_COUNTERS, ERROR_COUNTERS, COUNTERS_KEPT = (1 << bit for bit in range(5))
FEATURES: Final = bytes((STACKER | ESCROW | BILL_COUNTERS | ERROR_COUNTERS | COUNTERS_KEPT,))
"""Option flags (S2 3.43)."""
FIRMWARE_FIXED: Final = bytes(1)
"""S2 3.111: in ROM."""
LAMPS: Final = 1
UNKNOWN_COUNTRY: Final = b"Unknown"
REVISION: Final = b"001"
"""Of every country and of all (S2 3.107)."""


def fixed_answers(types: Sequence[BillType], scaling: Mapping[str, Scaling]) -> Mapping[int, Handler]:
    """Header -> what it does, for a validator with these types.

    scaling: country -> its factor; the countries that are known
    """

    def bill_id(data: bytes, _now_ns: int) -> Answer:
        return types[data[0] - 1].bill_id.encode("ascii") if 1 <= data[0] <= len(types) else NAK

    def factor(data: bytes, _now_ns: int) -> Answer:
        return scaling.get(data.decode("latin-1"), Scaling(0, 0)).data()

    def position(data: bytes, _now_ns: int) -> Answer:
        country = data.decode("latin-1")
        bits = sum(1 << n for n, each in enumerate(types) if each.yen and each.bill_id.startswith(country))
        return bits.to_bytes(TYPES // 8, "little")

    def revision(data: bytes, _now_ns: int) -> Answer:
        if len(data) == 1:
            return None
        return REVISION if not data or data.decode("latin-1") in scaling else UNKNOWN_COUNTRY

    def lamps(data: bytes, _now_ns: int) -> Answer:
        return ACK if 1 <= data[0] <= LAMPS else NAK

    return {
        headers.REQUEST_VARIABLE_SET: always(bytes((TYPES, BANKS))),
        headers.REQUEST_OPTION_FLAGS: always(FEATURES),
        headers.REQUEST_BILL_ID: bill_id,
        headers.REQUEST_SCALING_FACTOR: factor,
        headers.REQUEST_BILL_POSITION: position,
        headers.TEST_LAMPS: lamps,
        headers.REQUEST_CURRENCY_REVISION: revision,
        headers.REQUEST_FIRMWARE_UPGRADE: always(FIRMWARE_FIXED),
    }
