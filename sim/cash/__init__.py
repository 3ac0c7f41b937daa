"""The simulated cash box: a ccTalk bus with a coin acceptor, four hoppers, a bill validator, and the money in them.

Written from the ccTalk Generic Specification v4.7 alone (cited as S1 to S4, its four parts).
`CashBox` is the whole of it: a `Peripheral` on the wire's side, acts on the customer's and the
attendant's side, and ledgers that say where every coin and every note is.
"""

from sim.cash.box import CashBox
from sim.cash.faults import WireFaults
from sim.cash.timing import Timing

__all__ = ["CashBox", "Timing", "WireFaults"]
