"""Whether a passage states a fact of the kind a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.documents import DocumentInfo, Part
from indexer.index import Passage
from indexer.text import fold_chars
from service.question import Question

_DATE = re.compile(r"\d{1,2}/\d{1,2}|\d{1,2} tháng|[Qq]u[ýíy] [IV\d]|năm \d{4}")
#: An end that is an event, not a day: "đến khi hoàn thành …".
UNTIL = re.compile(r"(?:[Tt]ừ (?:ngày|khi) [^,.;|\n]{3,60}? )?(?:đến|tới) khi [^,.;|\n]{5,120}")
#: A day, month or quarter; "đến năm 2030" only says how far a plan reaches.
_DAY = re.compile(
    r"\d{1,2}/\d{1,2}|ngày \d|[Qq]u[ýíy] [IV\d]|[Tt]háng \d|[Đđ]ịnh kỳ|[Tt]hường xuyên|đến hết"
)
_DATELINE = re.compile(r"ngay\s*\d*\s*thang\s*\d*\s*nam|ngay ban hanh")
_SHARE = re.compile(r"phan tram|%|\bty le\b|\bti le\b|percent|\bshare\b|\brate\b")
_HOW_MUCH = re.compile(r"bao nhieu|tong|how much|how many|\bcost|billion")
_MONEY = re.compile(
    r"bao nhieu (?:tien|dong|ty|trieu)|tong kinh phi|chi phi|muc (?:phat|ho tro|chi|tro cap)"
    r"|gia cuoc|how much (?:money|does)|\bcost|billion|\bfine\b"
)
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_CELL_FIGURE = re.compile(r"\d[\d.,]*\s*%?(?=\s|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\bso\b|number|so hieu|^\d+/")
_SIGNER = re.compile(r"\bai (?:da )?ky|nguoi ky|do ai ky|who signed|signed by|signer")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words of a question ask for: a share, money, how much of it, a number, a signer."""

    share: bool
    money: bool
    how_much: bool
    number: bool
    signer: bool


@lru_cache(maxsize=1024)
def asked(text: str) -> Asked:
    """Read from the question's text; it is wanted again for every passage."""
    folded = fold_chars(text)
    return Asked(
        share=bool(_SHARE.search(folded)),
        money=bool(_MONEY.search(folded)),
        how_much=bool(_HOW_MUCH.search(folded)),
        number=bool(_NUMBER.search(folded)),
        signer=bool(_SIGNER.search(folded)),
    )


def states(question: Question, passage: Passage, info: DocumentInfo, on_funds: bool) -> float:
    """How far the passage states what is asked, 0 to 1; ``on_funds``: under such a heading."""
    if question.intent == "deadline":
        return _dated(passage)
    if question.intent == "agency":
        acting = [a for a in passage.clause.facts.agencies if a.role]
        # Who was given the task elsewhere in the plan is known less surely to do this one.
        return 1.0 if any(not a.assigned_in for a in acting) else 0.5 * bool(acting)
    return float(_states(question, passage, info, on_funds))


def _dated(passage: Passage) -> float:
    text = passage.text
    if _DAY.search(text) or UNTIL.search(text):
        return 1.0
    return 0.5 if passage.clause.facts.deadlines or _DATE.search(text) else 0.0


def _states(question: Question, passage: Passage, info: DocumentInfo, on_funds: bool) -> bool:
    clause, facts = passage.clause, passage.clause.facts
    match question.intent:
        case "target":
            return _figure_asked(question, passage)
        case "legal":
            return bool(facts.laws)
        case "funding":
            if asked(question.text).how_much:
                return _figure_asked(question, passage)
            return bool(facts.funding) or on_funds
        case "metadata":
            return metadata_states(question, passage.text, info, clause.part)
        case _:
            return clause.part in ("plan", "appendix", "decision")


def _figure_asked(question: Question, passage: Passage) -> bool:
    """A figure in the unit asked for: a share, money, or any figure."""
    wanted = asked(question.text)
    if wanted.share:
        return "%" in passage.text or "phần trăm" in passage.text
    facts = passage.clause.facts
    if wanted.money or question.intent == "funding":
        known = any(f.amount is not None for f in facts.funding)
        return known or bool(_AMOUNT.search(passage.text))
    return bool(facts.targets) or figure(passage) is not None


def figure(passage: Passage) -> str | None:
    """The first figure in the cells of a table row, its ordinal, years and numbers left out.

    Elsewhere a bare number is a clause's or a document's, not a quantity: only targets count.
    """
    if passage.clause.kind != "row":
        return None
    cells = passage.text.split(" | ")
    for cell in cells[1:]:
        found = _CELL_FIGURE.match(cell.strip())
        if found and not _YEAR.fullmatch(cell.strip()):
            return found.group().strip()
    return None


def metadata_states(question: Question, text: str, info: DocumentInfo, part: Part) -> bool:
    """Whether a header or signature holds what is asked: the signer, else number, date, issuer."""
    if part not in ("front", "back", "decision"):
        return False
    wanted = asked(question.text)
    if wanted.signer:
        return bool(info.signer and info.signer in text)
    if wanted.number and info.number:
        return info.number in text
    return part == "front" and _has_date(text, info)


def _has_date(text: str, info: DocumentInfo) -> bool:
    """Whether a header's lines hold the document's own date, or any where that is not known."""
    if info.date and info.date.count("-") == 2:
        year, month, day = map(int, info.date.split("-"))
        own = rf"0?{day}(?: thang |/)0?{month}(?: nam |/){year}"
        return bool(re.search(own, fold_chars(text)))
    return bool(_DATELINE.search(fold_chars(text)))
