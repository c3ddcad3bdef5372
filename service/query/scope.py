"""Which documents a question is asked of: what the caller set leaves the others out of the reply.

Of what the question itself names see ``service.query.outsiders``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from indexer import reference
from indexer.documents import DocumentInfo, Level
from indexer.errors import BadQuestion, NotFound
from indexer.index import Index
from indexer.index.lexical import marked
from indexer.reference import Place
from indexer.text import fold_chars
from service.query.places import Known, covers, districts_called
from service.query.question import Question

#: What may be left out of what a question names.
KINDS = ("document", "locality", "level", "year", "agency")
#: Levels, and what they are called.
LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã", "central": "trung ương"}
_LEVEL_WORDS: Mapping[Level, Sequence[str]] = {
    "district": ("huyen", "quan", "thi xa"),
    "commune": ("xa", "phuong", "thi tran"),
}


class Sent(NamedTuple):
    """The filters of a request; None where it sets none."""

    documents: Sequence[str] | None = None
    localities: Sequence[str] | None = None
    levels: Sequence[str] | None = None
    years: Sequence[int] | None = None


@lru_cache(maxsize=1)
def _provinces() -> frozenset[Known]:
    return frozenset(
        Known(fold_chars(name), place.id)
        for place in reference.load().provinces
        for name in (place.name, *place.aliases)
        if len(name) > 3
    )


#: Words that so many times as many passages say as the place has are common ones: what is said of a
#: place stands in its own plans, and here and there in those of its province.
_ELSEWHERE = 5
#: What ``known_places`` found, for as long as the index is open.
_known: WeakKeyDictionary[Index, Sequence[Known]] = WeakKeyDictionary()


def known_places(index: Index) -> Sequence[Known]:
    """Places a question may name, in order: those of the index and every province."""
    found = _known.get(index)
    if found is None:
        found = _known[index] = sorted({*_provinces(), *_local(index)})
    return found


def _local(index: Index) -> Iterator[Known]:
    """The places of the index; of a whole country's communes many are called by common words."""
    held: Counter[tuple[str, str]] = Counter()
    for info in index.documents():
        if info.locality and info.locality_id:
            held[info.locality, info.locality_id] += len(index.rows(info.id))
    pairs = {name: marked(name) for name, _ in held}
    seen = index.frequency({pair for own in pairs.values() for pair in own})
    for (name, place), rows in held.items():
        said = min((seen[pair] for pair in pairs[name]), default=0)
        yield Known(fold_chars(name), place, said > _ELSEWHERE * rows)


def in_scope(index: Index, sent: Sent) -> Sequence[DocumentInfo]:
    """The documents a request leaves.

    Raises ``NotFound`` for an unknown document or locality, ``BadQuestion`` for an unknown level.
    """
    documents, localities, levels, years = sent
    if unknown := [level for level in levels or () if level not in LEVELS]:
        known = ", ".join(LEVELS)
        raise BadQuestion(
            f"Cấp là một trong {known}; không có “{unknown[0]}”. / "
            f"A level is one of {known}; not “{unknown[0]}”.",
            "levels",
        )
    found = index.documents()
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
