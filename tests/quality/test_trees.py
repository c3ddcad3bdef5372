"""The trees of plans the segmenter was not built on, written by hand from their sources.

``trees/PLAN.tsv``: one unit a line: its path, its first words without the marker, and the last
words of a leaf. They were written before the segmenter's own outline of these plans was looked at.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from indexer.documents import Clause
from tests.quality import real
from tests.quality.measures import BODY, shared, squash

TREES = sorted((Path(__file__).parent / "trees").glob("*.tsv"))
PLANS = {p.stem: p for s in (".txt", ".md") for p in (shared() / "plans").rglob(f"*{s}")}

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not PLANS, reason=f"no plans in {shared()}: set TRACUU_SHARED"),
    pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.stem),
]


@lru_cache
def units(tree: Path) -> list[tuple[str, str, str]]:
    rows = (line.split("\t") for line in tree.read_text("utf-8").splitlines())
    return [(path, squash(first), squash(last)) for path, first, last in rows]


@lru_cache
def clauses(tree: Path) -> list[tuple[Clause, str]]:
    """The clauses of the plan's body with their words, markers taken off."""
    document = real.document(PLANS[tree.stem])
    body = (c for c in document.clauses if c.part in BODY)
    return [(c, squash(document.text[c.start + len(c.marker) : c.end])) for c in body]


@lru_cache
def matched(tree: Path) -> list[tuple[tuple[str, str, str], Clause | None, str]]:
    """Each unit of the hand-made tree with the next clause that begins with its words."""
    out: list[tuple[tuple[str, str, str], Clause | None, str]] = []
    found, at = clauses(tree), 0
    for unit in units(tree):
        hits = (k for k in range(at, len(found)) if found[k][1].startswith(unit[1]))
        hit = next(hits, None)
        out.append((unit, *((None, "") if hit is None else found[hit])))
        at = at if hit is None else hit + 1
    return out


def test_starts(tree):
    starts = sum(clause is not None for _, clause, _ in matched(tree))
    lost = [unit[0] for unit, clause, _ in matched(tree) if clause is None]
    assert 2 * starts / (len(units(tree)) + len(clauses(tree))) >= 0.98, lost


def test_paths(tree):
    wrong = [(u[0], c and c.path) for u, c, _ in matched(tree) if not c or c.path != u[0]]
    assert len(wrong) <= 0.05 * len(units(tree)), wrong


def test_whole_leaves(tree):
    leaves = [(u, c, words) for u, c, words in matched(tree) if u[2]]
    wrong = [u[0] for u, _, words in leaves if not words.endswith(u[2])]
    assert len(wrong) <= 0.06 * len(leaves), wrong
