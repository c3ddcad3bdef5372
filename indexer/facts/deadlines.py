"""Dates, periods and reporting cycles: "trước ngày 15/6", "Quý IV/2025", "định kỳ 6 tháng"."""

from __future__ import annotations

import re

from indexer.documents import Deadline, Span

_DAY = (
    r"(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?(?:19|20)\d\d)?(?!\d|/|%)"
    r"|ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?"
    r"(?:\s+(?:năm\s+(?:19|20)\d\d|hàng năm|hằng năm|hàng tháng|hằng tháng))?"
)
_YEAR = r"(?:19|20)\d\d"
_QUARTER = rf"[Qq]u[ýíy]\s+(?:[IV]{{1,3}}|[1-4])(?:\s*[/-]\s*{_YEAR}|\s+năm\s+{_YEAR})?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cycle",
        re.compile(
            r"(?:[Đđ]ịnh kỳ|[Hh][àằ]ng)\s+(?:(?:hàng|hằng)\s+)?"
            r"(?:0?\d{1,2}\s+(?:tháng|năm)|tuần|tháng|quý|năm)"
            r"(?:\s*(?:,|và|hoặc)\s*(?:0?\d{1,2}\s+(?:tháng|năm)|tuần|tháng|quý|năm))*"
            r"(?:\s*\((?:trước|chậm nhất)[^)]*\))?"
        ),
    ),
    ("cycle", re.compile(r"0?\d{1,2}\s+(?:tháng|năm)\s*,\s*0?\d{1,2}\s+năm|0?6 tháng(?=\s*[(,])")),
    (
        "date",
        re.compile(
            rf"(?:[Tt]rước|[Cc]hậm nhất(?:\s+(?:vào|đến|là))?|[Xx]ong trước|[Đđ]ến hết|[Tt]rong)\s+"
            rf"(?:{_DAY}|{_QUARTER}|tháng\s+\d{{1,2}}(?:\s?[/-]\s?{_YEAR}|\s+năm\s+{_YEAR})?|năm\s+{_YEAR})"
        ),
    ),
    ("date", re.compile(rf"[Tt]háng\s+\d{{1,2}}(?:\s?[/-]\s?{_YEAR}|\s+năm\s+{_YEAR})")),
    ("date", re.compile(rf"{_QUARTER}(?:\s*[-–]\s*{_QUARTER})?")),
    (
        "date",
        re.compile(rf"(?:[Đđ]ến|[Hh]ết|[Tt]rong) năm {_YEAR}|giai đoạn {_YEAR}\s*[-–]\s*{_YEAR}"),
    ),
    ("date", re.compile(_DAY)),
    ("period", re.compile(r"[Tt]hường xuyên(?=\s*[.;|]|\s*$)")),
)


def find(text: str, offset: int) -> tuple[Deadline, ...]:
    """Deadlines of ``text``, which stands at ``offset``.

    Of overlapping ones the first kind wins.
    """
    found: list[Deadline] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < e and s < match.end() for s, e in taken):
                continue
            if _cited(text, match):
                continue
            taken.append(match.span())
            span = Span(offset + match.start(), offset + match.end())
            found.append(Deadline(match.group().strip(), kind, span))
    return tuple(sorted(found, key=lambda d: d.span.start))


def _cited(text: str, match: re.Match[str]) -> bool:
    """The date of a cited document ("số 1629/QĐ-TTg ngày 28/9/2021") is not a deadline."""
    before = text[max(0, match.start() - 30) : match.start()]
    if re.match(r"(?i)trước|chậm nhất|xong", match.group()):
        return False
    return bool(re.search(r"[\dA-ZĐ]{2,}(?:/[\w-]+)?\s*,?\s*$", before)) or bool(
        re.search(r"/[A-ZĐ][\w-]*\s*$", before)
    )
