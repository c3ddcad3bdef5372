"""A question that asks two things, and its first half where that can stand alone.

"Ai phun hóa chất diệt muỗi, và khi nào xong?" is answered by a clause that says who sprays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import fold_chars
from service.query import about, cues
from service.query.notions import Notion
from service.query.question import Question
from service.query.translate import asking_spans

#: Where a question may go on to the other thing that it asks.
_JOINT = re.compile(r"[,;]? (?:và|and|đồng thời) |[,;] ", re.IGNORECASE)
_WHO = re.compile(r"\bai\b")
#: What asks the other thing stands this near behind the joint, in characters.
_NEAR = 25
#: The first half says so much of the subject, by weight, or it asks of anything. A question that
#: is of plans' workings alone ("Ai tập huấn, kinh phí bao nhiêu?") has them for a subject.
_MOSTLY = 0.5


def first_half(question: Question) -> str | None:
    """The question up to where it goes on to another thing; None if that says too little.

    Lists are not cut ("phòng, chống ma túy"), nor what asks twice at the beginning ("Ai và khi nào
    …"), nor a question with one thing in it.
    """
    text = question.reading
    for joint in reversed(list(_JOINT.finditer(text))):
        head, tail = text[: joint.start()], text[joint.end() :]
        first = _first_asking(tail, question.language)
        if first is not None and first <= _NEAR and _says_subject(question, head):
            return None if _first_asking(head, question.language) is None else f"{head}?"
    return None


def _first_asking(text: str, language: str) -> int | None:
    """Where the first word that asks stands."""
    if language == "en":
        return next((start for start, _ in asking_spans(text)), None)
    folded = fold_chars(text)
    found = cues.ASKING.search(folded) or _WHO.search(folded)
    return found.start() if found else None


def _says_subject(question: Question, head: str) -> bool:
    folded = fold_chars(head)

    def said(notions: Sequence[Notion]) -> float:
        return sum(notion.weight for notion in notions if fold_chars(notion.said) in folded)

    subject = about.subject(question.notions, question.subject)
    if not subject:
        return said(question.notions) > 0
    return said(subject) >= _MOSTLY * sum(notion.weight for notion in subject)
