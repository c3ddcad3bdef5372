"""Gold alignments: read from the files beside, and how well links and differences agree with them.

A line is one row: paths of document ``a`` and of ``b`` that do the same job, several where several
answer together, ``null`` for no counterpart. ``optional`` links are neither asked for nor wrong: a
bare label ("a) Chỉ tiêu"), a counterpart in part. ``differences`` are the kinds a reader sees
(``null``: not judged); ``figures`` and ``deadlines`` what each side states alone, as written there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.index import Index
from service.comparing.comparison import own_places
from service.comparing.differing import differences
from service.comparing.units import Unit, units_of
from service.comparing.values import Comparison, Difference

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("alignments-*.jsonl"))

Link = tuple[str, str]


@dataclass(frozen=True)
class Gold:
    """One pair of documents and its rows."""

    documents: tuple[str, str]
    rows: list[dict[str, Any]]

    def paired(self) -> list[dict[str, Any]]:
        """Rows with both sides."""
        return [row for row in self.rows if row["a"] and row["b"]]


def load(path: Path) -> Gold:
    """A file of gold rows; its first line names the documents."""
    head, *rows = map(json.loads, path.read_text("utf-8").splitlines())
    return Gold(tuple(head["documents"]), rows)


def by_path(index: Index, document: str) -> dict[str, Unit]:
    """The unit that covers each clause."""
    return {path: unit for unit in units_of(index, document) for path in unit.paths}


@dataclass
class Links:
    """Links found, missed and invented; F1 over them."""

    found: int = 0
    missed: list[Link] = field(default_factory=list)
    invented: list[Link] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Twice the links found, of all asked for and all made."""
        wrong = len(self.missed) + len(self.invented)
        return 2 * self.found / (2 * self.found + wrong)

    def __add__(self, other: Links) -> Links:
        return Links(
            self.found + other.found, self.missed + other.missed, self.invented + other.invented
        )


def score_links(index: Index, gold: Gold, comparison: Comparison) -> Links:
    """Every pair of clauses of one row against the gold rows."""
    a, b = gold.documents
    unit_a, unit_b = by_path(index, a), by_path(index, b)
    asked: set[Link] = set()
    allowed: set[Link] = set()
    for row in gold.paired():
        pairs = {(unit_a[x].path, unit_b[y].path) for x in row["a"] for y in row["b"]}
        (allowed if row.get("optional") else asked).update(pairs)
    made = {
        (x.path, y.path)
        for row in comparison.rows
        for x in row.cells
        for y in row.cells
        if (x.document, y.document) == (a, b) and x.path and y.path
    }
    return Links(len(made & asked), sorted(asked - made), sorted(made - asked - (allowed - asked)))


def gold_differences(index: Index, gold: Gold) -> list[tuple[dict[str, Any], list[Difference]]]:
    """What is said to differ in each gold row that was judged, whatever the aligner makes of it."""
    out = []
    units = {name: by_path(index, name) for name in gold.documents}
    places = {name: own_places(index.document(name)) for name in gold.documents}
    for row in gold.paired():
        if row.get("differences") is not None:
            sides = {
                name: list(dict.fromkeys(units[name][path] for path in row[side]))
                for name, side in zip(gold.documents, "ab", strict=True)
            }
            out.append((row, list(differences(sides, places))))
    return out
