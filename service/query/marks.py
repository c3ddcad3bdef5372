"""Marks put where a question has none, and "các" where "mấy" asks for no number."""

from __future__ import annotations

import re

from indexer.accents import AccentModel
from indexer.text import has_marks

#: Words that ask, typed without marks. The model knows texts, which ask little: "may hoi nghi" was
#: "máy hội nghị" to it, "bao nhieu" "bảo nhiều", "bao cho dau" "đầu".
_ASKING = re.compile(
    r"\b(?P<may>may(?= (?:hoi nghi|hoi thao|lop|buoi|cuoc|lan|dot|mo hinh|tram|du an|nguoi|ho|xa"
    r"|phuong|doanh nghiep|hop tac xa|diem|san pham|nhiem vu|co so|tieu chi|ngay|thang|gio|tieng"
    r"|don vi|de tai|dong|trieu|ty|phan tram|vung|mo|truong|can bo|chi tieu)\b))"
    r"|\b(?P<so>so(?= (?:bao nhieu|may)\b)|(?<=\bgoi )so(?= nao\b))"
    r"|\b(?P<bao_nhieu>bao nhieu)\b"
    r"|(?:(?<= o )|(?<= ve )|(?<= tu )|(?<= cho )|(?<= den )|(?<= tien ))(?P<dau>dau)(?=[\s?.!]*$)"
    r"|\b(?P<nhung>nhung)(?= (?:gi|ai|thu tuc|giay to|viec|noi|nguoi|co quan|don vi|doi tuong)\b)",
    re.IGNORECASE,
)
#: How each of its groups is meant.
_MEANT = {
    "may": "mấy",
    "so": "số",
    "bao_nhieu": "bao nhiêu",
    "dau": "đâu",
    "nhung": "những",
}
#: "Mấy công trình phải xong trước ngày nào?" asks when, of all of them.
_PLURAL = re.compile(
    r"(?:^|, )(mấy)(?= (?!(?:giờ|ngày|tháng|tuần|năm|tiếng|phút|lần|đợt|phần trăm|đồng|triệu|tỷ|ha"
    r"|km)\b)"
    r"(?:(?!(?:và|có|mấy) )[\w-]+ ){1,20}?phải (?:(?!(?:và|mấy) )[\w-]+ ){1,14}?"
    r"(?:bao (?:giờ|lâu)|(?:ngày|tháng|quý|năm|khi|lúc) nào)\b)",
    re.IGNORECASE,
)


def restored(text: str, accents: AccentModel) -> str:
    """``text`` with marks, those of the words that ask among them; "các" where "mấy" asks not."""
    restored = accents.restore(text)
    for match in () if has_marks(text) else _ASKING.finditer(text):
        meant = _MEANT[match.lastgroup or ""]
        said = meant if match[0][0].islower() else meant.capitalize()
        restored = restored[: match.start()] + said + restored[match.end() :]
    return _plural(restored)


def _plural(text: str) -> str:
    """``text`` with "các" for a "mấy" that asks for no number, of the same length."""
    for match in _PLURAL.finditer(text):
        said = "Các" if match[1][0].isupper() else "các"
        text = text[: match.start(1)] + said + text[match.end(1) :]
    return text
