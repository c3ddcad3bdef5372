"""Marks put where a question has none, and "các" where "mấy" asks for no number."""

from __future__ import annotations

import re

from indexer.accents import AccentModel
from indexer.text import has_marks

#: Words that ask, typed without marks, and how they are meant. The model knows texts, which ask
#: little: "may hoi nghi" was "máy hội nghị" to it, "bao nhieu" "bảo nhiều", "bao cho dau" "đầu".
_ASKING = (
    (
        r"\bmay(?= (?:hoi nghi|hoi thao|lop|buoi|cuoc|lan|dot|mo hinh|tram|du an|nguoi|ho|xa"
        r"|phuong|doanh nghiep|hop tac xa|diem|san pham|nhiem vu|co so|tieu chi|ngay|thang|gio"
        r"|tieng|don vi|de tai|dong|trieu|ty|phan tram|vung|mo|truong|can bo|chi tieu)\b)",
        "mấy",
    ),
    (r"\bso(?= (?:bao nhieu|may)\b)|(?<=\bgoi )so(?= nao\b)", "số"),
    (r"\bbao nhieu\b", "bao nhiêu"),
    (r"(?:(?<= o )|(?<= ve )|(?<= tu )|(?<= cho )|(?<= den )|(?<= tien ))dau(?=[\s?.!]*$)", "đâu"),
    (r"\bnhung(?= (?:gi|ai|thu tuc|giay to|viec|noi|nguoi|co quan|don vi|doi tuong)\b)", "những"),
)
_MEANT = [(re.compile(pattern, re.IGNORECASE), meant) for pattern, meant in _ASKING]
#: "Mấy công trình phải xong trước ngày nào?" asks when, of all of them: what begins so asks how
#: many only where nothing else is asked behind it.
_PLURAL = re.compile(
    r"(?:^|, )(mấy)(?= (?!giờ|ngày|tháng|tuần|năm|tiếng|phút|lần|đợt|phần)"
    r"(?:(?!(?:và|có) )[\w-]+ ){1,24}?(?:ai|bao (?:giờ|lâu|nhiêu)|mấy"
    r"|(?:ngày|tháng|quý|năm|khi|lúc|sở|cơ quan|đơn vị) nào)\b)",
    re.IGNORECASE,
)


def restored(text: str, accents: AccentModel) -> str:
    """``text`` with marks, those of the words that ask among them; "các" where "mấy" asks not."""
    restored = accents.restore(text)
    if not has_marks(text):
        for pattern, meant in _MEANT:
            for match in pattern.finditer(text):
                said = meant if match[0][0].islower() else meant.capitalize()
                restored = restored[: match.start()] + said + restored[match.end() :]
    return _plural(restored)


def _plural(text: str) -> str:
    """``text`` with "các" for a "mấy" that asks for no number, of the same length."""
    return _PLURAL.sub(lambda m: m[0].replace("mấy", "các").replace("Mấy", "Các"), text)
