"""The receipt printer: ESC/POS on 80 mm thermal paper, a Japanese model with kanji ROM and autocutter.

`ReceiptPrinter` is the whole device as a host sees it (`sim.wire.Peripheral`): bytes in, status
bytes out, paper by the clock. Inside, bytes go one way: real-time scanner -> receive buffer ->
parser -> engine (layout, graphics, requests) -> mechanism -> paper. The paper keeps what was
printed as data; a picture of it is drawn only when asked.
"""

from sim.receipt.paper import Piece, Row
from sim.receipt.printer import ReceiptPrinter

__all__ = ["Piece", "ReceiptPrinter", "Row"]
