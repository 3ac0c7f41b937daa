"""A My Number Card down to its APDUs, the cards that are mistaken for one, and the tray they lie on.

Written from the JPKI application's observed behaviour (OpenSC `card-jpki.c`/`pkcs15-jpki.c`, the
myna-card survey of a test card, JICSAP 2.0 and ISO/IEC 7816-4 for what they cite). Passive: no clock, no
thread, no randomness. A host lays a card on the `Tray`, powers it and exchanges APDUs; how long a real
card would have taken, `VirtualCard.duration_ns` tells.
"""

from sim.card.card import VirtualCard
from sim.card.content import card_for, content_for
from sim.card.files import Application, Binary, CardContent, Internal, Key, Pin, Records, Sealed
from sim.card.tray import Tray, TrayError

__all__ = [
    "Application",
    "Binary",
    "CardContent",
    "Internal",
    "Key",
    "Pin",
    "Records",
    "Sealed",
    "Tray",
    "TrayError",
    "VirtualCard",
    "card_for",
    "content_for",
]
