"""Lists to learn reranking from: a question, passages of one plan, which of them are right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from service.fitting import Example
from service.folds import PARTS, by_name
from service.reranking import text_of
from service.retrieve import Candidate

#: Wrong passages listed beside right ones, and right ones at most.
_WRONG, _RIGHT = 14, 2
#: Passages of a plan that does not answer, and of how many plans for an unanswerable question.
_SILENT, _PLANS = 6, 2


def write(path: Path, examples: Iterable[Example], fold: Mapping[str, int]) -> int:
    """Write JSON lines: id, question, passages, scores, right, folds; returns how many.

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
                if chosen := _chosen(example, place):
                    file.write(json.dumps(_line(example, chosen, fold), ensure_ascii=False) + "\n")
                    count += 1
    return count


def _chosen(example: Example, place: int) -> list[tuple[Candidate, bool]]:
    """The passages listed of the ``place``-th plan of a question, () where nothing is to learn."""
    pairs = list(zip(example.found, example.right, strict=True))
    right = [pair for pair in pairs if pair[1]][:_RIGHT]
    wrong = [pair for pair in pairs if not pair[1]]
    if example.listed:
        return right + wrong[:_WRONG] if right and wrong else []
    if example.listed is False or (example.unanswerable and place < _PLANS):
        return wrong[:_SILENT]
    return wrong[:_PLANS] if place == 0 else []


def _line(
    example: Example, chosen: Sequence[tuple[Candidate, bool]], fold: Mapping[str, int]
) -> dict[str, object]:
    parts = {fold[d] % PARTS for d in example.answering} or {by_name(example.question_id) % PARTS}
    return {
        "id": f"{example.question_id}/{example.form}/{example.info.id}",
        "question": example.question.text,
        "passages": [text_of(candidate) for candidate, _ in chosen],
        "scores": [round(candidate.score, 3) for candidate, _ in chosen],
        "right": [right for _, right in chosen],
        "folds": sorted(parts),
    }
