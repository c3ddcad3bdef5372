"""Marks put where a question has none, and "các" where "mấy" asks for no number."""

from __future__ import annotations

import re

from indexer.accents import AccentModel
from indexer.text import has_marks

#: Typed without marks: "mấy" before what is counted, "số" before "bao nhiêu".
_HOW_MANY = re.compile(
    r"\b(?P<may>may)(?= (?:hoi nghi|hoi thao|lop|buoi|cuoc|lan|dot|mo hinh|tram|du an|nguoi|ho|xa"
    r"|phuong|doanh nghiep|hop tac xa|diem|san pham|nhiem vu|co so|tieu chi|ngay|thang|gio|tieng"
    r"|don vi|de tai|dong|trieu|ty|phan tram|vung|mo|truong|can bo|chi tieu)\b)"
    r"|\bso(?= (?:bao nhieu|may)\b)",
    re.IGNORECASE,
)
#: "Mấy công trình phải xong trước ngày nào?" asks when, of all of them: what begins so asks how
#: many only where nothing else is asked behind it.
_PLURAL = re.compile(
    r"(?:^|, )(mấy)(?= (?!giờ|ngày|tháng|tuần|năm|tiếng|phút|lần|đợt|phần)"
    r"(?:(?!(?:và|có) )[\w-]+ ){1,24}?(?:ai|bao (?:giờ|lâu|nhiêu)|mấy"
    r"|(?:ngày|tháng|quý|năm|khi|lúc|sở|cơ quan|đơn vị) nào)\b)",
    re.IGNORECASE,
)


def restored(text: str, accents: AccentModel) -> str:
    """``text`` with marks, those of the words that ask how many among them.

    The model knows texts, which ask little: "may hoi nghi" was "máy hội nghị" to it.
    """
    restored = accents.restore(text)
    if has_marks(text):
        return _plural(restored)
    for match in _HOW_MANY.finditer(text):
        asks = "mấy" if match["may"] else "số"
        restored = restored[: match.start()] + asks + restored[match.end() :]
    return _plural(restored)


def _plural(text: str) -> str:
    """``text`` with "các" for a "mấy" that asks for no number, of the same length."""
    return _PLURAL.sub(lambda m: m[0].replace("mấy", "các").replace("Mấy", "Các"), text)
