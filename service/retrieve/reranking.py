"""The first candidates of the first plans, read once more: question and clause together.

Features compare words and facts; the cross-encoder (``models.reranker``) reads who does what. It
tells clauses of one plan apart, and a plan that answers from one that only comes near
(``service.answer.sureness``). It costs a millisecond a clause, so that only those are read that may
well answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.reranker import Reranker
from service.query.question import Question
from service.query.wording import by_wording
from service.retrieve import hybrid
from service.retrieve.hybrid import Candidate

#: Plans of which clauses are read, by their best scores, and clauses read of each at most.
DOCUMENTS, DEPTH = 10, 5
#: A clause whose score is farther behind its plan's first is not read: reading farther (3) puts no
#: more right clauses first.
REACH = 2.0
#: A heading is read so far, in characters.
_HEADING = 100


#: Of rows that were read how well they answer: a logit to be added to their scores.
Read = Mapping[int, float]


def reranked(
    question: Question, found: Mapping[str, Sequence[Candidate]], reranker: Reranker
) -> dict[str, list[Candidate]]:
    """``found`` (candidates by document, best first), with those that are read in a new order."""
    return with_readings(question, found, read(question, first_of(found), reranker))


def with_readings(
    question: Question, found: Mapping[str, Sequence[Candidate]], known: Read
) -> dict[str, list[Candidate]]:
    """``found`` in the order that ``known`` gives each document.

    Clauses that were not read are taken to answer as well as the worst that was: of their plan,
    else, of the first ones of all plans. Where all plans answer, those that come later do too, and
    where few do, they do not.
    """
    ordered = {document: _in_order(question, mine, known) for document, mine in found.items()}
    firsts = [mine[0].reading for mine in ordered.values() if mine[0].reading is not None]
    least = min(firsts, default=0.0)
    return {document: _told_of_all(mine, least) for document, mine in ordered.items()}


def _told_of_all(mine: Sequence[Candidate], otherwise: float) -> list[Candidate]:
    worst = min((c.reading for c in mine if c.reading is not None), default=otherwise)
    return [c if c.reading is not None else replace(c, reading=worst) for c in mine]


def first_of(found: Mapping[str, Sequence[Candidate]]) -> list[Candidate]:
    """The candidates worth reading: those of a plan that contend for its first place."""
    first = sorted(found, key=lambda document: -found[document][0].score)[:DOCUMENTS]
    return [c for d in first for c in found[d][:DEPTH] if c.score >= found[d][0].score - REACH]


def read(question: Question, candidates: Sequence[Candidate], reranker: Reranker) -> Read:
    """What reading each of the candidates tells, by its row.

    A question in everyday words is read in the clause's own too; what tells more counts.
    """
    texts = [text_of(c) for c in candidates]
    better = reranker.read(question.text, texts)
    plain = question.language == "vi" and not question.keywords
    for asked, places in by_wording(question.reading, texts).items() if plain else ():
        again = reranker.read(asked, [texts[place] for place in places])
        better[places] = np.maximum(better[places], again)
    return {c.passage.row: value for c, value in zip(candidates, better.tolist(), strict=True)}


def _in_order(question: Question, mine: Sequence[Candidate], known: Read) -> list[Candidate]:
    """One document's candidates, those that were read in their new order before the others."""
    near = [c for c in mine[:DEPTH] if c.passage.row in known]
    first = [replace(c, reading=known[c.passage.row]) for c in near]
    rows = {c.passage.row for c in near}
    rest = [c for c in mine if c.passage.row not in rows]
    return hybrid.in_order(question, first) + rest


def text_of(candidate: Candidate) -> str:
    """What is read of a candidate: its nearest heading and itself."""
    passage = candidate.passage
    heading = f"{passage.context[-1][:_HEADING]}. " if passage.context else ""
    return heading + passage.text
