"""What kind of answer a question wants, told by its question words; and which words are subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.text import figure_term, fold_chars, is_capitals, number_token, place_tone, words
from service.answers import Intent
from service.query import cues, cues_en, existence, numbers

#: What has "số" or "sở" for its last syllable, and is neither a number nor a body.
_FIGURES = "cơ sở|thông số|chỉ số|tham số|hệ số|con số"
#: What looks like a kind of body without its marks: "bến nào" asks for none.
_NO_BODIES = "bến|cặp|cáp|bố"
#: Not "sở", "số", "mấy", "đâu": "cơ sở", "sơ bộ", "máy bay", "bắt đầu".
_UNLIKE = frozenset(f"{_FIGURES}|sơ|máy|mây|đầu|đấu|dầu|đậu|dấu|ái|ải".split("|"))
#: "Hồi nào" is "khi nào", and "số nào" is "số mấy"; each as long as the other.
_WHEN = re.compile(r"\bhồi(?= nào\b)", re.IGNORECASE)
#: "Lấy ở quỹ nào?" asks of money, "quỹ nào lo?" who; without its mark it would be a quarter.
_WHICH_FUND = re.compile(r"\b((?:lấy|trích|từ|ở|bằng) )?quỹ(?= nào\b)", re.IGNORECASE)
_WHICH_NUMBER = re.compile(rf"(?:{_FIGURES}|việc số) nào\b|(\bsố nào\b)", re.IGNORECASE)
#: But not what is digital, and a number to call is none of a document.
_NO_NUMBER = re.compile(
    r"\b(?:kỹ năng|chữ ký|công nghệ|nền tảng|dịch vụ|dữ liệu|hạ tầng|kinh tế|chuyển đổi|giải pháp"
    r"|tài khoản|môi trường) số nào\b|\bđiện thoại\b|\bđường dây\b|\bgọi\b",
    re.IGNORECASE,
)
#: A number to call: "Số điện thoại của công ty là bao nhiêu?" asks for no quantity.
_TO_CALL = re.compile(
    r"\bso (?:may )?(?:dien thoai|hotline|(?:duong day )?nong)\b"
    r"(?:(?! (?:va|het|tien)\b)[^,;?]){0,60} (?P<asks>la bao nhieu)\b"
)
#: "What happens to a candidate who is arrested?" asks neither who nor when, nor does "What should
#: residents do when …?".
_WHAT_HAPPENS = re.compile(
    r"what (?:happens (?:if|to|when|with)|(?:steps|measures|should|must|do|does)\b"
    r"(?=.*(?<!by )(?<!until )(?<!about )(?<!know )(?<!say )\bwhen))\b"
    r"(?!.*(?:;|\b(?:and (?:who|when|how|what|which)|to whom)\b))"
)
#: "Does the state budget cover the shortfall?" asks whether, not how much.
_WHETHER_EN = re.compile(
    r"(?:do|does|did|is|are|was|were|can|may|must|will|should|has|have)\b(?! (?:you|i|we)\b)"
    r"(?!.*\b(?:who|whom|whose|which|what|where|how|deadline|time limit|(?:and|or|know) when)\b)"
)
_OFTEN_VI, _OFTEN_EN = re.compile(cues.OFTEN_VI), re.compile(cues_en.OFTEN_EN)
_TIMES_VI = re.compile(cues.TIMES_VI)
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
    joined to those before it ("Ai làm, và kinh phí lấy từ đâu?") or behind ("Căn cứ vào đâu và khi
    nào xong?"); then come those that are asked for, as they come ("Đơn vị nào …, và khi nào?"),
    what is done before them ("Làm gì và khi nào xong?"), else the one that is suggested.
    """
    vietnamese = language == "vi"
    folded = _folded(text) if vietnamese else fold_chars(text)
    if not vietnamese and _WHETHER_EN.match(folded):
        return ("passage",)
    named = _found(cues.NAMED_VI if vietnamese else cues_en.NAMED_EN, folded)
    asked = _asked(folded, vietnamese)
    if named:
        chief = named[0]
        others = sorted((*named[1:], *asked))
        before = [pair for pair in others if pair[0] < chief[0] and pair[1] != chief[1]]
        apart = chief[1] != "metadata"  # which tells number and day together
        joined = apart and before and _JOINT.search(folded, before[0][0], chief[0])
        kinds = [kind for _, kind in (*before, chief)] if joined else [chief[1]]
        # How much is asked of money or of a law is no other thing asked.
        behind = [pair for pair in others if pair[0] > chief[0] and pair[1] != "target"]
        if apart:
            kinds += [kind for at, kind in behind if _JOINED.search(folded, chief[0], at)]
        kinds = kinds if joined else _what_first(folded, chief[0], kinds)
        return tuple(dict.fromkeys(kinds))
    hinted = sorted(_found(cues.HINTED_VI if vietnamese else cues_en.HINTED_EN, folded))
    kinds = [kind for _, kind in asked or hinted[:1]]
    kinds = _what_first(folded, asked[0][0], kinds) if asked else kinds
    return tuple(dict.fromkeys(kinds)) or ("passage",)


def _asked(folded: str, vietnamese: bool) -> list[tuple[int, Intent]]:
    """What is asked for and where; "mấy lần một tháng" asks for no figure."""
    patterns = cues.ASKED_VI if vietnamese else cues_en.ASKED_EN
    if not vietnamese and _WHAT_HAPPENS.match(folded):
        return []
    if called := _TO_CALL.search(folded):
        start, end = called.span("asks")
        folded = folded[:start] + "." * (end - start) + folded[end:]
    often = (_OFTEN_VI if vietnamese else _OFTEN_EN).search(folded)
    if often is None:
        return sorted(_found(patterns, folded))
    start, end = often.span()
    rest = _TIMES_VI.sub(".", folded[:start] + "." * (end - start) + folded[end:])
    others = [pair for pair in _found(patterns, rest) if pair[1] != "deadline"]
    return sorted([*others, (start, "deadline")])


#: What joins one thing asked to the next.
_JOINT = re.compile(r"\b(?:va|and|dong thoi)\b")
#: Right before another thing asked: "… và phải xong trước ngày nào".
_JOINED = re.compile(r"\b(?:va|and|dong thoi)(?: \w+){0,2} $")
#: What asks what is to be done, joined to something else asked.
_WHAT = re.compile(r"\b(?:lam gi|nhung viec gi|viec gi|do what|what to do)\b")


def _what_first(folded: str, at: int, kinds: Sequence[Intent]) -> list[Intent]:
    """The kinds, of which the first stands ``at``, with what is done where that is asked before."""
    what = _WHAT.search(folded, 0, at)
    joined = what and _JOINED.search(folded, what.end(), at)
    return ["passage", *kinds] if joined else [*kinds]


def _folded(text: str) -> str:
    """Folded, with blanks for words that only without their marks look like words that ask."""
    ordinary = (
        m
        for m in re.finditer(
            rf"(?i:(?P<none>(?:{_NO_BODIES}) nào)|đầu mối|(?:{_FIGURES})(?= nào))|\w+", text
        )
        if m["none"] or _is_ordinary(m.group(), text)
    )
    number = "chữ gì" if _NO_NUMBER.search(text) else "số mấy"
    asked = _WHICH_FUND.sub(lambda m: f"{m[1]}vốn" if m[1] else "hội", _WHEN.sub("khi", text))
    asked = _WHICH_NUMBER.sub(lambda m: number if m[1] else m[0], asked)
    folded = fold_chars(asked)
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
    asks = cues.ASKING.search(folded) or re.search(r"\b(?:ai|nao|gi|sao|dau|may)\b|\?", folded)
    return language == "vi" and not asks and len(words(text)) <= 8


#: "Hạn báo cáo" asks when a report is due: "hạn" says what kind of answer is wanted.
_TERM = re.compile(
    r"\b(?:thời )?hạn\b(?! (?:hán|mặn|chế|ngạch|mức))(?: (?:chót|cuối(?: cùng)?)\b)?", re.IGNORECASE
)
#: Words that stand between phrases and belong to none, with their marks: "tại" is not "tai".
_BETWEEN = frozenset(
    words(
        "ai nào gì là của cho với về để được và hoặc các những ở tại sẽ phải này đó trong trên từ "
        "đến khi có đã đang nhiêu bởi nếu thì mà sau trước giữa mỗi mọi"
    )
)
_CLOSING = re.compile(r"\s+(?:không|chưa|vậy|thế|nhỉ|ạ|hả|đâu|nữa)(?=\s*[?.!]*\s*$)", re.IGNORECASE)
#: "Căn cứ vào văn bản nào?": every plan rests on some, whatever it is about.
_BASIS = re.compile(r"\b(?:căn cứ|dựa)(?: (?:vào|trên))?\b|\bcơ sở pháp lý\b", re.IGNORECASE)
#: "Bầu cử vào ngày nào?" asks of "bầu cử".
_INTO = re.compile(r"\bvào(?= (?:ngày|tháng|quý|năm) nào\b)", re.IGNORECASE)
_TOKEN = re.compile(r"[\w&/.-]*\w")


#: "Đầu mối cấp hóa chất là ai?" asks who does that, not for words that name an office.
_WHO_IS = re.compile(r"^(?!dau moi\b)(?P<whom>[\w ]{3,60}?) la (?:ai|nguoi nao)\b[\s?.!]*$")


def whom(text: str) -> str | None:
    """Who is asked about in "X là ai?", folded; None in any other question.

    >>> whom("Trưởng ban chỉ đạo là ai?")
    'truong ban chi dao'
    """
    found = _WHO_IS.match(fold_chars(text))
    return found["whom"].strip() if found else None


@lru_cache(maxsize=256)  # asked again of each plan without an answer
def phrases(reading: str) -> tuple[tuple[str, ...], ...]:
    """The stretches of subject words of a Vietnamese question, as written.

    >>> phrases("Cơ quan nào khám sức khỏe cho người bán dâm?")
    (('khám', 'sức', 'khỏe'), ('người', 'bán', 'dâm'))
    """
    text = _CLOSING.sub(lambda m: "." * len(m.group()), reading)
    for left_out in (_TERM, _BASIS, _INTO, cues.NUMBER_OF):
        text = left_out.sub(lambda m: "." * len(m.group()), text)
    asked = [m.span() for m in cues.ASKING.finditer(fold_chars(text))]
    out: list[list[str]] = [[]]
    last = 0
    for token in _TOKEN.finditer(text):
        if text[last : token.start()].strip():
            out.append([])
        last = token.end()
        asks = any(start <= token.start() < end for start, end in asked)
        word = token.group()
        if asks or (word.lower() in _BETWEEN and (len(word) == 1 or not word.isupper())):
            out.append([])
        else:
            out[-1].append(word)
    return tuple(tuple(phrase) for phrase in out if phrase)


def content_words(text: str, language: str) -> list[str]:
    """Folded words that carry the subject: question words left out."""
    if language == "en":
        return [w for w in (fold_chars(w) for w in words(text)) if w not in _ENGLISH_STOP]
    return _subject(text) or [figure_term(fold_chars(w)) for w in _tokens(text) if w != "%"]


def _subject(text: str) -> list[str]:
    """The words of a Vietnamese question that neither ask nor only join."""
    for left_out in (_TERM, cues.NUMBER_OF):
        text = left_out.sub(lambda m: " " * len(m.group()), text)
    for asking in (*cues.ASKING.finditer(_folded(text)), *existence.frames(text)):
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
