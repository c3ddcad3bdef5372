"""What else a question asks, told from a clause of its own: who pays, beside who does it."""

from __future__ import annotations

from dataclasses import replace

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from service.answers import DocumentAnswer, Intent
from service.citations import citation
from service.extract import extract
from service.question import Question
from service.retrieve import Candidate, candidates

#: What stands in clauses of its own, not where a duty is given.
_APART: frozenset[Intent] = frozenset({"funding", "legal"})
#: The share of the question's words that a clause on its subject holds, with its headings.
_ON_SUBJECT = 0.5


def with_asides(
    index: Index, question: Question, answers: list[DocumentAnswer]
) -> list[DocumentAnswer]:
    """The answers, what else is asked told from another clause where the first does not state it.

    "Ai khám sức khỏe, và kinh phí lấy từ đâu?": who does it and who pays stand far apart.
    """
    for kind in (k for k in question.also if k in _APART):
        asked = replace(question, intent=kind, also=())
        lacking = [a.document.id for a in answers if a.found and kind not in a.told]
        near = candidates(index, asked, lacking) if lacking else []
        first = {c.passage.document: c for c in reversed(near) if _states_apart(kind, c)}
        answers = [
            _joined(asked, a, first[a.document.id].passage, index.document(a.document.id))
            if a.document.id in first
            else a
            for a in answers
        ]
    return answers


def _states_apart(kind: Intent, candidate: Candidate) -> bool:
    """Whether a clause states money, or a law, that is meant: on the subject, or for the whole."""
    facts, features = candidate.passage.clause.facts, candidate.features
    if kind == "legal":
        return bool(facts.laws) and features.context >= _ON_SUBJECT
    return bool(facts.funding) and (features.funds > 0 or features.context >= _ON_SUBJECT)


def _joined(
    asked: Question, answer: DocumentAnswer, passage: Passage, info: DocumentInfo
) -> DocumentAnswer:
    told = extract(asked, passage, info).answer
    if not told:
        return answer
    cited = citation(passage)
    return replace(
        answer,
        answer=f"{answer.answer}; {told}",
        citations=(*answer.citations, *(() if cited in answer.citations else (cited,))),
        told=(*answer.told, asked.intent),
    )
