"""The weights of ranking and of silence: ``weights.json``, written by ``service.learning.tuning``.

There is one set for questions in Vietnamese, one for a few keywords and one for English: BM25 over
Vietnamese text is mostly noise for an English question, and keywords name no kind of answer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from pathlib import Path

from service.query.question import Question
from service.retrieve.evidence import Features

WEIGHTS = Path(__file__).with_name("weights.json")

#: Features that weigh differently for different kinds of answer.
BY_INTENT = (
    "states",
    "led",
    "front",
    "back",
    "funds",
    "goals",
    "duties",
    "aims",
    "named",
    "addressed",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """One set. ``ranking``: by feature and by ``intent:feature``; ``silence``: by evidence.

    A document answers when the logistic of its evidence reaches ``threshold``, ``few`` where few
    documents are asked; beside one that does, another from ``further`` on.
    """

    ranking: Mapping[str, float]
    silence: Mapping[str, float]
    bias: float
    threshold: float
    few: float
    further: float


def group(question: Question) -> str:
    """Which set of weights a question takes."""
    if question.language == "en":
        return "en"
    return "keywords" if question.keywords else "vi"


@lru_cache(maxsize=1)
def load() -> Mapping[str, Weights]:
    """The sets by group."""
    return read(WEIGHTS)


def read(path: Path) -> Mapping[str, Weights]:
    """The sets of a file that ``service.learning.tuning`` wrote, by group."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {name: Weights(**values) for name, values in data.items()}


def weights(question: Question) -> Weights:
    """The set for ``question``."""
    return load()[group(question)]


def inputs(features: Features, question: Question) -> dict[str, float]:
    """What ranking multiplies with its weights: features, and those of the intent again."""
    values = dict(features.named_values())
    values |= {f"{question.intent}:{name}": values[name] for name in BY_INTENT}
    return values


def scorer(question: Question) -> Callable[[Features], float]:
    """The ranking score under the weights of ``question``: the weighted sum of ``inputs``."""
    vector = by_feature(question)
    return lambda features: sum(map(mul, features, vector))


def by_feature(question: Question) -> list[float]:
    """What each of ``Features`` weighs for ``question``, in their order."""
    table = weights(question).ranking
    vector = [table.get(name, 0.0) for name in Features._fields]
    for name in BY_INTENT:
        vector[Features._fields.index(name)] += table.get(f"{question.intent}:{name}", 0.0)
    return vector


def probability(evidence: Mapping[str, float], chosen: Weights) -> float:
    """How surely a document with this evidence answers, in (0, 1)."""
    total = chosen.bias + sum(v * chosen.silence.get(name, 0.0) for name, v in evidence.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
