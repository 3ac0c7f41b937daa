"""The receipt printer: ESC/POS on 58 or 80 mm thermal paper, a Japanese model with kanji ROM and autocutter.

`ReceiptPrinter` is the whole device as a host sees it (`sim.wire.Peripheral`): bytes in, status
bytes out, paper by the clock. Inside, bytes go one way: real-time scanner -> receive buffer ->
parser -> engine (layout, graphics, requests) -> mechanism -> paper. The paper keeps what was
printed as data; a picture of it is drawn only when asked.
"""

from sim.receipt.model import Model
from sim.receipt.paper import Piece, Row
from sim.receipt.printer import ReceiptPrinter
from sim.receipt.timing import Timing

__all__ = ["Model", "Piece", "ReceiptPrinter", "Row", "Timing"]
