"""Documents, clauses and facts as flat records: what ``tracuu export`` writes.

Every fact keeps its clause and its offsets, so that a table taken away can still be checked
against the text. CSV is for spreadsheets, a cell that one would run as a formula defused, unless
it is asked for raw.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from typing import IO, Any

from indexer.documents import Clause, DocumentInfo
from indexer.index.protocol import Index
from service.export.sheets import RELATIONS, defused

Record = dict[str, Any]

_FACTS = {
    "agency": "agencies",
    "target": "targets",
    "deadline": "deadlines",
    "law": "laws",
    "funding": "funding",
}
TABLES: dict[str, tuple[str, ...]] = {
    "documents": tuple(f.name for f in fields(DocumentInfo)),
    "clauses": (
        *("clause", "document", "path", "parent", "kind", "part", "marker", "title"),
        *("start", "end", "own_end", "page", "text"),
    ),
    "facts": (
        *("clause", "document", "path", "fact", "quote", "start", "end", "name", "role"),
        *("inherited", "value", "value_max", "op", "unit", "kind", "number", "date", "issuer"),
        *("amount", "partner", "assigned_in", "of", "by", "relation"),
    ),
}


def rows(index: Index, name: str, documents: Sequence[str]) -> Iterator[Record]:
    """The records of one table, document by document."""
    for document in documents:
        if name == "documents":
            yield asdict(index.document(document))
            continue
        text = index.text(document)
        for clause in index.clauses(document):
            if name == "clauses":
                yield _clause(document, text, clause)
            else:
                yield from _facts(document, text, clause)


def write(
    out: IO[str], form: str, name: str, records: Iterable[Record], *, raw: bool = False
) -> int:
    """Write records as JSON Lines or CSV, ``raw`` to the letter; gives how many."""
    sheet = csv.DictWriter(out, TABLES[name], restval="", lineterminator="\r\n")
    if form == "csv":
        sheet.writeheader()
    count = 0
    for record in records:
        if form == "csv":
            told = record if raw else {key: defused(value) for key, value in record.items()}
            sheet.writerow(told)
        else:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


def _clause(document: str, text: str, clause: Clause) -> Record:
    kept = asdict(clause)
    record = {key: kept[key] for key in TABLES["clauses"] if key in kept}
    where = {"clause": f"{document}#{clause.path}", "document": document}
    return {**where, **record, "text": text[clause.start : clause.end]}


def _facts(document: str, text: str, clause: Clause) -> Iterator[Record]:
    where = {"clause": f"{document}#{clause.path}", "document": document, "path": clause.path}
    for fact, group in _FACTS.items():
        for stated in getattr(clause.facts, group):
            kept = asdict(stated)
            span = kept.pop("span") or {"start": None, "end": None}  # implied: written nowhere
            quote = text[span["start"] : span["end"]] if stated.span else None
            values = {key: kept[key] for key in TABLES["facts"] if key in kept}
            if "op" in kept:
                values["relation"] = RELATIONS.get(kept["op"], kept["op"])
            yield {**where, "fact": fact, **span, **values, "quote": quote}
