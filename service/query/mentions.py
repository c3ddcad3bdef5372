"""Where a question says to look: the places, years, levels and numbers of plans that it names.

"Theo kế hoạch năm 2024" names a year of plans; "đạt 80% vào năm 2030" does not, and is left to the
subject. A year beside a place ("Nghệ An năm 2024") or a level ("cấp xã năm 2026") may be either:
such a mention is not ``sure``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.documents import DocumentInfo
from indexer.text import fold_chars
from service.query.numbered import numbered_in
from service.query.places import Known, Named, places_in

MentionKind = Literal["document", "locality", "level", "year"]

_PERIOD = r"(?P<year>(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)(?![\d/])"
_OF_YEAR = r"(?:nam |giai doan )?"
_YEARS = re.compile(
    rf"\b(?:(?:theo |trong |o )?(?:cac )?ke hoach(?: cua)?(?: tinh| thanh pho)?\s+(?:cho |trong )?"
    rf"{_OF_YEAR}{_PERIOD}|{_PERIOD.replace('year', 'before')} plans?\b"
    rf"|plans? (?:for|of|from) (?:the year )?{_PERIOD.replace('year', 'after')})"
)
#: After a place that has been blanked out, or before one.
_YEAR_AFTER = re.compile(rf"\s*,?\s*{_OF_YEAR}{_PERIOD}")
_YEAR_BEFORE = re.compile(rf"\bnam {_PERIOD} (?:cua|o|tai)(?: tinh| thanh pho| huyen| xa)?\s*$")
#: A level with its year, opening or closing a question: "cấp xã năm 2026 tuyên truyền". After
#: another word "cấp xã" may be that word's ("Ủy ban nhân dân cấp xã năm 2026").
_LEVEL_YEAR = re.compile(
    rf"(?:^|, ?|\b(?:o|tai) )(?:(?:cac|cap) )*cap (?P<level>tinh|huyen|xa),? nam {_PERIOD}"
    rf"|^nam {_PERIOD.replace('year', 'first')},? (?:o |tai )?(?:cac )?"
    r"cap (?P<then>tinh|huyen|xa)\b"
)
_LEVELS = re.compile(
    r"\b(?:(?:theo |trong )?(?:cac )?ke hoach (?:cua )?(?:(?:cac|cap|nhung) )+(?P<of>tinh|huyen|xa"
    r"|phuong)\b(?: khac)?|(?:o|tai) (?:cac |nhung )?(?P<other>tinh|huyen|xa) khac\b"
    r"|(?:o|tai) (?:cac|nhung) (?P<at>tinh)\b"
    r"|(?P<adj>provincial|district|commune)(?:-level)? plans?\b"
    r"|in (?:the )?other (?P<others>provinces|districts|communes)\b"
    r"|(?:in|across) (?:all )?(?:the )?(?P<across>provinces)\b"
    r"|plans? (?:of|by|from) (?:the )?(?P<by>provinces|districts|communes)\b)"
)
_LEVEL_OF = {
    "tinh": "province",
    "huyen": "district",
    "xa": "commune",
    "phuong": "commune",
    "provincial": "province",
    "district": "district",
    "commune": "commune",
    "provinces": "province",
    "districts": "district",
    "communes": "commune",
}
_EXCEPT = re.compile(
    r"(?:\b(?:(?:ngoai )?tru|ngoai|khong (?:ke|tinh|phai)|except(?: for)?|(?:other )?than|outside"
    r"|besides|excluding) )(?:(?:tinh|thanh pho|tp|huyen|quan|xa|phuong)\.? )?$"
)
#: "TP. Huế": plans write the word in full, and of other cities too.
_CITY = re.compile(r"\btp\.? ?$")
_AND = re.compile(r"(?:,| va | and )\s*(?:(?:tinh|thanh pho|huyen|xa) )?")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place, year, level or document. ``value``: its id, "2024" or "2021-2025", a level's name.

    ``said``: as the question writes it; ``excluded``: everywhere but there; not ``sure``: it may
    be part of the subject, and counts only where a plan in scope agrees. ``start``, ``end``: where
    it stands in the question, with the words that make it a mention.
    """

    kind: MentionKind
    value: str
    said: str
    excluded: bool = False
    sure: bool = True
    start: int = 0
    end: int = 0


def mentions_in(
    text: str,
    restored: str,
    known: Sequence[Known],
    infos: Sequence[DocumentInfo] = (),
) -> tuple[tuple[Mention, ...], str]:
    """The mentions of a question, places first, and ``restored`` with them blanked out.

    ``restored``: the text with its accents, of the same length; ``known``: the places there may be
    plans of, in order; ``infos``: the documents a number may name.
    """
    named = places_in(text, restored, known)
    places = list(_places(text, restored, named))
    places += [
        Mention("document", document, text[start:end], False, True, start, end)
        for document, start, end in numbered_in(restored, named, infos)
    ]
    rest = blanked(restored, places)
    others = _others(rest, named)
    return (*places, *others), blanked(rest, [m for m in others if m.sure])


def _places(text: str, restored: str, named: Sequence[Named]) -> Iterator[Mention]:
    """The places; "trừ A và B" leaves out both."""
    folded = fold_chars(restored)
    excluded = False
    last = 0
    for place, start, end in named:
        before = _EXCEPT.search(folded[:start])
        excluded = bool(before) or (excluded and bool(_AND.fullmatch(folded[last:start])))
        opened = before or _CITY.search(folded[:start])
        begin = opened.start() if opened else start
        yield Mention("locality", place, text[start:end], excluded, True, begin, end)
        last = end


def _others(rest: str, named: Sequence[Named]) -> list[Mention]:
    """Levels and years in what the places leave."""
    folded = fold_chars(rest)
    found: list[Mention] = []
    for match in _LEVELS.finditer(folded):
        word = next(g for g in match.groups() if g)
        said = rest[slice(*match.span())].strip()
        found.append(Mention("level", _LEVEL_OF[word], said, False, True, *match.span()))
    years = [_year(rest, match, True) for match in _YEARS.finditer(folded)]
    if years:
        return found + years
    for _, start, end in named:
        beside = _YEAR_AFTER.match(folded, end) or _YEAR_BEFORE.search(folded[:start])
        if beside:
            return [*found, _year(rest, beside, False)]
    return found or _level_year(rest, folded)


def _level_year(rest: str, folded: str) -> list[Mention]:
    """A level and a year said together."""
    match = _LEVEL_YEAR.search(folded)
    if not match:
        return []
    level, year = ("level", "year") if match["level"] else ("then", "first")
    start, end = match.span(level)
    said = rest[start - len("cấp ") : end]
    of_level = Mention("level", _LEVEL_OF[match[level]], said, False, False, start - 4, end)
    start, end = match.span(year)
    value = re.sub(r"\s*[-–]\s*", "-", rest[start:end])
    return [of_level, Mention("year", value, rest[start:end], False, False, start, end)]


def _year(text: str, match: re.Match[str], sure: bool) -> Mention:
    group = next(name for name, found in match.groupdict().items() if found)
    said = text[slice(*match.span(group))]
    value = re.sub(r"\s*[-–]\s*", "-", said)
    return Mention("year", value, said, False, sure, *match.span())


def blanked(text: str, mentions: Iterable[Mention]) -> str:
    """``text`` with spaces where the mentions stand: the same length, so that offsets stay."""
    for mention in mentions:
        space = " " * (mention.end - mention.start)
        text = text[: mention.start] + space + text[mention.end :]
    return text


def years_of(value: str) -> tuple[int, int]:
    """The first and last year of a mention's value.

    >>> years_of("2024"), years_of("2021-2025")
    ((2024, 2024), (2021, 2025))
    """
    first, _, last = value.partition("-")
    return int(first), int(last or first)
