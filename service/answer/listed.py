"""What a plan lists, told whole and in its order: all it aims at, rests on, gives a body to do.

"Chỉ tiêu của kế hoạch là gì?" asks for every one of them; the best three would be no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from service.answer import catalogue, contents, duties, goals, horizon, preamble
from service.answer.catalogue import Whole
from service.answers import DocumentAnswer
from service.query.question import Question
from service.quoting.citations import citation, document_ref
from service.retrieve.hybrid import Candidate

#: Rows before and after a target in which those beside it stand.
_AROUND = 12
#: More work of one body than this is cited, not told whole.
_MOST = 40


def of_plans(index: Index, question: Question, infos: Iterable[DocumentInfo]) -> dict[str, Whole]:
    """By document, the whole list that a question asks for, of those plans that have one."""
    kinds = (
        (horizon.asks, _horizon),
        (goals.asks, _aims),
        (preamble.asks, _bases),
        (contents.asks, _contents),
    )
    tell = next((tell for asks, tell in kinds if asks(question)), None)
    found = {info.id: tell(index, question, info) for info in infos} if tell else {}
    return {document: Whole.of(answer) for document, answer in found.items() if answer}


def together(
    index: Index,
    question: Question,
    answers: Sequence[DocumentAnswer],
    firsts: Mapping[str, Candidate],
) -> list[DocumentAnswer]:
    """The answers; one by a target among others on the same, as those asked for are, with these.

    One by the work of a body with all the work that the plan gives it.

    ``firsts``: the clause that answers, by document.
    """
    add = _with_alike if goals.asks(question) else _with_duties if question.subject else None
    if add is None:
        return [*answers]
    return [
        add(index, question, a, firsts[a.document.id].passage) if a.document.id in firsts else a
        for a in answers
    ]


def _with_duties(
    index: Index, question: Question, answer: DocumentAnswer, best: Passage
) -> DocumentAnswer:
    """All that a body must do, where no work in particular is asked about."""
    info = index.document(best.document)
    if not duties.asks_all(question, info):
        return answer
    items = duties.all_of(question, info, list(_passages(index, info)), best)
    if not 1 < len(items) <= _MOST:
        return answer
    said = (answer.answer or "", *(contents.said(p) for p in items[1:]))
    return _made(answer, said, items)


def _made(answer: DocumentAnswer, said: Sequence[str], items: Sequence[Passage]) -> DocumentAnswer:
    """An answer made of these items, each said as ``said`` has it."""
    whole = "; ".join(dict.fromkeys(said))
    return replace(answer, answer=whole, citations=tuple(map(citation, items)), items=tuple(said))


def _with_alike(
    index: Index, question: Question, answer: DocumentAnswer, best: Passage
) -> DocumentAnswer:
    rows = [row for row in index.rows(best.document) if abs(row - best.row) <= _AROUND]
    read = index.passages(rows)
    items = goals.alike(question, index.document(best.document), best, (read[row] for row in rows))
    if len(items) < 2:
        return answer
    return _made(answer, [goals.said(p) for p in items], items)


def _horizon(index: Index, question: Question, info: DocumentInfo) -> DocumentAnswer | None:
    said = horizon.told(question, info)
    held = catalogue.title_line(index, info) if said else None
    return _told(question, info, [held], [said]) if said and held else None


def _aims(index: Index, question: Question, info: DocumentInfo) -> DocumentAnswer | None:
    if not goals.concern(question, info, index.headings(info.id)):
        return None
    items = goals.items(question, info, list(_passages(index, info)))
    return _told(question, info, items, [goals.said(p) for p in items])


def _bases(index: Index, question: Question, info: DocumentInfo) -> DocumentAnswer | None:
    items = preamble.items(question, info, _passages(index, info))
    return _told(question, info, items, [preamble.said(question, p) for p in items])


def _contents(index: Index, question: Question, info: DocumentInfo) -> DocumentAnswer | None:
    items = contents.items(question, info, list(_passages(index, info)))
    return _told(question, info, items, [contents.said(p) for p in items])


def _passages(index: Index, info: DocumentInfo) -> Iterator[Passage]:
    """Of one plan, in its order; read once the first is asked for."""
    read = index.passages(index.rows(info.id))
    yield from (read[row] for row in sorted(read))


def _told(
    question: Question, info: DocumentInfo, items: Sequence[Passage], said: Sequence[str]
) -> DocumentAnswer | None:
    if not items:
        return None
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer="; ".join(dict.fromkeys(said)),
        role=None,
        confidence=1.0,
        citations=tuple(map(citation, items)),
        told=(question.intent,),
        items=tuple(said) if len(said) > 1 else (),
    )
