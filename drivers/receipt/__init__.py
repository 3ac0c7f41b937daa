"""The receipt printer: ESC/POS over any byte wire, Japanese in Shift_JIS, and proof that paper came out.

lines (what can be printed) -> glyphs, layout, encode (bytes); replies (what comes back) -> status (what it
means) -> dialogue (whose answer it is) -> printer (the face). python-escpos builds codes; it is imported
at the first receipt, never with this package.
"""

from drivers.receipt.encode import encode
from drivers.receipt.lines import Columns, Feed, Line, Rule, Text
from drivers.receipt.printer import Failed, Printed, PrintOutcome, ReceiptPrinter, Unconfirmed
from drivers.receipt.status import Condition, ReceiptStatus

__all__ = [
    "Columns",
    "Condition",
    "Failed",
    "Feed",
    "Line",
    "PrintOutcome",
    "Printed",
    "ReceiptPrinter",
    "ReceiptStatus",
    "Rule",
    "Text",
    "Unconfirmed",
    "encode",
]
