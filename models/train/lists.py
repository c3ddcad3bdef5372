"""Lists of passages that a search found for a question, and what is known of their answering it."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.errors import bad_training
from models.train.corpus import Ints

#: Passages of a list that are learned from at once, and how many of them may be right.
LENGTH, _RIGHT = 8, 2
_NOTHING = -1

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Lists:
    """Lists, their pairs of a question and a passage one after another.

    ``questions`` and ``passages`` have each text once, and ``asked`` and ``said``, int64[pairs],
    say which ones a pair has. ``scores``, float32[pairs], are those it was found with, which what
    is trained is added to; ``right``, bool[pairs]. List i has the pairs from ``bounds[i]`` to
    ``bounds[i + 1]``; ``known``, bool[lists]: whether ``right`` says anything; ``answers``,
    bool[lists]: whether it is known that its plan does. ``learned``: the lists to learn from.
    """

    questions: list[str]
    passages: list[str]
    asked: Ints
    said: Ints
    scores: NDArray[np.float32]
    right: Flags
    bounds: Ints
    known: Flags
    answers: Flags
    learned: Ints

    @cached_property
    def answered(self) -> Flags:
        """bool[lists]: those with passages known to be right and others known to be wrong."""
        some, every = (f.reduceat(self.right, self.bounds[:-1]) for f in _SOME_AND_EVERY)
        return self.answers & some & ~every

    def pairs(self, numbers: Ints, random: Generator) -> Ints:
        """The pairs of some lists to learn from: int64[lists, LENGTH], -1 where there are fewer.

        Of a longer list they are its right ones and some of the wrong ones, picked by chance.
        """
        picked = np.full((len(numbers), LENGTH), _NOTHING, np.int64)
        for row, number in zip(picked, numbers, strict=True):
            own = np.arange(self.bounds[number], self.bounds[number + 1])
            if len(own) > LENGTH:
                right, wrong = own[self.right[own]][:_RIGHT], own[~self.right[own]]
                count = min(len(wrong), LENGTH - len(right))
                own = np.concatenate([right, random.choice(wrong, count, replace=False)])
            row[: len(own)] = own
        return picked


_SOME_AND_EVERY = (np.logical_or, np.logical_and)


@dataclass(frozen=True)
class _Listed:
    """One line of a file."""

    question: str
    passages: list[str]
    scores: list[float]
    right: list[bool]
    answers: bool | None
    folds: list[int]


def read(path: Path, without: int | None = None) -> Lists:
    """The lists of a file of JSON lines; those of the part `without` are not to be learned from.

    A line is ``{"question": str, "passages": [str], "scores": [float], "right": [bool],
    "answers": bool | null, "folds": [int]}``; what else it has is not read. Raises BadTraining.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            found = [_listed(path, n, line) for n, line in enumerate(lines, 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise bad_training(path, str(error)) from error
    learned = [number for number, listed in enumerate(found) if without not in listed.folds]
    if not learned:
        raise bad_training(path, f"no list to learn from among {len(found)}")
    questions = _numbers(listed.question for listed in found)
    passages = _numbers(text for listed in found for text in listed.passages)
    sizes = [len(listed.passages) for listed in found]
    return Lists(
        questions=list(questions),
        passages=list(passages),
        asked=np.repeat([questions[listed.question] for listed in found], sizes),
        said=np.array([passages[text] for listed in found for text in listed.passages], np.int64),
        scores=np.array([score for listed in found for score in listed.scores], np.float32),
        right=np.array([right for listed in found for right in listed.right], np.bool_),
        bounds=np.cumsum([0, *sizes], dtype=np.int64),
        known=np.array([listed.answers is not None for listed in found]),
        answers=np.array([listed.answers is True for listed in found]),
        learned=np.array(learned, np.int64),
    )


def _numbers(texts: Iterable[str]) -> dict[str, int]:
    """Each text with a number, in the order in which they come first."""
    return {text: number for number, text in enumerate(dict.fromkeys(texts))}


def _listed(path: Path, number: int, line: str) -> _Listed:
    try:
        data = json.loads(line)
        passages, scores, right = (_all(data[k], t) for k, t in _KINDS.items())
        folds, answers, question = _all(data["folds"], int), data["answers"], data["question"]
        _must(isinstance(question, str), "question is no text")
        _must(answers is None or isinstance(answers, bool), "answers is neither yes, no nor null")
        _must(len(passages) == len(scores) == len(right) > 0, "lists of different lengths, or none")
        _must(all(map(math.isfinite, scores)), "a score is no number")
    except (ValueError, KeyError, TypeError) as error:
        raise bad_training(path, f"{type(error).__name__}: {error}", number) from error
    return _Listed(question, [*map(intern, passages)], scores, right, answers, folds)


_KINDS: dict[str, Any] = {"passages": str, "scores": int | float, "right": bool}


def _all(values: Any, kind: Any) -> list[Any]:
    _must(isinstance(values, list), f"{values!r:.40} is no list")
    _must(all(isinstance(value, kind) for value in values), f"{values!r:.40} has other things")
    return list(values)


def _must(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
