"""Who does what a plan sets without giving it to anybody: the body that issues the plan.

Parts on tasks often say only what is done ("Kiện toàn đội kiểm tra liên ngành …"), and the part on
who does what does not take it up. Readers of plans take it for the issuer's own to carry out. Told
only where a clause says everything that is asked, and as what it is: nobody is named.
"""

from __future__ import annotations

import re

from indexer.documents import DocumentInfo
from indexer.text import fold_chars, words
from service.answer import sureness
from service.answers import DocumentAnswer
from service.query import offices, recipients
from service.query.asked import says
from service.query.question import Question
from service.query.scope import LEVELS
from service.quoting.citations import citation, document_ref
from service.retrieve.hybrid import Candidate

#: How near the best clause of all plans it must come, and how much of the words it must say.
_NEAR, _WORDS = 0.7, 0.7
#: So many words open a clause, and say what is done where nobody is named.
_OPENING = 2
#: "Ai thành lập …?", "Đơn vị nào …?": who does it, not with whom or for whom, nor who has to or
#: may, as citizens do ("Ai phải nộp phí?").
_DOES = re.compile(
    r"^(?:thi )?(?:ai|(?:nhung |cac )?(?:co quan|don vi|noi|ben|cap|so|nganh)(?: \w+){0,2} nao)\b"
    r"(?!(?: \w+)? (?:duoc|bi|phai|can|nen|tham gia|huong|thuoc|co quyen|phoi hop|cung)\b)"
    r"|\b(?:do|giao(?: cho)?) (?:ai|(?:co quan|don vi) nao)\b"
    r"|^(?:who|which (?:body|agency|agencies|unit|department))\b"
    r"(?! (?:may|can|must|has to|have to|is|are|should)\b)(?!.*\bwith\b)"
)


def of_issuer(
    question: Question, info: DocumentInfo, first: Candidate, best: Candidate
) -> DocumentAnswer | None:
    """The issuer as whoever does what ``first`` sets, None where that would be more than it says.

    ``best``: the best candidate of all plans.
    """
    features = first.features
    if question.intent != "agency" or question.also or question.subject or not info.issuer:
        return None
    if features.states > 0 or features.aims > 0 or features.funds > 0:
        return None
    if features.words < _WORDS or first.score < min(best.score, _NEAR * best.score):
        return None
    if not says(_DOES, question.reading):
        return None
    if recipients.asks(question) or offices.office_of(question) or _names_others(question, first):
        return None
    level = f"cấp {LEVELS[info.level]}" if info.level else None  # a district's team "cấp huyện"
    if any(n.said.lower() != level for n in sureness.missing(question, first, info)):
        return None
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=info.issuer,
        role="issuer",
        confidence=round(sureness.confidence(question, info, [first], best), 2),
        citations=(citation(first.passage),),
    )


def _names_others(question: Question, first: Candidate) -> bool:
    """Whether the clause may name somebody: a body that the question does not, or its first words.

    "Kiện toàn đội kiểm tra …" begins with what is asked for, "Giáo vụ công bố điểm …" with who.
    """
    said = {*words(fold_chars(question.reading))}
    clause = first.passage.clause
    opens = words(fold_chars(first.passage.text.removeprefix(clause.marker)))[:_OPENING]
    named = (words(fold_chars(a.as_written)) for a in clause.facts.agencies)
    told = any(a.role for a in clause.facts.agencies)
    return told or not {*opens} <= said or any(not {*name} <= said for name in named)
