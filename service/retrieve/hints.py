"""What must stand in a text for it to state a time or an amount: cheap to look for, never missed.

Of hundreds of passages that copy one another most state neither, and need not be read to know it.
Not for rows of a table: what stands in their cells is told by the columns.
"""

from __future__ import annotations

import re

#: See ``indexer.facts.deadlines``, ``service.retrieve.times``, ``service.query.occasions``.
_TIME = re.compile(
    r"\d\s*[/–-]\s*\d|\d\.\d{1,2}\.\d{4}|(?:ngày|tháng|năm)\s+\d"
    r"|\d(?:\s*\([^()]{1,20}\))?\s+(?:giờ|ngày|tuần|tháng|năm)"
    r"|qu[ýíy]\s|h[àằ]ng\s|định\s+kỳ|thường\s+xuyên|(?:đến|tới|ngay|sau)\s+khi"
    r"|từ\s+ngày\s+(?:ký|ban)|(?:thời (?:gian|hạn|điểm)|tiến độ|hoàn thành)[^:\n|]*:",
    re.IGNORECASE,
)
#: See ``indexer.facts.funding``, ``service.retrieve.stating``.
_AMOUNT = re.compile(r"\d\s*(?:tỷ|tỉ|triệu|nghìn|ngàn)?\s*đồng|\d\.\d{3}\.\d", re.IGNORECASE)


def of_time(text: str) -> bool:
    """Whether a text may state a time; else ``times.told`` is nothing."""
    return bool(_TIME.search(text))


def of_amount(text: str) -> bool:
    """Whether a text may state an amount of money."""
    return bool(_AMOUNT.search(text))
