"""The SQLite file of a generation: documents, pages, clauses with facts, passages, quarantine.

Facts are JSON beside their clause: they are always wanted together with it, and never alone.
A reader opens the file read-only and immutable, with a pool of connections of which each serves
one thread at a time.
"""

from __future__ import annotations

import json
import sqlite3
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from indexer.documents import (
    Agency,
    Clause,
    Deadline,
    Document,
    DocumentInfo,
    Facts,
    Funding,
    Law,
    Page,
    PageBox,
    Span,
    Target,
)
from indexer.index import sameness
from indexer.index.protocol import Passage
from indexer.passages import PassageText

_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, info TEXT NOT NULL, text TEXT NOT NULL,
  problems TEXT NOT NULL);
CREATE TABLE pages (document TEXT NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
  "end" INTEGER NOT NULL, obtained TEXT NOT NULL);
CREATE TABLE clauses (document TEXT NOT NULL, path TEXT NOT NULL, parent TEXT,
  kind TEXT NOT NULL, part TEXT NOT NULL, marker TEXT NOT NULL, title TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, own_end INTEGER NOT NULL,
  page INTEGER NOT NULL, "order" INTEGER NOT NULL, header TEXT NOT NULL, facts TEXT NOT NULL,
  boxes TEXT NOT NULL,
  PRIMARY KEY (document, path)) WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, document TEXT NOT NULL, path TEXT NOT NULL,
  context TEXT NOT NULL, text TEXT NOT NULL, lexical TEXT NOT NULL);
CREATE TABLE quarantine (source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reason TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX pages_of ON pages (document, number);
CREATE INDEX passages_of ON passages (document, row);
"""
_FIELDS = tuple(f.name for f in fields(Clause))  # the table has the same, behind ``document``
_CLAUSE = ", ".join(f'"{name}"' for name in _FIELDS)
_KINDS: dict[str, type] = {
    "agencies": Agency,
    "targets": Target,
    "deadlines": Deadline,
    "laws": Law,
    "funding": Funding,
}


class StoreWriter:
    """Fills a new file, document by document; ``close`` makes it complete."""

    def __init__(self, path: Path, carry_from: Path | None = None) -> None:
        self._db = sqlite3.connect(f"{_uri(path)}?mode=rwc", uri=True, isolation_level=None)
        # The file is worthless until the generation is committed, and synced there.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self._db.executescript(_SCHEMA)
        if carry_from is not None:
            self._db.execute("ATTACH ? AS old", (f"{_uri(carry_from)}?mode=ro&immutable=1",))
        self._db.execute("BEGIN")

    def add(self, document: Document, passages: Sequence[PassageText], first_row: int) -> None:
        """Store one document; its passages take the rows from ``first_row`` on."""
        name = document.info.id
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?)",
            (name, _dumps(asdict(document.info)), document.text, _dumps(document.problems)),
        )
        self._db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            ((name, p.number, p.start, p.end, p.obtained) for p in document.pages),
        )
        self._db.executemany(
            f"INSERT INTO clauses VALUES (?{', ?' * len(_FIELDS)})",
            ((name, *_clause_row(c)) for c in document.clauses),
        )
        self._db.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (first_row + i, name, p.clause.path, _dumps(p.context), p.text, p.lexical)
                for i, p in enumerate(passages)
            ),
        )

    def carry(self, document: str, old_first: int, first_row: int) -> None:
        """Copy a document from ``carry_from``, its rows moved to start at ``first_row``."""
        for table, key in (("documents", "id"), ("pages", "document"), ("clauses", "document")):
            self._db.execute(
                f"INSERT INTO {table} SELECT * FROM old.{table} WHERE {key} = ?", (document,)
            )
        self._db.execute(
            "INSERT INTO passages SELECT row + ?, document, path, context, text, lexical "
            "FROM old.passages WHERE document = ?",
            (first_row - old_first, document),
        )

    def quarantine(self, source: str, sha256: str, reason: str) -> None:
        """Remember a file that could not be indexed, and why."""
        self._db.execute("INSERT INTO quarantine VALUES (?, ?, ?)", (source, sha256, reason))

    def counts(self) -> tuple[int, int, int]:
        """Documents, clauses and passages stored so far."""
        count = (
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM clauses), "
            "(SELECT count(*) FROM passages)"
        )
        documents, clauses, passages = self._db.execute(count).fetchone()
        return documents, clauses, passages

    def lexical(self) -> Iterator[tuple[int, str, str]]:
        """``(row, document, searchable text)`` of every passage, in order."""
        yield from self._db.execute("SELECT row, document, lexical FROM passages ORDER BY row")

    def texts(self) -> Iterator[str]:
        """Every document's canonical text."""
        yield from (row[0] for row in self._db.execute("SELECT text FROM documents ORDER BY id"))

    def close(self) -> None:
        """Complete the file."""
        sameness.note(self._db)
        self._db.execute("COMMIT")
        self._db.executescript(_INDEXES)
        self._db.close()


class Store:
    """Read-only; safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{_uri(path)}?mode=ro&immutable=1"
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()

    def infos(self) -> dict[str, DocumentInfo]:
        """Every document by id, in order of id."""
        rows = self._all("SELECT id, info FROM documents ORDER BY id")
        return {row[0]: DocumentInfo(**json.loads(row[1])) for row in rows}

    def ranges(self) -> dict[str, tuple[int, int]]:
        """The rows of each document that has any, as ``[start, end)``."""
        rows = self._all("SELECT document, min(row), max(row) + 1 FROM passages GROUP BY document")
        return {name: (start, end) for name, start, end in rows}

    def text(self, document: str) -> str:
        """The canonical text of a document that exists."""
        text: str = self._all("SELECT text FROM documents WHERE id = ?", document)[0][0]
        return text

    def problems(self, document: str) -> tuple[str, ...]:
        """What reading a document met, of a document that exists."""
        found = self._all("SELECT problems FROM documents WHERE id = ?", document)
        return tuple(json.loads(found[0][0]))

    def with_problem(self, words: str) -> frozenset[str]:
        """The documents of which some problem has these words."""
        found = self._all("SELECT id FROM documents WHERE instr(problems, ?)", words)
        return frozenset(row[0] for row in found)

    def pages(self, document: str) -> list[Page]:
        """Pages in order."""
        return [
            Page(*row)
            for row in self._all(
                'SELECT number, start, "end", obtained FROM pages WHERE document = ? '
                "ORDER BY number",
                document,
            )
        ]

    def clauses(self, document: str) -> list[Clause]:
        """Clauses in reading order."""
        return [
            _clause(row)
            for row in self._all(
                f'SELECT {_CLAUSE} FROM clauses WHERE document = ? ORDER BY "order"', document
            )
        ]

    def clause(self, document: str, path: str) -> Clause | None:
        """One clause, if there is one."""
        rows = self._all(
            f"SELECT {_CLAUSE} FROM clauses WHERE document = ? AND path = ?", document, path
        )
        return _clause(rows[0]) if rows else None

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """The passages of ``rows``, in order of row; unknown rows are left out."""
        return [
            Passage(
                row[0], row[1], _clause(row[5:]), tuple(json.loads(row[2])), row[3], bool(row[4])
            )
            for row in self._all(
                "SELECT p.row, p.document, p.context, p.text, EXISTS (SELECT 1 FROM pages g WHERE "
                "g.document = p.document AND g.number = clauses.page AND g.obtained = 'ocr'), "
                f"{_CLAUSE} FROM passages p JOIN clauses USING (document, path) "
                "WHERE p.row IN (SELECT value FROM json_each(?)) ORDER BY p.row",
                _dumps(list(rows)),
            )
        ]

    def searchable(self) -> Iterator[tuple[int, str, str]]:
        """``(row, document, searchable text)`` of every passage, in order."""
        with self._connection() as db:
            yield from db.execute("SELECT row, document, lexical FROM passages ORDER BY row")

    def quarantined(self) -> list[tuple[str, str]]:
        """``(source, reason)`` of every file that could not be indexed."""
        return self._all("SELECT source, reason FROM quarantine ORDER BY source")

    def close(self) -> None:
        """Close idle connections; a later call opens new ones."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _all(self, sql: str, *values: str) -> list[Any]:
        with self._connection() as db:
            return db.execute(sql, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            db = self._idle.get_nowait()
        except Empty:
            db = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        try:
            yield db
        finally:
            self._idle.put(db)


def _uri(path: Path) -> str:
    return "file:" + urllib.parse.quote(str(path.absolute()))


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _clause_row(clause: Clause) -> tuple[object, ...]:
    facts = {
        f.name: [asdict(fact) for fact in getattr(clause.facts, f.name)]
        for f in fields(Facts)
        if getattr(clause.facts, f.name)
    }
    coded = {
        "header": _dumps(clause.header),
        "boxes": _dumps([list(astuple(b)) for b in clause.boxes]),
        "facts": _dumps(facts) if facts else "",
    }
    return tuple(coded.get(name, getattr(clause, name)) for name in _FIELDS)


def _clause(row: Sequence[Any]) -> Clause:
    values = dict(zip(_FIELDS, row, strict=True))
    values["header"] = tuple(json.loads(values["header"])) if values["header"] != "[]" else ()
    boxes = values["boxes"]
    values["boxes"] = tuple(PageBox(*b) for b in json.loads(boxes)) if boxes != "[]" else ()
    values["facts"] = _facts(values["facts"]) if values["facts"] else Facts()
    return Clause(**values)


def _facts(text: str) -> Facts:
    found: dict[str, tuple[Any, ...]] = {}
    for name, items in json.loads(text).items():
        for item in items:
            if item["span"] is not None:
                item["span"] = Span(**item["span"])
        found[name] = tuple(_KINDS[name](**item) for item in items)
    return Facts(**found)
