"""Answers already given, so that a request that comes again has the same one and no second effect."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sim.centre.fields import WireError

PASSING_MAX: Final = 256
"""Answers without a lasting effect that are kept for a terminal, in memory; a kiosk repeats at once or not at all."""

LASTING_MAX: Final = 128
"""Documents' and applications' answers that are kept whole for a terminal, in the file: more than a kiosk can print in
the hour that a session lives."""

REMEMBERED_MAX: Final = 10_000
"""Of all terminals: that such an answer was given is known for so long, though not its words any more."""

TERMINALS_MAX: Final = 1024
"""Terminals whose passing answers are kept; beyond, those of the one that was silent longest are forgotten."""


class Answers:
    """The answers of the centre, by terminal and request id: what one terminal asks never displaces another's.

    db: the residents' file, opened when it is first needed
    """

    def __init__(self, db: Callable[[], sqlite3.Connection]) -> None:
        self._db = db
        self._passing: OrderedDict[str, OrderedDict[str, tuple[bytes, bytes]]] = OrderedDict()
        self._before: int | None = None

    def given(self, terminal: str, request_id: str, mark: bytes) -> bytes | None:
        """The body of the answer that this very request had before; None when it is new. mark: of path and body.

        Raises `WireError` 400 for an id that stood for another request since the centre started, and for an answer
        whose words are forgotten: it is not given anew.
        """
        db = self._db()
        first = self._first(db)
        kept = db.execute(
            "SELECT body FROM answer WHERE terminal = ? AND request = ? AND mark = ?", (terminal, request_id, mark)
        ).fetchone()
        if kept is not None and kept[0] is not None:
            return bytes(kept[0])
        reused = db.execute(
            "SELECT 1 FROM answer WHERE terminal = ? AND request = ? AND number > ?", (terminal, request_id, first)
        ).fetchone()
        if kept is not None or reused is not None:
            raise WireError(400, "request_id_reused")
        mine = self._passing.get(terminal)
        passing = None if mine is None else mine.get(request_id)
        if passing is None:
            return None
        if passing[0] != mark:
            raise WireError(400, "request_id_reused")
        return passing[1]

    def keep(self, terminal: str, request_id: str, mark: bytes, body: bytes) -> None:
        """Keep an answer that changed nothing for good."""
        mine = self._passing.setdefault(terminal, OrderedDict())
        self._passing.move_to_end(terminal)
        mine[request_id] = (mark, body)
        if len(mine) > PASSING_MAX:
            mine.popitem(last=False)
        if len(self._passing) > TERMINALS_MAX:
            self._passing.popitem(last=False)

    @contextmanager
    def lasting(self) -> Iterator[Callable[[str, str, bytes, bytes], None]]:
        """A change and its answer, in the file together or not at all; yields what keeps the answer."""
        db = self._db()
        db.execute("BEGIN")
        try:
            yield self._keep_lasting
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _keep_lasting(self, terminal: str, request_id: str, mark: bytes, body: bytes) -> None:
        db = self._db()
        number = db.execute(
            "INSERT INTO answer (terminal, request, mark, body) VALUES (?, ?, ?, ?)", (terminal, request_id, mark, body)
        ).lastrowid
        assert number is not None
        db.execute("DELETE FROM answer WHERE number <= ?", (number - REMEMBERED_MAX,))
        db.execute(
            "UPDATE answer SET body = NULL WHERE number = (SELECT number FROM answer"
            " WHERE terminal = ? AND body IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?)",
            (terminal, LASTING_MAX),
        )

    def _first(self, db: sqlite3.Connection) -> int:
        """The last number of the runs before this one: a terminal that begins anew may number its requests anew."""
        if self._before is None:
            self._before = int(db.execute("SELECT coalesce(max(number), 0) FROM answer").fetchone()[0])
        return self._before
