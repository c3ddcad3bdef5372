"""Where a plan states two shares for one thing: both are told, each cited.

"… đạt ít nhất 50% số xã, phường không ma túy" among the targets, "đạt 100% xã, phường không ma túy"
among the tasks: told alone, either would be taken for all that the plan says.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.documents import Target
from indexer.index import Passage
from service.answer import theme
from service.query.asked import asked
from service.query.question import Question
from service.retrieve import sentences
from service.retrieve.hybrid import Candidate

#: So many candidates behind the first are looked at.
_NEXT = 6
#: What tells more must be said in both sentences.
_TELLING = 0.5


def other_share(
    question: Question, first: Passage, told: str, mine: Sequence[Candidate]
) -> tuple[Passage, str] | None:
    """Another share of the same thing for the same year, and where it stands; None mostly.

    Both sentences say all that is asked, and the clauses stand in different places: beside one
    another stand targets of different things.
    """
    if question.intent != "target" or not asked(question.reading).share:
        return None
    own = _share(first, told)
    if own is None or own.by is None or not _says_all(question, first):
        return None
    for candidate in mine[: _NEXT + 1]:
        passage = candidate.passage
        if passage.clause.parent == first.clause.parent:
            continue
        others = [t for t in _shares(passage) if _differs(own, t)]
        if len(others) == 1 and _says_all(question, passage):
            return passage, others[0].quote
    return None


def _share(passage: Passage, told: str) -> Target | None:
    """The share that a short answer is of."""
    return next((t for t in _shares(passage) if t.quote in told or told in t.quote), None)


def _shares(passage: Passage) -> list[Target]:
    return [t for t in passage.clause.facts.targets if t.unit == "%"]


def _differs(one: Target, other: Target) -> bool:
    figures = {(t.value, t.value_max) for t in (one, other)}
    changes = any(t.op.startswith(("increase", "decrease")) for t in (one, other))
    return one.by == other.by and len(figures) == 2 and not changes


def _says_all(question: Question, passage: Passage) -> bool:
    said = sentences.nearest(question, passage.text)
    return all(n.weight < _TELLING for n in theme.left(question.notions, (said,), question))
