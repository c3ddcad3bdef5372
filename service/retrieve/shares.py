"""Which share of a question some terms make up, each weighed by how few passages have it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from service.query.question import Question


class Table(NamedTuple):
    """Terms with their weights, and the sum of the weights."""

    items: tuple[tuple[str, float], ...]
    total: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies of the question's words and pairs in this index.

    ``strict``: pairs that no clause holds too; ``head``: words and pairs that say what is done;
    ``terms``: all of them together.
    """

    words: Table
    pairs: Table
    strict: Table
    head: Table
    terms: frozenset[str]

    def said(self, text: frozenset[str]) -> float:
        """Which weighted share of the question's words the terms of a text make up."""
        table = self.words
        return sum(v for w, v in table.items if w in text) / table.total if table.total else 0.0


def weights(question: Question, frequency: Mapping[str, int], size: int) -> Weights:
    """Idf weights; a pair no clause holds is no evidence for or against and is left out."""
    pairs = _pairs(question)
    return Weights(
        _table({w: _idf(frequency.get(w, 0), size) for w in question.content}),
        _table({p: _idf(frequency[p], size) for p in pairs if frequency.get(p)}),
        _table({p: _idf(frequency.get(p, 0), size) for p in pairs}),
        _table({t: _idf(frequency.get(t, 0), size) for t in _head(question)}),
        frozenset(wanted_terms(question)),
    )


def wanted_terms(question: Question) -> set[str]:
    """Every index term whose frequency ``weights`` needs."""
    return {*question.content, *_pairs(question), *_head(question)}


def _table(weight: Mapping[str, float]) -> Table:
    return Table(tuple(weight.items()), sum(weight.values()))


def _head(question: Question) -> tuple[str, ...]:
    return (*dict.fromkeys(question.head), *_paired(question.head))


def _pairs(question: Question) -> tuple[str, ...]:
    return _paired(question.content)


def _paired(found: Sequence[str]) -> tuple[str, ...]:
    """Neighbours, each pair once; in order, so that sums come out the same in every process."""
    return tuple(dict.fromkeys(f"{a}_{b}" for a, b in pairwise(found) if "#" not in a + b))


def _idf(frequency: int, size: int) -> float:
    return math.log(1 + (size + 0.5) / (frequency + 0.5))
