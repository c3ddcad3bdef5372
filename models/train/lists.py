"""Lists of passages that a search found for a question, with those that answer it marked."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.errors import bad_training
from models.train.corpus import Ints

# Passages learned from at once, how many of them may be right, and from how many wrong ones, the
# best by score, the others are picked: the rest is seldom taken for an answer.
_LENGTH, _RIGHT, _WRONG = 8, 2, 14


@dataclass(frozen=True)
class Listed:
    """The scores a passage was found with are those that the trained one is added to.

    `folds` are the parts of the plans that the question is about, for cross-validation.
    """

    question: str
    passages: tuple[str, ...]
    scores: NDArray[np.float32]
    right: NDArray[np.bool_]
    folds: frozenset[int]

    def chosen(self, random: Generator) -> Ints:
        """Which passages to learn from: all of them when none is right."""
        order = np.argsort(-self.scores, kind="stable")
        right = order[self.right[order]][:_RIGHT]
        if not len(right):
            return order
        wrong = order[~self.right[order]][:_WRONG]
        count = min(len(wrong), _LENGTH - len(right))
        return np.concatenate([right, random.choice(wrong, count, replace=False)])


def read(path: Path, without: int | None = None) -> list[Listed]:
    """The lists of a file of JSON lines, those of the fold `without` left out.

    A line is ``{"question": str, "passages": [str], "scores": [float], "right": [bool],
    "folds": [int]}``; what else it has is not read. Raises BadTraining.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise bad_training(path, str(error)) from error
    found = [_listed(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    kept = [listed for listed in found if without not in listed.folds]
    if not kept:
        raise bad_training(path, f"no list to learn from among {len(found)}")
    return kept


def _listed(path: Path, number: int, line: str) -> Listed:
    try:
        data = json.loads(line)
        passages, scores, right = (_all(data[k], t) for k, t in _KINDS.items())
        folds = _all(data["folds"], int)
        _must(isinstance(data["question"], str), "question is no text")
        _must(len(passages) == len(scores) == len(right) > 0, "lists of different lengths, or none")
        _must(all(map(math.isfinite, scores)), "a score is no number")
    except (ValueError, KeyError, TypeError) as error:
        raise bad_training(path, f"{type(error).__name__}: {error}", number) from error
    numbers = np.array(scores, np.float32)
    question = data["question"]
    return Listed(question, tuple(passages), numbers, np.array(right, np.bool_), frozenset(folds))


_KINDS: dict[str, Any] = {"passages": str, "scores": int | float, "right": bool}


def _all(values: Any, kind: Any) -> list[Any]:
    _must(isinstance(values, list), f"{values!r:.40} is no list")
    _must(all(isinstance(value, kind) for value in values), f"{values!r:.40} has other things")
    return list(values)


def _must(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
