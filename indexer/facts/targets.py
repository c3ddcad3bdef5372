"""Figures to reach: "ít nhất 70%", "3 - 5%", "03 hội nghị", "tối thiểu 2 dự án"."""

from __future__ import annotations

import re

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
_SKIP = re.compile(r"(?:ngày|tháng|năm|quý|số|điều|khoản)\s*$", re.IGNORECASE)
_OPS = (
    (("tăng",), "increase"),
    (("giảm",), "decrease"),
    (("ít nhất", "tối thiểu", "trên", "không dưới", "từ", "hơn"), ">="),
    (("tối đa", "không quá", "dưới"), "<="),
    (("phấn đấu", "khoảng"), "aim"),
)


def find(text: str, offset: int) -> tuple[Target, ...]:
    """Targets of ``text``, which stands at ``offset`` in the document."""
    found: list[Target] = []
    taken: set[int] = set()
    for pattern in (_PERCENT, _TARGET):
        for match in pattern.finditer(text):
            if match.start("a") in taken or _SKIP.search(text[: match.start("a")][-8:]):
                continue
            taken.add(match.start("a"))
            found.append(_target(match, offset))
    return tuple(sorted(found, key=lambda t: t.span.start))


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
