"""What a build has read so far, kept outside the generation it works on: ``INDEX/work.sqlite``.

A row is written in one transaction as soon as a file is understood, so that a build which is killed
at any moment, or stopped by a full disk, does not read again what it had read. The file goes when a
build has succeeded.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from indexer.understand import Outcome

NAME = "work.sqlite"
_FILES = (NAME, f"{NAME}-wal", f"{NAME}-shm")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS outcomes (rules TEXT NOT NULL, sha256 TEXT NOT NULL,
  document TEXT NOT NULL, source TEXT NOT NULL, coded TEXT, passages INTEGER,
  reason TEXT, lasting INTEGER NOT NULL,
  PRIMARY KEY (sha256, document, source));
"""

#: SHA-256 of the bytes, document id, name of the source: with the rules, all an outcome depends on.
Key = tuple[str, str, str]


class Work:
    """Outcomes by key. One process writes (it holds the lock of the build)."""

    def __init__(self, index: Path, rules: str) -> None:
        self._index = index
        self._rules = rules
        try:
            self._db = self._open()
        except sqlite3.DatabaseError:  # cut off by a power failure: worth nothing
            self.discard()
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._index / NAME, isolation_level=None)
        try:
            if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("quick_check")
            # Safe from kills; a power failure may cost the last rows, and a sync a row costs more.
            db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
            db.executescript(_SCHEMA)
            db.execute("DELETE FROM outcomes WHERE rules != ? OR NOT lasting", (self._rules,))
        except sqlite3.Error:
            db.close()
            raise
        return db

    def keep(self, keys: Iterable[Key]) -> set[Key]:
        """Drop what is not among ``keys``; give those that are there."""
        wanted = set(keys)
        there = set(self._db.execute("SELECT sha256, document, source FROM outcomes"))
        self._db.execute("BEGIN")
        self._db.executemany(
            "DELETE FROM outcomes WHERE sha256 = ? AND document = ? AND source = ?", there - wanted
        )
        self._db.execute("COMMIT")
        return there & wanted

    def add(self, key: Key, outcome: Outcome) -> None:
        """Keep one outcome, whatever becomes of this process afterwards."""
        row = (self._rules, *key, outcome.coded, outcome.reason, outcome.lasting)
        self._db.execute(
            "INSERT OR REPLACE INTO outcomes VALUES (?1, ?2, ?3, ?4, ?5, "
            "json_array_length(?5, '$.passages'), ?6, ?7)",
            row,
        )

    def get(self, key: Key) -> str:
        """The coded document of a key that has one."""
        return str(self._one("coded", key))

    def passages(self, key: Key) -> int:
        """How many passages that document has."""
        return int(self._one("passages", key) or 0)

    def reason(self, key: Key) -> str | None:
        """Why the source of a key that is there cannot be indexed; None when it can."""
        found = self._one("reason", key)
        return None if found is None else str(found)

    def _one(self, column: str, key: Key) -> str | int | None:
        where = "FROM outcomes WHERE sha256 = ? AND document = ? AND source = ?"
        found: str | int | None = self._db.execute(f"SELECT {column} {where}", key).fetchone()[0]
        return found

    def close(self) -> None:
        """Leave everything for the next build."""
        self._db.close()

    def discard(self) -> None:
        """Remove the file: a generation has it all."""
        with contextlib.suppress(AttributeError):
            self._db.close()
        for name in _FILES:
            (self._index / name).unlink(missing_ok=True)
