"""Which documents a question itself leaves out, by the places, levels, years or number it names.

They stay in the reply, each with the reason why it is not meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.index import Index
from service.query.covering import groups_of
from service.query.mentions import Mention, years_of
from service.query.places import covers, districts_called, within
from service.query.question import Question
from service.query.scope import LEVELS, of_years, without

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
_LEVELS_EN = {**{level: level for level in LEVELS}, "province": "provincial"}


def settled(index: Index, question: Question, infos: Sequence[DocumentInfo]) -> Question:
    """The question less what is not surely a mention, where no document agrees with it."""
    sure = replace(question, mentions=tuple(m for m in question.mentions if m.sure))
    if sure.mentions == question.mentions:
        return question
    return question if len(outsiders(index, question, infos)) < len(infos) else sure


def left_out(question: Question, info: DocumentInfo) -> str | None:
    """Why the document is not of a place, level or year the question names; None when it is."""
    return outsider(question)(info)


def outsider(question: Question) -> Callable[[DocumentInfo], str | None]:
    """``left_out`` of one question, for several documents; of many see ``outsiders``."""
    documents = frozenset(_values(question, "document"))
    elsewhere = _elsewhere(question)
    other = _OTHER_NUMBER[question.language == "en"]

    def reason(info: DocumentInfo) -> str | None:
        if documents and info.id not in documents:
            return other
        return elsewhere(info) if elsewhere else None

    return reason


def outsiders(index: Index, question: Question, infos: Sequence[DocumentInfo]) -> dict[str, str]:
    """Why each document that is not of a place, level or year the question names is left out."""
    if not question.mentions:
        return {}
    reason = outsider(question)
    if not question.places or _values(question, "document"):
        return {info.id: why for info in infos if (why := reason(info))}
    out = dict.fromkeys((info.id for info in infos), OTHER_PLACE[question.language == "en"])
    for info in groups_of(index).about(question.places):
        if info.id not in out:
            continue
        if why := reason(info):
            out[info.id] = why
        else:
            del out[info.id]
    return out


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
    return ", ".join((_LEVELS_EN if english else LEVELS)[value] for value in values)


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
