"""Places a question names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.reference import Place
from indexer.succession import day_of, is_after
from indexer.text import fold_chars, has_marks, nfc, slug, unify_dashes

_LEVEL = re.compile(r"\b(tinh|thanh pho|tp|huyen|xa|phuong|quan)\s*\.?\s*$")
#: The same with their marks: "quản lý nhân khẩu" names no district called Lý Nhân.
_LEVELS_SAID = frozenset(("tỉnh", "thành phố", "tp", "huyện", "xã", "phường", "quận"))
_DISTRICT = re.compile(r"\b(?:huyen|quan|thi xa|thanh pho|tp\.?)(?= )")
#: Cities and towns of districts, which became the one from the other: people say either.
_TOWNS = ("thị xã", "thành phố", "tp", "tp.")
_LEVELS_EN = {"district": ("huyện", "quận"), "town": ("thị xã",), "city": ("thành phố",)}
_ENGLISH = re.compile(r"((?:[^\W\d_]+ ){1,5})(district|town|city)\b", re.IGNORECASE)
_TOWNS_FOLDED = tuple(map(fold_chars, _TOWNS))
#: Names of provinces that are common words too: "peace", "as high as".
_COMMON_WORDS = frozenset({"hoa binh", "cao bang"})
_LONGEST_NAME = 5
#: How a title names a province, and what may follow its name.
_PROVINCES, _ENDS = ("tỉnh", "thành phố"), (" ", ",", ".", ";", ":")
_ROUTES = ("tuyến", "đường sắt", "đường bộ", "cao tốc", "quốc lộ", "vành đai")


class Known(NamedTuple):
    """A place that a question may name, its ``name`` folded.

    ``common``: plans say these words of other things too ("an toàn", a commune's name as well).
    """

    name: str
    place: str
    common: bool = False


class Named(NamedTuple):
    """A place by its id, and where its name stands, ``[start, end)`` of the question."""

    place: str
    start: int
    end: int


def _is_name(text: str, start: int, one: Known) -> bool:
    """Whether a name, at ``start`` of the question, is the place and not the common words.

    Capitals tell where there are any: one for each of its words, as the first of a sentence is no
    name by its own ("Thống nhất phương án …"). Who types none, but marks, means a province by its
    name; of a commune called "Đoàn Kết" the words are likelier meant. Who types neither means a
    place, unless its words are common ones.
    """
    said = text[start : start + len(one.name)]
    if all(word[0].isupper() for word in said.split()):
        return True
    is_province = one.place in reference.load().province_by_id
    if said[0].isupper():
        return is_province or not (has_marks(text) or one.common)
    first, *others = text.split()
    if any(map(_is_capitalised, others)):
        return False
    if not has_marks(text):
        return not one.common
    return is_province and not _is_capitalised(first) and one.name not in _COMMON_WORDS


def _level_before(text: str, folded: str, start: int) -> bool:
    """Whether a level stands before a name: with its marks, where it was typed with any."""
    found = _LEVEL.search(folded[:start])
    if found is None:
        return False
    said = nfc(text[slice(*found.span(1))]).lower()
    return not has_marks(said) or said in _LEVELS_SAID


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def within(info: DocumentInfo, place: str) -> bool:
    """Whether a document belongs to ``place``, today's name of a former province included."""
    if place in (info.locality_id, info.province_id):
        return True
    former = reference.load().province_by_id.get(info.province_id or "")
    return bool(former and place in former.successors)


def covers(info: DocumentInfo, place: str) -> bool:
    """Whether a document is in force in ``place``: of it, or of what a former one belongs to now.

    One of no place is where its title says that it is about that province.

    The plan of a province covers one that was merged into it only from the day of the merger
    (``valid_to`` of the former one, reference table of provinces). A commune's plan covers itself
    alone: which former province it lay in is not told by its province of today.
    """
    if within(info, place) or _is_about(info, place):
        return True
    former = reference.load().province_by_id.get(place)
    since = former.valid_to if former and is_heir(info, former) else None
    return since is not None and is_after(day_of(info), since)


def is_heir(info: DocumentInfo, former: Place) -> bool:
    """Whether a document is of a province that a former one belongs to now."""
    return info.level == "province" and info.province_id in former.successors


def reach(info: DocumentInfo) -> frozenset[str]:
    """The places that documents of the same place and level cover, from whatever day on.

    None for one of no place: its title tells (``covers``).
    """
    return _reach(info.locality_id, info.province_id, info.level)


@lru_cache(maxsize=8192)
def _reach(locality: str | None, province: str | None, level: str | None) -> frozenset[str]:
    tables = reference.load()
    own = {place for place in (locality, province) if place}
    former = tables.province_by_id.get(province or "")
    own.update(former.successors if former else ())
    if level == "province":
        own.update(place.id for place in tables.provinces if province in place.successors)
    return frozenset(own)


def placed(info: DocumentInfo) -> tuple[object, ...]:
    """What of a document tells which places it covers, but for its day."""
    own = (info.locality_id, info.province_id, info.level)
    return own if any(own[:2]) else (*own, info.title)


def _is_about(info: DocumentInfo, place: str) -> bool:
    """Whether a document of no place, as the government's are, is titled as of a province.

    "… về Ủy ban nhân dân Thành phố Hà Nội quản lý", or as leading there ("đường sắt Lào Cai - Hà
    Nội"); not by the name alone: "bảo tàng Hồ Chí Minh".
    """
    if info.locality_id or info.province_id:
        return False
    named = reference.load().province_by_id.get(place)
    if named is None:
        return False
    title, name = f"{nfc(info.title).lower()} ", nfc(named.name).lower()
    if any(f"{level} {name}{end}" in title for level in _PROVINCES for end in _ENDS):
        return True
    return _is_on_route(title, name)


def _is_on_route(title: str, name: str) -> bool:
    """Whether a road or line leads through a province to the next: "Lào Cai - Hà Nội - Hải Phòng".

    ``title``: in small letters.
    """
    if not any(route in title for route in _ROUTES):
        return False
    stops = unify_dashes(title).split(" - ")
    others = tuple(nfc(place.name).lower() for place in reference.load().provinces)
    return any(
        (f" {before}".endswith(f" {name}") and after.startswith(others))
        or (after.split(",")[0].strip().startswith(name) and before.endswith(others))
        for before, after in pairwise(stops)
    )


def places_in(text: str, restored: str, known: Sequence[Known]) -> list[Named]:
    """Places named in the question, in order: those ``known`` and, after their level, districts.

    ``known``: in order; ``restored``: the question with its accents.
    """
    folded = fold_chars(restored)
    found: list[Named] = []
    for one in sorted(_begun(folded, known), key=lambda one: (-len(one.name), one)):
        for match in re.finditer(rf"(?<!\w){re.escape(one.name)}(?!\w)", folded):
            if any(n.start < match.end() and match.start() < n.end for n in found):
                continue
            before = _level_before(text, folded, match.start())
            if before or _is_name(text, match.start(), one):
                found.append(Named(one.place, *match.span()))
    more = [*_districts(text, restored), *_in_english(text)]
    found += [n for n in more if not any(n.start < o.end and o.start < n.end for o in found)]
    return sorted(found, key=lambda n: n.start)


def _begun(folded: str, known: Sequence[Known]) -> set[Known]:
    """Those of thousands of places whose name stands in the text, at a word's beginning."""
    out = set()
    for word in re.finditer(r"\w+", folded):
        start, end = word.span()
        alone, further = folded[start:end], folded[start : end + 1]
        at = bisect_left(known, (alone,))
        while at < len(known) and known[at][0] == alone:
            out.add(known[at])
            at += 1
        at = bisect_left(known, (further,), at)
        while at < len(known) and known[at][0].startswith(further):
            if folded.startswith(known[at][0], start):
                out.add(known[at])
            at += 1
    return out


def _districts(text: str, restored: str) -> list[Named]:
    """Districts of the reference table, each with its level before its name ("huyện Yên Thế").

    A city that is a province ("thành phố Huế") is that, whatever district bore its name.
    """
    out = []
    for match in _DISTRICT.finditer(fold_chars(restored)):
        tokens = [t.span() for t in re.finditer(r"\S+", restored[match.start() :])]
        for count in range(_LONGEST_NAME, 1, -1):
            if len(tokens) < count:
                continue
            end = match.start() + tokens[count - 1][1]
            said = restored[match.start() : end].rstrip("?.,;:!")
            province = reference.load().province_by_name.get(fold_chars(said))
            units = (province,) if province else districts_called(said)
            exact = any(_is_of(said, u, marked=has_marks(text)) for u in units)
            if units and exact:
                out.append(Named(_id_of(units), match.start(), match.start() + len(said)))
                break
    return out


def _in_english(text: str) -> Iterator[Named]:
    """Districts named in English, in capitals before their level: "Yen The district"."""
    for match in _ENGLISH.finditer(text):
        spans = [t.span() for t in re.finditer(r"\S+", match[1])]
        for start, _ in spans[-_LONGEST_NAME:]:
            name = match[1][start:].strip()
            called = (districts_called(f"{level} {name}") for level in _LEVELS_EN[match[2].lower()])
            units = next(filter(None, called), ())
            if units and name[0].isupper():
                yield Named(_id_of(units), match.start() + start, match.end())
                break


def _is_of(said: str, unit: Place, *, marked: bool) -> bool:
    """Whether a name with its level is the unit's: to the mark, where marks are typed.

    After "thành phố" come other words too ("thành phố vinh danh"): who types marks, or a name of
    one syllable, types its capital.
    """
    lower, name = nfc(said).lower(), unit.name.lower()
    if lower == unit.full_name.lower() and not lower.startswith(_TOWNS):
        return True
    if not lower.endswith(name) or not fold_chars(lower).startswith(_TOWNS_FOLDED):
        return not marked
    return said[-len(name)].isupper() or not (marked or " " not in name)


def _id_of(units: Sequence[Place]) -> str:
    """The id of the one district of a name; where several bear it, the name they share."""
    return units[0].id if len(units) == 1 else slug(units[0].full_name)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Place, ...]]:
    out: dict[str, tuple[Place, ...]] = {}
    for unit in reference.load().districts:
        for key in {fold_chars(unit.full_name), unit.id, slug(unit.full_name)}:
            out[key] = (*out.get(key, ()), unit)
    for unit in reference.load().districts:
        if unit.full_name.startswith(_TOWNS):
            for town in _TOWNS:
                out.setdefault(fold_chars(f"{town} {unit.name}"), (unit,))
    return out


def districts_called(name: str) -> tuple[Place, ...]:
    """The table's districts of this full name ("huyện Châu Thành": several) or id."""
    return _by_name().get(fold_chars(name.strip()), ())
