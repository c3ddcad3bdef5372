"""Which documents a question is asked of: what the caller set, and what the question itself names.

What the caller set leaves the others out of the reply; what the question names leaves them in it,
each with the reason why it is not meant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from indexer import reference
from indexer.documents import DocumentInfo, Level
from indexer.errors import BadQuestion, NotFound
from indexer.index import Index
from indexer.reference import Place
from indexer.text import fold_chars
from service.query.mentions import Mention, years_of
from service.query.places import covers, districts_called, may_cover, placed, within
from service.query.question import Question

#: What may be left out of what a question names.
KINDS = ("document", "locality", "level", "year", "agency")
_LISTED = 6
#: Reasons in Vietnamese and in English.
OTHER_PLACE = (
    "Câu hỏi nêu địa phương khác; kế hoạch này không thuộc địa phương đó.",
    "The question names another place; this plan is not of that place.",
)
_OTHER_NUMBER = (
    "Câu hỏi nêu số hiệu của văn bản khác.",
    "The question gives the number of another document.",
)
_EXCEPTED = (
    "Câu hỏi trừ địa phương của kế hoạch này ra.",
    "The question leaves out the place of this plan.",
)
_OTHER_LEVEL = (
    "Câu hỏi nêu kế hoạch cấp {}; kế hoạch này không thuộc cấp đó.",
    "The question names plans of {} level; this one is not of that level.",
)
_OTHER_YEAR = (
    "Câu hỏi nêu kế hoạch năm {}; kế hoạch này không thuộc năm đó.",
    "The question names plans for {}; this one is not.",
)
_NONE = ("Kho chưa có kế hoạch nào của {}.", "There is no plan {} here.")
_NO_OTHER = ("Kho chưa có kế hoạch nào khác.", "There is no other plan here.")
_NONE_PARTS = (("{}", "cấp {}", "năm {}"), ("of {}", "of {} level", "for {}"))
_OTHER_YEARS = (" Kho có kế hoạch của nơi đó cho năm {}.", " There are plans of that place for {}.")
_LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã", "central": "trung ương"}
_LEVEL_WORDS: Mapping[Level, Sequence[str]] = {
    "district": ("huyen", "quan", "thi xa"),
    "commune": ("xa", "phuong", "thi tran"),
}
_LEVELS_EN = {**{level: level for level in _LEVELS}, "province": "provincial"}


class Sent(NamedTuple):
    """The filters of a request; None where it sets none."""

    documents: Sequence[str] | None = None
    localities: Sequence[str] | None = None
    levels: Sequence[str] | None = None
    years: Sequence[int] | None = None


@lru_cache(maxsize=1)
def _provinces() -> frozenset[tuple[str, str]]:
    return frozenset(
        (fold_chars(name), place.id)
        for place in reference.load().provinces
        for name in (place.name, *place.aliases)
        if len(name) > 3
    )


#: What ``known_places`` found, for as long as the index is open.
_known: WeakKeyDictionary[Index, Sequence[tuple[str, str]]] = WeakKeyDictionary()


def known_places(index: Index) -> Sequence[tuple[str, str]]:
    """Folded names of places a question may name: those of the index and every province."""
    found = _known.get(index)
    if found is None:
        local = {(d.locality, d.locality_id) for d in index.documents() if d.locality}
        named = ((fold_chars(name), place) for name, place in local if name and place)
        found = _known[index] = sorted({*_provinces(), *named})
    return found


def in_scope(index: Index, sent: Sent) -> list[DocumentInfo]:
    """The documents a request leaves.

    Raises ``NotFound`` for an unknown document or locality, ``BadQuestion`` for an unknown level.
    """
    documents, localities, levels, years = sent
    if unknown := [level for level in levels or () if level not in _LEVELS]:
        known = ", ".join(_LEVELS)
        raise BadQuestion(
            f"Cấp là một trong {known}; không có “{unknown[0]}”. / "
            f"A level is one of {known}; not “{unknown[0]}”.",
            "levels",
        )
    found = list(index.documents())
    if documents:
        found = [index.document(d) for d in dict.fromkeys(documents)]
    if localities:
        found = _in_places(found, localities)
    if levels:
        found = [d for d in found if d.level in levels]
    if years:
        found = [d for d in found if any(of_years(d, y, y) for y in years)]
    return found


def _in_places(found: Sequence[DocumentInfo], localities: Sequence[str]) -> list[DocumentInfo]:
    out: list[DocumentInfo] = []
    for locality in localities:
        folded = fold_chars(locality.strip())
        bare, level = _bare(folded)
        place = province(locality)
        mine = [
            d
            for d in found
            if folded in (fold_chars(d.locality or ""), d.locality_id, d.id)
            or (d.level == level and bare == fold_chars(d.locality or ""))
            or (place and covers(d, place.id))
        ]
        if not mine and place is None and not districts_called(locality):
            raise NotFound(
                f"Không có địa phương “{locality}” trong kho. / No locality “{locality}” here.",
                "localities",
            )
        out += [d for d in mine if d not in out]
    return out


def _bare(folded: str) -> tuple[str, Level | None]:
    """A place's name without its level, and the level: "huyen tuan giao"; None where none is said.

    "Quan Sơn" begins with no level: whoever asks looks for the whole name first.
    """
    for level, said in _LEVEL_WORDS.items():
        for word in said:
            if folded.startswith(f"{word} "):
                return folded.removeprefix(f"{word} "), level
    return folded, None


def province(name: str) -> Place | None:
    """A province by a name of its, today's or former, or by its id."""
    tables = reference.load()
    folded = fold_chars(name)
    return tables.province_by_name.get(folded) or tables.province_by_id.get(folded)


def of_years(info: DocumentInfo, first: int, last: int) -> bool:
    """Whether the document is for a year of ``[first, last]``, or was issued in one."""
    issued = int(info.date[:4]) if info.date else None
    planned = info.year is not None and info.year <= last and first <= (info.year_to or info.year)
    return planned or (issued is not None and first <= issued <= last)


def without(question: Question, dropped: Collection[str]) -> Question:
    """The question less the mentions to be ignored: ``"year"``, or one as ``"year:2024"``.

    Raises ``BadQuestion`` for a kind there is not. One that the question does not name is fine.
    """
    for entry in dropped:
        if entry.partition(":")[0] not in KINDS:
            raise BadQuestion(
                f"without nhận {', '.join(KINDS)}, hoặc như year:2024; không nhận “{entry}”. / "
                f"without takes {', '.join(KINDS)}, or as year:2024; not “{entry}”.",
                "without",
            )
    kept = tuple(m for m in question.mentions if not {m.kind, f"{m.kind}:{m.value}"} & set(dropped))
    ignored = {"agency", f"agency:{question.subject}"} & set(dropped)
    return replace(question, mentions=kept, subject=None if ignored else question.subject)


def settled(question: Question, infos: Sequence[DocumentInfo]) -> Question:
    """The question less what is not surely a mention, where no document agrees with it."""
    sure = replace(question, mentions=tuple(m for m in question.mentions if m.sure))
    if sure.mentions == question.mentions:
        return question
    reason = outsider(question)
    agreed = any(reason(info) is None for info in infos)
    return question if agreed else sure


def left_out(question: Question, info: DocumentInfo) -> str | None:
    """Why the document is not of a place, level or year the question names; None when it is."""
    return outsider(question)(info)


def outsider(question: Question) -> Callable[[DocumentInfo], str | None]:
    """``left_out`` of one question, for many documents.

    Most are of other places, and many of one: those are held against the question once.
    """
    documents = frozenset(_values(question, "document"))
    elsewhere = _elsewhere(question)
    if elsewhere is None and not documents:
        return lambda info: None
    english = question.language == "en"
    places = question.places
    other: dict[tuple[object, ...], bool] = {}

    def reason(info: DocumentInfo) -> str | None:
        if documents and info.id not in documents:
            return _OTHER_NUMBER[english]
        if elsewhere is None:
            return None
        key = placed(info)
        if key not in other:
            other[key] = bool(places) and not any(may_cover(info, place) for place in places)
        return OTHER_PLACE[english] if other[key] else elsewhere(info)

    return reason


def _elsewhere(question: Question) -> Callable[[DocumentInfo], str | None] | None:
    """``left_out`` by places, levels, years; None if the question names none."""
    levels, years = _values(question, "level"), _values(question, "year")
    places, outside = question.places, question.outside
    spans = [years_of(year) for year in years]
    if not (places or outside or levels or years):
        return None

    english = question.language == "en"

    def reason(info: DocumentInfo) -> str | None:
        if places and not any(covers(info, place) for place in places):
            return OTHER_PLACE[english]
        if any(within(info, place) for place in outside):
            return _EXCEPTED[english]
        if levels and info.level not in levels:
            return _OTHER_LEVEL[english].format(_levels(levels, english))
        if years and not any(of_years(info, *span) for span in spans):
            return _OTHER_YEAR[english].format(", ".join(years))
        return None

    return reason


def _values(question: Question, kind: str) -> list[str]:
    return [m.value for m in question.mentions if m.kind == kind]


def none_of(question: Question, infos: Sequence[DocumentInfo]) -> str:
    """The reason when none of ``infos`` is of the places, levels and years the question names."""
    english = question.language == "en"
    named = (
        ", ".join(
            name_of(m, english) for m in question.mentions if m.kind == "locality" and _in(m)
        ),
        _levels(_values(question, "level"), english),
        ", ".join(_values(question, "year")),
    )
    parts = zip(_NONE_PARTS[english], named, strict=True)
    said = " ".join(part.format(value) for part, value in parts if value)
    if not said:
        return _NO_OTHER[english]
    return _NONE[english].format(said) + _other_years(question, infos)


def _levels(values: Sequence[str], english: bool) -> str:
    return ", ".join((_LEVELS_EN if english else _LEVELS)[value] for value in values)


def _other_years(question: Question, infos: Sequence[DocumentInfo]) -> str:
    """What there is of the places a question names, where only the years are missing."""
    if not question.places or not _values(question, "year"):
        return ""
    rest = without(question, ("year",))
    reason = outsider(rest)
    held = {(i.year, i.year_to or i.year) for i in infos if i.year and not reason(i)}
    told = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in sorted(held)[:_LISTED])
    return _OTHER_YEARS[question.language == "en"].format(told) if held else ""


def _in(mention: Mention) -> bool:
    return not mention.excluded


def name_of(mention: Mention, english: bool = False) -> str:
    """A place by its full name in the tables; as it was said where they have none."""
    place = reference.load().province_by_id.get(mention.value)
    units = districts_called(mention.value)
    if place is not None:
        return place.name_en if english else place.full_name
    return units[0].full_name if units else mention.said
