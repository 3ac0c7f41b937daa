"""The devices in their cabinet: what is wired where, which sorter path leads to which hopper."""

from __future__ import annotations

from collections.abc import Mapping

from sim.cash.acceptor import ADDRESS as ACCEPTOR_ADDRESS
from sim.cash.acceptor import Acceptor
from sim.cash.agenda import Agenda
from sim.cash.bills import BillType
from sim.cash.bowl import Bowl
from sim.cash.chute import Chute
from sim.cash.coins import DENOMINATIONS_YEN
from sim.cash.hopper import FIRST_ADDRESS, Hopper
from sim.cash.metal import HOPPERS, Metal
from sim.cash.paper import STACKER, Paper
from sim.cash.security import Security
from sim.cash.slave import Slave
from sim.cash.timing import Timing
from sim.cash.validator import ADDRESS as BILL_ADDRESS
from sim.cash.validator import BillValidator


class Cabinet:
    """A coin acceptor, a hopper for each denomination, a bill validator unless `bill_types` is None.

    crc: addresses of the devices that speak the 16-bit CRC
    security: what the hoppers want to see before they pay; of all, or by yen

    Raises ValueError for coins that do not fit, and for a device in `crc` that is not there.
    """

    def __init__(
        self,
        timing: Timing,
        float_coins: Mapping[int, int],
        bill_types: tuple[BillType, ...] | None,
        crc: frozenset[int],
        security: Security | Mapping[int, Security],
    ) -> None:
        self.agenda = Agenda()
        self.metal = Metal()
        self.paper = Paper()
        self._bowls = {yen: Bowl(place, self.metal) for yen, place in HOPPERS.items()}
        for yen, coins in float_coins.items():
            self.bowl(yen).fill(yen, coins)
        self.acceptor = Acceptor(timing, crc=ACCEPTOR_ADDRESS in crc)
        kinds = dict.fromkeys(DENOMINATIONS_YEN, security) if isinstance(security, str) else security
        self.hoppers = {
            yen: Hopper(
                yen,
                address,
                self.agenda,
                timing,
                self._bowls[yen],
                security=kinds.get(yen, "serial"),
                crc=address in crc,
            )
            for address, yen in enumerate(DENOMINATIONS_YEN, FIRST_ADDRESS)
        }
        self.validator: BillValidator | None = None
        if bill_types is not None:
            self.validator = BillValidator(
                self.agenda, timing, self.paper, types=bill_types, crc=BILL_ADDRESS in crc
            )
        paths = dict(enumerate(self._bowls.values(), 1))
        self.chute = Chute(self.agenda, timing, self.acceptor, self.metal, paths)
        self.slaves: list[Slave] = [self.acceptor, *self.hoppers.values()]
        if self.validator is not None:
            self.slaves.append(self.validator)
        if strangers := crc - {slave.address for slave in self.slaves}:
            raise ValueError(f"no cash device at address {', '.join(map(str, sorted(strangers)))}")

    def bowl(self, yen: int) -> Bowl:
        """Raises ValueError when there is no hopper for `yen`."""
        if yen not in self._bowls:
            raise ValueError(f"no hopper for {yen} yen")
        return self._bowls[yen]

    def check(self) -> None:
        """Raises AssertionError when a coin or a note has come from nowhere or is gone."""
        self.metal.check({bowl.place: bowl.contents for bowl in self._bowls.values()})
        stacker = {} if self.validator is None else {STACKER: self.validator.stacker.contents}
        self.paper.check(stacker)
