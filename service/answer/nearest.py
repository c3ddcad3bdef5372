"""Which of several figures or dates of a passage is the one asked for: by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from indexer.documents import Span
from indexer.facts.targets import NUMBER, number
from indexer.index import Passage
from indexer.text import fold_chars, words
from service.answer.stretches import EXACTNESS, PART, Option, Stretch, stretches, unqualified
from service.query.question import Question
from service.retrieve.evidence import term_set

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: Not one of a period: "giai đoạn 2025 - 2030".
_LONE_YEAR = re.compile(r"(?<![\d–-])(?<![–-] )(?:19|20)\d\d(?!\d|\s*[–-])")
#: "Mưa trên 100mm" shares nothing with "178 điểm trên 35 phường".
_HOW_FAR = frozenset(("tren", "duoi", "trong", "khoang"))
_LEAD = re.compile(rf"^(?:\W*(?:{EXACTNESS}|dat|tu|thi) )+")
#: How much words before and after a figure count, by whether it tells of what stands before it.
_SIDES = {True: (1.0, 0.4), False: (0.35, 1.0)}
_SAME_YEAR, _OTHER_YEAR = 8.0, -8.0
#: What is counted stands this near the figure, and in the question first after "bao nhiêu".
_COUNTED, _NEAR, _FIRST = 3.0, 5, 2
#: How much more a number counts that both name: "suy giảm 81%"; years count by themselves.
_GIVEN, _IS_NUMBER = 8.0, re.compile(r"(?!(?:19|20)\d\d$)\d[\d.,]*%?")
#: How much later one that fits no better has to fit to be told.
_LATER = 0.01
_DIGITS = re.compile(r"\d.*")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
#: A figure and what it counts, and a range of such, folded.
_UNIT = r"(%|[a-z]+\b)"
_FIGURE = re.compile(rf"(?<![.,/])({NUMBER})\s*{_UNIT}")
_RANGE = re.compile(rf"(?<![.,/])({NUMBER})\s*%?\s*(?:-|–|den)\s*(?:duoi\s*)?({NUMBER})\s*{_UNIT}")
#: A longer heading is a sentence that leads on to what is below it, and tells of more than all.
_TITLE = 100
#: How far a figure holds: before it, and behind it.
_LEADING = re.compile(r"(?:[Íí]t nhất|[Tt]ối thiểu|[Tt]ối đa|[Kk]hông quá|[Tt]rên|[Dd]ưới)\s+$")
_LEAST = 12
_FURTHER = re.compile(
    r"\s*(?:(?:-|–|đến|tới)\s+(?:dưới\s+)?\d[\d.,]*\s*(?:%|(?:triệu |tỷ )?đồng)"
    r"|trở (?:lên|xuống)|/(?:ha|người|hộ|công trình|suất)(?:/\w+)?)(?!\w)"
)
_TO = re.compile(r"\s+(?:đến|tới)\s+(?:dưới\s+)?")


def nearest(question: Question, passage: Passage, options: Sequence[Option]) -> str | None:
    """The option whose own stretch of the sentence shares most with the question.

    One that the question itself names ("Trong 220 điểm, bao nhiêu …") is not what it asks for.
    """
    if not options:
        return None
    ordered = _ranges(passage, sorted(options, key=lambda option: option[1].start))
    if len(ordered) == 1:
        return _whole(passage, *ordered[0])
    titles = (heading for heading in passage.context if len(heading) <= _TITLE)
    headings = frozenset[str]().union(*map(term_set, titles))
    scores = _scores(question, stretches(passage, ordered), headings)
    # But of a few words, "20% xã không ma túy", it is what they look for.
    asked = "" if question.keywords else _unspaced(question.text)
    unknown = [k for k, (quote, _) in enumerate(ordered) if not _is_given(quote, asked)]
    return _whole(passage, *ordered[max(unknown or range(len(ordered)), key=scores.__getitem__)])


def _unspaced(text: str) -> str:
    return _ZEROS.sub("", fold_chars(text)).replace(" ", "")


def _is_given(quote: str, asked: str) -> bool:
    """Whether a question without spaces says a figure with its unit itself."""
    figure = _DIGITS.search(_unspaced(quote))
    if not figure:
        return False
    before, found, _ = asked.partition(figure.group())
    return bool(found) and not before[-1:].isdigit()


def _scores(question: Question, around: Sequence[Stretch], headings: frozenset[str]) -> list[float]:
    """How well each of the figures fits; of those that fit as well the first is told.

    A part of a whole is told what the whole is, and which part by words of its own: none that the
    ``headings`` say of all (their terms).
    """
    wanted = _wanted(question)
    fits: list[float] = []
    years: list[float] = []
    known: list[frozenset[str]] = []
    for k, one in enumerate(around):
        above, year, told = 0.0, 0.0, frozenset[str]()
        if one.whole is not None:
            above, year, told = fits[one.whole], years[one.whole], known[one.whole]
        counted = {*question.head[:_FIRST]} - told
        said = told & headings  # nor does a pair of words tell more, each of which stands there
        left = {term for term in wanted - told if not {*term.split("_")} <= said}
        within = _GIVEN * any(_is_within(*given, one.before) for given in _given(question.text))
        fits.append(above + within + _fit(left, counted, one) - _LATER * k)
        years.append(_year_fit(question, one) or year)
        known.append(told.union(_terms_of(one), headings))
    return [fit + year for fit, year in zip(fits, years, strict=True)]


@lru_cache(maxsize=256)
def _given(text: str) -> tuple[tuple[float, str], ...]:
    """The figures that a question gives, with their units: (92.0, "%")."""
    return tuple((number(m[1]), m[2]) for m in _FIGURE.finditer(fold_chars(text)))


def _is_within(figure: float, unit: str, before: str) -> bool:
    """Whether the last range before an answer holds a figure: "từ 90 - 95% cộng | 03 điểm"."""
    ranges = list(_RANGE.finditer(fold_chars(before)))
    if not ranges or ranges[-1][3] != unit:
        return False
    return number(ranges[-1][1]) <= figure < number(ranges[-1][2])


def _terms_of(one: Stretch) -> set[str]:
    said = (one.before, _said_of(one.quote), one.after, one.common)
    return set[str]().union(*map(term_set, said))


def _wanted(question: Question) -> set[str]:
    """The words and pairs of words asked about."""
    said = {*question.content, *(f"{a}_{b}" for a, b in pairwise(question.content))}
    return said - _HOW_FAR


def _ranges(passage: Passage, ordered: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The options, two of which "đến" alone parts made one: "30 triệu đồng đến 40 triệu đồng"."""
    base, out = passage.clause.start, list[tuple[str, Span]]()
    for quote, span in ordered:
        last = out[-1][1] if out else None
        if last and _TO.fullmatch(passage.text, last.end - base, span.start - base):
            span = Span(last.start, span.end)
            out[-1] = (passage.text[span.start - base : span.end - base], span)
        else:
            out.append((quote, span))
    return out


def _whole(passage: Passage, quote: str, span: Span) -> str:
    """A figure with the words around it that say how far it holds.

    "Từ 30.000.000 đồng đến 40.000.000 đồng", "khoảng 12% trở lên".
    """
    text, base = passage.text, passage.clause.start
    start, end = span.start - base, span.end - base
    if text[start:end] != quote or not quote[-1].isalnum() and quote[-1] != "%":
        return quote
    lead = _LEADING.search(text, max(0, start - _LEAST), start)
    start = lead.start() if lead else start
    further = _FURTHER.match(text, end)
    end = further.end() if further else end
    return text[start:end]


def _fit(wanted: set[str], counted: set[str], own: Stretch) -> float:
    """How much the words beside a figure share with those asked about, and what is counted."""
    left, right = _SIDES[own.back]
    behind = wanted & (term_set(own.after) | term_set(_said_of(own.quote)))
    ahead = wanted & term_set(own.before)
    both = ahead & behind  # told twice, a word counts once
    common = (wanted & term_set(own.common)) - ahead - behind
    score = left * len(ahead - both) + right * len(behind - both) + max(left, right) * len(both)
    behind_it = words(fold_chars(own.after))[:_NEAR]
    near = words(unqualified(own.before))[-_NEAR:] if own.back else behind_it
    score += _GIVEN * len([word for word in ahead | behind if _IS_NUMBER.fullmatch(word)])
    return score + right * len(common) + _COUNTED * len(counted.intersection(near))


def _said_of(quote: str) -> str:
    """A figure's own words without those that say how exact it is: "phấn đấu", "ít nhất"."""
    return _LEAD.sub("", fold_chars(quote))


def _year_fit(question: Question, own: Stretch) -> float:
    """That a figure is of the year asked for, or of another; 0 where either names none."""
    years, here = {*_YEAR.findall(question.text)}, _years_of(own)
    return (_SAME_YEAR if years & here else _OTHER_YEAR) if years and here else 0.0


def _years_of(own: Stretch) -> set[str]:
    """The years a figure belongs to, the closest ones."""
    before, after = own.before, own.after
    near = PART.split(before)[-1] + " " + PART.split(after, maxsplit=1)[0]
    if found := set(_YEAR.findall(near)):
        return found
    years = [(len(before) - m.end(), m.group()) for m in _LONE_YEAR.finditer(before)]
    years += [(m.start(), m.group()) for m in _LONE_YEAR.finditer(after)]
    return {min(years)[1]} if years else set()
