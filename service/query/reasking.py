"""Follow-ups that ask something else of the same: "thế kinh phí thì sao?", "còn thời hạn?".

Such a follow-up is nothing but words that ask, or another body; what it asks about, where and when,
is the previous question's.
"""

from __future__ import annotations

import re

from indexer.errors import BadQuestion
from indexer.facts.names import known_end
from indexer.text import collapse, fold_chars, has_marks
from service.query import cues, numbers

_DO = r"(?: (?:lam|chu tri|phu trach|chiu trach nhiem|thuc hien|phoi hop|to chuc|giam sat))?"
_SIGNED = ("ai ký kế hoạch", "who signed the plan")
#: What is asked, folded, and how it is said in the other language: Vietnamese, English.
_ASKS = (
    (
        r"ai (?:chi|tra|bo|cap) (?:tien|von|kinh phi)|(?:nguon )?(?:kinh phi|von|ngan sach)"
        r"(?: (?:(?:lay )?(?:tu|o) dau|(?:lay )?(?:tu )?nguon nao|bao nhieu))?"
        r"|who (?:pays|funds|finances)(?: it| this)?|(?:the )?(?:funding|budget|cost)",
        ("kinh phí", "funding"),
    ),
    (
        r"(?:thoi )?han(?: cuoi| chot)?(?: (?:la )?(?:khi nao|bao gio|ngay nao))?"
        r"|thoi gian(?: nao)?|(?:xong |hoan thanh )?(?:khi nao|bao gio|luc nao)(?: xong)?"
        r"|(?:the )?deadline|(?:by )?when|how long",
        ("thời hạn", "deadline"),
    ),
    (
        rf"ai{_DO}|(?:co quan|don vi) nao{_DO}|dau moi|who(?: leads| is responsible| does it)?"
        r"|(?:which|what) (?:agency|body|department)(?: leads| is responsible)?",
        ("cơ quan nào", "which agency"),
    ),
    (
        r"(?:chi tieu|ty le|ti le)(?: (?:la )?bao nhieu)?|bao nhieu(?: phan tram)?"
        r"|(?:the )?(?:targets?|percentage)|how many|how much|what share",
        ("chỉ tiêu", "target"),
    ),
    (
        r"can cu(?: phap ly)?(?: (?:nao|gi|la gi|vao dau))?|(?:the )?legal basis",
        ("căn cứ pháp lý", "legal basis"),
    ),
    (r"(?:ai|nguoi) ky|who signed(?: it)?", _SIGNED),
)
_LEADING = re.compile(
    rf"(?:{'|'.join(pattern for pattern, _ in _ASKS)})(?!\w)(?: (?:cho|de|for))? ?"
)
_LEADING_EN = re.compile(
    r"(?:(?:what|where|when|which|who|how)\b(?: (?:is|are|does|do|will|must|should))?)"
    r"(?: the)? ?"
)
_WHO_EN = re.compile(
    r"(?:who|(?:which|what) (?:agency|body|department|unit|office|ministry))"
    r" (?:is responsible for|is in charge of|must [a-z]+|[a-z]+s)\b "
)
#: "AI" is no question word; the text's own letters tell.
_WHO = re.compile(r"\bai(?: la)?(?: dau moi| chu tri| phu trach)?\b")
_TRAILING_EN = re.compile(r"\s*\b(?:come from|due)$")
_END = " ?.!,"


def asks_only(words: str) -> bool:
    """Whether folded words are nothing but what is asked."""
    return _said(words) is not None


def asks_first(words: str) -> bool:
    """Whether folded words begin with what is asked, a noun: "còn bao nhiêu" is "how many left"."""
    return bool(_LEADING.match(words)) and not words.startswith(("bao nhieu", "ai "))


def reasked(previous: str, words: str, english: tuple[bool, bool]) -> str:
    """The previous question with ``words`` for what it asked.

    ``english``: whether the previous question is, and whether the follow-up is.

    >>> reasked("Cơ quan nào khám sức khỏe ở Nghệ An?", "kinh phí", (False, False))
    'Kinh phí khám sức khỏe ở Nghệ An?'
    """
    said = _said(fold_chars(words))
    before, after = english
    if before != after and said:
        words = said[before]
    about = _less_asking_en(previous) if before else _less_asking(previous)
    if said == _SIGNED:  # the plan, whatever was asked of it
        about = numbers.named_in(previous) or about
    words = words if before or has_marks(previous) else fold_chars(words)
    joined = f"{words}: {about}?" if before else f"{words} {about}?"
    return joined[:1].upper() + joined[1:] if previous[:1].isupper() else joined


def of_body(before: str, body: str) -> str:
    """Asked of another body than the first one the previous question names."""
    for word in re.finditer(r"\S+", before):
        end = known_end(before, word.start())
        if end > word.start():
            kind = re.escape(body.split()[0])  # "Sở Công an": the name known begins after its kind
            head = re.sub(rf"(?<!\w){kind}\s+$", "", before[: word.start()], flags=re.IGNORECASE)
            return head + body + before[end:]
    raise BadQuestion(
        f"Câu trước không nêu cơ quan nào để thay bằng “{body}”: hãy hỏi trọn câu. / The previous "
        f"question names no body to put “{body}” in its place: ask it whole.",
        "question",
    )


def _said(words: str) -> tuple[str, str] | None:
    return next((said for pattern, said in _ASKS if re.fullmatch(pattern, words)), None)


def _less_asking(text: str) -> str:
    """A Vietnamese question less the words that ask, at its beginning or anywhere else."""
    folded = fold_chars(text)
    leading = _LEADING.match(folded)
    spans = [leading.span()] if leading else []
    spans += [m.span() for m in cues.ASKING.finditer(folded)]
    spans += [m.span() for m in _WHO.finditer(folded) if not text.startswith("AI", m.start())]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return collapse(text).strip(_END)


def _less_asking_en(text: str) -> str:
    asked, mark, about = text.partition(": ")
    if mark and asks_only(fold_chars(asked)):  # as ``reasked`` writes it
        return collapse(about).strip(_END)
    folded = fold_chars(text).rstrip(_END)
    start = 0
    for pattern in (_WHO_EN, _LEADING_EN, _LEADING):
        leading = pattern.match(folded, start)
        start = leading.end() if leading else start
    trailing = _TRAILING_EN.search(folded)
    return collapse(text[start : trailing.start() if trailing else len(folded)])
