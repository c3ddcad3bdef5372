"""Where money comes from, and amounts: "ngân sách nhà nước", "1.500.000.000 đồng"."""

from __future__ import annotations

import re

from indexer.documents import Funding, Span
from indexer.facts.targets import number

_SOURCE = re.compile(
    r"(?:nguồn\s+)?(?:dự toán (?:chi )?)?ngân sách (?:nhà nước|trung ương"
    r"|địa phương|tỉnh|thành phố|huyện|xã|các cấp)"
    r"|dự toán (?:chi )?(?:ngân sách|thường xuyên)(?: (?:hàng|hằng) năm)?"
    r"|dự toán chi ngân sách[^,;.]{0,30}"
    r"|(?:nguồn )?(?:kinh phí|vốn) (?:hợp pháp|xã hội hóa|xã hội hoá|tài trợ|sự nghiệp"
    r"|chi thường xuyên|đầu tư công)[^,;.]{0,20}"
    r"|xã hội h[oó][áa]|nguồn (?:vốn )?(?:tài trợ|viện trợ|huy động)[^,;.]{0,40}"
    r"|Quỹ [A-ZĐ][^,;.]{3,60}",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*(tỷ|triệu|nghìn|ngàn)?\s*đồng", re.IGNORECASE
)
_SCALE = {"tỷ": 1e9, "triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3}


def find(text: str, offset: int) -> tuple[Funding, ...]:
    """Sources and amounts in ``text``, which stands at ``offset``."""
    found = [
        Funding(m.group().strip(), None, Span(offset + m.start(), offset + m.end()))
        for m in _SOURCE.finditer(text)
    ]
    for match in _AMOUNT.finditer(text):
        scale = _SCALE.get((match.group(2) or "").lower(), 1.0)
        amount = number(match.group(1)) * scale
        span = Span(offset + match.start(), offset + match.end())
        found.append(Funding(match.group().strip(), amount, span))
    return tuple(sorted(found, key=lambda f: f.span.start))
