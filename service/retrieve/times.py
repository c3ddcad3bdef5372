"""The times a passage states, those of its label lines included, and those that answer a question.

A task and the line below it that says when ("Thời gian thực hiện: Quý IV/2025", domain §8) are
quoted together: the time on that line is the task's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.facts import columns, deadlines
from indexer.index import Passage
from indexer.stretches import Taken
from indexer.text import fold_chars
from service.query import hours, occasions, timing
from service.query.question import Question

Kind = Literal["date", "cycle", "period", "event", "hour"]

#: An end that is an event, not a day: "đến khi hoàn thành …".
UNTIL = re.compile(r"(?:[Tt]ừ (?:ngày|khi) [^,.;|\n]{3,60}? )?(?:đến|tới) khi [^,.;|\n]{5,120}")
#: What a heading says of all figures below it.
_DUE = re.compile(
    r"(?:[Đđ]ến|[Tt]rước)(?: (?:hết|cuối))? năm (?:19|20)\d\d"
    r"|[Gg]iai đoạn (?:19|20)\d\d ?[-–] ?(?:19|20)\d\d"
)
#: Only a year: "đến năm 2030" says how far a plan reaches, unless a year is asked for.
_ONLY_YEAR = re.compile(r"(?![Qq]u[ýíy])\D*(?:19|20)\d\d(?:\D+(?:19|20)\d\d)?\D*")
#: Between the days of a cycle, and before it.
_JOINED = re.compile(r"\s*(?:(?:,|và|hoặc)\s*)?")
SOME_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_SAID = re.compile(r"năm (?:19|20)\d\d")
#: A moment that is an event: "ngay sau khi Luật … có hiệu lực", "ngay khi nước rút".
_AT_ONCE = re.compile(r"[Nn]gay (?:sau )?khi [^.;|\n]{3,160}")
_COUNT = r"(?:\d{1,3}(?: ?[-–] ?\d{1,3})?(?: \(\w+\))?|một|hai|ba|bốn|sáu)"
_SPAN = r"(?:ngày|tuần|tháng|quý|năm)(?!\w)"
#: How often: "02 đợt/tháng", "3 (đợt/năm)", "không quá 01 lần trong năm", "ít nhất một tháng một
#: lần", "06 tháng/lần"; not how much more ("tăng 3 lần"), nor days of the calendar ("ngày 15
#: tháng 1 lần", "3 hội nghị trong năm 2025").
_OFTEN = re.compile(
    r"(?<![\w.,–-])(?<!gấp )(?<!tăng )(?<!giảm )(?<!ngày )(?<!từ )"
    r"(?:(?:[Íí]t nhất|[Tt]ối thiểu|[Tt]ối đa|[Kk]hông(?: được)? (?:quá|dưới)|[Đđ]ịnh kỳ) )?"
    rf"(?:{_COUNT} (?:lần|đợt|kỳ|buổi|cuộc|hội nghị|lớp)"
    rf"(?: ?/ ?(?:(?:một|\d{{1,2}}) )?{_SPAN}(?:/\w+)?"
    rf"| (?:mỗi|trong(?: một| 0?1)?|một|0?1) {_SPAN}(?! ?[\dIVX]))"
    rf"|{_COUNT} \((?:lần|đợt|kỳ)/{_SPAN}\)"
    rf"|(?:[Mm]ỗi|[Mm]ột|[Hh]ai|[Bb]a|[Ss]áu|\d{{1,2}}) {_SPAN}"
    rf"(?: ?/ ?(?:0?1 )?(?:lần|đợt|kỳ)"
    rf"| (?:(?:ít nhất|tối thiểu) )?{_COUNT} (?:lần|đợt|kỳ|buổi))(?!\w))"
)
#: What the facts of a clause leave out: months of no year, a day without a number, a year alone.
_MORE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"[Tt]ừ tháng \d{1,2}(?:\s?/\s?\d{4}| năm \d{4})? (?:đến|tới)(?: [^\W\d]+){1,3} "
            r"\d{1,2}(?:/\d{1,2})?(?:/\d{4}| năm \d{4})?(?: h[àằ]ng năm)?"
        ),
    ),
    ("cycle", re.compile(r"(?:[Đđ]ịnh kỳ )?[Hh][àằ]ng ngày(?!\w)")),
    ("cycle", _OFTEN),
    ("date", re.compile(r"(?:[Vv]ào|[Tt]ừ|[Cc]uối|[Đđ]ầu) năm (?:19|20)\d\d")),
    ("event", UNTIL),
    ("event", _AT_ONCE),
)
#: One of these is in whatever says how often; of a text without them that need not be looked for.
_COUNTED = ("lần", "đợt", "kỳ", "buổi", "cuộc", "hội nghị", "lớp")
_RARER = tuple((kind, pattern) for kind, pattern in _MORE if pattern is not _OFTEN)
#: A line that says when: its value is a time, whatever its words.
_LABEL = re.compile(
    r"(?:^|\n)[^\w\n]*(?:(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)[.)]\s*)?"
    r"(?:Thời gian|Thời hạn|Thời điểm|Tiến độ|Hoàn thành)[^:\n|]{0,60}:\s*(?P<value>[^\n|]+)"
)
#: A longer value explains; only the dates in it are times.
_LONGEST = 90
_CYCLE = re.compile(r"hang (?:nam|quy|thang|tuan|ngay)|dinh ky")
_AFTER_COLON = re.compile(r":\s*(?:[Dd]ự kiến\s+)?(?:[Tt]ừ\s+)?$")
_MARKER = re.compile(r"^\W*(?:(?:[a-z]|[ivx]+|\d{1,2}(?:\.\d{1,2})*)[.)/]\s*)?")
_ON_TIME = re.compile(r"thoi (?:gian|han|diem)|tien do|lo trinh|moc thoi gian")
_WHEN_COLUMN = re.compile(r"thoi (?:gian|han|diem)|tien do|hoan thanh")
_DAY = re.compile(r"\b(?:ngay|thang) \d|\d/\d")
_VAGUE = re.compile(r"\W*(?:thuong xuyen|lien tuc|hang nam|hang quy|hang thang)\b\D*")
#: "Giai đoạn 2026 - 2030" is no year, "từ 01/7/2025" and "ngay sau khi …" are no end.
_PERIOD = re.compile(r"\D*(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\D*")
_BEGINS = re.compile(r"[Tt]ừ (?!.*(?:đến|tới|[-–]))|[Nn]gay ")
#: Behind a length that was, before the one that is to be.
_CUT = re.compile(r"[^.;,|\n\d]{0,30}\b(?:xuống|còn)\b[^.;,|\n\d]{0,12}\d")
_LENGTH = re.compile(r"\d{1,3}\s+(?:giờ|ngày|tuần|tháng|năm)(?: làm việc)?(?! \d)")


@dataclass(frozen=True, slots=True)
class Time:
    """``text`` at ``[start, end)`` of the passage; ``labelled``: it stands where times are told."""

    text: str
    kind: str
    start: int
    end: int
    labelled: bool = False

    @property
    def vague(self) -> bool:
        """Whether it names no day: "thường xuyên", "định kỳ 6 tháng", "hằng năm"."""
        often = self.kind == "cycle" and not _DAY.search(fold_chars(self.text))
        return often or bool(_VAGUE.fullmatch(fold_chars(self.text)))

    @property
    def is_length(self) -> bool:
        """Whether it says how long something takes."""
        return bool(_LENGTH.search(self.text))


def above(question: Question, passage: Passage) -> str | None:
    """By when a target is to be reached, told by the nearest heading above that says so.

    "Mục tiêu đến năm 2030" is the year of each figure below it that has none of its own.
    """
    timed = any(t.kind != "cycle" for t in times_of(passage)) or SOME_YEAR.search(passage.text)
    how = timing.wanted(question.reading)
    if timed or not passage.clause.facts.targets or how in ("cycle", "length"):
        return None
    found = (_DUE.search(heading) for heading in reversed(passage.context))
    return next((due.group() for due in found if due), None)


def times_of(passage: Passage) -> tuple[Time, ...]:
    """In the order of the text; where two overlap the one that a label gives, else the longer."""
    clause = passage.clause
    start = clause.start
    known = [
        Time(d.text, d.kind, d.span.start - start, d.span.end - start)
        for d in clause.facts.deadlines
        if d.span.end - start <= len(passage.text)
    ]
    more = _beyond(passage.text, clause.own_end - start)
    first = sorted((*known, *more), key=lambda t: (not t.labelled, t.start - t.end))
    taken = Taken(len(passage.text))
    found = (time for time in first if taken.take(time.start, time.end))
    return tuple(sorted(found, key=lambda t: t.start))


@lru_cache(maxsize=8192)
def _beyond(text: str, own: int) -> tuple[Time, ...]:
    """The times of a passage that are no facts of its clause, whose own text has ``own`` chars."""
    out = [
        Time(value, kind_of(value), label.start("value"), label.start("value") + len(value), True)
        for label in _LABEL.finditer(text)
        if len(value := label["value"].strip(" .;")) <= _LONGEST
    ]
    often = any(counted in text for counted in _COUNTED)
    for kind, pattern in _MORE if often else _RARER:
        out += [Time(m.group().strip(), kind, *m.span()) for m in pattern.finditer(text)]
    if own < len(text):
        rest = deadlines.find(text[own:], own)
        out += [Time(d.text, d.kind, d.span.start, d.span.end) for d in rest]
    return tuple(out)


def kind_of(value: str) -> Kind:
    """Of what a label or a column gives as a time."""
    if any(c.isdigit() for c in value):
        return "date"
    return "cycle" if _CYCLE.search(fold_chars(value)) else "period"


def lengths(passage: Passage) -> list[Time]:
    """The times that say how long something takes: "02 ngày làm việc/01 đơn vị".

    Of "từ 05 ngày xuống còn 03 ngày" the latter, which holds from now on.
    """
    found = [t for t in times_of(passage) if t.is_length]
    found = found or [Time(m.group(), "period", *m.span()) for m in _LENGTH.finditer(passage.text)]
    return [t for t in found if not _CUT.match(passage.text, t.end)] or found


def is_told(passage: Passage, time: Time, reading: str) -> bool:
    """Whether a time stands where a plan tells times: a label, a column, a heading that says so.

    For a question about reports also under a heading on reports.
    """
    if time.labelled or after_colon(passage, time) or _in_time_column(passage, time):
        return True
    first, *headings = (
        _MARKER.sub("", fold_chars(text[:40])) for text in (passage.text, *passage.context[-2:])
    )
    if _ON_TIME.match(first) or any(_ON_TIME.match(heading) for heading in headings):
        return True
    return timing.of_reports(reading) and bool(timing.ON_REPORTS.search(" / ".join(headings)))


def after_colon(passage: Passage, time: Time) -> bool:
    """Whether a time is the value of what stands before it: "Đợt 1: Trong tháng 12/2025"."""
    return bool(_AFTER_COLON.search(passage.text[max(0, time.start - 20) : time.start]))


def _in_time_column(passage: Passage, time: Time) -> bool:
    for column, text, at in columns.cells(passage.text, passage.clause.header):
        if at <= time.start and time.end <= at + len(text):
            return is_when(column)
    return False


def is_when(column: str) -> bool:
    """Whether a column tells when, by its name."""
    return bool(_WHEN_COLUMN.search(fold_chars(column)))


def told(question: Question, passage: Passage) -> tuple[float, float]:
    """How far a passage states the time asked for, 0 to 1, and whether where plans tell times.

    A half: a time of another kind, a year alone, or the day of the signature. Plans tell times on a
    label line, in a column, under a heading that says so.
    """
    if not occasions.fits(question, passage):
        return 0.0, 0.0
    if found := answering(question, passage):
        often = timing.wanted(question.reading) == "cycle"
        sure = (t for t in found if often or not t.vague)
        return 1.0, float(any(is_told(passage, t, question.reading) for t in sure))
    if occasions.from_signing(question.reading, passage.text):
        return 0.5, 0.0
    said = times_of(passage) or _YEAR_SAID.search(passage.text) or above(question, passage)
    return (0.5 if said else 0.0), 0.0


def _cycles(text: str, found: Sequence[Time]) -> list[Time]:
    """How often, with the days of it right before: "trước ngày 01/6 và 15/11 hằng năm"."""
    out: list[Time] = []
    for time in reversed(found):
        of_next = out and time.kind == "date" and _JOINED.fullmatch(text, time.end, out[-1].start)
        if time.kind == "cycle" or of_next:
            out.append(time)
    return out[::-1]


def answering(question: Question, passage: Passage) -> list[Time]:
    """The times of a passage that are of the kind asked for.

    How often where that is asked, how long where that is; elsewhere a day, month or quarter, of the
    day asked for if one is named; a year where a year is asked for, alone only there. "Hằng năm" or
    "thường xuyên" tell when, but not on which day, except of reports, which are due in cycles.
    """
    want = timing.wanted(question.reading)
    if hours.asked(question.reading) and (clock := hours.find(passage.text)):
        return [Time(hour.group(), "hour", *hour.span()) for hour in clock]
    if want == "length" and (long := lengths(passage)):
        return long
    found = times_of(passage)
    if want == "cycle":
        return _cycles(passage.text, found)
    year = timing.year_asked(question.reading)
    ends, period = timing.end_asked(question.reading), timing.period_asked(question.reading)
    day = timing.day_asked(question.reading)
    return [
        t
        for t in found
        if (SOME_YEAR.search(t.text) if year else not _ONLY_YEAR.fullmatch(t.text))
        and not (year and not period and _PERIOD.fullmatch(t.text))
        and not (day and t.vague)
        and not (ends and _BEGINS.match(t.text))
        and occasions.beside(question, passage.text, t.start, t.end)
    ]
