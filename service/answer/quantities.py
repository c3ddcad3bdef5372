"""Figures of a passage: which of several is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.documents import Span, Target
from indexer.index import Passage
from indexer.text import fold_chars, words
from service.answer import stretches
from service.answer.nearest import nearest
from service.query.asked import Asked, asked
from service.query.question import Question
from service.retrieve.stating import beside, cells, columns_of, figure, measured

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: From one year to another: "2026 -2030".
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*(?:-|–|đến năm|đến)\s*(20\d\d)(?!\d)")
#: "Đến năm 2030" asks of all years until then.
_UNTIL = re.compile(r"\b(?:đến|tới|until|to|by)\s+(?:hết\s+)?(?:năm\s+)?(20\d\d)")
_FIGURE_CELL = re.compile(r"\d[\d.,]*\s*%?$")
_LAST, _NEXT = re.compile(r"([^\W\d_]+)\s*$"), re.compile(r",?\s?([^\W\d_]+|\d+)")
_PER_PERIOD = re.compile(r"\s*/\s*(?:năm|tháng|quý|ngày|đợt|lần)\b")
_PER_ASKED = re.compile(
    r"\b(?:moi|mot|hang|1|tung) (?:nam|thang|quy|ngay|dot|lan)\b|per (?:year|month)"
)
_MONEY_CELL = re.compile(r"\d{1,3}(?:[.,]\d{3})+|đồng|triệu|tỷ")
#: Money in a column that need not say so: it tells nothing of "mấy điểm".
_MILLIONS = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}$")
#: A row in money: "tỷ lệ", "đồng bộ" are none.
_IN_MONEY = re.compile(
    r"(?:\d|nghìn|triệu|tỷ)\s*đồng\b|\d\s*(?:triệu|tỷ)\b|\b(?:triệu|tỷ) *\||[|(] *đồng *[|)]"
    r"|\bđvt: *đồng|(?<!\d)\d{1,3}(?:[.,]\d{3})+",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![\d.,])\d[\d.,]*\s?%")
#: Units of a share or a number of persons, whoever those are.
_OF_ANYTHING = ("%", "người", "lượt", "suất")


def figure_of(question: Question, passage: Passage) -> str | None:
    """The figure asked for, as written; None when the passage has none, or but of other years."""
    if _of_another_year(question, passage):
        return None
    wanted = asked(question.reading)
    if wanted.measure and not wanted.share:
        return nearest(
            question, passage, stretches.options(passage, measured(passage, wanted.measure))
        )
    cell = _figure_cell(question, passage)
    if cell and not beside(passage.text, wanted):
        return cell
    targets = passage.clause.facts.targets
    if wanted.share:
        targets = tuple(t for t in targets if t.unit == "%") or targets
    options = [(t.quote, t.span) for t in targets]
    if wanted.counted:
        alike = [(t.quote, t.span) for t in targets if _may_count(t, wanted)]
        options = _counted(question, passage, wanted, options) or alike
    if wanted.share and not options:
        options = _shares(passage)
    if not options and not wanted.counted:
        options = stretches.options(passage, beside(passage.text, wanted))
    told = nearest(question, passage, options) or figure(passage)
    counted = wanted.counted and not wanted.money
    return None if counted and told and _MILLIONS.match(told) else told


def _of_another_year(question: Question, passage: Passage) -> bool:
    """Whether "đến năm 2040" is asked of, and all that the passage sets is due in other years."""
    due = set(_UNTIL.findall(question.reading.lower()))
    set_for = {target.by for target in passage.clause.facts.targets}
    return len(due) == 1 and bool(set_for) and None not in set_for and not due & set_for


def _may_count(target: Target, wanted: Asked) -> bool:
    """Whether a figure may be of a thing: a share may, "3 hội nghị" of people may not."""
    return target.unit in _OF_ANYTHING or wanted.counted in words(
        f"{target.unit} {target.of}".lower()
    )


def _counted(
    question: Question, passage: Passage, wanted: Asked, known: Sequence[tuple[str, Span]]
) -> list[tuple[str, Span]]:
    """The figures of what is counted, each with how far it holds and the name of the thing.

    Of "180 trạm, trong đó có 22 trạm 5G" the one that is named as the question does.
    """
    base = passage.clause.start
    out: list[tuple[str, Span]] = []
    most = 0
    for first, last in [*beside(passage.text, wanted), *columns_of(passage, wanted)]:
        own = next(
            (k[1] for k in known if k[1].start - base <= first and last <= k[1].end - base), None
        )
        start, end = (own.start - base, own.end - base) if own else (first, last)
        end, named = _named(question, passage.text, end)
        if named > most:
            out, most = [], named
        if named == most:
            out.append((passage.text[start:end].strip(), Span(base + start, base + end)))
    return out


def _named(question: Question, text: str, end: int) -> tuple[int, int]:
    """Where the name of what is counted ends, as far as the question says it: "6 tiêu chuẩn".

    And how many words more that are.
    """
    said = {*pairwise(question.content)}
    last = _LAST.search(text, 0, end)
    word, named = fold_chars(last[1]) if last else "", 0
    while (more := _NEXT.match(text, end)) and (word, fold_chars(more[1])) in said:
        word, end, named = fold_chars(more[1]), more.end(), named + 1
    return end, named


def _shares(passage: Passage) -> list[tuple[str, Span]]:
    """Percentages that no rule knows as targets."""
    return stretches.options(passage, [m.span() for m in _PERCENT.finditer(passage.text)])


def amount_of(question: Question, passage: Passage) -> str | None:
    """The amount of money asked for, as written; None when the passage has none.

    "1.500.000 đồng/năm" is what a year costs, and told only where that is asked, or one of the
    years of which the passage speaks ("từ năm 2026 - 2030").
    """
    each = asked(question.reading).each
    around = (*passage.context, *passage.clause.header, passage.text)
    if each and each not in fold_chars(" / ".join(around)):
        return None
    cell = _figure_cell(question, passage)
    if cell and _MONEY_CELL.search(cell):  # of the price and the sum the one asked for
        return cell
    found = [(f.text, f.span) for f in passage.clause.facts.funding if f.amount is not None]
    base = passage.clause.start
    rates = [one for one in found if _PER_PERIOD.match(passage.text, one[1].end - base)]
    totals = [one for one in found if one not in rates]
    if _PER_ASKED.search(fold_chars(question.text)) or (rates and _one_year(question, passage)):
        wanted = rates
    else:
        wanted = [one for one in found if _is_result(passage.text, one[1].start - base)] or totals
    told = nearest(question, passage, wanted or found)
    if told:
        return told
    cell = figure_of(question, passage) if passage.clause.kind == "row" else None
    return cell if cell and _IN_MONEY.search(" | ".join(around)) else None


def _one_year(question: Question, passage: Passage) -> bool:
    """Whether one year alone is asked of, within a range of years of the passage."""
    years = set() if _UNTIL.search(question.reading) else set(_YEAR.findall(question.reading))
    spans = _YEARS.findall(passage.text)
    return len(years) == 1 and any(first <= min(years) <= last for first, last in spans)


def _is_result(text: str, start: int) -> bool:
    """Whether an amount is what a sum comes to: "200 giờ x 40.000 đồng = 8.000.000 đồng"."""
    return text[:start].rstrip().endswith("=")


def _figure_cell(question: Question, passage: Passage) -> str | None:
    """The figure in the column that shares most words with the question, beyond the first two."""
    wanted = set(words(fold_chars(question.reading)))
    best, most = None, 0
    for column, cell in cells(passage)[2:]:
        if _YEAR.fullmatch(cell.strip()):
            continue
        shared = len(wanted.intersection(words(fold_chars(column))))
        if shared > most and _FIGURE_CELL.fullmatch(cell.strip()):
            best, most = cell.strip(), shared
    return best
