"""How well one passage speaks of what was asked: the features that ranking and silence rest on.

All are shares in [0, 1] or flags, so that weights can be read. Words are compared folded, and all
shares are taken over the question's own terms. Most are told of hundreds of passages at once
(``service.retrieve.sieve``); here is what only the words and facts of a single one tell.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from indexer.documents import Clause, DocumentInfo
from indexer.index import Passage
from indexer.index.outline import is_sentence, sentences_of
from indexer.text import number_token, terms
from service.query.bodies import is_kind
from service.query.question import Question
from service.retrieve import times
from service.retrieve.cited import cites
from service.retrieve.shares import Weights
from service.retrieve.stating import states

#: Features that headings tell, by one of these phrases.
HEADINGS = {
    "aims": re.compile(r"muc dich|yeu cau|quan diem|nguyen tac"),
    "goals": re.compile(r"chi tieu|muc tieu"),
    "funds": re.compile(r"kinh phi|nguon luc|ngan sach|du toan"),
    "duties": re.compile(
        r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu|giai phap|phu luc|danh muc"
    ),
}
#: A clause of so many characters is as long as any.
_LONGEST = 3000
#: ``Features.length`` of texts of so many characters.
LENGTHS = tuple(math.log1p(size) / math.log1p(_LONGEST) for size in range(_LONGEST + 1))


class Features(NamedTuple):
    """One passage against one question.

    ``lexical``: BM25 over the best of this question; ``dense``: cosine, clipped at 0;
    ``words``/``pairs``: idf-weighted share of the question's content words and adjacent pairs
    that stand in the passage itself; ``context``: share of words in passage or headings;
    ``head``: share of the words and pairs that say what is done;
    ``title``: share of words in the document's title; ``states``: the fact asked for is there;
    ``led``: its agency leads or performs; ``fits``: one of the kind asked for has a part;
    ``named``: a cited number asked for is there; ``length``: the logarithm of its characters, over
    that of a long one; ``timed``: the time asked for stands where a plan tells times; ``near``:
    share of the words in the one sentence, or cell, that has most of them.
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
    fits: float
    aims: float
    goals: float
    funds: float
    duties: float
    front: float
    back: float
    row: float
    length: float
    timed: float
    near: float

    def named_values(self) -> list[tuple[str, float]]:
        """``(name, value)`` in the order of the fields."""
        return list(zip(self._fields, self, strict=True))


@lru_cache(maxsize=16384)
def term_set(text: str) -> frozenset[str]:
    """The index terms of a passage or heading; the same ones are asked for again and again.

    Interned, so that a term is in memory once: a set takes about 8 kB.
    """
    return frozenset(map(intern, terms(text)))


def said_with_headings(passage: Passage) -> frozenset[str]:
    """The index terms of a passage, its headings and its columns."""
    around = " / ".join((*passage.context, *passage.clause.header))
    return term_set(passage.text) | term_set(around)


def near_of(weight: Weights, text: str, whole: float) -> float:
    """``Features.near``; ``whole``: the share of the whole text, where it is one sentence."""
    return max((weight.said(part) for part in _sentences(text)), default=whole)


@lru_cache(maxsize=8192)
def _sentences(text: str) -> tuple[frozenset[str], ...]:
    """The terms of each sentence or cell; () where there is but one."""
    parts = list(filter(is_sentence, sentences_of(text)))
    return tuple(map(term_set, parts)) if len(parts) > 1 else ()


class Told(NamedTuple):
    """Those of ``Features`` that only the facts of a clause tell."""

    states: float
    named: float
    fits: float
    timed: float


def facts_of(question: Question, passage: Passage, info: DocumentInfo, on_funds: bool) -> Told:
    """``on_funds``: whether a heading above is on money."""
    if question.intent == "deadline":
        stated, timed = times.told(question, passage)
    else:
        stated, timed = states(question, passage, info, on_funds), 0.0
    return Told(stated, _named(question, passage.clause), _fits(question, passage.clause), timed)


def _fits(question: Question, clause: Clause) -> float:
    """Whether a body of the kind asked for has a part; 0 when any kind would do."""
    if not question.bodies:
        return 0.0
    acting = [a.as_written for a in clause.facts.agencies if a.role]
    return float(any(is_kind(name, question.bodies) for name in acting))


def _named(question: Question, clause: Clause) -> float:
    """The share of document numbers in the question that the clause cites."""
    if not question.numbers:
        return float(cites(question, clause))
    cited = {number_token(law.number) for law in clause.facts.laws}
    return sum(n in cited for n in question.numbers) / len(question.numbers)
