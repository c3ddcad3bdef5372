"""Which words are looked for in many rows."""

from __future__ import annotations

import pytest

from indexer.index import lexical
from indexer.index.lexical import Lexical, LexicalWriter

TEXTS = [f"thực hiện kế hoạch {word}" for word in ("rác", "nhựa", "rừng", "biển") * 10]
ASKED = [("thuc", 1.0), ("hien", 1.0), ("nhua", 1.0), ("rung", 0.5)]


@pytest.fixture
def opened(tmp_path):
    writer = LexicalWriter(tmp_path / "words")
    for row, text in enumerate(TEXTS):
        writer.add(row, "a", text)
    writer.close()
    return Lexical.open([tmp_path / "words"])


def test_of_few_rows_every_word_is_looked_for(opened):
    rows, _ = opened.search(ASKED, 100, None)
    assert len(rows) == len(TEXTS)


def test_of_many_rows_those_that_nearly_all_have_are_spared(opened, monkeypatch):
    every, scores = opened.search(ASKED, 20, None)
    monkeypatch.setattr(lexical, "EXACT", 10)
    rows, fewer = opened.search(ASKED, 100, None)
    assert set(rows) == {r for r, text in enumerate(TEXTS) if text.endswith(("nhựa", "rừng"))}
    assert rows == every, "the best are the same"
    assert all(0 <= a - b < 0.05 * scores[0] for a, b in zip(scores, fewer, strict=True))


def test_one_word_alone_is_looked_for_wherever_it_stands(opened, monkeypatch):
    monkeypatch.setattr(lexical, "EXACT", 10)
    assert len(opened.search([("thuc", 1.0)], 100, None)[0]) == len(TEXTS)
