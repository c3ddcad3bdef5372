"""When a document does not answer, and why.

No score threshold tells answerable questions from others (best published F1: .38), so the decision
rests on evidence: is the fact asked for stated, how much of the subject stands in one passage and
its headings, do the question's word pairs occur anywhere, how does the passage compare with the
best one found.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.text import fold_chars, words
from service import ranking
from service.question import Question
from service.retrieve import Candidate

_KINDS = {
    "agency": "cơ quan phụ trách",
    "target": "con số được hỏi",
    "deadline": "thời hạn",
    "legal": "văn bản căn cứ",
    "funding": "nguồn hay mức kinh phí",
    "metadata": "thông tin về văn bản",
    "passage": "nội dung được hỏi",
}


def place_allows(question: Question, info: DocumentInfo) -> bool:
    """Whether the document is of a place the question names (or the question names none)."""
    return not question.places or any(within(info, place) for place in question.places)


def within(info: DocumentInfo, place: str) -> bool:
    """Whether a document belongs to ``place``, today's name of a former province included."""
    if place in (info.locality_id, info.province_id):
        return True
    former = reference.load().province_by_id.get(info.province_id or "")
    return bool(former and place in former.successors)


def measure(
    question: Question, mine: Sequence[Candidate], best: Candidate
) -> dict[str, float]:
    """The evidence of one document: its first passage, its best in each respect, the best overall."""
    first = mine[0]
    f = first.features
    return {
        "dense": f.dense,
        "lexical": f.lexical,
        "context": f.context,
        "strict": f.strict,
        "head": f.head,
        "whole": f.whole,
        "title": f.title,
        "states": f.states,
        "led": f.led,
        "named": f.named,
        "score": first.score,
        "gap": first.score - best.score,
        "top": best.score,
        "top_strict": best.features.strict,
        "top_dense": best.features.dense,
        "most_words": max(c.features.words for c in mine),
        "most_dense": max(c.features.dense for c in mine),
        "length": min(len(question.content), 8) / 8,
        "passage": float(question.intent == "passage"),
    }


def confidence(question: Question, mine: Sequence[Candidate], best: Candidate) -> float:
    """How surely the document answers, in (0, 1)."""
    return ranking.probability(measure(question, mine, best), ranking.weights(question))


def reason(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate], best: Candidate | None
) -> str | None:
    """Why the document does not answer, in Vietnamese; None when it does."""
    if not place_allows(question, info):
        return "Câu hỏi nêu địa phương khác; kế hoạch này không thuộc địa phương đó."
    if not mine or best is None:
        return "Không thấy trong kế hoạch này: không đoạn nào nói đến nội dung được hỏi."
    if confidence(question, mine, best) >= ranking.weights(question).threshold:
        return None
    missing = missing_words(question, mine[0])
    if missing:
        return f"Không thấy trong kế hoạch này: đoạn gần nhất không nói đến “{missing}”."
    if mine[0].features.states < 1:
        return not_stated(question)
    return "Không thấy trong kế hoạch này: đoạn gần nhất không nói đúng điều được hỏi."


def not_stated(question: Question) -> str:
    """The subject is there, the kind of fact asked for is not."""
    return f"Có nhắc đến nội dung này nhưng không nêu {_KINDS[question.intent]}."


def missing_words(question: Question, candidate: Candidate) -> str:
    """Up to six of the question's subject words that the passage and its headings lack."""
    if question.language == "en":
        return ""
    text = " ".join((candidate.passage.text, *candidate.passage.context))
    present = {fold_chars(w) for w in words(text)}
    wanted = set(question.content)
    lacking = [
        w for w in words(question.reading) if fold_chars(w) in wanted and fold_chars(w) not in present
    ]
    return " ".join(dict.fromkeys(lacking[:6]))
