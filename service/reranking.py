"""The first candidates of the first plans, read once more: question and clause together.

Features compare words and facts; the cross-encoder (``models.reranker``) reads who does what. It
costs some two milliseconds a clause, so that only those read that may well answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.reranker import Reranker
from service import retrieve
from service.question import Question
from service.retrieve import Candidate

#: Plans of which clauses are read, by their best scores, and clauses read of each. More plans (10)
#: or clauses fewer (3) put no more right clauses first.
DOCUMENTS, DEPTH = 6, 5
#: A clause whose score is farther behind its plan's first is not read, nor the first where all are:
#: half of the reading is spared, and no set of questions has other figures for it.
REACH = 2.0
#: A heading is read so far, in characters.
_HEADING = 100


#: Of rows that were read how much better than others of their plan they answer.
Read = Mapping[int, float]


def reranked(
    question: Question, found: Mapping[str, Sequence[Candidate]], reranker: Reranker
) -> dict[str, list[Candidate]]:
    """``found`` (candidates by document, best first), with those that are read in a new order."""
    known = read(question, first_of(found), reranker) if suits(question) else {}
    return {document: in_order(question, mine, known) for document, mine in found.items()}


def suits(question: Question) -> bool:
    """Whether there is more to read in a question than its words: a few keywords have no grammar.

    (With them as many right clauses went as came: .797 → .790 of 620.)
    """
    return not question.keywords


def first_of(found: Mapping[str, Sequence[Candidate]]) -> list[Candidate]:
    """The candidates worth reading: those of a plan that contend for its first place."""
    first = sorted(found, key=lambda document: -found[document][0].score)[:DOCUMENTS]
    near = ([c for c in found[d][:DEPTH] if c.score >= found[d][0].score - REACH] for d in first)
    return [candidate for mine in near if len(mine) > 1 for candidate in mine]


def read(question: Question, candidates: Sequence[Candidate], reranker: Reranker) -> Read:
    """What reading each of the candidates tells, by its row."""
    better = reranker.read(question.text, [text_of(c) for c in candidates])
    return {c.passage.row: value for c, value in zip(candidates, better.tolist(), strict=True)}


def in_order(question: Question, mine: Sequence[Candidate], known: Read) -> list[Candidate]:
    """One document's candidates, those that were read in their new order before the others.

    Scores stay what they were: reading tells clauses of one plan apart, not plans.
    """
    first = [c for c in mine[:DEPTH] if c.passage.row in known]
    rows = {c.passage.row for c in first}
    rest = [c for c in mine if c.passage.row not in rows]
    return retrieve.in_order(question, first, known) + rest


def text_of(candidate: Candidate) -> str:
    """What is read of a candidate: its nearest heading and itself."""
    passage = candidate.passage
    heading = f"{passage.context[-1][:_HEADING]}. " if passage.context else ""
    return heading + passage.text
