"""Writes the SQLite file of a volume, which ``store`` reads.

Facts are JSON beside their clause: they are always wanted together with it, and never alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from indexer.index import phrases
from indexer.index.store import CLAUSE, FIELDS, dumps, uri_of

_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, first INTEGER NOT NULL, "end" INTEGER NOT NULL,
  clauses INTEGER NOT NULL, wording TEXT NOT NULL, info TEXT NOT NULL, problems TEXT NOT NULL,
  text TEXT NOT NULL);
CREATE TABLE pages (document TEXT NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, obtained TEXT NOT NULL);
CREATE TABLE clauses (number INTEGER PRIMARY KEY, document TEXT NOT NULL, path TEXT NOT NULL,
  parent TEXT,
  kind TEXT NOT NULL, part TEXT NOT NULL, marker TEXT NOT NULL, title TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, own_end INTEGER NOT NULL,
  page INTEGER NOT NULL, "order" INTEGER NOT NULL, header TEXT NOT NULL, facts TEXT NOT NULL,
  boxes TEXT NOT NULL);
CREATE TABLE passages (row INTEGER PRIMARY KEY, document TEXT NOT NULL, clause INTEGER NOT NULL,
  scanned INTEGER NOT NULL, context TEXT NOT NULL, text TEXT NOT NULL, lexical TEXT NOT NULL);
CREATE TABLE phrases (document TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  times INTEGER NOT NULL, PRIMARY KEY (document, kind, text)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX pages_of ON pages (document, number);
CREATE UNIQUE INDEX clauses_of ON clauses (document, path);
CREATE INDEX passages_of ON passages (document, row);
CREATE TABLE said AS SELECT kind, text, sum(times) AS times FROM phrases GROUP BY kind, text;
"""


_ALONE = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
_row = itemgetter(*FIELDS)


class StoreWriter:
    """Fills a new file, document by document; ``close`` makes it complete."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{uri_of(path)}?mode=rwc", uri=True, isolation_level=None)
        # The file is worthless until the generation is committed, and synced there.
        self._db.executescript(_ALONE)
        self._db.executescript(_SCHEMA)
        self._clauses = 0  # so many are there

    def add(self, body: dict[str, Any], first: int) -> None:
        """Store one document as ``codec.body_of`` tells it; its passages are numbered from there.

        No dataclass is made of what would only be taken apart again.
        """
        document, passages = body["document"], body["passages"]
        name, text, clauses = document["info"]["id"], document["text"], document["clauses"]
        numbered = list(enumerate(clauses, self._clauses))
        wording = hashlib.sha256(text.encode()).hexdigest()
        counts = (first, first + len(passages), len(clauses), wording)
        told = (dumps(document["info"]), dumps(document["problems"]), text)
        self._db.execute("BEGIN")
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (name, *counts, *told)
        )
        self._db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            (
                (name, page["number"], page["start"], page["end"], page["obtained"])
                for page in document["pages"]
            ),
        )
        self._db.executemany(
            f"INSERT INTO clauses VALUES (?, ?{', ?' * len(FIELDS)})",
            ((number, name, *_clause_row(clause)) for number, clause in numbered),
        )
        scanned = {page["number"] for page in document["pages"] if page["obtained"] == "ocr"}
        opens = {clause["path"]: (number, clause["page"] in scanned) for number, clause in numbered}
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (row, name, *opens[path], _context(tuple(context)), said, lexical)
                for row, (path, context, said, lexical, _) in enumerate(passages, first)
            ),
        )
        self._clauses += len(clauses)
        self._db.executemany(
            "INSERT INTO phrases VALUES (?, ?, ?, ?)",
            ((name, *phrase) for phrase in phrases.counted(clauses)),
        )
        self._db.execute("COMMIT")

    def carry(self, old: Path, documents: Mapping[str, int]) -> None:
        """Copy documents from another file, the passages of each to stand from a number on."""
        self._db.execute("ATTACH ? AS old", (f"{uri_of(old)}?mode=ro&immutable=1",))
        self._db.execute("BEGIN")
        for name, first in documents.items():
            self._carry(name, first)
        self._db.execute("COMMIT")
        self._db.execute("DETACH old")

    def _carry(self, name: str, first: int) -> None:
        old = (
            "SELECT first, clauses, (SELECT min(number) FROM old.clauses WHERE document = id) "
            "FROM old.documents WHERE id = ?"
        )
        ((moved, size, clause),) = self._db.execute(old, (name,)).fetchall()
        self._db.execute(
            'INSERT INTO documents SELECT id, first + ?1, "end" + ?1, clauses, wording, info, '
            "problems, text FROM old.documents WHERE id = ?2",
            (first - moved, name),
        )
        for table in ("pages", "phrases"):
            self._db.execute(
                f"INSERT INTO {table} SELECT * FROM old.{table} WHERE document = ?", (name,)
            )
        later = self._clauses - (clause or 0)
        self._db.execute(
            f"INSERT INTO clauses SELECT number + ?, document, {CLAUSE} FROM old.clauses "
            "WHERE document = ? ORDER BY number",
            (later, name),
        )
        self._db.execute(
            "INSERT INTO passages SELECT row + ?, document, clause + ?, scanned, context, text, "
            "lexical FROM old.passages WHERE document = ?",
            (first - moved, later, name),
        )
        self._clauses += size

    def lexical(self) -> Iterator[tuple[int, str, str]]:
        """``(number, document, searchable text)`` of every passage, in order."""
        yield from self._db.execute("SELECT row, document, lexical FROM passages ORDER BY row")

    def texts(self) -> Iterator[str]:
        """Every document's canonical text."""
        yield from (row[0] for row in self._db.execute("SELECT text FROM documents ORDER BY id"))

    def close(self) -> None:
        """Complete the file."""
        self._db.executescript(_INDEXES)
        self._db.close()


@lru_cache(maxsize=4096)
def _context(headings: tuple[str, ...]) -> str:
    """The same ones stand over many passages."""
    return dumps(headings)


def _clause_row(clause: dict[str, Any]) -> tuple[object, ...]:
    """Most clauses have nothing to tell of some kinds."""
    header, boxes = clause["header"], clause["boxes"]
    facts = {kind: found for kind, found in clause["facts"].items() if found}
    coded = {
        "header": dumps(header) if header else "[]",
        "boxes": dumps([list(box.values()) for box in boxes]) if boxes else "[]",
        "facts": dumps(facts) if facts else "",
    }
    row: tuple[object, ...] = _row(clause | coded)
    return row
