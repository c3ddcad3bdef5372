"""What holds of every real document, whatever it looks like: nothing lost, nothing said twice."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from indexer import paragraphs, segment
from indexer.documents import Clause
from indexer.paragraphs import Block
from indexer.readers.lines import Reading
from tests.indexer import papers
from tests.indexer.trees import check
from tests.quality import real
from tests.quality.measures import shared, squash

FOLDER = shared() / "plans"
FILES = sorted(p for p in FOLDER.rglob("*") if p.is_file())
#: Scans take a minute to read.
SLOW = {".pdf"}

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not FILES, reason=f"no plans in {FOLDER}: set TRACUU_SHARED"),
]


@lru_cache
def read(path: Path) -> tuple[Reading, list[Block]]:
    reading = real.reading(path)
    return reading, paragraphs.blocks(reading.lines)


def each_file(skip: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """Every file of the folder that ``skip`` does not name, those that take long marked slow."""
    chosen = [p for p in FILES if p.stem not in skip] or [None]
    marks = [[pytest.mark.slow] if p and p.suffix in SLOW else [] for p in chosen]
    return pytest.mark.parametrize(
        "path",
        [
            pytest.param(p, marks=m, id=p.stem if p else None)
            for p, m in zip(chosen, marks, strict=True)
        ],
    )


@each_file()
def test_every_character_belongs_to_one_clause(path):
    check(read(path)[1])


@each_file()
def test_no_letter_that_was_read_is_lost(path):
    reading, blocks = read(path)
    text, _ = segment.canonical(blocks)
    assert squash(text) == squash(" ".join(line.text for line in reading.lines))


@each_file()
def test_the_canonical_text_read_again_has_the_same_units(path):
    """Numbers, letters and bullets stand in the text itself: no layout is needed to find them."""
    blocks = [b for b in read(path)[1] if b.cells is None]
    text, _ = segment.canonical(blocks)
    again = papers.blocks(text)
    assert marked(again) == marked(blocks)


def marked(blocks: list[Block]) -> list[tuple[str, str]]:
    text, _ = segment.canonical(blocks)
    return [(c.path, c.marker) for c in segment.segment(blocks) if c.marker and body(c)]


def body(clause: Clause) -> bool:
    return clause.part in ("plan", "decision")
