"""Dates, periods and reporting cycles: "trước ngày 15/6", "Quý IV/2025", "định kỳ 6 tháng"."""

from __future__ import annotations

import re

from indexer.documents import Deadline, Span
from indexer.stretches import Taken

_YEAR = r"(?:19|20)\d\d"
_D = r"(?:[12]\d|3[01]|0?[1-9])"
_M = r"(?:1[0-2]|0?[1-9])"
_BARE = rf"(?<![\w/.,-]){_D}/{_M}(?![\w/%.,]*\d|[\w/%])"
#: "ngày 15/6", "15/6/2025", "ngày 15 tháng 6 hằng năm"; not a marker ("1.1."), not "3 - 11".
_DAY = (
    rf"ngày\s+{_D}\s?[/.-]\s?{_M}(?:\s?[/.-]\s?{_YEAR})?(?![\d/%])(?:\s+h[àằ]ng năm)?"
    rf"|(?<![\w/.,-]){_D}(?:\s?/\s?{_M}\s?/\s?|[.-]{_M}[.-]){_YEAR}(?!\d)"
    rf"|ngày\s+{_D}(?!\d)(?:\s+tháng\s+{_M})?"
    rf"(?:\s+(?:năm\s+{_YEAR}|hàng năm|hằng năm|hàng tháng|hằng tháng))?"
)
#: "trong 24-48 giờ sau khi nước rút", "trong thời gian 03 ngày làm việc", "tối đa là 15 (mười lăm)
#: ngày, kể từ ngày ký".
_AT_MOST = (
    r"[Tt]rong|[Cc]hậm nhất|[Ss]au|[Íí]t nhất|[Kk]hông quá|[Tt]ối (?:đa|thiểu)|[Tt]hời (?:hạn|gian)"
)
_WITHIN = (
    rf"(?:{_AT_MOST})(?:\s+(?:là|trong|vòng|khoảng|thời hạn|thời gian|tối đa|không quá)){{0,3}}\s+"
    r"\d{1,3}(?:\s?[-–]\s?\d{1,3}|\s?\([^\d().;|]{2,20}\))?"
    r"\s+(?:giờ|ngày(?:\s+làm việc)?|tuần|tháng)(?!\w)"
    r"(?:,?\s+(?:sau khi|kể từ|tính từ)(?:\s[^\s,;.()|]+){1,6})?"
)
_QUARTER = rf"[Qq]u[ýíy]\s+(?:[IV]{{1,3}}|[1-4])(?:\s*[/-]\s*{_YEAR}|\s+năm\s+{_YEAR})?"
_SPAN = r"(?:0?\d{1,2}\s+(?:tháng|năm)|tuần|tháng|quý|năm)"
_SPANS = rf"{_SPAN}(?:\s*(?:,|và|hoặc)\s*{_SPAN})*"
#: A line may open many brackets and close none: the end is not sought further than this.
MOST_IN_BRACKETS = 200
_DUE = rf"\((?:trước|chậm nhất)[^)]{{0,{MOST_IN_BRACKETS}}}\)"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cycle",
        re.compile(
            rf"[Đđ]ịnh kỳ\s+(?:(?:hàng|hằng)\s+)?{_SPANS}(?:\s*{_DUE})?"
            rf"|[Hh][àằ]ng\s+{_SPANS}\s*{_DUE}"
        ),
    ),
    ("cycle", re.compile(r"0?\d{1,2}\s+(?:tháng|năm)\s*,\s*0?\d{1,2}\s+năm|0?6 tháng(?=\s*[(,])")),
    (
        "date",
        re.compile(
            rf"(?:[Tt]rước|[Cc]hậm nhất(?:\s+(?:vào|đến|là))?|[Xx]ong trước|[Đđ]ến hết|[Tt]rong)\s+"
            rf"(?:{_DAY}|{_BARE}|{_QUARTER}|tháng\s+\d{{1,2}}(?:\s?[/-]\s?{_YEAR}|\s+năm\s+{_YEAR})?|năm\s+{_YEAR})"
        ),
    ),
    ("date", re.compile(_DAY)),
    ("date", re.compile(rf"[Tt]háng\s+\d{{1,2}}(?:\s?[/-]\s?{_YEAR}|\s+năm\s+{_YEAR})")),
    ("date", re.compile(rf"{_QUARTER}(?:\s*[-–]\s*{_QUARTER})?")),
    (
        "date",
        re.compile(rf"(?:[Đđ]ến|[Hh]ết|[Tt]rong) năm {_YEAR}|giai đoạn {_YEAR}\s*[-–]\s*{_YEAR}"),
    ),
    ("date", re.compile(rf"(?:(?<=[(:|] )|(?<=[(|])|(?<=, )|(?<=và )|(?<=hoặc )){_BARE}")),
    ("cycle", re.compile(rf"[Hh][àằ]ng\s+{_SPANS}")),
    ("period", re.compile(_WITHIN)),
    ("period", re.compile(r"[Tt]hường xuyên(?=\s*[.;|]|\s*$)")),
)

#: Kinds of document that are cited by their day alone: "Tờ trình ngày 3/4/2026".
_KIND = r"Tờ trình|Công văn|Công điện|Quyết định|Nghị quyết|Nghị định|Chỉ thị|Thông tư|Kết luận"
_COUNTED = rf"(?:số|định|quyết|thị|tư|hoạch)\s+\d+|{_KIND}"
_NUMBERED = re.compile(rf"(?:[A-ZĐ]{{2,}}\d{{0,2}}|/[A-ZĐ][\w-]*|{_COUNTED})\s*,?\s*$")
#: Before a year, where capitals alone name a body: "HĐND tỉnh, UBND năm 2026".
_OF_YEAR = re.compile(
    rf"(?:\d\S{{0,3}}\s?[/-]\s?[A-ZĐ][\w&/-]*|{_COUNTED}|Hiến pháp(?: nước [^.;,|\n]{{3,50}})?)"
    r"\s*[,(]?\s*$"
)
#: The day before a year: "ngày 3 tháng 4 năm 2026".
_DAY_BEFORE = re.compile(rf"\s*,?\s*[Nn]gày\s+{_D}\s?(?:tháng|/)\s?{_M}\s*,?\s*$")


def find(text: str, offset: int) -> tuple[Deadline, ...]:
    """Deadlines of ``text``, which stands at ``offset``.

    Of overlapping ones the first kind wins.
    """
    found: list[Deadline] = []
    taken = Taken(len(text))
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not taken.take(*match.span()) or _cited(text, match):
                continue
            span = Span(offset + match.start(), offset + match.end())
            found.append(Deadline(match.group().strip(), kind, span))
    return tuple(sorted(found, key=lambda d: d.span.start))


def _cited(text: str, match: re.Match[str]) -> bool:
    """The date of a cited document ("số 1629/QĐ-TTg ngày 28/9/2021") is not a deadline."""
    if not re.match(r"(?:ngày\s+)?\d", match.group()):
        return False
    before = text[max(0, match.start() - 30) : match.start()]
    return bool(_NUMBERED.search(before))


def is_of_cited(text: str, start: int) -> bool:
    """Whether the year at ``start`` is of a document cited before it.

    >>> is_of_cited("Tờ trình số 5/TTr-SYT ngày 3 tháng 4 năm 2026", 37)
    True
    """
    return bool(_OF_YEAR.search(_DAY_BEFORE.sub("", text[max(0, start - 80) : start])))
