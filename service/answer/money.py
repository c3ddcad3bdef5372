"""Where money comes from: a plan that lists its sources in successive items is told as a whole.

"- Ngân sách tỉnh …; - Ngân sách trung ương …; - Nguồn xã hội hóa …" are three clauses and one
answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.index import Index, Passage
from indexer.text import fold_chars, words
from service.answers import DocumentAnswer
from service.query.asked import asked
from service.query.question import Question
from service.quoting.citations import citation
from service.retrieve import sentences
from service.retrieve.hybrid import Candidate

#: Rows of a document before and after an item in which the rest of its list stands; items told.
_AROUND, _MOST = 12, 6
#: Characters that the items make up together; longer lists are cited, and only the best is told.
_LONGEST = 2 * sentences.LONGEST
#: How money is handled, not where it comes from: "Việc quản lý, sử dụng kinh phí …".
_HANDLING = re.compile(
    r"\W*(?:\w{1,3}[.)] )?(?:viec |cong tac )?(?:quan ly|lap|su dung|thanh toan|quyet toan)\b"
)


def together(
    index: Index,
    question: Question,
    answers: Sequence[DocumentAnswer],
    firsts: Mapping[str, Candidate],
) -> list[DocumentAnswer]:
    """The answers, each told and cited from the whole list of sources it comes from.

    ``firsts``: the clause that answers, by document.
    """
    wanted = asked(question.reading)
    other = wanted.how_much or wanted.share or wanted.money or question.also
    if question.intent != "funding" or other:
        return [*answers]
    return [
        _whole(answer, listed(index, question, firsts[answer.document.id]))
        if answer.document.id in firsts
        else answer
        for answer in answers
    ]


def _whole(answer: DocumentAnswer, items: Sequence[Passage]) -> DocumentAnswer:
    if not items:
        return answer
    cited = tuple(map(citation, items))
    return replace(answer, answer=told(items) or answer.answer, citations=cited)


def listed(index: Index, question: Question, best: Candidate) -> Sequence[Passage]:
    """The items of the list of sources that ``best`` is one of, in the plan's order.

    ``best`` comes first where they are too much to be told as one (see ``told``). () where it
    stands in no list, or where the question has a word that, of all of them, only this item has.
    """
    if not best.features.funds:
        return ()
    row, own = best.passage.row, index.rows(best.passage.document)
    near = [r for r in own if abs(r - row) <= _AROUND]
    found = index.passages(near)
    items = [p for r in near if _is_beside(p := found[r], best.passage)]
    others = [p for p in items if p.row != row]
    title = index.document(best.passage.document).title
    if not others or _is_meant(best.passage, others, question, title):
        return ()
    at = next(n for n, p in enumerate(items) if p.row == row)
    first = max(0, min(at - _MOST // 2, len(items) - _MOST))
    kept = items[first : first + _MOST]
    return kept if told(kept) else [best.passage, *(p for p in kept if p.row != row)]


def told(items: Sequence[Passage]) -> str | None:
    """What the items say, one after the other; None where there are none, or too much of it."""
    said = dict.fromkeys(sentences.plain(p.text).rstrip(" .;,") for p in items)
    whole = "; ".join(said).replace(":; ", ": ")
    return whole if 0 < len(whole) <= _LONGEST else None


def _is_beside(passage: Passage, best: Passage) -> bool:
    """Whether a passage is the item itself, or one beside it that says where money comes from."""
    clause = passage.clause
    if passage.row == best.row:
        return True
    sources = any(f.amount is None for f in clause.facts.funding)
    beside = clause.parent == best.clause.parent and clause.part == best.clause.part
    return beside and sources and not _HANDLING.match(fold_chars(passage.text))


def _is_meant(item: Passage, others: Sequence[Passage], question: Question, title: str) -> bool:
    """Whether the question speaks of this item alone: "kinh phí cho thiết bị IoT".

    Words are compared with their marks: "khắc phục" does not speak of "nguồn hợp pháp khác".
    """
    around = (*item.context, title, *(p.text for p in others))
    elsewhere = {word for text in around for word in words(text.lower())}
    asks = {w for w in words(question.reading.lower()) if fold_chars(w) in question.content}
    return bool(asks & ({*words(item.text.lower())} - elsewhere))
