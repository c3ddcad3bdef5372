"""Where a question says to look: the places, years and levels of plans that it names.

"Theo kế hoạch năm 2024" names a year of plans; "đạt 80% vào năm 2030" does not, and is left to the
subject. A year beside a place ("Nghệ An năm 2024") may be either: such a mention is not ``sure``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.text import fold_chars
from service.places import Named, places_in

MentionKind = Literal["locality", "level", "year"]

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
_AND = re.compile(r"(?:,| va | and )\s*(?:(?:tinh|thanh pho|huyen|xa) )?")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place, year or level. ``value``: a place's id, "2024" or "2021-2025", a level's name.

    ``said``: as the question writes it; ``excluded``: everywhere but there; not ``sure``: it may
    be part of the subject, and counts only where a plan in scope agrees.
    """

    kind: MentionKind
    value: str
    said: str
    excluded: bool = False
    sure: bool = True


def mentions_in(
    text: str, restored: str, known: Sequence[tuple[str, str]]
) -> tuple[tuple[Mention, ...], str]:
    """The mentions of a question, places first, and ``restored`` with them blanked out.

    ``restored``: the text with its accents, of the same length; ``known``: pairs of folded name
    and id of the places there may be plans of.
    """
    named = places_in(text, restored, known)
    found: list[Mention] = []
    spans: list[tuple[int, int]] = []
    folded = fold_chars(restored)
    excluded = False
    last = -1
    for place in named:
        before = _EXCEPT.search(folded[: place.start])
        joined = last >= 0 and _AND.fullmatch(folded[last : place.start])
        excluded = bool(before) or (excluded and bool(joined))
        found.append(Mention("locality", place.place, text[place.start : place.end], excluded))
        spans.append((before.start() if before else place.start, place.end))
        last = place.end
    rest = _blanked(restored, spans)
    others, more = _others(rest, named)
    return (*found, *others), _blanked(rest, more)


def _others(rest: str, named: Sequence[Named]) -> tuple[list[Mention], list[tuple[int, int]]]:
    """Levels and years in what the places leave, and where they stand."""
    folded = fold_chars(rest)
    found: list[Mention] = []
    spans: list[tuple[int, int]] = []
    for match in _LEVELS.finditer(folded):
        word = next(g for g in match.groups() if g)
        found.append(Mention("level", _LEVEL_OF[word], rest[slice(*match.span())].strip()))
        spans.append(match.span())
    for match in _YEARS.finditer(folded):
        name = next(n for n, g in match.groupdict().items() if g)
        found.append(_year(rest, match, name, sure=True))
        spans.append(match.span())
    if any(m.kind == "year" for m in found):
        return found, spans
    for place in named:
        beside = _YEAR_AFTER.match(folded, place.end) or _YEAR_BEFORE.search(folded[: place.start])
        if beside:
            found.append(_year(rest, beside, "year", sure=False))
            break
    return found, spans


def _year(text: str, match: re.Match[str], group: str, sure: bool) -> Mention:
    said = text[slice(*match.span(group))]
    value = re.sub(r"\s*[-–]\s*", "-", said)
    return Mention("year", value, said, sure=sure)


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same length, so that offsets stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def years_of(value: str) -> tuple[int, int]:
    """The first and last year of a mention's value.

    >>> years_of("2024"), years_of("2021-2025")
    ((2024, 2024), (2021, 2025))
    """
    first, _, last = value.partition("-")
    return int(first), int(last or first)
