"""What a place or body of a document's day is today.

Provinces went from 63 to 34 and districts ended on 2025-07-01, ministries and departments were
merged on 2025-03-01 (domain §3). Every step is a row of ``corpus/reference`` with its source. A
step that nobody has read in a source is told as unverified, and what it would lead to is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.facts.names import canonical
from indexer.reference import Place

_FORMER = re.compile(r"(?P<name>.+?) \(trước (?P<day>\d{4}-\d\d-\d\d)\)")
_COMMUNES_SINCE = "2025-07-01"


@dataclass(frozen=True, slots=True)
class Today:
    """What became of ``former``: ``name`` today, ``since`` a day (ISO 8601), and who says so.

    ``name`` is None where nothing alone took its place (``into`` then lists what did) or where
    ``basis`` is "unverified"; else ``basis`` is "read". ``function``: the part of the work it
    took over, "" for all of it.
    """

    former: str
    name: str | None
    since: str
    basis: str
    source: str
    function: str = ""
    into: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def place_today(info: DocumentInfo) -> Today | None:
    """What the document's place is called today, None when as on its day or unknown."""
    day = day_of(info)
    province = reference.load().province_by_id.get(info.province_id or "")
    if province is None:
        return None
    if info.level == "district":
        return _district(info, province, day) or _province(province, day)
    if info.level == "commune" and info.locality and not is_after(day, _COMMUNES_SINCE):
        return _commune(info.locality, province) or _province(province, day)
    return _province(province, day)


def agency_today(name: str, day: str) -> tuple[Today, ...]:
    """Who does today what ``name`` did on ``day`` (ISO 8601, as far as it is known).

    () when it still stands, is not in the table, or ``day`` is "" or later than the change.
    """
    return tuple(dict.fromkeys(_heirs(_id_of(name), day))) if day else ()


def day_of(info: DocumentInfo) -> str:
    """The day of a document, or its year where no date is known, "" without either."""
    return info.date or str(info.year or "")


def is_after(day: str, since: str) -> bool:
    """Whether ``day`` is certainly on or after ``since``: of "2025" and "2025-07-01" it is not."""
    known = min(len(day), len(since))
    return day[:known] > since[:known] or (known == len(since) and day[:known] == since)


def _province(place: Place, day: str) -> Today | None:
    table = reference.load().province_by_id
    last = place
    since, source, status = "", "", "verified"
    while last.valid_to and last.successors and not is_after(day, last.valid_to):
        since, source, status = last.valid_to, last.source, last.status
        last = table[last.successors[0]]
    if last is not place:
        return _told(place.full_name, last.full_name, since, status, source)
    former = _FORMER.match(place.former_names)
    if former and not is_after(day, former["day"]):
        return _told(former["name"], place.full_name, former["day"], place.status, place.source)
    return None


def _district(info: DocumentInfo, province: Place, day: str) -> Today | None:
    """A district has no heir of its own: its area is now that of several communes."""
    tables = reference.load()
    rows = [d for d in tables.districts if d.name == info.locality and d.province == province.id]
    rows = rows or [d for d in tables.districts if d.name == info.locality]
    if len(rows) != 1 or not rows[0].valid_to or is_after(day, rows[0].valid_to):
        return None
    row = rows[0]
    into = tuple(tables.commune_by_id[c].full_name for c in row.successors)
    since = row.valid_to or ""
    if not _read(row):
        into = ()
    return Today(row.full_name, None, since, _basis(row.status), row.source, into=into)


def _commune(name: str, province: Place) -> Today | None:
    """The commune a former one went into, where only one of the province did."""
    table = reference.load()
    now = province
    while now.successors and now.valid_to:
        now = table.province_by_id[now.successors[0]]
    units = [
        c
        for c in table.communes
        if c.province == now.id and any(_bears(old, name) for old in c.merged_from)
    ]
    if len(units) != 1:
        return None
    unit = units[0]
    return _told(name, unit.full_name, _COMMUNES_SINCE, unit.status, unit.source)


def _bears(old: str, name: str) -> bool:
    """``"xã Cao Minh, huyện Vĩnh Bảo"`` bears the name Cao Minh; a part of it would not."""
    unit = old.split(",")[0]
    return unit.split(" ", 1)[-1] == name or unit.removeprefix("thị trấn ") == name


def _heirs(agency: str | None, day: str) -> Iterator[Today]:
    """The heirs of an agency by id; one that ended in turn is followed to its own heirs."""
    tables = reference.load()
    former = tables.agency_by_id[agency].name if agency else ""
    for step in tables.successions.get(agency or "", ()):
        if is_after(day, step.since):
            continue
        if step.basis != "read":
            yield Today(former, None, step.since, step.basis, step.source, step.function)
            continue
        name = tables.agency_by_id[step.successor].name
        heir = Today(former, name, step.since, step.basis, step.source, step.function)
        further = [replace(h, former=former) for h in _heirs(step.successor, step.since)]
        yield from further or [heir]


@lru_cache(maxsize=4096)
def _id_of(name: str) -> str | None:
    """The table's id of a body; all districts' committees together are that of one."""
    known = canonical(name)
    single = re.sub(r" cấp (huyện|xã)$", r" \1", known)
    table = reference.load().agency_by_name
    row = table.get(known) or table.get(single)
    return row.id if row else None


def _told(former: str, name: str, since: str, status: str, source: str) -> Today:
    return Today(former, name if status == "verified" else None, since, _basis(status), source)


def _basis(status: str) -> str:
    return "read" if status == "verified" else "unverified"


def _read(place: Place) -> bool:
    return place.status == "verified"
