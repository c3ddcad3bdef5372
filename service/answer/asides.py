"""What else a question asks, told from a clause of its own: who pays, beside who does it.

And the first half of it alone (``service.query.halves``), where nothing tells the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from service.answer import theme
from service.answer.extract import extract
from service.answers import Answers, DocumentAnswer, Intent
from service.query.question import Question
from service.quoting.citations import citation
from service.retrieve.hybrid import Candidate, candidates

#: What stands in clauses of its own, not where a duty is given.
_APART: frozenset[Intent] = frozenset({"funding", "legal"})
#: What a duty may state itself, or another clause on it: judged as a question of its own.
_BESIDE: frozenset[Intent] = frozenset({"agency", "deadline", "target"})
#: The share of the question's words that a clause on its subject holds, with its headings.
_ON_SUBJECT = 0.5

#: The answers to a question of these documents, each judged by itself.
Judge = Callable[[Question, Collection[str]], Sequence[DocumentAnswer]]


def with_asides(
    index: Index, question: Question, answers: list[DocumentAnswer], judge: Judge
) -> list[DocumentAnswer]:
    """The answers, what else is asked told from another clause where the first does not state it.

    "Ai khám sức khỏe, và kinh phí lấy từ đâu?": who does it and who pays stand far apart. A
    document that states only the second thing asked answers with that.
    """
    for kind in question.also:
        if kind in _APART:
            answers = _with_apart(index, question, kind, answers)
            answers = _with_alone(question, kind, answers, judge)
        elif kind in _BESIDE and not question.subject:
            answers = _with_beside(question, kind, answers, judge)
    return answers


def _with_alone(
    question: Question, kind: Intent, answers: list[DocumentAnswer], judge: Judge
) -> list[DocumentAnswer]:
    """The answers, with those of documents that tell only the other thing asked."""
    silent = {a.document.id for a in answers if not a.found and not a.outside}
    told = _told(judge, replace(question, intent=kind, also=(), subject=None), silent)
    return [_both(a, told[a.document.id], kind) if a.document.id in told else a for a in answers]


def _with_beside(
    question: Question, kind: Intent, answers: list[DocumentAnswer], judge: Judge
) -> list[DocumentAnswer]:
    lacking = {a.document.id for a in answers if not a.outside and kind not in a.told}
    asked = replace(question, intent=kind, also=())
    told = _told(judge, asked, lacking)
    return [
        _both(a, told[a.document.id], kind)
        if a.document.id in told and _on_the_same(asked, a, told[a.document.id])
        else a
        for a in answers
    ]


def _told(judge: Judge, asked: Question, ids: Collection[str]) -> dict[str, DocumentAnswer]:
    """Those of some documents that answer, by document."""
    return {b.document.id: b for b in judge(asked, ids) if b.found} if ids else {}


def _on_the_same(question: Question, first: DocumentAnswer, other: DocumentAnswer) -> bool:
    """Whether what tells the other thing says all of the subject that the first clause says.

    The day of another task would be a wrong answer, however surely the plan states it.
    """
    return not first.found or _unsaid(question, other) <= _unsaid(question, first)


def _unsaid(question: Question, answer: DocumentAnswer) -> set[str]:
    """What of the question neither an answer's first clause, its headings nor the title says."""
    cited = answer.citations[0]
    texts = (cited.quote, *cited.headings, answer.document.title)
    return {n.said for n in theme.left(question.notions, texts, question)}


def _both(first: DocumentAnswer, other: DocumentAnswer, kind: Intent) -> DocumentAnswer:
    """An answer with what else is asked, or that alone where there is no answer."""
    if not first.found:
        return replace(other, told=(kind,))
    chief, *support = first.citations
    return replace(
        first,
        answer="; ".join(dict.fromkeys((first.answer or "", other.answer or ""))),
        role=first.role or other.role,
        citations=tuple(dict.fromkeys((chief, other.citations[0], *support))),
        today=tuple(dict.fromkeys((*first.today, *other.today))),
        told=(*first.told, kind),
    )


def _with_apart(
    index: Index, question: Question, kind: Intent, answers: list[DocumentAnswer]
) -> list[DocumentAnswer]:
    asked = replace(question, intent=kind, also=())
    lacking = [a.document.id for a in answers if a.found and kind not in a.told]
    near = candidates(index, asked, lacking) if lacking else []
    first = {c.passage.document: c for c in reversed(near) if _states_apart(kind, c)}
    return [
        _joined(asked, a, first[a.document.id].passage, index.document(a.document.id))
        if a.document.id in first
        else a
        for a in answers
    ]


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


def of_half(whole: Answers, half: Answers) -> Answers:
    """What the first half of a question is told, where nothing answers the whole; else as it was.

    What else was asked is still said to be asked, so that it shows what no plan states.
    """
    if not half.found:
        return whole
    answers = tuple(replace(a, told=a.told or half.intents) if a.found else a for a in half.answers)
    return replace(
        half,
        question=whole.question,
        understood_as=whole.understood_as,
        intents=tuple(dict.fromkeys((*half.intents, *whole.intents))),
        answers=answers,
        asked_as=whole.asked_as,
        corrections=whole.corrections,
    )


def with_first(whole: Answers, half: Answers) -> Answers:
    """What the whole is told, with what its first half is, where two amounts are asked for.

    "Tổng kinh phí bao nhiêu, trong đó tin nhắn bao nhiêu?": the part alone would be taken for all.
    """
    first = {a.document.id: a for a in half.answers if a.found and a.answer}
    return replace(
        whole,
        answers=tuple(
            _after(first[a.document.id], a) if a.found and a.document.id in first else a
            for a in whole.answers
        ),
    )


def _after(first: DocumentAnswer, second: DocumentAnswer) -> DocumentAnswer:
    """The second with the first before it, unless both tell the same."""
    chief = first.citations[0]
    if chief in second.citations[:1] or second.answer in (None, "", first.answer):
        return second
    cited = tuple(dict.fromkeys((chief, *second.citations)))
    return replace(second, answer=f"{first.answer}; {second.answer}", citations=cited)
