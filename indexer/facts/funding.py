"""Where money comes from, and amounts: "ngân sách nhà nước", "1.500.000.000 đồng"."""

from __future__ import annotations

import re

from indexer.documents import Funding, Span
from indexer.facts.targets import number

#: Up to five more words of the same phrase.
_REST = r"(?:\s(?!(?:theo|để|và|do|từ|trong)\s)[^\s,;.:()|]+){0,5}"
_SOURCE = re.compile(
    r"(?:nguồn\s+)?(?:dự toán (?:chi )?)?ngân sách (?:nhà nước|trung ương"
    r"|địa phương|tỉnh|thành phố|huyện|xã|các cấp)"
    r"|dự toán (?:chi )?(?:ngân sách|thường xuyên)(?: (?:hàng|hằng) năm)?"
    r"|(?:nguồn )?(?:kinh phí|vốn) (?:hợp pháp|xã hội hóa|xã hội hoá|tài trợ|sự nghiệp"
    rf"|chi thường xuyên|đầu tư công){_REST}"
    rf"|xã hội h[oó][áa]|nguồn (?:vốn )?(?:tài trợ|viện trợ|huy động){_REST}"
    r"|(?:hợp|đối) tác công\s?-?\s?tư(?:\s\(?PPP\)?)?"
    r"|(?:nguồn )?vốn (?:của )?(?:doanh nghiệp|nhà đầu tư|vay|ODA)"
    rf"|(?-i:Quỹ (?!(?:đất|và|để|này|theo)\b)\w+){_REST}",
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
