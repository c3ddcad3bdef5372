"""Which of several figures or dates of a passage is the one asked for: by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.documents import Span
from indexer.facts.targets import SAID
from indexer.index import Passage
from indexer.text import fold_chars, terms, words
from service.query.question import Question
from service.retrieve.sentences import head, tail

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: Not one of a period: "giai đoạn 2025 - 2030".
_LONE_YEAR = re.compile(r"(?<![\d–-])(?<![–-] )(?:19|20)\d\d(?!\d|\s*[–-])")
#: Before a figure that tells of what stands before it ("… đạt 60%"); others tell of what follows.
_COPULA = re.compile(
    r"(?:\b(?:dat|la|len|chiem|con|gom|khong (?:cao|thap|lon|nho|it|nhieu|vuot))|[:=])\s*$"
)
_QUALIFIER = re.compile(
    r"(?:\b(?:tren|duoi|khoang|it nhat|toi thieu|toi da|khong qua|phan dau|hon)|[≥≤<>])\s*$"
)
#: "Mưa trên 100mm" shares nothing with "178 điểm trên 35 phường".
_HOW_FAR = frozenset(("tren", "duoi", "trong", "khoang"))
_LEAD = re.compile(
    r"^(?:\W*(?:tren|duoi|khoang|it nhat|toi thieu|toi da|khong qua|phan dau|hon|dat|tu|thi) )+"
)
#: How much words before and after a figure count, by whether it tells of what stands before it.
_SIDES = {True: (1.0, 0.4), False: (0.35, 1.0)}
_SAME_YEAR, _OTHER_YEAR = 8.0, -8.0
#: What is counted stands this near the figure, and in the question first after "bao nhiêu".
_COUNTED, _NEAR, _FIRST = 3.0, 5, 2
#: How much more a number counts that both name: "suy giảm 81%"; years count by themselves.
_GIVEN, _IS_NUMBER = 8.0, re.compile(r"(?!(?:19|20)\d\d$)\d[\d.,]*%?")
#: How much later one that fits no better has to fit to be told.
_LATER = 0.01
#: "80% số trạm y tế và 100% cơ sở cai nghiện".
_AND = re.compile(r"\bvà\s+$")
_PART = re.compile(r"[,;|\n]|\.\s")
_SENTENCE = re.compile(r"\n|\.\s")
#: Nothing stands behind a figure that ends its phrase.
_CLOSES = re.compile(r"\s*(?:$|[),.;\"”])")
#: Behind a figure that tells of what stands before it begins what the next is of.
_NEXT = re.compile(r"[,;|\n]|\.\s|\bvà\b")
#: Others related to what a figure counts are no words to tell it by.
_SAID_OR_RELATED = re.compile(rf"{SAID.pattern}|\bcó liên quan\b")
#: "180 trạm, trong đó 22 trạm 5G": parts of a whole follow.
_PARTS = re.compile(r"\b(?:trong đó|trong số đó|bao gồm|riêng)\b", re.IGNORECASE)
#: A name has so many words at most.
_NAME = 4
_OPENS = re.compile(r"^[^()]*\($")
#: "70% cán bộ cấp tỉnh và 50% ở cấp xã": the second figure is of the same as the first.
_GOES_ON = re.compile(r"\s*(?:ở|tại|đối với|thuộc)\s")
#: What a figure rests on is not what it is of: "(theo đơn giá …)".
_BASIS = re.compile(r"\((?:theo|so với|quy định|căn cứ|ban hành)\b[^()]*\)?")
_ASIDE = re.compile(r"\([^()]*\)?")
#: A quantity in a unit of letters alone: "60 m3/s", "12 km".
_MEASURE = re.compile(r"\d\s*[A-Za-z]{1,3}[23²³]?(?:/[a-z]+)?$")
_NUMBER = re.compile(r"^\D*\d[\d.,]*\s*(?:-\s*\d[\d.,]*\s*)?")
_DIGITS = re.compile(r"\d.*")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
#: How far a figure holds: before it, and behind it.
_LEADING = re.compile(r"(?:[Íí]t nhất|[Tt]ối thiểu|[Tt]ối đa|[Kk]hông quá|[Tt]rên|[Dd]ưới)\s+$")
_LEAST = 12
_FURTHER = re.compile(
    r"\s*(?:(?:-|–|đến|tới)\s+(?:dưới\s+)?\d[\d.,]*\s*(?:%|(?:triệu |tỷ )?đồng)"
    r"|trở (?:lên|xuống)|/(?:ha|người|hộ|công trình|suất)(?:/\w+)?)(?!\w)"
)
_TO = re.compile(r"\s+(?:đến|tới)\s+(?:dưới\s+)?")

#: A figure or date as written, and where.
Option = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands around a figure, up to the others.

    ``back``: whether it tells of what stands before it; ``whole``: the place of that it is part of,
    or goes on from; ``common``: what stands before or behind several and is said of each.
    """

    before: str
    quote: str
    after: str
    back: bool = False
    whole: int | None = None
    common: str = ""


def nearest(question: Question, passage: Passage, options: Sequence[Option]) -> str | None:
    """The option whose own stretch of the sentence shares most with the question.

    One that the question itself names ("Trong 220 điểm, bao nhiêu …") is not what it asks for.
    """
    if not options:
        return None
    ordered = _ranges(passage, sorted(options, key=lambda option: option[1].start))
    scores = _scores(question, _stretches(passage, ordered))
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


def _scores(question: Question, stretches: Sequence[Stretch]) -> list[float]:
    """How well each of the figures fits; of those that fit as well the first is told.

    A part of a whole is told what the whole is, and by its own words which part.
    """
    fits: list[float] = []
    years: list[float] = []
    known: list[frozenset[str]] = []
    for k, one in enumerate(stretches):
        above, year, told = 0.0, 0.0, frozenset[str]()
        if one.whole is not None:
            above, year, told = fits[one.whole], years[one.whole], known[one.whole]
        fits.append(above + _fit(question, one, told) - _LATER * k)
        years.append(_year_fit(question, one) or year)
        known.append(told.union(_terms_of(one)))
    return [fit + year for fit, year in zip(fits, years, strict=True)]


def _terms_of(one: Stretch) -> set[str]:
    return {*terms(one.before), *terms(_said_of(one.quote)), *terms(one.after), *terms(one.common)}


def _wanted(question: Question) -> set[str]:
    """The words and pairs of words asked about."""
    said = {*question.content, *(f"{a}_{b}" for a, b in pairwise(question.content))}
    return said - _HOW_FAR


def _stretches(passage: Passage, ordered: Sequence[Option]) -> list[Stretch]:
    base, text = passage.clause.start, passage.text
    starts = [span.start - base for _, span in ordered]
    ends = [span.end - base for _, span in ordered]
    # Between two figures stands what is of either; before the first and behind the last, the rest.
    gaps = [text[a:b] for a, b in zip([0, *ends], [*starts, len(text)], strict=True)]
    wholes = _wholes(ordered, gaps)
    opening, first = _parted(tail(gaps[0]))
    out: list[Stretch] = []
    for k, (quote, _) in enumerate(ordered):
        before = gaps[k] if k else first
        opening = "" if k and "\n" in before else opening
        after = _BASIS.sub(" ", head(gaps[k + 1]))
        said = ""
        if k and not SAID.search(before) and not _SENTENCE.search(before):
            after, said = _of_last(after, k + 1 == len(ordered) and wholes[k] is None)
        before = tail(before)
        back = _tells_back(before, quote, after)
        if k and _AND.search(before):  # all of it is of the figure before: "đạt 90% chợ và 70% xã"
            before, back = out[-1].before, out[-1].back
        after = _NEXT.split(after, maxsplit=1)[0] if back else after
        one = Stretch(before, quote, after, back, wholes[k], f"{opening} {said}")
        out = [*_with(out, said), one]
    return out


def _parted(before: str) -> tuple[str, str]:
    """What opens a list of figures, and what is of its first alone: "Hỗ trợ: | lúa 5 triệu, …"."""
    opening, colon, first = before.rpartition(":")
    return (opening, first) if first.strip() else ("", opening + colon + first)


def _of_last(after: str, is_last: bool) -> tuple[str, str]:
    """Behind the last of several figures what is of it alone, and what is said of all of them.

    "50% ở cấp huyện, cấp xã | được bồi dưỡng".
    """
    if said := _SAID_OR_RELATED.search(after):
        return after[: said.start()], after[said.start() :]
    return (_PART.split(after, maxsplit=1)[0] if is_last else after), ""


def _with(before: Sequence[Stretch], said: str) -> list[Stretch]:
    """The figures before, with what is ``said`` of them too: back to one of which something is."""
    out = list(before)
    for k in range(len(out) - 1, -1, -1):
        if not said or SAID.search(out[k].after):
            break
        out[k] = replace(out[k], common=f"{out[k].common} {said}")
    return out


def _wholes(ordered: Sequence[Option], gaps: Sequence[str]) -> list[int | None]:
    """For each figure the place of the one that it is a part of, or goes on from."""
    out: list[int | None] = [None] * len(ordered)
    whole: int | None = None
    for k in range(1, len(ordered)):
        (last, _), (quote, _) = ordered[k - 1], ordered[k]
        between = gaps[k]
        whole = None if "\n" in between else whole
        if _unit(quote) != _unit(last):
            continue
        if _PARTS.search(between) or (_unit(quote) and _OPENS.search(between)):
            whole = k - 1
        goes_on = _AND.search(between) and _GOES_ON.match(gaps[k + 1])
        if whole is None and (goes_on or _is_name(between)):
            out[k] = k - 1
        else:
            out[k] = whole
    return out


def _is_name(between: str) -> bool:
    """Whether but a name parts two figures: "trạm bơm Yên Thái 54 m3/s, Đào Nguyên 25 m3/s"."""
    named = words(between)
    return 0 < len(named) <= _NAME and all(word.istitle() for word in named)


def _unit(quote: str) -> str:
    """What a figure counts: "diem" of "220 điểm"; of all that are bare numbers the same."""
    return _NUMBER.sub("", fold_chars(quote))


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


def _fit(question: Question, own: Stretch, told: Set[str]) -> float:
    """How much the words beside a figure share with the question, those ``told`` left out."""
    wanted = _wanted(question) - told
    left, right = _SIDES[own.back]
    behind = wanted.intersection((*terms(own.after), *terms(_said_of(own.quote))))
    ahead = wanted.intersection(terms(own.before))
    both = ahead & behind  # told twice, a word counts once
    common = wanted.intersection(terms(own.common)) - ahead - behind
    score = left * len(ahead - both) + right * len(behind - both) + max(left, right) * len(both)
    near = words(_before(own.before))[-_NEAR:] if own.back else words(fold_chars(own.after))[:_NEAR]
    score += _GIVEN * len([word for word in ahead | behind if _IS_NUMBER.fullmatch(word)])
    first = {*question.head[:_FIRST]}.difference(told)
    return score + right * len(common) + _COUNTED * len(first.intersection(near))


def _said_of(quote: str) -> str:
    """A figure's own words without those that say how exact it is: "phấn đấu", "ít nhất"."""
    return _LEAD.sub("", fold_chars(quote))


def _before(text: str) -> str:
    return _QUALIFIER.sub("", fold_chars(text).rstrip() + " ")


def _tells_back(before: str, quote: str, after: str) -> bool:
    """Whether a figure tells of what stands before it.

    "… đạt 60%", "báo cáo … (năm 2030)", "Cao Viên 60 m3/s cùng với …".
    """
    if _CLOSES.match(after):
        return True
    if _MEASURE.search(quote) and all(word.istitle() for word in before.split()[-2:]):
        return True
    return bool(_COPULA.search(_before(before))) or fold_chars(quote).startswith("dat")


def _year_fit(question: Question, own: Stretch) -> float:
    """That a figure is of the year asked for, or of another; 0 where either names none."""
    years, here = {*_YEAR.findall(question.text)}, _years_of(own)
    return (_SAME_YEAR if years & here else _OTHER_YEAR) if years and here else 0.0


def _years_of(own: Stretch) -> set[str]:
    """The years a figure belongs to, the closest ones."""
    before, after = own.before, own.after
    near = _PART.split(before)[-1] + " " + _PART.split(after, maxsplit=1)[0]
    if found := set(_YEAR.findall(near)):
        return found
    years = [(len(before) - m.end(), m.group()) for m in _LONE_YEAR.finditer(before)]
    years += [(m.start(), m.group()) for m in _LONE_YEAR.finditer(after)]
    return {min(years)[1]} if years else set()
