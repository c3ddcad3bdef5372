"""What kind of answer a question wants, told by its question words; and which words are subject."""

from __future__ import annotations

import re

from indexer.text import fold_chars, words
from service.answers import Intent

_VIETNAMESE: tuple[tuple[Intent, str], ...] = (
    (
        "metadata",
        r"\b(?:ai|nguoi nao) (?:da )?ky\b|\bnguoi ky\b|so hieu|mang so|so may\b|\bdo ai ky\b"
        r"|ky ngay nao|ra ngay nao|ban hanh (?:khi nao|ngay nao|vao ngay|luc nao)"
        r"|co quan nao ban hanh|\bai ban hanh|^so (?:kh|ke hoach)\b|^\d+/\S*kh-|\bky vao ngay",
    ),
    (
        "legal",
        r"\bcan cu\b.*\b(?:nao|gi)\b|^can cu\b|\bdua (?:tren|vao)\b.*\bvan ban\b|co so phap ly"
        r"|ke hoach nao .*(?:quyet dinh|nghi quyet|nghi dinh|chi thi|thong tu|luat|chuong trinh"
        r"|ket luan|\d+/)|van ban (?:nao|phap ly|phap luat nao)"
        r"|(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|luat) (?:nao|so may|gi)\b"
        r"|^\d+(?:/\d+)?/\S+$|thay (?:the )?cho (?:quyet dinh|quy che|van ban)",
    ),
    (
        "funding",
        r"\b(?:kinh phi|tien|ngan sach|von)\b.*\b(?:tu dau|nguon nao|o dau|dau ra|lay tu"
        r"|bao nhieu)\b|nguon kinh phi|bao nhieu (?:tien|ty|trieu|dong)|tong kinh phi"
        r"|\bai tra tien\b|du toan|chi phi\b.*\b(?:bao nhieu|la gi)|\bchi bao nhieu",
    ),
    (
        "target",
        r"bao nhieu|\bty le\b|\bti le\b|chi tieu|\bmay (?:phan tram|diem|lop|nguoi|hoi nghi|cuoc"
        r"|lan|dot|mo hinh|tram|%|buoi|ca)|phan tram|\bso (?:luong|hoi nghi|lop)\b|^%|%\s",
    ),
    (
        "deadline",
        r"khi nao|bao gio|\bhan (?:gui|nop|bao cao|chot|cuoi)|^han\b|\bhan\b.*\bngay nao|thoi han"
        r"|ngay nao|ngay may|quy nao|thang nao|nam nao|truoc ngay|moc thoi gian"
        r"|\bxong (?:truoc|vao)|den bao gio|may ngay|dinh ky bao lau|bao lau|\bhan$",
    ),
    (
        "agency",
        r"\bai\b|(?:co quan|don vi|so|ban|nganh|phong|to chuc|cuc|bo|luc luong|hoi|uy ban|noi"
        r"|doan the|sở) nao|nhung ai|\bdo dau\b|ve dau|chu tri|phu trach|dau moi|chiu trach nhiem"
        r"|duoc (?:giao|de nghi) (?:lam )?gi|nhiem vu gi",
    ),
)
_ENGLISH: tuple[tuple[Intent, str], ...] = (
    (
        "metadata",
        r"\bwho signed|number and date|when was .* issued|issued .*number|which body issued"
        r"|what number|signed by",
    ),
    (
        "legal",
        r"legal bas[ei]s|based on|implement(?:s)? (?:decision|resolution|decree|directive)"
        r"|which (?:law|decision|decree|resolution|directive)|which document|plans implement",
    ),
    (
        "funding",
        r"fund(?:ing|ed|s)?\b|come from|how much (?:money|does .* cost)|\bcost\b|billion|pays? for"
        r"|budget come",
    ),
    (
        "target",
        r"how many|how much|percentage|per cent|percent|\bshare\b|target|what rate|how often"
        r"|pay rate|by how much",
    ),
    (
        "deadline",
        r"deadline|\bwhen\b|by when|what date|until when|which quarter|which month|how long"
        r"|due date",
    ),
    (
        "agency",
        r"\bwho\b|which (?:agency|department|body|unit|office|ministry|bodies|agencies|departments"
        r"|force|national)|responsible|\bwhom\b|asked to do|\bwhere\b",
    ),
)

_ASKING = re.compile(
    r"(?:nhung |cac )?(?:co quan|don vi|luc luong|to chuc|dia phuong|van ban|so|ban|nganh|phong"
    r"|cuc|bo|hoi|noi|tinh|xa|nguoi|cap)(?:,? (?:tinh|thanh|nganh|don vi|xa|phuong))? (?:nao|gi)\b"
    r"|\b(?:nhu the nao|the nao|ra sao|bao nhieu(?: phan tram| tien| nguoi| diem| ty dong)?"
    r"|bao gio|bao lau|khi nao|luc nao|ngay nao|ngay may|quy nao|thang nao|nam nao"
    r"|(?:lay )?(?:tu )?nguon nao|(?:lay )?tu dau|o dau|ve dau|cung ai|nhung ai|do ai|cho ai|la ai"
    r"|lam gi|la gi|nhung gi|vi sao|tai sao|chiu trach nhiem|phu trach"
    r"|duoc (?:giao|phan cong|de nghi)(?: nhiem vu)?|lam dau moi|phai xong|hoan thanh|la bao"
    r"|truoc ngay|trong ke hoach|ke hoach nao|may (?:diem|phan|lan|dot|ngay)|ty le|ti le"
    r"|phan tram)\b"
)
_HEAD = 4
_SINGLE = frozenset(
    words(
        "ai nao gi la cua cho voi ve de duoc va hay cac nhung o tai thi ma se cung phai can bi do %"
    )
)
_ENGLISH_STOP = frozenset(
    words(
        "the a an of for in on to by with and or is are be at as which what who when how does do "
        "must should it its from many much long where whom will that this than per"
    )
)


def intent_of(text: str, language: str) -> Intent:
    """The kind of answer wanted; ``passage`` when no question word says more.

    Kinds that name their subject (a signature, a legal basis, money) win; among the others the
    question word that comes first does ("Đơn vị nào …, và khi nào?").
    """
    patterns = _VIETNAMESE if language == "vi" else _ENGLISH
    folded = fold_chars(text)
    found: list[tuple[int, int, Intent]] = []
    for rank, (intent, pattern) in enumerate(patterns):
        match = re.search(pattern, folded)
        if match:
            found.append((0, rank, intent) if rank < 3 else (1, match.start(), intent))
    return min(found)[2] if found else "passage"


def is_keywords(text: str, language: str) -> bool:
    """Whether ``text`` is a few words rather than a question."""
    folded = fold_chars(text)
    asks = _ASKING.search(folded) or re.search(r"\b(?:ai|nao|gi|sao|dau|may)\b|\?", folded)
    return language == "vi" and not asks and len(words(text)) <= 8


def head_words(text: str, language: str) -> list[str]:
    """The first subject words after the question word: what is done, before to whom and where.

    "Sau lũ, đơn vị nào điều phối hóa chất?" → điều, phối, hóa, chất. Where nothing follows the
    question word, the first subject words of the whole.
    """
    folded = fold_chars(text)
    asking = _ASKING.search(folded)
    after = content_words(text[asking.end() :], language) if asking else []
    return (after if len(after) >= 2 else content_words(text, language))[:_HEAD]


def content_words(text: str, language: str) -> list[str]:
    """Folded words that carry the subject: question words left out."""
    if language == "en":
        return [w for w in (fold_chars(w) for w in words(text)) if w not in _ENGLISH_STOP]
    folded = _ASKING.sub(lambda m: " " * len(m.group()), fold_chars(text))
    found = [w.rstrip("%") if w != "%" else w for w in words(folded)]
    kept = [w for w in found if w and w not in _SINGLE]
    return kept or [w for w in words(fold_chars(text)) if w != "%"]
