"""Hours of the day: whether a question asks for one, and which a text states."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text import fold_chars

#: "Trước lúc mấy giờ?", but not "trong mấy giờ?".
_ASKED = re.compile(
    r"(?<!trong )(?<!vong )(?<!mat )(?<!dai )(?<!qua )\bmay gio\b|\bgio nao\b"
    r"|\b(?:luc|khi) nao trong ngay\b|\b(?:what|which) (?:times?|hours?)\b(?! frame)"
)
#: "Trước 15 giờ hằng ngày", "từ 10 giờ 30 đến 20 giờ", "sau 16 giờ"; no length ("sau 24 giờ").
_O_CLOCK = r"(?:[01]?\d|2[0-3])\s?(?:giờ|h)(?:\s?\d{2}(?!\d))?(?:\s?phút)?(?!\w)"
_TO_CLOCK = rf"\s?(?:đến|tới|-|–)\s?{_O_CLOCK}"
_CLOCK = re.compile(
    r"(?:(?:[Tt]rước|[Ss]au|[Cc]hậm nhất|[Tt]ừ|[Đđ]ến|[Ll]úc|[Vv]ào)(?: (?:là|lúc|vào|hồi))? "
    rf"{_O_CLOCK}(?:{_TO_CLOCK})?|{_O_CLOCK}{_TO_CLOCK})(?: (?:sáng|trưa|chiều|tối|đêm))?"
    r"(?: h[àằ]ng ngày|,? ngày \d{1,2}(?:/\d{1,2}(?:/\d{4})?| tháng \d{1,2}(?: năm \d{4})?))?"
    r"(?! (?:kể từ|sau khi|làm việc))"
)


@lru_cache(maxsize=1024)
def asked(reading: str) -> bool:
    """Whether an hour of the day is asked for: "trước mấy giờ?"."""
    return bool(_ASKED.search(fold_chars(reading)))


def find(text: str) -> list[re.Match[str]]:
    """The hours of the day a text states, each with what says before or behind it."""
    return list(_CLOCK.finditer(text))
