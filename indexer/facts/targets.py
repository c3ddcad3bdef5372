"""Figures to reach: "ít nhất 70%", "3 - 5%", "03 hội nghị", "tối thiểu 2 dự án"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.documents import Span, Target

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_LEAD = (
    r"(?P<lead>(?:ít nhất|tối thiểu|trên|từ|không dưới|hơn|tối đa|không quá|dưới|phấn đấu|đạt|tăng"
    r"|giảm|khoảng|trung bình)(?:\s+(?:thêm|ít nhất|tối thiểu|đạt|đến|có|trên|từ))*\s+)?"
)
_UNITS = (
    r"%|phần trăm|hội nghị|lớp|buổi|cuộc|lần|đợt|mô hình|trạm|dự án|người|học sinh|hộ|xã|phường"
    r"|doanh nghiệp|hợp tác xã|điểm|tin|bài|sản phẩm|nhiệm vụ|cơ sở|tiêu chí|chuyên đề|km|ha|m2|tấn"
    r"|tỷ đồng|triệu đồng|đồng|ngày|tháng|giờ|đơn vị|đề tài|lượt|suất|địa phương|trường|bộ|tủ sách"
)
_TARGET = re.compile(
    rf"{_LEAD}(?P<a>{_NUMBER})(?:\s*(?:-|–|đến)\s*(?P<b>{_NUMBER}))?\s*(?P<unit>{_UNITS})(?![\w])",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"{_LEAD}(?P<a>{_NUMBER})(?:\s*%?\s*(?:-|–|đến)\s*(?P<b>{_NUMBER}))?\s*(?P<unit>%)",
    re.IGNORECASE,
)
_WORDS = {"một": 1.0, "hai": 2.0, "ba": 3.0}
#: "ít nhất một hình thức", "ít nhất một tháng một lần".
_SPELT = re.compile(
    rf"(?P<lead>ít nhất|tối thiểu)\s+(?P<a>một|hai|ba)\s+"
    r"(?:(?P<per>tuần|tháng|quý|năm)\s+(?P<times>một|hai|ba|\d+)\s+lần"
    rf"|(?P<unit>hình thức|{_UNITS}))"
    r"(?!\w)",
    re.IGNORECASE,
)
_SKIP = re.compile(r"(?:ngày|tháng|năm|quý|số|điều|khoản)\s*$", re.IGNORECASE)
#: Without a word of measure these are cycles ("báo cáo 6 tháng, 01 năm") and costs.
_MEASURED = ("ngày", "tháng", "giờ", "đồng", "triệu đồng", "tỷ đồng")
_JOINED = re.compile(r"(?:\bvà|,)\s*$")
_OPS = (
    (("tăng",), "increase"),
    (("giảm",), "decrease"),
    (("ít nhất", "tối thiểu", "trên", "không dưới", "từ", "hơn"), ">="),
    (("tối đa", "không quá", "dưới"), "<="),
    (("phấn đấu", "khoảng"), "aim"),
)


def find(text: str, offset: int) -> tuple[Target, ...]:
    """Targets of ``text``, which stands at ``offset`` in the document."""
    found = [*_figures(text, offset), *_spelt(text, offset)]
    return tuple(_share_ops(text, offset, sorted(found, key=lambda t: t.span.start)))


def _figures(text: str, offset: int) -> Iterator[Target]:
    taken: set[int] = set()
    for pattern in (_PERCENT, _TARGET):
        for match in pattern.finditer(text):
            if match.start("a") in taken or _SKIP.search(text, *_before(match.start("a"))):
                continue
            if match.group("unit").lower() in _MEASURED and not match.group("lead"):
                continue
            taken.add(match.start("a"))
            yield _target(match, offset)


def _before(at: int) -> tuple[int, int]:
    """The stretch before a figure in which a word may say that it is no target."""
    return max(0, at - 8), at


def _spelt(text: str, offset: int) -> Iterator[Target]:
    for match in _SPELT.finditer(text):
        times = match.group("times")
        value = _WORDS[match.group("a").lower()]
        unit = match.group("unit")
        if times:
            unit = f"lần/{match.group('per')}"
            value = _WORDS.get(times.lower()) or number(times)
        span = Span(offset + match.start(), offset + match.end())
        yield Target(value, None, ">=", unit.lower(), match.group(), span)


def _share_ops(text: str, offset: int, found: Sequence[Target]) -> Iterator[Target]:
    """The measure holds for both figures in "ít nhất 70% ở cấp tỉnh và 50% ở cấp xã"."""
    previous: Target | None = None
    for target in found:
        if previous and target.op == "=" and previous.op in (">=", "<=", "aim"):
            same = previous.unit == target.unit and target.value != 100
            between = text[previous.span.end - offset : target.span.start - offset]
            if same and ". " not in between and _JOINED.search(between):
                target = replace(target, op=previous.op)
        previous = target
        yield target


def _target(match: re.Match[str], offset: int) -> Target:
    lead = (match.group("lead") or "").lower()
    op = next((o for keys, o in _OPS if any(k in lead for k in keys)), "=")
    upper = match.group("b")
    return Target(
        value=number(match.group("a")),
        value_max=number(upper) if upper else None,
        op=op,
        unit="%" if match.group("unit").lower() == "phần trăm" else match.group("unit").lower(),
        quote=match.group().strip(),
        span=Span(offset + match.start(), offset + match.end()),
    )


def number(figure: str) -> float:
    """A Vietnamese figure: ``"1.500,5"`` → 1500.5."""
    return float(figure.replace(".", "").replace(",", "."))
