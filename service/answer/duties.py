"""What one body must do: of a document's candidates, those about it, its own work first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.succession import day_of
from indexer.text import fold_chars, words
from service.answer import theme
from service.query import subject
from service.query.question import Question
from service.retrieve.hybrid import Candidate

#: Folded words that ask for a duty, not for one in particular.
_ANY_DUTY = frozenset(
    words("lam thuc hien nhiem vu trach viec giao de nghi phan cong theo trong ke hoach nay tinh")
    + words("co ve sau khi")
)
#: Reasons in Vietnamese and in English.
_NOT_THIS = (
    "Kế hoạch này không giao cho {} việc được hỏi.",
    "This plan does not give {} the work that is asked about.",
)
_NOTHING = ("Kế hoạch này không giao việc cho {}.", "This plan gives {} no work.")


def names_in(question: Question, info: DocumentInfo, plan: Iterable[Passage]) -> frozenset[str]:
    """What the plan calls the body: its name, else the one it bore on the plan's day."""
    body = question.subject or ""
    own = subject.names_of(body)
    if any(subject.nearness(own, passage) is not None for passage in plan):
        return own
    return subject.names_on(body, day_of(info))


def asks_all(question: Question, info: DocumentInfo) -> bool:
    """Whether all that a body must do is asked for: no work named but what the plan is about."""
    topic = _topic(question) if question.subject else None
    return topic is not None and (not topic or topic <= theme.said_by_title(question, info))


def all_of(
    question: Question, info: DocumentInfo, plan: Sequence[Passage], first: Passage
) -> list[Passage]:
    """All clauses that give the body work of its own, ``first`` before the others in their order.

    Lines that only announce what follows give none.
    """
    names = names_in(question, info, plan)
    given = [
        p
        for p in plan
        if p.row != first.row and not p.text.rstrip().endswith(":") and subject.is_of(names, p)
    ]
    return [first, *given]


def of_body(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate]
) -> tuple[list[Candidate], bool]:
    """The candidates about the question's body, and whether the first surely tells its duty.

    With no work named in the question, or none but what the whole plan is about, what the body
    leads comes before what it helps with, and tells its duty; with one, the best match comes first,
    and evidence decides.
    """
    body = question.subject or ""
    now, then = subject.names_of(body), subject.names_on(body, day_of(info))
    kept = _near(now, mine) or (_near(then, mine) if then != now else [])
    any_duty = bool(kept) and asks_all(question, info)
    if any_duty:
        # Of the like, as they were ranked and read; rows, which mostly set targets, come last.
        kept.sort(key=lambda pair: (pair[0], pair[1].passage.clause.kind == "row"))
    sure = any_duty and kept[0][0] < subject.MENTIONED
    return [c for _, c in kept], sure


def _near(names: frozenset[str], mine: Sequence[Candidate]) -> list[tuple[int, Candidate]]:
    near = ((subject.nearness(names, c.passage), c) for c in mine)
    return [(rank, c) for rank, c in near if rank is not None]


def none_given(question: Question) -> str:
    """The reason when no clause is about the body, or gives it the work that is asked about."""
    reasons = _NOT_THIS if _topic(question) else _NOTHING
    return reasons[question.language == "en"].format(question.subject)


def _topic(question: Question) -> set[str]:
    """The words of the question that are neither the body nor any duty."""
    body = set(words(fold_chars(question.subject or "")))
    return {*question.content} - body - _ANY_DUTY
