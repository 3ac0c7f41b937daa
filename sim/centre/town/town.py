"""The file, read: who a certificate belongs to, who lives with whom, who stands in which 戸籍."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sim.centre.town import households, registers
from sim.centre.town.model import (
    Application,
    CertificateRecord,
    FamilyRegister,
    Holder,
    Household,
    PersonKey,
    Purpose,
)
from sim.centre.town.people import day_or_none
from sim.centre.town.schema import TABLES, VERSION


class TownFileError(Exception):
    """Raised when the residents' file cannot be opened or is another program's. Names the file and the remedy."""


class Town:
    """The residents' file, open. Asked by one thread at a time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = OFF")  # a simulation's file; whoever pulls the plug makes it anew

    @classmethod
    def open(cls, path: Path | None, fill: Callable[[sqlite3.Connection], None]) -> Town:
        """The file's, or one in memory for None. fill: called once for a file that is new, its tables made.

        Raises `TownFileError` where the file cannot be had.
        """
        try:
            return cls(_opened(path, fill))
        except sqlite3.Error as error:
            raise TownFileError(f"{path}: {error}; name a residents' file in a folder that can be written") from error

    @classmethod
    def from_image(cls, image: bytes) -> Town:
        """One in memory, as it was when it was serialised."""
        db = _connected(None)
        db.deserialize(image)
        return cls(db)

    def close(self) -> None:
        """Let the file go."""
        self.db.close()

    # ------------------------------------------------------------------------------ cards and phones

    def certificate(self, purpose: Purpose, generation: int, serial: int) -> CertificateRecord | None:
        """What is known of a certificate by its issuer's generation and its serial number."""
        row = self._one(
            "SELECT holder, revoked FROM certificate WHERE purpose = ? AND generation = ? AND serial = ?",
            purpose, generation, serial,
        )  # fmt: skip
        return None if row is None else CertificateRecord(row[0], day_or_none(row[1]))

    def revoke(self, holder: str, purpose: Purpose, day: date) -> None:
        """A certificate is revoked from a day on."""
        self.db.execute(
            "UPDATE certificate SET revoked = ? WHERE holder = ? AND purpose = ?", (day.isoformat(), holder, purpose)
        )

    def holder(self, holder: str) -> Holder:
        """A card's holder by id. Raises KeyError for nobody's."""
        row = self._one("SELECT id, person, issued, handed_over, seal_registered FROM holder WHERE id = ?", holder)
        if row is None:
            raise KeyError(holder)
        return Holder(row[0], row[1], date.fromisoformat(row[2]), date.fromisoformat(row[3]), bool(row[4]))

    def lapse(self, holder: str) -> None:
        """The card lapses now, whatever the days say. Raises KeyError."""
        self.db.execute("UPDATE holder SET lapsed = 1 WHERE id = ?", (self.holder(holder).id,))

    def has_lapsed(self, holder: str) -> bool:
        """Whether it did so by `lapse`."""
        row = self._one("SELECT lapsed FROM holder WHERE id = ?", holder)
        return row is not None and bool(row[0])

    # -------------------------------------------------------------------------------------- 住民票

    def shield(self, holder: str) -> None:
        """The holder's household comes under 支援措置. Raises KeyError."""
        self.db.execute(
            "UPDATE household SET shielded = 1 WHERE id = (SELECT household FROM resident WHERE person = ?)",
            (self.holder(holder).key,),
        )

    def household_of(self, key: PersonKey, today: date) -> Household:
        """The 世帯 of a person, with what certificates of a day show. Raises KeyError for nobody's key."""
        return households.household_of(self.db, key, today)

    # ---------------------------------------------------------------------------------------- 戸籍

    def register_of(self, key: PersonKey) -> FamilyRegister | None:
        """The 戸籍 in which the person stands now; None for who has none."""
        return registers.register_of(self.db, key)

    def register_shields(self, key: PersonKey) -> bool:
        """Whether anybody in the person's 戸籍 is under 支援措置: its 附票 would tell where they live."""
        return registers.shields_somebody(self.db, key)

    def domiciles(self, key: PersonKey) -> Mapping[PersonKey, tuple[str, str]]:
        """本籍 and 筆頭者 of everybody in a person's household who has a 戸籍."""
        return registers.domiciles(self.db, key)

    # --------------------------------------------------------------------------------- 利用登録申請

    def application(self, holder: str, municipality: str) -> Application | None:
        """The holder's latest at a municipality."""
        row = self._one(
            "SELECT id, holder, municipality, applied, due, approved, reason FROM application"
            " WHERE holder = ? AND municipality = ? ORDER BY rowid DESC LIMIT 1",
            holder, municipality,
        )  # fmt: skip
        if row is None:
            return None
        applied, due = date.fromisoformat(row[3]), date.fromisoformat(row[4])
        return Application(row[0], row[1], row[2], applied, due, bool(row[5]), row[6])

    def apply(self, application: Application, telephone: str) -> None:
        """Enter an application."""
        self.db.execute(
            "INSERT INTO application VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                application.id,
                application.holder,
                application.municipality,
                application.applied.isoformat(),
                application.due.isoformat(),
                application.approved,
                application.reason,
                telephone,
            ),
        )

    def forget_applications(self, holder: str) -> None:
        """As if the holder had never applied. Raises KeyError."""
        self.db.execute("DELETE FROM application WHERE holder = ?", (self.holder(holder).id,))

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        row = self.db.execute(sql, values).fetchone()
        return None if row is None else tuple(row)


def _connected(path: Path | None) -> sqlite3.Connection:
    # whoever hosts the centre asks from one thread at a time, though not always from the one that opened it
    return sqlite3.connect(":memory:" if path is None else path, isolation_level=None, check_same_thread=False)


def _opened(path: Path | None, fill: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    db = _connected(path)
    try:
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            db.executescript(TABLES)
            fill(db)
            db.execute(f"PRAGMA user_version = {VERSION}")
        elif db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise TownFileError(f"{path}: not a residents' file of this version; name another, and it is made")
    except BaseException:
        db.close()
        raise
    return db
