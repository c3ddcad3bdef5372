"""How well one passage speaks of what was asked: the features that ranking and silence rest on.

All are shares in [0, 1] or flags, so that weights can be read. Words are compared folded. A
question is held against hundreds of passages, so what belongs to a passage alone is kept, and all
shares are taken over the question's own terms.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from indexer.documents import Clause, DocumentInfo
from indexer.index import Passage
from indexer.text import fold_chars, number_token, terms
from service import times
from service.bodies import is_kind
from service.cited import cites
from service.question import Question
from service.shares import Weights
from service.stating import states

#: Features that headings tell, by one of these phrases. In the order of ``Surroundings``.
HEADINGS = {
    "aims": re.compile(r"muc dich|yeu cau|quan diem|nguyen tac"),
    "goals": re.compile(r"chi tieu|muc tieu"),
    "funds": re.compile(r"kinh phi|nguon luc|ngan sach|du toan"),
    "duties": re.compile(
        r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu|giai phap|phu luc|danh muc"
    ),
}
_SENTENCE = re.compile(r"\s(?:(?<=[.;]\s)\s*|\|\s|(?<=\n))")  # looked for where a blank is
_NOTHING: frozenset[str] = frozenset()
#: A clause of so many characters is as long as any.
_LONGEST = 3000
_LONG = math.log1p(_LONGEST)


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


class Match(NamedTuple):
    """What the searches say of one passage; see ``Features``, but the cosine may be negative."""

    lexical: float
    dense: float


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
    aims: float
    goals: float
    funds: float
    duties: float


@lru_cache(maxsize=8192)
def surroundings(context: tuple[str, ...], header: tuple[str, ...]) -> Surroundings:
    """Of headings and columns, which many passages share."""
    headings = fold_chars(" / ".join(context))
    return Surroundings(
        term_set(" / ".join((*context, *header))),
        term_set(context[-1]) if context else _NOTHING,
        *(float(bool(kind.search(headings))) for kind in HEADINGS.values()),
    )


class Facet(NamedTuple):
    """What a passage is, whatever is asked."""

    passage: Passage
    terms: frozenset[str]
    around: Surroundings
    addressees: frozenset[str]
    led: float
    front: float
    back: float
    row: float
    length: float


#: ``Features.length`` of texts of so many characters.
LENGTHS = tuple(min(1.0, math.log1p(size) / _LONG) for size in range(_LONGEST + 1))


def length_of(text: str) -> float:
    """See ``Features.length``."""
    return LENGTHS[min(len(text), _LONGEST)]


_MOST = 16384
_facets: dict[int, Facet] = {}


def facet(passage: Passage) -> Facet:
    """Read once for each passage object, which an index hands out again and again."""
    known = _facets.get(id(passage))
    if known is not None and known.passage is passage:
        return known
    clause = passage.clause
    # Who was given the task elsewhere in the plan says nothing of how well the passage fits.
    near = [a for a in clause.facts.agencies if not a.assigned_in]
    roles = [a.role for a in near]
    names = "; ".join(a.as_written for a in near if a.role and not a.partner)
    found = Facet(
        passage,
        term_set(passage.text),
        surroundings(passage.context, clause.header),
        term_set(names) if names else _NOTHING,
        float(any(role in ("lead", "perform", "requested") for role in roles)),
        float(clause.part == "front"),
        float(clause.part == "back"),
        float(clause.kind == "row"),
        length_of(passage.text),
    )
    if len(_facets) >= _MOST:
        _facets.clear()
    _facets[id(passage)] = found
    return found


def near_of(weight: Weights, text: str, whole: float) -> float:
    """``Features.near``; ``whole``: the share of the whole text, where it is one sentence."""
    return max((weight.shares(part).words for part in _sentences(text)), default=whole)


@lru_cache(maxsize=8192)
def _sentences(text: str) -> tuple[frozenset[str], ...]:
    """The terms of each sentence or cell; () where there is but one."""
    parts = [part for part in parts_of(text) if is_sentence(part)]
    return tuple(map(term_set, parts)) if len(parts) > 1 else ()


def parts_of(text: str) -> list[str]:
    """The text cut where a sentence or a cell ends."""
    return _SENTENCE.split(text)


def is_sentence(part: str) -> bool:
    """Whether it is more than a mark or a letter."""
    return len(part) > 2


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


def features(
    question: Question,
    passage: Passage,
    weight: Weights,
    info: DocumentInfo,
    match: Match,
) -> Features:
    """All features of one passage of the document ``info``."""
    known = facet(passage)
    around = known.around
    title = term_set(info.title) & weight.terms
    present = _with_synonyms(question, known.terms & weight.terms, known.terms)
    near = present | (around.terms & weight.terms)
    own, context, whole = map(weight.shares, (present, near, near | title))
    facts = facts_of(question, passage, info, around.funds > 0)
    return Features(
        lexical=match.lexical,
        dense=max(0.0, match.dense),
        words=own.words,
        pairs=own.pairs,
        context=context.words,
        context_pairs=context.pairs,
        strict=whole.strict,
        head=own.head,
        whole=whole.words,
        heading=weight.shares(around.last).words,
        title=weight.shares(title).words,
        states=facts.states,
        led=known.led,
        named=facts.named,
        addressed=weight.shares(known.addressees).words,
        fits=facts.fits,
        aims=around.aims,
        goals=around.goals,
        funds=around.funds,
        duties=around.duties,
        front=known.front,
        back=known.back,
        row=known.row,
        length=known.length,
        timed=facts.timed,
        near=near_of(weight, passage.text, own.words),
    )


def _with_synonyms(
    question: Question, wanted: frozenset[str], present: frozenset[str]
) -> frozenset[str]:
    """The question's terms that are present, themselves or in a synonym."""
    if not question.synonyms:
        return wanted
    stood_for = [s.terms for s in question.synonyms if any(other <= present for other in s.others)]
    return wanted.union(*stood_for)


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
