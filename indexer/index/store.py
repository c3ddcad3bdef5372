"""Reads the SQLite file of a volume: documents, pages, clauses with facts, passages.

Facts are JSON beside their clause: they are always wanted together with it, and never alone.
A reader opens the file read-only and immutable, with a pool of connections of which each serves
one thread at a time.
"""

from __future__ import annotations

import json
import sqlite3
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from indexer.documents import (
    Agency,
    Clause,
    Deadline,
    DocumentInfo,
    Facts,
    Funding,
    Law,
    Page,
    PageBox,
    Span,
    Target,
)
from indexer.index.phrases import Phrase
from indexer.index.protocol import Passage

FIELDS = tuple(f.name for f in fields(Clause))  # the table has the same, behind two others
CLAUSE = ", ".join(f'"{name}"' for name in FIELDS)
_KINDS: dict[str, type] = {
    "agencies": Agency,
    "targets": Target,
    "deadlines": Deadline,
    "laws": Law,
    "funding": Funding,
}


_HEADER, _FACTS, _BOXES = map(FIELDS.index, ("header", "facts", "boxes"))
_NO_FACTS = Facts()

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_decoder = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a volume: its passages ``[first, end)``, how many clauses it has.

    ``wording`` is the same for documents of the same text only.
    """

    document: str
    first: int
    end: int
    clauses: int
    wording: str


class Store:
    """Read-only; safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{uri_of(path)}?mode=ro&immutable=1"
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()

    def infos(self) -> dict[str, DocumentInfo]:
        """Every document by id, in order of id."""
        rows = self._all("SELECT id, info FROM documents ORDER BY id")
        return {row[0]: DocumentInfo(**json.loads(row[1])) for row in rows}

    def entries(self) -> list[Entry]:
        """Every document, in order of id."""
        rows = self._all('SELECT id, first, "end", clauses, wording FROM documents ORDER BY id')
        return [Entry(*row) for row in rows]

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
                f'SELECT {CLAUSE} FROM clauses WHERE document = ? ORDER BY "order"', document
            )
        ]

    def clause(self, document: str, path: str) -> Clause | None:
        """One clause, if there is one."""
        rows = self._all(
            f"SELECT {CLAUSE} FROM clauses WHERE document = ? AND path = ?", document, path
        )
        return _clause(rows[0]) if rows else None

    def passages(self, rows: Mapping[int, int]) -> list[Passage]:
        """The passages of these numbers, each with the row that it has in the generation."""
        return [
            Passage(
                rows[found[0]],
                found[1],
                _clause(found[5:]),
                tuple(json.loads(found[2])),
                found[3],
                bool(found[4]),
            )
            for found in self._all(
                f"SELECT p.row, p.document, p.context, p.text, p.scanned, {CLAUSE} "
                "FROM passages p JOIN clauses ON clauses.number = p.clause "
                "WHERE p.row IN (SELECT value FROM json_each(?)) ORDER BY p.row",
                dumps(list(rows)),
            )
        ]

    def texts(self, rows: Mapping[int, int]) -> dict[int, str]:
        """The texts of these numbers, by the row that each has in the generation."""
        found = self._all(
            "SELECT row, text FROM passages WHERE row IN (SELECT value FROM json_each(?))",
            dumps(list(rows)),
        )
        return {rows[row]: text for row, text in found}

    def headings(self, document: str) -> list[str]:
        """What stands above the passages of a document, each once."""
        found = self._all("SELECT DISTINCT context FROM passages WHERE document = ?", document)
        return [*dict.fromkeys(heading for row in found for heading in json.loads(row[0]))]

    def searchable(self, document: str) -> list[str]:
        """The searchable text of every passage of a document, in order."""
        found = self._all("SELECT lexical FROM passages WHERE document = ? ORDER BY row", document)
        return [row[0] for row in found]

    def phrases(self) -> list[Phrase]:
        """What its plans say that a search box may be helped with."""
        return [Phrase(*row) for row in self._all("SELECT kind, text, times FROM said")]

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


def uri_of(path: Path) -> str:
    """As SQLite takes it, with options behind."""
    return "file:" + urllib.parse.quote(str(path.absolute()))


def dumps(value: object) -> str:
    """Short JSON."""
    return _encoder.encode(value)


def _clause(row: Sequence[Any]) -> Clause:
    values = list(row)
    header, facts, boxes = values[_HEADER], values[_FACTS], values[_BOXES]
    values[_HEADER] = tuple(_decoded(header)) if header != "[]" else ()
    values[_FACTS] = _facts(facts) if facts else _NO_FACTS
    values[_BOXES] = tuple(PageBox(*b) for b in _decoded(boxes)) if boxes != "[]" else ()
    return Clause(*values)


def _facts(text: str) -> Facts:
    found: dict[str, tuple[Any, ...]] = {}
    for name, items in _decoded(text).items():
        for item in items:
            if item["span"] is not None:
                item["span"] = Span(**item["span"])
        found[name] = tuple(_KINDS[name](**item) for item in items)
    return Facts(**found)


def _decoded(text: str) -> Any:
    """Of the JSON that ``dumps`` wrote: nothing stands before or behind it."""
    return _decoder.raw_decode(text)[0]
