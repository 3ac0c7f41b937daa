"""The receipt printer: ESC/POS over any byte wire, Japanese in Shift_JIS, and proof that paper came out.

lines (what can be printed) -> glyphs, dots, layout, raster, encode (bytes); replies (what comes back) -> status and
proof (what it means) -> dialogue (whose answer it is) -> attempt (one receipt under way) -> printer (the face).
python-escpos builds codes and pictures; it is imported at the first receipt, never with this package.
"""

from drivers.receipt.dots import Dots, Draw
from drivers.receipt.encode import encode
from drivers.receipt.lines import PAPERS, Columns, Feed, Line, Paper, Rule, Text
from drivers.receipt.printer import Failed, Printed, PrintOutcome, ReceiptPrinter, Unconfirmed
from drivers.receipt.status import Condition, ReceiptStatus

__all__ = [
    "PAPERS",
    "Columns",
    "Condition",
    "Dots",
    "Draw",
    "Failed",
    "Feed",
    "Line",
    "Paper",
    "PrintOutcome",
    "Printed",
    "ReceiptPrinter",
    "ReceiptStatus",
    "Rule",
    "Text",
    "Unconfirmed",
    "encode",
]
