"""What a document says of itself: its number, its day, who issued and who signed it."""

from __future__ import annotations

import re

from indexer.documents import DocumentInfo, Law
from indexer.facts.laws import DAY
from indexer.index import Passage
from indexer.text import fold_chars, number_token
from service.query import numbers
from service.query.asked import asked
from service.query.bodies import is_kind
from service.query.question import Question
from service.retrieve import cited

_DATE_ASKED = re.compile(r"ngay|khi nao|hom nao|nam nao|when|date|(?:which|what) year|bao gio")
_RECEIVED = re.compile(r"^\s*nơi nhận\s*:?", re.IGNORECASE)
_ITEM = re.compile(r"^\s*[-–+]\s*")
#: "Lưu: VT", and who signed behind it.
_KEPT = re.compile(r"(?i:lưu)\b|(?:TM|KT|TL|TUQ|Q)\.|[A-ZĐ ]+$")
#: A day, not the year alone.
_DAY_ASKED = re.compile(r"\bngay (?:nao|may|bao nhieu|thang)\b|\b(?:what|which) (?:day|date)\b")


def told(question: Question, passage: Passage, info: DocumentInfo) -> str | None:
    """What is asked for: the signer, number, day and issuer; of a document cited its own.

    None where the question means another document, or the passage writes another's day.
    """
    folded = fold_chars(question.text)
    whose, dates = asked(question.reading), asks_day(question)
    another = _of_another(question, passage, info)
    if another is not None and not whose.signer:
        # Who issued it is not read.
        laws = [] if whose.issuer else another
        named = not dates or whose.number
        found = (
            told
            for law in laws
            for told in (law.number if named else None, cited.day(law, passage) if dates else None)
        )
        return "; ".join(dict.fromkeys(filter(None, found))) or None
    if _means_another(question, info):
        return None
    if whose.recipients:
        return "; ".join(_recipients(question, passage.text)) or None
    out = []
    if whose.signer:
        if not info.signer:
            return None
        out.append(info.signer)
    if whose.number and info.number:
        out.append(info.number)
    whole = (info.date or "").count("-") == 2 or not _DAY_ASKED.search(folded)
    if dates and whole and (day := _own_date(passage.text, info)):
        out.append(day)
    if whose.issuer and info.issuer:
        out.append(info.issuer)
    if out or dates or whose.number or whose.issuer:  # what is not known is not told by another
        return "; ".join(out) or None
    return info.number or info.date


def asks_day(question: Question) -> bool:
    """Whether a question about a document asks for its day, or when it was issued."""
    return bool(_DATE_ASKED.search(fold_chars(question.text)))


def _of_another(question: Question, passage: Passage, info: DocumentInfo) -> list[Law] | None:
    """``cited.of_another``; None too where the number asked for is another than the one given.

    "Số hiệu văn bản triển khai Quyết định 1899/QĐ-TTg" is that of the plan.
    """
    found = cited.of_another(question, passage, info)
    given = found and all(number_token(law.number) in question.numbers for law in found)
    return None if given and asked(question.reading).number else found


def _recipients(question: Question, text: str) -> list[str]:
    """Whom "Nơi nhận" lists, but for what the office keeps; those of the kind asked for."""
    listed = _RECEIVED.sub("", text.partition("|")[0])
    found = [_ITEM.sub("", one).strip(" .,") for one in re.split(r"[;\n]", listed)]
    found = [one for one in found if one and not _KEPT.match(one)]
    return [one for one in found if is_kind(one, question.bodies)] if question.bodies else found


def _means_another(question: Question, info: DocumentInfo) -> bool:
    """Whether the question names a document of this one's kind by a number that is not its own.

    "Ai ký Kế hoạch 617/KH-UBND?" asks nothing of 552/KH-UBND, but may well of 20/QĐ-UBND, or of
    what is called after it ("… sửa đổi Kế hoạch số 617/KH-UBND").
    """
    own, called = _parted(number_token(info.number or "")), numbers.tokens(info.title)
    named = [_parted(number) for number in question.numbers if number not in called]
    return own not in named and any(code == own[1] for _, code in named)


def _parted(token: str) -> tuple[int, str]:
    """``"#0617khubnd"`` → ``(617, "khubnd")``."""
    code = token.lstrip("#0123456789")
    return int(token[1 : len(token) - len(code)] or 0), code


def _own_date(text: str, info: DocumentInfo) -> str | None:
    """The document's own date as a text writes it; as it is known where it writes none.

    None where what is written is another's.
    """
    own, written = info.date or "", list(DAY.finditer(text))
    for found in written:
        day, month, year = found.groups()
        if own and f"{year}-{month:0>2}-{day:0>2}".startswith(own):
            return found.group()
    return None if written or not own else "/".join(reversed(own.split("-")))
