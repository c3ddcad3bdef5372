"""Which share of a question some terms make up, each weighed by how few passages have it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from service.question import Question


class Table(NamedTuple):
    """Terms with their weights, and the sum of the weights."""

    items: tuple[tuple[str, float], ...]
    total: float


class Shares(NamedTuple):
    """Which weighted share of the question's words, pairs and head some terms make up."""

    words: float
    pairs: float
    strict: float
    head: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies of the question's words and pairs in this index.

    ``terms``: all of them together. Many passages hold the same few of them, so that their shares
    are reckoned once.
    """

    words: Table
    pairs: Table
    strict: Table
    head: Table
    terms: frozenset[str]
    _known: dict[frozenset[str], Shares] = field(default_factory=dict, compare=False)

    def shares(self, text: frozenset[str]) -> Shares:
        """Of the question's terms among those of a text."""
        present = self.terms & text
        found = self._known.get(present)
        if found is None:
            tables = (self.words, self.pairs, self.strict, self.head)
            found = self._known[present] = Shares(*(_share(table, present) for table in tables))
        return found


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


def _share(table: Table, present: frozenset[str]) -> float:
    if not present or not table.total:
        return 0.0
    return sum([v for w, v in table.items if w in present]) / table.total
