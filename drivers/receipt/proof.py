"""Which word of the printer proves that a receipt is out, and whether it has come."""

from __future__ import annotations

from enum import Enum, auto

from drivers.receipt.commands import PAPER_IN_ORDER, PROBE_TAG, request_process_id
from drivers.receipt.replies import CLEARED, PROCESS_DONE, Block, InOrder, Junk, Reply


class Kind(Enum):
    """What a printer can prove with."""

    PROCESS_ID = auto()
    """GS ( H: printed and cut, with the receipt's own id."""
    IN_ORDER = auto()
    """GS r behind the receipt: processed. Without an id, so it counts only where nothing else can have caused it."""


class Proof:
    """Hears every reply that names itself.

    kind: None until the printer was seen to answer the probe (offline it does not)
    cleared: since the last receipt the printer has said that its buffers are empty
    """

    def __init__(self) -> None:
        self.kind: Kind | None = None
        self.cleared = False
        self._probing = False
        self._tag: bytes | None = None
        self._owed = 0
        self._came = False
        self._doubtful = False

    @property
    def came(self) -> bool:
        """Whether the receipt that is waited for is proven."""
        return self._came and not self._doubtful

    @property
    def owed(self) -> int:
        """Answers to GS r that have not come; they come in the order of their questions, if at all."""
        return self._owed

    def probed(self) -> None:
        """The probe goes out: which kind of printer this is shows in its answer."""
        self.kind, self._probing = None, True

    def request(self, tag: bytes) -> bytes:
        """What is sent behind a receipt; words that came before are not about it."""
        self._tag, self._came, self._doubtful, self.cleared = tag, False, False, False
        if self.kind is Kind.IN_ORDER:
            self._owed += 1
            return PAPER_IN_ORDER
        return request_process_id(tag)

    def marked(self) -> None:
        """Another GS r went out."""
        self._owed += 1

    def forget_owed(self) -> None:
        """What has not come yet never will."""
        self._owed = 0

    def hear(self, reply: Reply) -> None:
        """A reply that is no status."""
        match reply:
            case Block(kind=kind, data=data) if kind == PROCESS_DONE and data == PROBE_TAG:
                self.kind = Kind.PROCESS_ID
            case Block(kind=kind, data=data) if kind == PROCESS_DONE and data == self._tag:
                self._came, self._doubtful = True, False
            case Block(kind=kind) if kind == CLEARED:
                self.cleared, self._owed = True, 0
            case InOrder():
                self._hear_in_order()
            case Junk() if self.kind is Kind.IN_ORDER:
                self._doubtful = True
            case _:
                pass

    def _hear_in_order(self) -> None:
        if self._probing:
            self._probing = False
            self.kind = self.kind or Kind.IN_ORDER
        elif self._owed:
            self._owed -= 1
            self._came = self._owed == 0 and self.kind is Kind.IN_ORDER
        elif self.kind is Kind.IN_ORDER:
            self._doubtful = True  # one too many: some were part of something else
