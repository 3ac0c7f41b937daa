"""The sorter behind a coin acceptor: which way each coin goes (headers 222, 221, 210, 209, 189, 188)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.cash import headers
from sim.cash.coins import CASHBOX_PATH, PATHS
from sim.cash.slave import ACK, NAK, Answer, Handler

NO_OVERRIDE = 0xFF


class Sorter:
    """One path for each coin position, an override for each path, and the path of the overridden.

    All of it is volatile. first: the path of each position after a reset or a power-up
    """

    def __init__(self, first: Sequence[int]) -> None:
        self._first = first
        self.forget()

    def forget(self) -> None:
        """A reset or a power-up."""
        self._paths = list(self._first)
        self.override = NO_OVERRIDE
        self._default = CASHBOX_PATH

    def path_of(self, position: int, override: int, is_full: Callable[[int], bool]) -> int:
        """Where a coin of `position` goes that passed the gate under `override`.

        To the default path where its own is overridden, to the cashbox where that leads to a full hopper.
        """
        path = self._paths[position - 1]
        if not override >> path - 1 & 1:
            path = self._default
        return CASHBOX_PATH if is_full(path) else path

    def commands(self) -> Mapping[int, Handler]:
        """Header -> what it does."""
        return {
            headers.MODIFY_SORTER_OVERRIDE: self._modify_override,
            headers.REQUEST_SORTER_OVERRIDE: lambda _data, _now_ns: bytes((self.override,)),
            headers.MODIFY_SORTER_PATHS: self._modify_path,
            headers.REQUEST_SORTER_PATHS: self._request_path,
            headers.MODIFY_DEFAULT_SORTER_PATH: self._modify_default,
            headers.REQUEST_DEFAULT_SORTER_PATH: lambda _data, _now_ns: bytes((self._default,)),
        }

    def _modify_override(self, data: bytes, _now_ns: int) -> Answer:
        """Bit 0 is path 1; 0 sends its coins down the default path (S2 3.34)."""
        self.override = data[0]
        return ACK

    def _modify_path(self, data: bytes, _now_ns: int) -> Answer:
        position, path = data
        if not 1 <= position <= len(self._paths) or path not in PATHS:
            return NAK
        self._paths[position - 1] = path
        return ACK

    def _request_path(self, data: bytes, _now_ns: int) -> Answer:
        return bytes((self._paths[data[0] - 1],)) if 1 <= data[0] <= len(self._paths) else NAK

    def _modify_default(self, data: bytes, _now_ns: int) -> Answer:
        if data[0] not in PATHS:
            return NAK
        self._default = data[0]
        return ACK
