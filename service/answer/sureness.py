"""How surely a document answers, told by what speaks for and against it.

See ``service.answer.silence``, which says what is made of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.text import fold_chars, nfc
from service.query import about, occasions
from service.query.notions import Notion, unsaid
from service.query.question import Question
from service.retrieve import ranking
from service.retrieve.evidence import said_with_headings
from service.retrieve.hybrid import Candidate
from service.retrieve.sieve import ROUNDING

#: Of a question's subject this may be missing, since plans say things in words of their own.
_MOSTLY = 0.6
#: Of a subject that money is asked for this is missing where another plan has the money: so of 102
#: answers to questions that no plan answers 65, of 77 right answers to measured ones one. A body's
#: work likewise: every plan gives communes something to do.
_ELSE = 0.7
#: Few words say a body and a subject, or a subject and what is done. A plan that lacks so much more
#: of them than the best one does, by weight, has only the other in common with it.
_LACKS_MORE = 0.35
#: Of so few plans one is less likely to come near by chance: of 112 questions on what no plan of
#: the place named has 110 are refused as before, of 305 right answers on plans never seen 8 more
#: are told.
_FEW = 6
#: Evidence that may only speak against an answer; all other may only speak for it.
AGAINST = ("missing", "missing_share", "off_subject")


def measure(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate], best: Candidate
) -> dict[str, float]:
    """The evidence of one document: of its first passage, and of the best one of all."""
    return _seen(question, mine, best) | _unseen(question, missing(question, mine[0], info))


def _seen(question: Question, mine: Sequence[Candidate], best: Candidate) -> dict[str, float]:
    """``measure``, as far as it is told without looking for what is said nowhere."""
    first = mine[0]
    f = first.features
    return {
        "dense": f.dense,
        "states": f.states,
        "named": f.named,
        "score": first.score,
        "gap": first.score - best.score,
        "top": best.score,
        "most_words": max(c.features.words for c in mine),
        "passage": float(question.intent == "passage"),
        "reading": first.reading or 0.0,
    }


def _unseen(question: Question, absent: Collection[Notion]) -> dict[str, float]:
    """``measure``, as far as notions of the question that are said nowhere tell."""
    if not absent:
        return dict.fromkeys(AGAINST, 0.0)
    return {
        "missing": _weight(absent),
        "missing_share": _share(question, absent),
        "off_subject": max(0.0, about.lacking(question, absent) - _MOSTLY),
    }


def _weight(notions: Iterable[Notion]) -> float:
    return sum(notion.weight for notion in notions)


def _share(question: Question, absent: Iterable[Notion]) -> float:
    return _weight(absent) / (_weight(question.notions) or 1.0)


def missing(question: Question, candidate: Candidate, info: DocumentInfo) -> list[Notion]:
    """What of the question neither the passage, its headings nor the plan's title says."""
    passage = candidate.passage
    texts = said_by(passage, info)
    left = unsaid(question.notions, texts, frozenset(), ())
    alike = [s for s in question.synonyms if any(notion.terms & s.terms for notion in left)]
    if not any(_may_stand(other, passage) for s in alike for other in s.others):
        return left
    return unsaid(left, texts, said_with_headings(passage), alike)


def _may_stand(terms: Iterable[str], passage: Passage) -> bool:
    """Whether index terms may stand in a passage or above it, by their letters alone.

    Few do, and most passages need not be cut into theirs.
    """
    letters = _letters(passage.text, passage.context, passage.clause.header)
    parts = (part for term in terms for part in term.split("_"))
    return all(part.startswith("#") or part in letters for part in parts)


@lru_cache(maxsize=1024)
def _letters(text: str, headings: tuple[str, ...], columns: tuple[str, ...]) -> str:
    return fold_chars(nfc("/".join((text, *headings, *columns))))


def said_by(passage: Passage, info: DocumentInfo) -> tuple[str, ...]:
    """The passage, its headings and columns, and the plan's title."""
    return (passage.text, *passage.context, *passage.clause.header, info.title)


def share_missing(question: Question, candidate: Candidate, info: DocumentInfo) -> float:
    """How much of the question is ``missing``, in [0, 1]."""
    return _share(question, missing(question, candidate, info))


def confidence(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate], best: Candidate
) -> float:
    """How surely the document answers, in (0, 1)."""
    return ranking.probability(measure(question, info, mine, best), ranking.weights(question))


def reaches(
    question: Question,
    info: DocumentInfo,
    mine: Sequence[Candidate],
    best: Candidate,
    sure: float,
    lacking: float | None = None,
) -> bool:
    """Whether ``confidence`` is ``sure`` at least.

    And money, a body's work or since when it is in force is asked for on what the plan is on, and
    of few words it does not lack far more than the best plan (``lacking``: ``share_missing`` of
    that one).

    What is said nowhere only speaks against a document: it is looked for, in the whole text, where
    the document would answer without it.
    """
    chosen = ranking.weights(question)
    against = all(chosen.silence.get(name, 0.0) <= 0.0 for name in AGAINST)
    seen = _seen(question, mine, best)
    most = ranking.probability(seen, chosen) if against else 1.0
    if most < sure - ROUNDING:
        return False
    absent = missing(question, mine[0], info)
    anywhere = question.intent == "funding" or question.subject or occasions.of_effect(question)
    if absent and anywhere and about.lacking(question, absent) >= _ELSE:
        return False  # "Kinh phí thực hiện Kế hoạch …" is of that plan's own subject
    if lacking is not None and _share(question, absent) - lacking >= _LACKS_MORE:
        return False
    return ranking.probability(seen | _unseen(question, absent), chosen) >= sure


def needed(
    question: Question,
    infos: Sequence[DocumentInfo],
    found: Mapping[str, Sequence[Candidate]],
    best: Candidate | None,
    among: int,
) -> float:
    """How sure a document must be to answer: the first one surely, then others less so.

    Once a plan surely answers, the question is one that plans answer, and another that says nearly
    as much is believed. Where none surely does, all of them only come near. ``found``: candidates
    by document; ``among``: how many plans are asked, of few the first need not be as sure.
    """
    chosen = ranking.weights(question)
    first = chosen.few if among <= _FEW else chosen.threshold
    held = [(found[d.id], d) for d in infos if found.get(d.id)]
    for mine, info in sorted(held, key=lambda pair: -pair[0][0].score):
        if best and reaches(question, info, mine, best, first):
            return chosen.further
    return first
