"""The ccTalk commands this driver knows, as one table.

Sources: names and meanings S2 (by header number), lengths of the replies S3 Table 8. Reply times are
command-specific (S1 §11.2) and product-specific; most devices answer in under 10 ms (SCH2: 2 to 10 ms,
Flow hopper: 25 ms, its reset acknowledgement 90 ms). A USB adapter adds up to 16 ms each way.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Header(NamedTuple):
    """One command.

    idempotent: sending it twice does what sending it once does; only then is it ever repeated.
    reply_ms: how long the reply may take to begin, after the request is on the wire.
    tries: how often it is sent before giving up (S1 §12.1 recommends 3); 1 unless idempotent.
    reply: how many bytes of data the reply carries; `range(0, 1)` is the bare ACK.
    secret: what it says or answers may be a hopper's secret, so no message shows its bytes.
    """

    number: int
    name: str
    idempotent: bool
    reply_ms: int
    tries: int
    reply: range
    secret: bool = False

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


_table: dict[int, Header] = {}


def _command(
    number: int,
    name: str,
    least: int = 0,
    most: int | None = None,
    *,
    reply_ms: int = 125,
    once: bool = False,
    secret: bool = False,
) -> Header:
    reply = range(least, (least if most is None else most) + 1)
    header = Header(number, name, not once, reply_ms, 1 if once else 3, reply, secret)
    _table[number] = header
    return header


# --- every device
SIMPLE_POLL: Final = _command(254, "simple poll")
MANUFACTURER: Final = _command(246, "request manufacturer id", 3, 32)
CATEGORY: Final = _command(245, "request equipment category id", 3, 16)
PRODUCT: Final = _command(244, "request product code", 3, 16)
SERIAL: Final = _command(242, "request serial number", 3, 4)
SOFTWARE: Final = _command(241, "request software revision", 3, 32)
BUILD: Final = _command(192, "request build code", 3, 32)
VARIABLES: Final = _command(247, "request variable set", 1, 255)
OPTION_FLAGS: Final = _command(213, "request option flags", 1)
# "may take a few seconds": S3 Appendix 16
ROM_CHECKSUM: Final = _command(197, "calculate ROM checksum", 4, reply_ms=5000)
# The Flow hopper answers 6 bytes where the table allows 3: its manual, v0.6.
COMMS_REVISION: Final = _command(4, "request comms revision", 3, 6)
# Acknowledged first, then done; the device is deaf for a while, so a repetition would be lost or late.
RESET: Final = _command(1, "reset device", reply_ms=500, once=True)

# --- coin acceptor, bill validator
POLLING_PRIORITY: Final = _command(249, "request polling priority", 2)
STATUS: Final = _command(248, "request status", 1)
SELF_CHECK: Final = _command(232, "perform self-check", 1, 2, reply_ms=2000)
SET_INHIBITS: Final = _command(231, "modify inhibit status")
INHIBITS: Final = _command(230, "request inhibit status", 1, 16)
EVENTS: Final = _command(229, "read buffered credit or error codes", 11)
SET_MASTER_INHIBIT: Final = _command(228, "modify master inhibit status")
MASTER_INHIBIT: Final = _command(227, "request master inhibit status", 1)
INSERTIONS: Final = _command(226, "request insertion counter", 3)
ACCEPTED: Final = _command(225, "request accept counter", 3)
COIN_ID: Final = _command(184, "request coin id", 6)

# --- hopper
LEVEL: Final = _command(217, "request payout high/low status", 1)
STOP: Final = _command(172, "emergency stop", 1)
HOPPER_COIN: Final = _command(171, "request hopper coin", 6)
DISPENSE_COUNT: Final = _command(168, "request hopper dispense count", 3)
# A repetition pumps once more, or brings a newer key; only the last key counts (S4 2.3.2).
PUMP_RNG: Final = _command(161, "pump RNG", secret=True)
CIPHER_KEY: Final = _command(160, "request cipher key", 8, secret=True)
# Moves coins. "This command should not be repeated to avoid over-payment": SCH2 manual TSP016.
DISPENSE: Final = _command(167, "dispense hopper coins", 0, 1, reply_ms=500, once=True, secret=True)
HOPPER_STATUS: Final = _command(166, "request hopper status", 4)
ENABLE_HOPPER: Final = _command(164, "enable hopper")
TEST_HOPPER: Final = _command(163, "test hopper", 1, 3)

# --- bill validator
BILL_EVENTS: Final = _command(159, "read buffered bill events", 11)
BILL_ID: Final = _command(157, "request bill id", 7)
SCALING: Final = _command(156, "request country scaling factor", 3)
# Moves a note. Without data an ACK, else an error code. A repetition could move the next note.
ROUTE_BILL: Final = _command(154, "route bill", 0, 1, reply_ms=500, once=True)
SET_BILL_MODE: Final = _command(153, "modify bill operating mode")
BILL_MODE: Final = _command(152, "request bill operating mode", 1)
CURRENCY_REVISION: Final = _command(145, "request currency revision", 1, 32)
BARCODE: Final = _command(129, "read barcode data", 0, 32)

HEADERS: Final[Mapping[int, Header]] = MappingProxyType(_table)
