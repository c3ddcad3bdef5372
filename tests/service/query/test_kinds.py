"""The kind of answer that 630 questions want, written without a look at the program."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from indexer.text import fold_chars
from service.query.asked import asked
from service.query.question import Question
from service.query.understanding import plain
from tests.service.making import question

TEXT = Path(__file__).with_name("kinds.jsonl").read_text(encoding="utf-8")
ROWS = [json.loads(line) for line in TEXT.splitlines()]
#: Language, whether without marks, at least: a little under what was measured.
LINES = [("vi", False, 0.93), ("vi", True, 0.90), ("en", False, 0.93)]


def is_read(meant: Question, kind: str) -> bool:
    """Whether a question is read as it is meant; of a sum it is one whether it asks how much of it.

    What a body has to do is told of its own (``Question.subject``), whatever the kind.
    """
    if kind == "funding" and meant.intent == "target":
        return asked(meant.reading).money
    return meant.intent == kind or (kind == "passage" and meant.subject is not None)


@pytest.mark.parametrize(("lang", "bare", "least"), LINES)
def test_questions_are_read_as_what_they_ask(lang: str, bare: bool, least: float) -> None:
    wrong: dict[str, list[str]] = defaultdict(list)
    rows = [row for row in ROWS if row["lang"] == lang]
    for row in rows:
        text = fold_chars(row["query"]) if bare else row["query"]
        meant = question(plain(text))
        if not is_read(meant, row["kind"]):
            wrong[row["kind"]].append(f"{text} ({meant.intent})")
    share = 1 - sum(map(len, wrong.values())) / len(rows)
    assert share >= least, f"{share:.3f}\n" + "\n".join(
        f"{kind}: {text}" for kind, texts in wrong.items() for text in texts
    )
