"""The dates of a passage: which of several is the one asked for, ranges told whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.facts import deadlines
from indexer.index import Passage
from indexer.text import terms
from service.answer.nearest import nearest
from service.answer.stretches import Option, options
from service.query import occasions, timing
from service.query.question import Question
from service.retrieve import times
from service.retrieve.evidence import term_set
from service.retrieve.sentences import head, tail
from service.retrieve.stating import cells

_BARE_YEAR = re.compile(r"năm (?:19|20)\d\d")
_WHOLE_YEAR = re.compile(
    r"(?:(?:[Đđ]ến|[Tt]rước|[Tt]rong|[Tt]ừ)(?: (?:hết|cuối|đầu))? )?năm (?:19|20)\d\d"
    r"(?:\s?[-–]\s?(?:năm )?20\d\d(?!\d))?"
)
_BETWEEN = re.compile(
    r"\s*(?:(?:của )?năm (?:trước|nay|sau)\s+)?(?:-|–|đến|tới|đến ngày|và|hoặc)?\s*"
)
_FROM = re.compile(r"(?:từ|Từ)(?: ngày)?\s*$")
#: A column that leaves the time to something else.
_DAYLESS = re.compile(r"\s*(?:theo|khi có)\b", re.IGNORECASE)
#: What a clause is on, before a colon: "3. Thời gian tổ chức phong trào: …".
_LONGEST_TITLE = 80
_MOST_DATES = 4
#: How much more the words right before "… vào tháng nào?" count.
_OF_TASK = 2
_FOLLOWING_YEAR = re.compile(r"\s*(?:,?\s*năm |/)(?:19|20)\d\d(?!\d)")


def deadline_of(question: Question, passage: Passage) -> str | None:
    """When: the line or column that says so, else the dates of the sentence asked about."""
    if _is_none(question, passage):
        return None
    if signing := occasions.from_signing(question.reading, passage.text):
        return signing
    found = times.answering(question, passage)
    if of_kind := _of_kind(question, passage, found):
        return of_kind
    if label := next((t for t in found if t.labelled), None):
        # "Hiệp thương lần hai: chậm nhất ngày 3/2" is nearer than the quarter of all rounds.
        own = [t for t in found if t.end < label.start and times.after_colon(passage, t)]
        return own[0].text if own else label.text
    for column, cell in cells(passage):
        if times.is_when(column) and len(cell.strip()) > 1:
            dayless = times.kind_of(cell) == "cycle" or _DAYLESS.match(cell)
            point = timing.wanted(question.reading) == "point"
            return None if point and dayless else cell.strip()
    if timing.year_asked(question.reading) and (
        year := nearest(question, passage, _years(passage))
    ):
        return year
    if dates := _dates(question, passage):
        return "; ".join(dict.fromkeys(dates))
    if occasions.of_day(question, passage.text):
        return None
    bare = (m for m in _BARE_YEAR.finditer(passage.text) if not _is_cited(passage, m))
    return next((year.group() for year in bare), None) or times.above(question, passage)


def _of_kind(question: Question, passage: Passage, found: Sequence[times.Time]) -> str | None:
    """A length where one is asked for, the one beside what is asked; the hours of the day."""
    if timing.wanted(question.reading) == "length" and found and found[0].is_length:
        return nearest(question, passage, options(passage, [(t.start, t.end) for t in found]))
    if found and found[0].kind == "hour":
        return "; ".join(dict.fromkeys(time.text for time in found[:_MOST_DATES]))
    return None


def _is_none(question: Question, passage: Passage) -> bool:
    """Whether a passage has no time that is asked for, whatever dates stand in it."""
    if not occasions.fits(question, passage):
        return True
    if _lacks_year(question, passage) and not times.above(question, passage):
        return True
    return timing.only_often(question.reading) and not times.answering(question, passage)


def _lacks_year(question: Question, passage: Passage) -> bool:
    """Whether a year is asked for and none told: "từ tháng 3 đến tháng 11 hằng năm"."""
    return timing.year_asked(question.reading) and not times.SOME_YEAR.search(passage.text)


def _years(passage: Passage) -> list[Option]:
    """The years and runs of years a passage names, with "đến hết" and the like before them."""
    found = (m for m in _WHOLE_YEAR.finditer(passage.text) if not _is_cited(passage, m))
    return options(passage, [m.span() for m in found])


def _is_cited(passage: Passage, year: re.Match[str]) -> bool:
    """Whether a year is that of a document cited: "Tờ trình số 5/TTr-SYT … năm 2026"."""
    start, end = (passage.clause.start + at for at in year.span())
    if any(law.span.start <= start and end <= law.span.end for law in passage.clause.facts.laws):
        return True
    return year.group().startswith("năm") and deadlines.is_of_cited(passage.text, year.start())


def _dates(question: Question, passage: Passage) -> list[str]:
    """The dates of the part of the passage that shares most with the question, ranges joined."""
    want = timing.wanted(question.reading)
    day = timing.day_asked(question.reading)
    known = times.answering(question, passage) or [
        t
        for t in times.times_of(passage)
        if not (day and t.kind == "cycle" and t.vague)
        and occasions.beside(question, passage.text, t.start, t.end)
    ]
    found = [t for t in known if t.kind != "period"] or known
    if want != "cycle":
        found = [t for t in found if re.search(r"\d", t.text)] or found
    spans = _joined(passage.text, [(t.start, t.end) for t in found])
    wanted, task = set(question.content), timing.task_of(question.reading)
    title, colon, _ = passage.text[:_LONGEST_TITLE].partition(":")
    said = (*passage.context, title if colon else "")  # of every date below
    wanted -= frozenset[str]().union(*map(term_set, said)) - task
    scored = []
    for k, (start, _) in enumerate(spans):
        around = {*terms(tail(passage.text[:start]) + head(passage.text[start:]))}
        whole = task if task <= around else frozenset()  # "pháp" alone is of "Sở Tư pháp" too
        scored.append((len(around & wanted) + _OF_TASK * len(whole & wanted), k))
    most = max((score for score, _ in scored), default=0)
    kept = [spans[k] for score, k in scored if score == most]
    return [_with_year(passage.text, start, end) for start, end in kept[:_MOST_DATES]]


def _with_year(text: str, start: int, end: int) -> str:
    """A date with the year that follows it: "ngày 29 tháng 4" of "ngày 29 tháng 4 năm 2026"."""
    year = _FOLLOWING_YEAR.match(text, end)
    return text[start : year.end() if year else end]


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Dates with nothing but "đến" between them made one range, "từ" included.

    They are in order, and none overlaps another (see ``times.times_of``).
    """
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and _BETWEEN.fullmatch(text, out[-1][1], start):
            first = out[-1][0]
            opening = _FROM.search(text, 0, first)
            out[-1] = (opening.start() if opening else first, end)
        else:
            out.append((start, end))
    return out
