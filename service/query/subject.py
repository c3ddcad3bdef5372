"""The body whose work is asked for ("Sở Tài chính làm gì?"), and which clauses are about it.

Another body's work is no answer, however well its clause reads: a clause must name the body, as
one that has a part, in its text or in a heading. A body is also known by the name that it bore or
bears on the day of the plan, where one body alone took the place of one other (domain §3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer import reference
from indexer.documents import Agency
from indexer.facts.names import canonical, known_end
from indexer.index import Passage
from indexer.succession import agency_today, is_after
from indexer.text import fold_chars, nfc

_OPENING = re.compile(r"^(?:(?:theo|trong) (?:cac )?ke hoach(?: nay)?,? )?")
#: What names the work of a body that is not asked for in a sentence: before it ("Nhiệm vụ của Sở
#: Y tế") and behind it ("Sở Tài chính nhiệm vụ sau lũ").
_BARE_OPENING = re.compile(r"(?:(?:nhiem vu|trach nhiem|cong viec|phan viec)(?: cua| cho)? )?")
_BARE_DUTY = re.compile(r" (?:co )?(?:nhiem vu|trach nhiem|cong viec)\b(?! cua)")
_AROUND = " .,;:?!"
#: Between the body and "gì": its duty, and at most a place or an adverb before it.
_DUTY = re.compile(
    r"[^?.;]{0,40}?\b(?:lam|thuc hien|nhiem vu|trach nhiem|viec|duoc giao|de nghi)\b"
    r"[^?.;]{0,15}?\bgi\b"
    r"|[^?.;]{0,40}?\b(?:chu tri|phu trach|dam nhiem|trien khai|thuc hien|tham gia|phoi hop)"
    r"(?: (?:nhung|cac))? (?:tieu )?(?:du an|nhiem vu|cong viec|viec|hoat dong|phan viec|mang)"
    r"\b[^?.;]{0,15}?\b(?:nao|gi)\b"
)
#: Communes as such; one by its name is a place: "Xã Lương Minh phải làm gì?"
_COMMUNES = re.compile(
    r"(?:(?:cac|nhung|moi) )?(?:xa|phuong|cap xa)(?:,? (?:va )?(?:xa|phuong|dac khu|thi tran))*"
    r"(?= (?:o|tai|cua|thuoc|phai|can|co|duoc|lam|thuc hien|se)\b)"
)
_DUTY_EN = re.compile(
    r"\bwhat (?:must|should|does|do|is|are|will|shall) (?:the )?(?P<body>.+?)"
    r" (?:(?:have|has|asked|required|need|needs|supposed|expected|told) to )?"
    r"(?:do\b|responsible for)"
)
_LEVELS = re.compile(r" cấp (huyện|xã)$")
#: What stands before the name of a body that is meant as such.
_HEAD = re.compile(r"^(?:(?:Đề nghị|Giám đốc|Lãnh đạo|Thủ trưởng|Ủy ban|Ban Chấp hành) )+")
#: How near a clause is to being about the body: it acts, it helps, it is mentioned.
ACTS, HELPS, MENTIONED = 0, 1, 2
#: A day before any change of the tables.
_BEFORE_ALL = "1900"
#: Parts of a document that give nobody work.
_NO_WORK = ("front", "back")


def subject_of(reading: str, rest: str, language: str) -> str | None:
    """The table's name of the body whose duty is asked for, None when another thing is asked.

    ``rest``: the reading without the places and years it names.

    >>> subject_of("Sở Tài chính phải làm gì?", "Sở Tài chính phải làm gì?", "vi")
    'Sở Tài chính'
    >>> subject_of("Nhiệm vụ của Sở Y tế Hà Nội", "Nhiệm vụ của Sở Y tế", "vi")
    'Sở Y tế'
    """
    folded = fold_chars(reading)
    if language == "en":
        asked = _DUTY_EN.search(folded)
        return _english().get(asked["body"]) if asked else None
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    end = known_end(reading, start)
    communes = _COMMUNES.match(folded, start) if end == start else None
    end = communes.end() if communes else end
    if end == start or not _DUTY.match(folded, end):
        return _alone(rest.strip(_AROUND))
    return canonical("UBND cấp xã" if communes else reading[start:end])


def _alone(text: str) -> str | None:
    """The body that a text names and says no more of, but that its work is meant."""
    folded = fold_chars(text)
    opening = _BARE_OPENING.match(folded)
    start = opening.end() if opening else 0
    end = known_end(text, start) if start < len(text) else start
    more = end < len(text) and not start and not _BARE_DUTY.match(folded, end)
    if end == start or more:
        return None
    return canonical(text[start:end])


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    """Names by folded English name; one that several bodies bear tells none."""
    out: dict[str, str] = {}
    twice = set()
    for row in reference.load().agencies:
        key = fold_chars(row.name_en)
        twice |= {key} if key in out else set()
        out[key] = row.name
    return {key: name for key, name in out.items() if key and key not in twice}


@lru_cache(maxsize=1024)
def names_of(subject: str) -> frozenset[str]:
    """The body and, where no level is named, those of its name at each: "Hội Nông dân tỉnh"."""
    level = re.compile(re.escape(subject) + r" (?:tỉnh|huyện|xã|cấp (?:huyện|xã))")
    rows = reference.load().agencies
    return frozenset({subject, *(r.name for r in rows if level.fullmatch(r.name))})


def names_on(subject: str, day: str) -> frozenset[str]:
    """What ``subject`` was called on ``day`` (ISO 8601, as far as known), other names too."""
    return _names_on(subject, day and _last_change(day))


@lru_cache(maxsize=4096)
def _last_change(day: str) -> str:
    """The last day before ``day`` on which bodies changed: plans are of many days between two."""
    return max((since for since in _changes() if is_after(day, since)), default=_BEFORE_ALL)


@lru_cache(maxsize=1)
def _changes() -> frozenset[str]:
    steps = reference.load().successions.values()
    return frozenset(step.since for found in steps for step in found)


@lru_cache(maxsize=1024)
def _names_on(subject: str, day: str) -> frozenset[str]:
    rows = reference.load().agencies
    before = {row.name for row in rows if _only_heir(row.name, day) == subject}
    now, then = _only_heir(subject, _BEFORE_ALL), _only_heir(subject, day)
    after = {now} if now and not then else set()
    return names_of(subject) | before | after


def _only_heir(name: str, day: str) -> str | None:
    """Who alone took over all the work of ``name`` after ``day``; None when several did."""
    heirs = agency_today(name, day)
    return heirs[0].name if len(heirs) == 1 and not heirs[0].function else None


def is_of(names: frozenset[str], passage: Passage) -> bool:
    """Whether the work of a clause is the body's, with others too, not that of whom it helps."""
    mine = () if passage.clause.part in _NO_WORK else parts_of(names, passage)
    return bool(mine) and mine[0].role is not None and not mine[0].partner


def nearness(names: frozenset[str], passage: Passage) -> int | None:
    """``ACTS``, ``HELPS`` or ``MENTIONED``; None when the clause is about others."""
    if passage.clause.part in _NO_WORK:
        return None
    mine = parts_of(names, passage)
    if any(a.role in ("lead", "perform", "requested") and not a.partner for a in mine):
        return ACTS
    if any(a.role for a in mine):
        return HELPS
    pattern = _pattern(names)
    if mine or any(pattern.search(t) for t in (passage.text, *passage.context)):
        return MENTIONED
    return None


def parts_of(names: frozenset[str], passage: Passage) -> Sequence[Agency]:
    """The clause's agencies that are the body, the part it plays here first."""
    known = passage.clause.facts.agencies
    if not known:
        return []
    alike = {_LEVELS.sub(r" \1", n) for n in names}
    mine = [
        a
        for a in known
        if _LEVELS.sub(r" \1", canonical(a.as_written)) in alike
        or _pattern(names).match(_HEAD.sub("", a.as_written))
    ]
    return sorted(mine, key=lambda a: (a.partner, a.role is None, a.role == "coordinate"))


@lru_cache(maxsize=256)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    """The names and their aliases as written: a capital first, else "cán bộ y tế" is a ministry."""
    rows = reference.load().agency_by_name
    spelt = {s for n in names for s in (n, *(rows[n].aliases if n in rows else ())) if " " in s}
    own = sorted((nfc(s) for s in spelt if canonical(s) in names), key=len, reverse=True)
    either = "|".join(re.escape(s[:1].upper()) + f"(?i:{re.escape(s[1:])})" for s in own)
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)")
