"""Documents cited by number: "Quyết định số 1629/QĐ-TTg ngày 28/9/2021 của Thủ tướng Chính phủ"."""

from __future__ import annotations

import re

from indexer.documents import Law, Span
from indexer.text import DOCUMENT_NUMBER

#: The kind of a document stands at most this many characters before its number.
_NEAR = 40
_KIND = re.compile(
    r"(Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư liên tịch"
    r"|Thông tư|Kế hoạch|Công văn|Công điện|Kết luận|Hướng dẫn|Chương trình|Tờ trình|Thông báo"
    r"|Quy định|Đề án|Văn bản|Báo cáo)"
    r"(?:\s+liên tịch)?\s+(?:số\s*:?\s*)?$"
)
_DATE = re.compile(
    r"\s*,?\s*ngày\s+(\d{1,2})\s?(?:/|-|\.|\s+tháng\s+)\s?(\d{1,2})\s?(?:/|-|\.|\s+năm\s+)\s?((?:19|20)\d\d)"
)
_ISSUER = re.compile(
    r"\s*,?\s*của\s+((?:Thủ tướng Chính phủ|Chính phủ|Quốc hội|Bộ Chính trị|Ban Bí thư"
    r"|Ban Chấp hành[^,;.(]{0,40}"
    r"|(?:Bộ trưởng\s+)?Bộ\s+[^,;.(]{3,60}?|Ban Thường vụ[^,;.(]{0,60}|(?:Ủy|Uỷ) ban[^,;.(]{3,60}"
    r"|UBND[^,;.(]{0,40}|Hội đồng nhân dân[^,;.(]{0,40}|HĐND[^,;.(]{0,30}|Văn phòng[^,;.(]{0,60}"
    r"|Tỉnh ủy[^,;.(]{0,20}|Thành ủy[^,;.(]{0,20})?)"
    r"(?=\s+(?:về|phê duyệt|ban hành|quy định|thực hiện|đã)\b|[,;.()]|$)"
)


def find(text: str, offset: int) -> tuple[Law, ...]:
    """Cited documents of ``text``, which stands at ``offset``."""
    out: list[Law] = []
    for match in DOCUMENT_NUMBER.finditer(text):
        if not re.search(r"[A-ZĐ]", match.group("code")) or len(match.group("code")) < 2:
            continue
        out.append(_law(text, match, offset))
    return tuple(out)


def _law(text: str, match: re.Match[str], offset: int) -> Law:
    before = _KIND.search(text, max(0, match.start() - _NEAR), match.start())
    start = before.start() if before else match.start()
    end = match.end()
    date = _DATE.match(text, end)
    if date:
        end = date.end()
    issuer = _ISSUER.match(text, end)
    if issuer and issuer.group(1):
        end = issuer.end(1)
    return Law(
        number=re.sub(r"\s", "", match.group()),
        kind=before.group(1) if before else None,
        date=f"{date[3]}-{int(date[2]):02d}-{int(date[1]):02d}" if date else None,
        issuer=issuer.group(1).strip() if issuer and issuer.group(1) else None,
        span=Span(offset + start, offset + end),
    )
