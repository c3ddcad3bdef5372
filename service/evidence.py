"""How well one passage speaks of what was asked: the features that ranking and silence rest on.

All are shares in [0, 1] or flags, so that weights can be read. Words are compared folded. A
question is held against hundreds of passages, so what belongs to a passage alone is kept, and all
shares are taken over the question's own terms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from indexer.documents import Clause, DocumentInfo
from indexer.index import Passage
from indexer.text import fold_chars, number_token, terms
from service.question import Question
from service.stating import states

_AIMS = re.compile(r"muc dich|yeu cau|quan diem|nguyen tac")
_FUNDS = re.compile(r"kinh phi|nguon luc|ngan sach|du toan")
_DUTIES = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu|giai phap|phu luc|danh muc")
_GOALS = re.compile(r"chi tieu|muc tieu")
_NOTHING: frozenset[str] = frozenset()


class Features(NamedTuple):
    """One passage against one question.

    ``lexical``: BM25 over the best of this question; ``dense``: cosine, clipped at 0;
    ``words``/``pairs``: idf-weighted share of the question's content words and adjacent pairs
    that stand in the passage itself; ``context``: share of words in passage or headings;
    ``head``: share of the words and pairs that say what is done;
    ``title``: share of words in the document's title; ``states``: the fact asked for is there;
    ``led``: its agency leads or performs; ``named``: a cited number asked for is there.
    """

    lexical: float
    dense: float
    words: float
    pairs: float
    context: float
    context_pairs: float
    strict: float
    head: float
    whole: float
    heading: float
    title: float
    states: float
    led: float
    named: float
    addressed: float
    aims: float
    goals: float
    funds: float
    duties: float
    front: float
    back: float
    row: float
    short: float

    def named_values(self) -> list[tuple[str, float]]:
        """``(name, value)`` in the order of the fields."""
        return list(zip(self._fields, self, strict=True))


class Table(NamedTuple):
    """Terms with their weights, and the sum of the weights."""

    items: tuple[tuple[str, float], ...]
    total: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies of the question's words and pairs in this index.

    ``terms``: all of them together.
    """

    words: Table
    pairs: Table
    strict: Table
    head: Table
    terms: frozenset[str]


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
    return tuple(dict.fromkeys(f"{a}_{b}" for a, b in pairwise(found)))


def _idf(frequency: int, size: int) -> float:
    return math.log(1 + (size + 0.5) / (frequency + 0.5))


@lru_cache(maxsize=16384)
def term_set(text: str) -> frozenset[str]:
    """The index terms of a passage or heading; the same ones are asked for again and again.

    Interned, so that a term is in memory once: a set takes about 8 kB.
    """
    return frozenset(map(intern, terms(text)))


class Surroundings(NamedTuple):
    """What stands around a passage: the terms of its headings and columns, and what those are."""

    terms: frozenset[str]
    last: frozenset[str]
    aims: bool
    goals: bool
    funds: bool
    duties: bool


@lru_cache(maxsize=8192)
def surroundings(context: tuple[str, ...], header: tuple[str, ...]) -> Surroundings:
    """Of headings and columns, which many passages share."""
    headings = fold_chars(" / ".join(context))
    return Surroundings(
        term_set(" / ".join((*context, *header))),
        term_set(context[-1]) if context else _NOTHING,
        bool(_AIMS.search(headings)),
        bool(_GOALS.search(headings)),
        bool(_FUNDS.search(headings)),
        bool(_DUTIES.search(headings)),
    )


def features(
    question: Question,
    passage: Passage,
    weight: Weights,
    info: DocumentInfo,
    lexical: float,
    dense: float,
) -> Features:
    """All features of one passage of the document ``info``."""
    clause = passage.clause
    around = surroundings(passage.context, clause.header)
    title = weight.terms & term_set(info.title)
    own = _own(question, weight, term_set(passage.text))
    near = own | (weight.terms & around.terms)
    whole = near | title
    return Features(
        lexical=lexical,
        dense=max(0.0, dense),
        words=_share(weight.words, own),
        pairs=_share(weight.pairs, own),
        context=_share(weight.words, near),
        context_pairs=_share(weight.pairs, near),
        strict=_share(weight.strict, whole),
        head=_share(weight.head, own),
        whole=_share(weight.words, whole),
        heading=_share(weight.words, around.last),
        title=_share(weight.words, title),
        states=float(states(question, passage, info, around.funds)),
        led=float(any(a.role in ("lead", "perform", "requested") for a in clause.facts.agencies)),
        named=_named(question, clause),
        addressed=_share(weight.words, _addressees(clause)),
        aims=float(around.aims),
        goals=float(around.goals),
        funds=float(around.funds),
        duties=float(around.duties),
        front=float(clause.part == "front"),
        back=float(clause.part == "back"),
        row=float(clause.kind == "row"),
        short=float(len(passage.text) < 60),
    )


def _own(question: Question, weight: Weights, present: frozenset[str]) -> frozenset[str]:
    """The question's terms that a passage holds, itself or in a synonym."""
    stood_for = [s.terms for s in question.synonyms if any(other <= present for other in s.others)]
    return (weight.terms & present).union(*stood_for)


def _share(table: Table, present: frozenset[str]) -> float:
    if not present or not table.total:
        return 0.0
    return sum([v for w, v in table.items if w in present]) / table.total


def _addressees(clause: Clause) -> frozenset[str]:
    """The words of the bodies the clause addresses."""
    names = [a.as_written for a in clause.facts.agencies if a.role]
    return term_set("; ".join(names)) if names else frozenset()


def _named(question: Question, clause: Clause) -> float:
    """The share of document numbers in the question that the clause cites."""
    if not question.numbers:
        return 0.0
    cited = {number_token(law.number) for law in clause.facts.laws}
    return sum(n in cited for n in question.numbers) / len(question.numbers)
