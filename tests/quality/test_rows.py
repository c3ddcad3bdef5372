"""Rows of the tables in ``plans/2025`` against rows read by eye: rows in = rows out.

``rows-2025.jsonl`` was written from the sources before a program of ours had read any of it: the
ordinal of each row, the first words of its task, and what must stand in the same row: the lead
agency and the deadline, or (tables that assign nothing) the last figure.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from indexer.documents import Clause, Document
from tests.quality import real
from tests.quality.measures import shared, squash

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "rows-2025.jsonl").read_text("utf-8").splitlines()
]
PLANS = shared() / "plans" / "2025"
NAMES = sorted({row["document"] for row in ROWS})

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not PLANS.is_dir(), reason=f"no plans in {PLANS}: set TRACUU_SHARED"),
]


def read(name: str) -> Document:
    path = next(PLANS.glob(f"{name}-*.md"))
    return real.document(path)


@lru_cache
def found(name: str) -> list[tuple[dict[str, Any], Clause | None]]:
    """Each row of the truth with the clause that holds it; clauses are taken in reading order."""
    document = read(name)
    clauses = [c for c in document.clauses if c.kind == "row" and c.part == "appendix"]
    out: list[tuple[dict[str, Any], Clause | None]] = []
    at = 0
    for row in (r for r in ROWS if r["document"] == name):
        opening = squash(row["tt"] + row["key"])
        hits = (
            k
            for k in range(at, len(clauses))
            if squash(text(document, clauses[k])).startswith(opening)
        )
        hit = next(hits, None)
        out.append((row, None if hit is None else clauses[hit]))
        at = at if hit is None else hit + 1
    return out


def text(document: Document, clause: Clause) -> str:
    return document.text[clause.start : clause.own_end]


def right(document: Document, row: dict[str, Any], clause: Clause | None) -> bool:
    """The row is a clause, and what stands in the row is what the clause states."""
    if clause is None:
        return False
    if "lead" not in row:
        return squash(row["also"] or "") in squash(text(document, clause))
    return leads(row, clause) and ends(row, clause)


def leads(row: dict[str, Any], clause: Clause) -> bool:
    """All lead agencies of the row, and no other, are the clause's."""
    said = [a for a in clause.facts.agencies if a.role in ("lead", "perform")]
    names = {squash(name) for a in said for name in (a.name, a.as_written)}
    wanted = {squash(name) for name in row["lead"]}
    return wanted <= names


def ends(row: dict[str, Any], clause: Clause) -> bool:
    """The deadlines of the clause spell out the deadline of the row."""
    left = squash(row["deadline"] or "")
    for deadline in sorted(clause.facts.deadlines, key=lambda d: -len(d.text)):
        left = left.replace(squash(deadline.text), "", 1)
    return not left


def misses(name: str) -> list[str]:
    document = read(name)
    return [
        f"{row['tt']} {row['key']}: "
        + (
            "no such row"
            if clause is None
            else f"{[(a.name, a.role) for a in clause.facts.agencies]}"
            f" {[d.text for d in clause.facts.deadlines]}"
        )
        for row, clause in found(name)
        if not right(document, row, clause)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_a_clause(name):
    lost = [f"{row['tt']} {row['key']}" for row, clause in found(name) if clause is None]
    assert not lost


@pytest.mark.parametrize("name", NAMES)
def test_rows_state_their_agency_and_deadline(name):
    rows = found(name)
    assert len(misses(name)) <= 0.05 * len(rows), "\n".join(misses(name))


def test_rows_in_all():
    assigned = [(n, row, clause) for n in NAMES for row, clause in found(n) if "lead" in row]
    good = sum(right(read(n), row, clause) for n, row, clause in assigned)
    assert good >= 0.95 * len(assigned)


def test_no_clause_holds_two_rows():
    """Each clause answers for one row only, so nothing in it can be another row's."""
    for name in NAMES:
        holders = defaultdict(int)
        for _, clause in found(name):
            if clause:
                holders[clause.path] += 1
        assert set(holders.values()) == {1}
