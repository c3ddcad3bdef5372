"""What the question page shows: rows of answers with their quotations, passages beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from indexer.documents import Clause, Target
from service.answers import Answers, Citation, DocumentAnswer, DocumentRef, SearchHit
from service.api.inputs import clean
from service.quoting.citing import formal
from service.web import charts
from service.web.charts import Bar
from service.web.links import cited, href
from service.web.messages import Lang, say
from service.web.narrowing import Filters

if TYPE_CHECKING:
    from indexer.index.protocol import Index

#: Up to here the plans that say nothing are listed openly; beyond, they are folded away.
FEW = 6
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_KIND = re.compile(r"^(?:tỉnh|thành phố|thị xã|thị trấn|xã|phường|đặc khu)\s+", re.IGNORECASE)
_IDLE = re.compile(r"(?<![\s?.!;:])[\s?.!;:]+$")

Source = Callable[[DocumentRef, Citation], str]


def split(answers: Answers) -> tuple[list[DocumentAnswer], list[DocumentAnswer]]:
    """Return the documents that answer, and those in the question's scope that do not."""
    found = [answer for answer in answers.answers if answer.found]
    return found, [a for a in answers.answers if not a.found and not a.outside]


def unanswered(answers: Answers) -> int:
    """How many documents in the question's scope do not answer, listed or not."""
    listed = sum(not answer.found for answer in answers.answers)
    return listed + answers.silent - answers.outside


def nowhere(answers: Answers) -> str | None:
    """Why no document was searched at all, where the question names what none is of."""
    reasons = (a.reason for a in answers.answers if a.outside)
    return next(reasons, None) if all(a.outside for a in answers.answers) else None


def left(chosen: Filters, answers: Answers) -> Filters:
    """Return the filters that a follow-up left in force."""
    kinds = {one.kind for one in answers.filters if one.origin == "request"}
    return replace(
        chosen,
        locality=chosen.locality if "locality" in kinds else (),
        level=chosen.level if "level" in kinds else (),
        year=chosen.year if "year" in kinds else (),
        without=(),
    )


def onward(q: str, chosen: Filters, answers: Answers, lang: Lang) -> str | None:
    """Return the address that asks the same of other places, where one is meant."""
    if not any(one.kind == "locality" and not one.excluded for one in answers.filters):
        return None
    state = replace(chosen, without=()).state | {"previous": q}
    return href("/", lang, q=say(lang, "elsewhere_q"), **state)


def retold(answers: Answers, source: Source, lang: Lang) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sentences that a model reworded, each with the label and address of what it cites."""
    known = {
        c.clause: (source(a.document, c), a.document.id, c)
        for a in answers.answers
        for c in a.citations
    }
    return [
        (one.text, [(known[c][0], cited(*known[c][1:], lang)) for c in one.citations])
        for one in answers.rephrased
    ]


def unquoted(hits: Sequence[SearchHit], found: Iterable[DocumentAnswer]) -> list[SearchHit]:
    """The passages that are not quoted among the answers already."""
    quoted = {(c.clause, c.start) for answer in found for c in answer.citations}
    return [hit for hit in hits if (hit.citation.clause, hit.citation.start) not in quoted]


def bars(index: Index, found: Sequence[DocumentAnswer]) -> dict[str, Bar]:
    """A bar for each document whose answer is a figure in the unit that most answers have."""
    told = {a.document.id: t for a in found if not a.items and (t := _figure(index, a))}
    units = Counter(t.unit for t in told.values()).most_common(1)
    unit = units[0][0] if units else ""
    alike = {id: (t.value, t.quote) for id, t in told.items() if t.unit == unit}
    return dict(zip(alike, charts.bars(list(alike.values()), unit), strict=False))


def _figure(index: Index, answer: DocumentAnswer) -> Target | None:
    """The target that an answer's first quotation states, where the answer is that figure."""
    said = _bare(answer.answer or "")
    for citation in answer.citations[:1]:
        unit = index.clause(answer.document.id, citation.path)
        for target in unit.facts.targets:
            if said and (said in _bare(target.quote) or _bare(target.quote) in said):
                return target
    return None


def restored(typed: str, understood: str) -> str | None:
    """Return what is being looked for where it is not simply what was typed.

    >>> restored("Khám sức khỏe?", "khám sức khỏe")
    >>> restored("kham suc khoe", "khám sức khỏe")
    'khám sức khỏe'
    """
    return understood if _bare(understood) not in {"", _bare(typed)} else None


def _bare(text: str) -> str:
    return _IDLE.sub("", clean(text)).casefold()


def is_same_place(document: DocumentRef) -> bool:
    """Whether its place goes on under its name, as a city or a ward perhaps; no district does."""
    before, now = document.locality or "", document.locality_today or ""
    return document.level != "district" and _KIND.sub("", before) == _KIND.sub("", now) != ""


def day(date: str | None) -> str | None:
    """Return a date as it is written in Vietnam, as far as it is known.

    >>> day("2021-11-01"), day("2023-02"), day("đầu năm")
    ('01/11/2021', '02/2023', 'đầu năm')
    """
    found = _DATE.fullmatch(date or "")
    return "/".join(reversed([g for g in found.groups() if g])) if found else date


def reference(document: DocumentRef, lang: Lang) -> str:
    """Return number, day and issuer of a document in one line; what is not known is left out."""
    number = say(lang, "number", number=document.number) if document.number else None
    # A year alone stands beside the place already.
    date = None if document.date == str(document.year) else day(document.date)
    parts = (number, date, document.issuer)
    return " · ".join(part for part in parts if part)


def sourcing(index: Index) -> Source:
    """Return how officials cite a quotation; a page is told where the source has pages."""

    @cache
    def paged(document: str) -> bool:
        return len(index.pages(document)) > 1

    def source(document: DocumentRef, citation: Citation) -> str:
        page = citation.page if paged(document.id) else None
        info = index.document(document.id)
        return formal(info, _above(index, document.id, citation.path), page)

    return source


def _above(index: Index, document: str, path: str) -> tuple[Clause, ...]:
    """A clause and what it stands in, outermost first."""
    unit = index.clause(document, path)
    return (*(_above(index, document, unit.parent) if unit.parent else ()), unit)
