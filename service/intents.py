"""What kind of answer a question wants, told by its question words; and which words are subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import figure_term, fold_chars, is_capitals, number_token, place_tone, words
from service import existence, numbers
from service.answers import Intent

#: What names its subject: a signature, a legal basis, money. It wins over any other question word.
_NAMED_VI: tuple[tuple[Intent, str], ...] = (
    (
        "metadata",
        r"\b(?:ai|nguoi nao) (?:da )?ky\b|\bnguoi ky\b|so hieu|mang so|so may\b|\bdo ai ky\b"
        r"|ky ngay nao|ra ngay nao|ban hanh (?:khi nao|ngay nao|vao ngay|luc nao)|\bngay ban hanh\b"
        r"|\b(?:ra|ban hanh|ky) (?:ke hoach|quyet dinh|van ban)(?: nay)?(?: vao)?"
        r" (?:ngay|khi|luc|thang)\b"
        r"|co quan nao ban hanh|\bai ban hanh|^so (?:kh|ke hoach)\b(?!&)|^\d+/\S*kh-|\bky vao ngay",
    ),
    (
        "legal",
        r"\bcan cu\b.*\b(?:nao|gi)\b|^can cu\b|co so phap ly"
        r"|\bdua (?:tren|vao)\b.*\b(?:van ban|quyet dinh|nghi quyet|chi thi|luat|ke hoach nao)\b"
        r"|\b(?:can cu|dua) vao dau\b(?! (?:nam|thang|quy|tuan))"
        r"|ke hoach (?:\w+ ){0,4}?nao .*(?:quyet dinh|nghi quyet|nghi dinh|chi thi|thong tu|luat"
        r"|chuong trinh|ket luan|\d+/)|van ban (?:nao|phap ly|phap luat nao)"
        r"|(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|luat) (?:nao|so may|gi)\b"
        r"|^(?:(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|cong van)(?: so)? )?\d+\S*/\S+$"
        r"|thay (?:the )?cho (?:quyet dinh|quy che|van ban)",
    ),
    (
        "funding",
        r"\b(?:kinh phi|tien|ngan sach|von)\b.*\b(?:tu dau|nguon nao|o dau|dau ra|lay tu"
        r"|bao nhieu)\b|nguon kinh phi|bao nhieu (?:tien|ty|trieu|dong)|tong kinh phi"
        r"|\bai tra tien\b|\btien (?:o )?dau\b|du toan|chi phi\b.*\b(?:bao nhieu|la gi)"
        r"|\bchi bao nhieu|\bnguon tien\b",
    ),
)
#: Words that ask; the first of them in the question says what is wanted most.
_ASKED_VI: tuple[tuple[Intent, str], ...] = (
    (
        "target",
        r"bao nhieu|(?<!ngay )(?<!so )(?<!thang )(?<!nam )(?<!quy )\bmay\b(?! (?:ngay|gio)\b)"
        r"|phan tram|^%|%\s|%$",
    ),
    (
        "deadline",
        r"khi nao|bao gio|\bhan\b.*\bngay nao|ngay nao|ngay may|quy nao|thang nao|nam nao"
        r"|\bxong (?:truoc|vao)|may ngay|dinh ky bao lau|bao lau|luc nao",
    ),
    (
        "agency",
        r"\bai\b|(?:co quan|don vi|so|ban|nganh|phong|to chuc|cuc|bo|luc luong|hoi|uy ban|cap"
        r"|doan the) nao\b|nhung ai|\bdo dau\b|ve dau|duoc (?:giao|de nghi) (?:lam )?gi"
        r"|nhiem vu gi",
    ),
)
#: Words that only suggest what is wanted, where none asks.
_HINTED_VI: tuple[tuple[Intent, str], ...] = (
    ("target", r"\bty le\b|\bti le\b|chi tieu|\bso (?:luong|hoi nghi|lop|diem|du an|bo)\b"),
    (
        "deadline",
        r"\bhan (?:gui|nop|bao cao|chot|cuoi|ho so)|^han\b|thoi han"
        r"|truoc (?:(?:het |cuoi )?(?:ngay|thang|quy|nam)\b|\d)|moc thoi gian|\bhan$"
        r"|^thoi gian\b|\btien do$|^ngay\b",
    ),
    (
        "agency",
        r"chu tri|phu trach|dau moi|chiu trach nhiem"
        r"|ke hoach nao (?:giao|phan cong|de nghi|yeu cau)",
    ),
    ("funding", r"^(?:nguon )?kinh phi\b"),
)
_NAMED_EN: tuple[tuple[Intent, str], ...] = (
    (
        "metadata",
        r"\bwho signed|number and date|when was .* issued|issued .*number|which body issued"
        r"|what number|signed by|the number of",
    ),
    (
        "legal",
        r"legal bas[ei]s|based on|implement(?:s)? (?:decision|resolution|decree|directive)"
        r"|which (?:[\w'-]+ ){0,3}?(?:law|decision|decree|resolution|directive)\b(?!-)"
        r"|which document|plans? (?:implement|cite|follow|rest)",
    ),
    (
        "funding",
        r"fund(?:ing|ed|s)?\b|come from|how much (?:money|does .* cost)|\bcost\b|billion|pays? for"
        r"|budget come",
    ),
)
_ASKED_EN: tuple[tuple[Intent, str], ...] = (
    (
        "target",
        r"how many|how much|percentage|per cent|percent|what (?:\w+ )?share|what (?:\w+ )?rate"
        r"|how often|pay rate|by how much",
    ),
    (
        "deadline",
        r"deadline|\bwhen\b|by when|what date|until when|(?:which|what) (?:quarter|month|year|day)"
        r"|how long|due date",
    ),
    (
        "agency",
        r"\bwho\b|\bwhom\b|(?:which|what) (?:[\w-]+ ){0,3}?(?:agency|department|body|unit|office"
        r"|ministry|bodies|agencies|departments|force|national|organisation|organization|level"
        r"|association)",
    ),
)
_HINTED_EN: tuple[tuple[Intent, str], ...] = (
    ("target", r"target|\bshare\b"),
    ("agency", r"responsible|\bwhere\b|plans? (?:ask|assign|require|task)|asked to do"),
)

_ASKING = re.compile(
    r"(?:nhung |cac )?(?:co quan|don vi|luc luong|to chuc|dia phuong|van ban|so|ban|nganh|phong"
    r"|cuc|bo|hoi|noi|tinh|xa|nguoi|cap)(?:,? (?:tinh|thanh|nganh|don vi|xa|phuong))? (?:nao|gi)\b"
    r"|\b(?:giup|tham muu)(?: cho)? (?:ubnd|uy ban nhan dan)(?: (?:tinh|thanh pho|huyen|xa))?\b"
    r"|\b(?:nhu the nao|the nao|ra sao|bao nhieu(?: phan tram| tien| nguoi| diem| ty dong)?"
    r"|bao gio|bao lau|khi nao|luc nao|ngay nao|ngay may|quy nao|thang nao|nam nao"
    r"|(?:lay )?(?:tu )?nguon nao|(?:lay )?tu dau|o dau|ve dau|cung ai|nhung ai|do ai|cho ai|la ai"
    r"|lam gi|la gi|nhung gi|vi sao|tai sao|chiu trach nhiem|phu trach|cham nhat|muon nhat"
    r"|duoc (?:giao|phan cong|de nghi)(?: nhiem vu)?|lam dau moi|phai xong|hoan thanh|la bao"
    r"|truoc ngay|trong ke hoach|ke hoach nao|may (?:diem|phan|lan|dot|ngay)|ty le|ti le"
    r"|phan tram)\b"
)
HEAD = 4
#: Not "số", "mấy", "đâu": "sơ bộ", "máy bay", "bắt đầu".
_UNLIKE = frozenset(("sơ", "máy", "mây", "đầu", "đấu", "dầu", "đậu", "dấu"))
#: Words that carry no subject, with their marks: "tại" says where, "tài khoản" is a subject.
_STOP = frozenset(
    map(
        place_tone,
        words(
            "ai nào gì là của cho với về để được và hay các những ở tại thì mà sẽ cũng phải cần bị "
            "do %"
        ),
    )
)
_ENGLISH_STOP = frozenset(
    words(
        "the a an of for in on to by with and or is are be at as which what who when how does do "
        "must should it its from many much long where whom will that this than per"
    )
)


def intents_of(text: str, language: str) -> tuple[Intent, ...]:
    """The kinds of answer wanted, the chief one first; ``passage`` when no word says more.

    A kind that names its subject (a signature, a legal basis, money) is the only one, unless it is
    joined to those before it ("Ai làm, và kinh phí lấy từ đâu?"); then come those that are asked
    for, as they come ("Đơn vị nào …, và khi nào?"), else the one that is suggested.
    """
    vietnamese = language == "vi"
    folded = _folded(text) if vietnamese else fold_chars(text)
    named = _found(_NAMED_VI if vietnamese else _NAMED_EN, folded)
    asked = sorted(_found(_ASKED_VI if vietnamese else _ASKED_EN, folded))
    if named:
        chief = named[0]
        before = [pair for pair in asked if pair[0] < chief[0] and pair[1] != chief[1]]
        apart = chief[1] != "metadata"  # which tells number and day together
        joined = apart and before and _JOINT.search(folded, before[0][0], chief[0])
        kinds = [kind for _, kind in (*before, chief)] if joined else [chief[1]]
        return tuple(dict.fromkeys(kinds))
    hinted = sorted(_found(_HINTED_VI if vietnamese else _HINTED_EN, folded))
    kinds = [kind for _, kind in asked or hinted[:1]]
    return tuple(dict.fromkeys(kinds)) or ("passage",)


#: What joins one thing asked to the next.
_JOINT = re.compile(r"\b(?:va|and|dong thoi)\b")


def _folded(text: str) -> str:
    """Folded, with blanks for words that only without their marks look like words that ask."""
    ordinary = (m for m in re.finditer(r"\w+", text) if _is_ordinary(m.group(), text))
    folded = fold_chars(text)
    for word in ordinary:
        folded = folded[: word.start()] + " " * len(word.group()) + folded[word.end() :]
    return folded


def _is_ordinary(word: str, text: str) -> bool:
    return word.lower() in _UNLIKE or (word == "AI" and not is_capitals(text))


def intent_of(text: str, language: str) -> Intent:
    """The kind of answer wanted most."""
    return intents_of(text, language)[0]


def _found(patterns: Sequence[tuple[Intent, str]], folded: str) -> list[tuple[int, Intent]]:
    matches = ((intent, re.search(pattern, folded)) for intent, pattern in patterns)
    return [(match.start(), intent) for intent, match in matches if match]


def is_keywords(text: str, language: str) -> bool:
    """Whether ``text`` is a few words rather than a question."""
    folded = _folded(text)
    asks = _ASKING.search(folded) or re.search(r"\b(?:ai|nao|gi|sao|dau|may)\b|\?", folded)
    return language == "vi" and not asks and len(words(text)) <= 8


def head_words(text: str, language: str) -> list[str]:
    """The first subject words after the question word: what is done, before to whom and where.

    "Sau lũ, đơn vị nào điều phối hóa chất?" → điều, phối, hóa, chất. Where nothing follows the
    question word, the first subject words of the whole.
    """
    folded = fold_chars(text)
    asking = _ASKING.search(folded)
    after = _subject(text[asking.end() :]) if asking else []
    return (after if len(after) >= 2 else content_words(text, language))[:HEAD]


#: "Hạn báo cáo" asks when a report is due: "hạn" says what kind of answer is wanted.
_TERM = re.compile(r"\b(?:thời )?hạn\b(?! (?:hán|mặn|chế|ngạch|mức))", re.IGNORECASE)
#: Words that stand between phrases and belong to none, with their marks: "tại" is not "tai".
_BETWEEN = frozenset(
    words(
        "ai nào gì là của cho với về để được và hoặc các những ở tại sẽ phải này đó trong trên từ "
        "đến khi có đã đang nhiêu bởi nếu thì mà sau trước giữa mỗi mọi"
    )
)
_CLOSING = re.compile(r"\s+(?:không|chưa|vậy|thế|nhỉ|ạ|hả|đâu|nữa)(?=\s*[?.!]*\s*$)", re.IGNORECASE)
_TOKEN = re.compile(r"[\w&/.-]*\w")


_WHO_IS = re.compile(r"^(?P<whom>[\w ]{3,60}?) la (?:ai|nguoi nao)\b[\s?.!]*$")


def whom(text: str) -> str | None:
    """Who is asked about in "X là ai?", folded; None in any other question.

    >>> whom("Trưởng ban chỉ đạo là ai?")
    'truong ban chi dao'
    """
    found = _WHO_IS.match(fold_chars(text))
    return found["whom"].strip() if found else None


def phrases(reading: str) -> list[tuple[str, ...]]:
    """The stretches of subject words of a Vietnamese question, as written.

    >>> phrases("Cơ quan nào khám sức khỏe cho người bán dâm?")
    [('khám', 'sức', 'khỏe'), ('người', 'bán', 'dâm')]
    """
    text = _CLOSING.sub(lambda m: "." * len(m.group()), reading)
    text = _TERM.sub(lambda m: "." * len(m.group()), text)
    asked = [m.span() for m in _ASKING.finditer(fold_chars(text))]
    out: list[list[str]] = [[]]
    last = 0
    for token in _TOKEN.finditer(text):
        if text[last : token.start()].strip():
            out.append([])
        last = token.end()
        asks = any(start <= token.start() < end for start, end in asked)
        word = token.group()
        if asks or (word.lower() in _BETWEEN and not word.isupper()):
            out.append([])
        else:
            out[-1].append(word)
    return [tuple(phrase) for phrase in out if phrase]


def content_words(text: str, language: str) -> list[str]:
    """Folded words that carry the subject: question words left out."""
    if language == "en":
        return [w for w in (fold_chars(w) for w in words(text)) if w not in _ENGLISH_STOP]
    return _subject(text) or [figure_term(fold_chars(w)) for w in _tokens(text) if w != "%"]


def _subject(text: str) -> list[str]:
    """The words of a Vietnamese question that neither ask nor only join."""
    text = _TERM.sub(lambda m: " " * len(m.group()), text)
    for asking in (*_ASKING.finditer(fold_chars(text)), *existence.frames(text)):
        text = text[: asking.start()] + " " * len(asking.group()) + text[asking.end() :]
    kept = (w for w in _tokens(text) if place_tone(w) not in _STOP)
    return [figure_term(fold_chars(w)) for w in kept]


def _tokens(text: str) -> list[str]:
    """Words of a question in order, each document number as its index term."""
    out: list[str] = []
    last = 0
    for start, end in numbers.spans(text):
        out += [*words(text[last:start]), number_token(text[start:end])]
        last = end
    return out + words(text[last:])
