"""The filters of a reply: where its question was asked, and what became of the places named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.index import Index
from indexer.reference import Place
from indexer.succession import agency_today
from indexer.text import slug
from service.answers import Filter, FilterKind
from service.query.covering import groups_of
from service.query.mentions import Mention
from service.query.places import covers, districts_called, is_heir, within
from service.query.question import Question
from service.query.scope import Sent, province

_TWO_LEVELS = "Nghị quyết 203/2025/QH15"
_ENDED = "2025-07-01"
#: Any day before the changes of 2025: what a body named in a question was called then.
_BEFORE = "2024"
_LISTED = 6


def filters_of(
    index: Index, question: Question, infos: Sequence[DocumentInfo], sent: Sent
) -> tuple[Filter, ...]:
    """What the request set, then what the question names; ``infos``: the documents in scope."""
    scope = _Scope(index, infos)
    return (*_sent(sent, scope), *_named(question, scope))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a question is asked: documents of an index."""

    index: Index
    infos: Sequence[DocumentInfo]

    def about(self, place: str) -> Iterator[DocumentInfo]:
        """Those that may cover a place."""
        held = {info.id for info in self.infos}
        return (info for info in groups_of(self.index).about((place,)) if info.id in held)


def _sent(sent: Sent, scope: _Scope) -> Iterator[Filter]:
    kinds: tuple[FilterKind, ...] = ("document", "locality", "level", "year")
    for kind, values in zip(kinds, sent, strict=True):
        for value in values or ():
            note, source = _sent_note(kind, str(value), scope)
            yield Filter(kind, str(value), str(value), "request", False, note, source)


def _sent_note(kind: FilterKind, value: str, scope: _Scope) -> tuple[str | None, str | None]:
    if kind != "locality":
        return None, None
    place = province(value)
    if place is not None:
        return _province_note(place, scope)
    units = districts_called(value) or _held_district(slug(value), scope)
    return _district_note(units) if units else (None, None)


def _named(question: Question, scope: _Scope) -> Iterator[Filter]:
    for mention in question.mentions:
        note, source = _note(mention, scope)
        yield Filter(
            mention.kind, mention.value, mention.said, "question", mention.excluded, note, source
        )
    if question.subject:
        note, source = _body_note(question.subject)
        yield Filter("agency", question.subject, question.subject, "question", False, note, source)


def _note(mention: Mention, scope: _Scope) -> tuple[str | None, str | None]:
    """What became of a place named, Vietnamese and English, with who says so."""
    if mention.kind == "document":
        return _document_note(mention, scope.infos), None
    if mention.kind == "level" and mention.value == "district":
        return _level_ended(_ENDED), _TWO_LEVELS
    if mention.kind != "locality" or mention.excluded:
        return None, None
    place = reference.load().province_by_id.get(mention.value)
    if place is not None:
        return _province_note(place, scope)
    units = districts_called(mention.value) or _held_district(mention.value, scope)
    return _district_note(units) if units else (None, None)


def _document_note(mention: Mention, infos: Sequence[DocumentInfo]) -> str | None:
    """What the document named by its number is called."""
    title = next((info.title for info in infos if info.id == mention.value), None)
    return f"Chỉ tìm trong: {title}. / Only in: {title}." if title else None


def _held_district(locality: str, scope: _Scope) -> tuple[Place, ...]:
    """The table's row of a district that a document is of."""
    there = scope.about(locality)
    held = next((i for i in there if (i.locality_id, i.level) == (locality, "district")), None)
    if held is None:
        return ()
    rows = reference.load().districts
    return tuple(d for d in rows if (d.name, d.province) == (held.locality, held.province_id))


def _province_note(place: Place, scope: _Scope) -> tuple[str | None, str | None]:
    table = reference.load().province_by_id
    if place.valid_to and place.successors and place.status == "verified":
        heir, day = table[place.successors[0]], _day(place.valid_to)
        name = place.full_name[:1].upper() + place.full_name[1:]
        vi = f"{name} thuộc {heir.full_name} từ ngày {day}."
        en = f"{place.name_en} has been part of {heir.name_en} since {day}."
        theirs = (i for i in scope.about(place.id) if is_heir(i, place))
        if any(covers(i, place.id) and not within(i, place.id) for i in theirs):
            vi += f" Gồm cả kế hoạch của {heir.full_name} ban hành từ ngày đó."
            en += f" Plans of {heir.name_en} issued since then are included."
        return f"{vi} / {en}", place.source
    ids = {i.province_id or "" for i in scope.about(place.id) if within(i, place.id)} - {place.id}
    former = [table[i] for i in sorted(ids) if i in table]
    if not former:
        return None, None
    were, names = ", ".join(p.full_name for p in former), ", ".join(p.name_en for p in former)
    vi = f"Gồm cả kế hoạch của {were}, nay thuộc {place.full_name}."
    return f"{vi} / Plans of {names}, now part of {place.name_en}, are included.", former[0].source


def _district_note(units: Sequence[Place]) -> tuple[str, str]:
    told = _level_ended(units[0].valid_to or _ENDED)
    unit = units[0]
    if len(units) > 1 or unit.status != "verified":
        return told, unit.source or _TWO_LEVELS
    communes = reference.load().commune_by_id
    into = [communes[c].full_name for c in unit.successors if c in communes]
    names = ", ".join(into[:_LISTED]) + ("…" if len(into) > _LISTED else ".")
    vi, en = told.split(" / ")
    here = f" Địa bàn {unit.full_name} nay là: {names}" if into else ""
    there = f" The area of {unit.full_name} is now: {names}" if into else ""
    return f"{vi}{here} / {en}{there}", unit.source


def _level_ended(day: str) -> str:
    return f"Cấp huyện kết thúc từ ngày {_day(day)}. / Districts ended on {_day(day)}."


def _body_note(body: str) -> tuple[str | None, str | None]:
    """Who does a body's work today, where the tables have read so."""
    heirs = [h for h in agency_today(body, _BEFORE) if h.name]
    if not heirs:
        return None, None
    told = "; ".join(f"{h.name}{f' ({h.function})' if h.function else ''}" for h in heirs)
    day = _day(heirs[0].since)
    return f"Từ ngày {day}: {told}. / Since {day}: {told}.", heirs[0].source


def _day(date: str) -> str:
    """``"2025-07-01"`` as Vietnamese write it: ``"1/7/2025"``."""
    return "/".join(str(int(part)) for part in reversed(date.split("-")))
