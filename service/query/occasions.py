"""The occasion of which a date is asked: taking effect, a report, a named day ("ngày bầu cử").

The date of another occasion is no answer, however much else its clause shares with the question.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.index import Passage
from indexer.text import fold_chars
from service.query.question import Question
from service.query.translate import translate

_IN_FORCE = "hieu luc"
#: What a folded question asks the date of → what a clause, or a heading above it, then says.
_OCCASIONS = (
    (
        re.compile(
            r"\bhieu luc\b|^(?:quy dinh|quyet dinh|nghi quyet|nghi dinh|thong tu|quy che|luat)\b.*"
            r"\bap dung (?:tu|ke tu|khi nao|bao gio)\b"
            r"|^(?:from|since) (?:what|which) (?:date|day) .*\b(?:apply|applies|run)\b"
            r"|\btakes? effect|\bin force\b|\beffective\b"
        ),
        re.compile(_IN_FORCE),
    ),
    (
        re.compile(
            r"\b(?:thoi )?han (?:nop |gui )?bao cao"
            r"|\bbao cao\b.*\b(?:khi nao|bao gio|luc nao|truoc ngay|(?:ngay|thang|moc) nao"
            r"|bao lau|(?:may|bao nhieu) lan)"
            r"|\bbao lau\b.{0,20}\bbao cao\b|\bhow often\b.{0,60}\breport"
            r"|\b(?:when|deadline|due|(?:what|which) (?:date|day)s?)\b.*\breport(?:s|ed|ing)?\b"
            r"|\breports? (?:due|deadline)"
        ),
        re.compile("bao cao"),
    ),
)
#: "Ngày bầu cử" names a day; "ngày nào", "ngày ký" and "ngày 15" do not.
_DAY_NAMED = re.compile(
    r"\bngay (?P<day>(?!(?:nao|may|thang|nam|ky|ban|ra|hom|gio|cuoi|dau|lam|het|bat|ket|hoan|gui"
    r"|nop|phai|cong|co|duoc|nay|la|\d)\b)[a-z]+ [a-z]+)"
)
#: "Bầu cử vào ngày nào?" names one too, if it asks for nothing else.
_EVENT = re.compile(
    r"^(?:ngay )?(?P<day>(?!(?:nop|gui|bao|han|thoi|hoan|ket|bat|cuoc)\b)[a-z]+ [a-z]+)"
    r"(?: (?:la|se|duoc|to chuc|dien ra|roi|vao))* ngay (?:nao|may|bao nhieu)\b[\s?.!]*$"
)
#: So does "cuộc bầu cử", which is no task to be done: "Cuộc bầu cử diễn ra khi nào?"
_HELD = re.compile(
    r"^(?:khi nao |bao gio )?(?:cuoc|ngay) (?P<day>[a-z]+ [a-z]+)"
    r"(?: (?:la|se|duoc|to chuc|dien ra|roi|vao))*(?: (?:ngay nao|khi nao|bao gio))?[\s?.!]*$"
)
_EVENT_EN = re.compile(
    r"^(?:when|what date) is (?:the )?"
    r"(?!last|closing|final|first|due)(?P<event>[a-z]+) day[\s?.!]*$"
)
#: Where a text speaks of what the day is of, not of something done for it ("vận động bầu cử").
_ITSELF = re.compile(r"(?:^|[^\w\s]\s*|\b(?:ngay|di|cuoc|le|to chuc|tien hanh|dien ra|tham gia) )$")
#: A day that another is reckoned from: "trước ngày bầu cử 40 ngày".
_RECKONED = re.compile(r"(?:truoc|sau|den|ke tu) (?:ngay )?$")
#: How far behind the name of its day a date stands, and how far before it, in characters.
_BEHIND, _BEFORE = 100, 30
#: "Có hiệu lực kể từ ngày ký".
_SIGNING = re.compile(r"(?:kể )?từ ngày (?:ký(?: ban hành)?|ban hành)(?!\w)")
_PART = re.compile(r";|\.\s")


@lru_cache(maxsize=1024)
def _said(reading: str) -> tuple[re.Pattern[str] | None, str | None]:
    folded = fold_chars(reading)
    kind = next((said for asks, said in _OCCASIONS if asks.search(folded)), None)
    day = _DAY_NAMED.search(folded) or _EVENT.search(folded) or _HELD.search(folded)
    return kind, day["day"] if day else _day_in_english(folded)


def _day_in_english(folded: str) -> str | None:
    """As plans call the day of "When is election day?", if by two syllables."""
    named = _EVENT_EN.search(folded)
    said = (fold_chars(options[0]) for options in translate(named["event"])) if named else ()
    return next((day for day in said if day.count(" ") == 1), None)


def fits(question: Question, passage: Passage) -> bool:
    """Whether a passage, or a heading above it, speaks of the occasion the question asks of."""
    kind = _said(question.reading)[0]
    if kind is None:
        return True
    around = " / ".join((*passage.context, *passage.clause.header, passage.text))
    return bool(kind.search(fold_chars(around)))


def of_effect(question: Question) -> bool:
    """Whether it is asked since when a document is in force: a clause of any document says so."""
    kind = _said(question.reading)[0]
    return kind is not None and kind.pattern == _IN_FORCE


def of_day(question: Question, text: str) -> list[re.Match[str]]:
    """Where a text says the day asked for, or another name of it; [] when none is asked for."""
    days = _named_day(question)
    return list(re.finditer(rf"\b(?:{'|'.join(days)})\b", fold_chars(text))) if days else []


def _named_day(question: Question) -> tuple[str, ...]:
    """The folded name of the day asked for, and others for it; () when none is named."""
    day = _said(question.reading)[1]
    if day is None:
        return ()
    pair = day.replace(" ", "_")
    others = (o for s in question.synonyms if pair in s.terms for o in s.others)
    pairs = sorted({term for other in others for term in other if "_" in term})
    return (day, *(p.replace("_", " ") for p in pairs))


def beside(question: Question, text: str, start: int, end: int) -> bool:
    """Whether the date at ``[start, end)`` of ``text`` stands beside the day asked for.

    "Bầu cử vào ngày 15/3" tells of "ngày bầu cử", "trước ngày bầu cử 40 ngày" does not. True of
    any date where no day is asked for, or the text calls it by no name known here.
    """
    days = of_day(question, text)
    if not days:
        return True
    if not any(c.isdigit() for c in text[start:end]):  # an event, "đến khi kết thúc", is no day
        return False
    folded = fold_chars(text)
    for named in days:
        behind = named.end() <= start
        first, last = (named.end(), start) if behind else (end, named.start())
        within = start < named.end() and named.start() < end
        if within or not _ITSELF.search(folded[: named.start()]):
            continue
        near = last - first <= (_BEHIND if behind else _BEFORE)
        if near and not _PART.search(folded, first, last) and not _is_reckoned(folded, named):
            return True
    return False


def _is_reckoned(folded: str, named: re.Match[str]) -> bool:
    return bool(_RECKONED.search(folded[: named.start()]))


def from_signing(reading: str, text: str) -> str | None:
    """The words "kể từ ngày ký" where the question asks since when a document is in force."""
    kind, _ = _said(reading)
    found = _SIGNING.search(text) if kind is not None and kind.pattern == _IN_FORCE else None
    return found.group() if found else None


def is_signing(told: str) -> bool:
    """Whether a date told is only that of the signature."""
    return bool(_SIGNING.fullmatch(told))
