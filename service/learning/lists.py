"""Lists to learn reranking from: a question, passages of one plan, which of them are right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

from models.train.forms import keywords
from service.learning.fitting import Example
from service.learning.folds import PARTS, Row, by_name
from service.retrieve.hybrid import Candidate
from service.retrieve.reranking import text_of

#: A form made by machine, by which its maker's answers are not known: some words of the question.
SOME = "query_some"
#: The forms listed.
FORMS = ("query", "query_short", "query_en", SOME)
_LEAST, _MOST = 2, 5
#: Right passages listed, and wrong ones: of a plan that answers, of one known not to, of others.
_RIGHT = 2
_WRONG = {True: 12, False: 5, None: 4}
#: Plans of which it is not known whether they answer, the first ones.
_RIVALS = 6


def with_some(row: Row) -> Row:
    """A question with its form made by machine, always the same for the same id."""
    query = row.get("query")
    if not isinstance(query, str) or not query:
        return row
    random = Random(str(row["id"]))  # noqa: S311 - nothing secret
    return {**row, SOME: keywords(query, random, _LEAST, _MOST)}


def write(path: Path, examples: Iterable[Example], fold: Mapping[str, int]) -> int:
    """Write JSON lines: id, question, passages, scores, right, answers, folds; returns how many.

    ``answers``: whether the plan does, null where that is not known, nor which passage is right;
    ``folds``: the parts (``folds.PARTS``) of the plans that answer; a model learned without them
    has not seen the question.
    """
    count = 0
    asked: dict[tuple[str, str], list[Example]] = {}
    for example in examples:
        asked.setdefault((example.question_id, example.form), []).append(example)
    with path.open("w", encoding="utf-8") as file:
        for together in asked.values():
            together.sort(key=lambda e: -e.found[0].score)
            for place, example in enumerate(together):
                if place < _RIVALS or example.listed is not None:
                    file.write(json.dumps(_line(example, fold), ensure_ascii=False) + "\n")
                    count += 1
    return count


def _chosen(example: Example) -> list[tuple[Candidate, bool]]:
    """The passages listed of a plan."""
    pairs = list(zip(example.found, example.right, strict=True))
    right = [pair for pair in pairs if pair[1]][:_RIGHT]
    wrong = [pair for pair in pairs if not pair[1]]
    return right + wrong[: _WRONG[example.listed]]


def _answers(example: Example) -> bool | None:
    if example.form == SOME:
        return None
    return False if example.unanswerable else example.listed


def _line(example: Example, fold: Mapping[str, int]) -> dict[str, object]:
    parts = {fold[d] % PARTS for d in example.answering} or {by_name(example.question_id) % PARTS}
    chosen = _chosen(example)
    return {
        "id": f"{example.question_id}/{example.form}/{example.info.id}",
        "question": example.question.text,
        "passages": [text_of(candidate) for candidate, _ in chosen],
        "scores": [round(candidate.score, 3) for candidate, _ in chosen],
        "right": [right for _, right in chosen],
        "answers": _answers(example),
        "folds": sorted(parts),
    }
