"""Documents as JSON and back, equal in every value and type."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer import codec
from indexer.documents import PageBox
from indexer.passages import passages_of
from tests.indexer import papers, plans


def test_a_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    document = papers.document(tmp_path, papers.PLAN)
    passages = passages_of(document)
    assert any(c.facts.agencies and c.facts.targets for c in document.clauses) or passages
    assert codec.loads(codec.dumps(document, passages)) == (document, passages)


def test_every_kind_of_fact_and_box(tmp_path: Path) -> None:
    plans.write(tmp_path, plans.PLANS)
    document = plans.analyse(tmp_path / "ca-mau-2025.md", "ca-mau", "ca-mau.md")
    boxes = (PageBox(1, 0.1, 2.25, 1e-9, 99.999),)
    clauses = tuple(replace(c, boxes=boxes) for c in document.clauses)
    document = replace(document, clauses=clauses, problems=("a", "b\nc"))
    passages = plans.passages_of(document)
    text = codec.dumps(document, passages)
    assert "\n" not in text
    found, found_passages = codec.loads(text)
    assert (found, found_passages) == (document, passages)
    assert hash(found.clauses[1].facts) == hash(document.clauses[1].facts)  # tuples, not lists


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"document": {}, "passages": []}'])
def test_what_is_damaged_is_no_document(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        codec.loads(text)
