"""What a question wants of time: how often, how long, by which day, in which year."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from indexer.text import fold_chars, words
from service.query import cues, cues_en

_YEAR_ASKED = re.compile(
    r"\b(?:nam|giai doan) (?:nao|may(?! (?:lan|dot|ky|buoi|cuoc|lop|nguoi|hoi|ty|trieu)\b))\b"
    r"|(?:which|what) (?:year|period)"
)
_END_ASKED = re.compile(
    r"\bxong\b|\bket thuc\b|\bhoan thanh\b|\btruoc (?:ngay|khi)\b|\bfinish"
    r"|by when"
)
_PERIOD_ASKED = re.compile(
    r"\bgiai doan\b|\bnam (?:nao|may) (?:den|toi)\b|\b(?:den|toi) nam (?:nao|may)\b|\bperiod\b"
)
_CYCLE_ASKED = re.compile(rf"dinh ky|may lan|{cues.OFTEN_VI}|{cues_en.OFTEN_EN}")
_LENGTH_ASKED = re.compile(
    rf"\b(?:may|bao nhieu) (?:ngay|tuan|thang|nam|{cues.HOURS_VI})\b"
    r"|\bbao nhieu gio\b|\b(?:trong|vong|mat|dai) may gio\b"
    r"|\bbao lau\b(?! (?:\w+ ){0,3}(?:mot|1) lan)"
    rf"|{cues_en.AHEAD_EN}|how (?:long|many (?:hours|days|weeks|months))\b"
)
_POINT_ASKED = re.compile(
    r"\b(?:ngay|hom|tuan|thang|quy|nam|moc|dot|gio|giai doan) (?:nao|may)\b|\bngay bao nhieu\b"
    r"|\bxong\b|\bcham nhat\b"
    r"|\bmuon nhat\b|\bbat dau\b|\bket thuc\b|\bfinish"
    r"|(?:which|what) (?:calendar |exact )?(?:day|date|week|month|quarter|year)"
    r"|\bby when\b|\bdeadline\b|\bstart"
)
_BEFORE_DAY = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat)(?: vao| la)? ngay (?:nao|may|bao nhieu)\b"
    r"|\b(?:before|by) (?:which|what) (?:calendar |exact )?(?:day|date)s?\b"
)
_UNIT_ASKED = re.compile(r"\b(quy|thang) (?:nao|may)\b")
_QUARTER, _MONTH = re.compile(r"\bquy\b"), re.compile(r"\bthang\b|\d/\d")
_WHEN_ASKED = re.compile(
    r"\b(?:vao |tu |den |toi |truoc |la |o )*(?:(?:nhung )?(?:ngay|hom|tuan|thang|quy|nam|moc|dot"
    r"|gio|luc|giai doan|thoi (?:gian|diem)) (?:nao|may)|khi nao|bao gio|chung nao)\b"
)
#: Folded, that a question, or a heading, is on reports.
ON_REPORTS = re.compile(r"\bbao cao\b")


@lru_cache(maxsize=1024)
def wanted(reading: str) -> Literal["cycle", "length", "point", "any"]:
    """What a question wants: how often, how long, a day or month of the calendar, or any time."""
    folded = fold_chars(reading)
    if _CYCLE_ASKED.search(folded):
        return "cycle"
    if _LENGTH_ASKED.search(folded) and not _WHEN_ASKED.search(folded):
        return "length"
    return "point" if _POINT_ASKED.search(folded) else "any"


def in_unit_asked(reading: str, told: str) -> bool:
    """Whether a time is told in the unit that a question wants: "Quý nào xong?" a quarter.

    True of any where none is named.
    """
    unit = _unit_asked(reading)
    return unit is None or bool((_QUARTER if unit == "quy" else _MONTH).search(fold_chars(told)))


@lru_cache(maxsize=1024)
def _unit_asked(reading: str) -> str | None:
    asked = _UNIT_ASKED.search(fold_chars(reading))
    return asked[1] if asked else None


def only_often(reading: str) -> bool:
    """Whether a question asks how often, and for no day beside."""
    return wanted(reading) == "cycle" and not _WHEN_ASKED.search(fold_chars(reading))


@lru_cache(maxsize=1024)
def year_asked(reading: str) -> bool:
    """Whether a year alone answers: "năm nào", "giai đoạn nào"."""
    return bool(_YEAR_ASKED.search(fold_chars(reading)))


@lru_cache(maxsize=1024)
def end_asked(reading: str) -> bool:
    """Whether it is asked by when something ends: "xong trước khi nào"."""
    return bool(_END_ASKED.search(fold_chars(reading)))


@lru_cache(maxsize=1024)
def period_asked(reading: str) -> bool:
    """Whether a period answers as a year does: "từ năm nào đến năm nào"."""
    return bool(_PERIOD_ASKED.search(fold_chars(reading)))


@lru_cache(maxsize=1024)
def of_reports(reading: str) -> bool:
    """Whether a question is on reports, which are due in cycles: "định kỳ 6 tháng" is a time."""
    return bool(ON_REPORTS.search(fold_chars(reading)))


def day_asked(reading: str) -> bool:
    """Whether a day, week or month must be told: of reports a cycle may do for "ngày nào".

    But not where it is asked before which day they are due.
    """
    if wanted(reading) != "point":
        return False
    return not of_reports(reading) or bool(_BEFORE_DAY.search(fold_chars(reading)))


#: So many words before "… vào tháng nào?", and behind "bao giờ …?", say what is done then.
_TASK = 2


@lru_cache(maxsize=1024)
def task_of(reading: str) -> frozenset[str]:
    """The folded words right beside those that ask when: what the time is of.

    >>> sorted(task_of("Phong trào thi đua tổng kết vào tháng nào?"))
    ['ket', 'tong']
    >>> sorted(task_of("Phong trào thi đua bao giờ tổng kết?"))
    ['dua', 'ket', 'thi', 'tong']
    """
    folded = fold_chars(reading)
    asks = _WHEN_ASKED.search(folded)
    if not asks:
        return frozenset()
    return frozenset(
        (*words(folded[: asks.start()])[-_TASK:], *words(folded[asks.end() :])[:_TASK])
    )
