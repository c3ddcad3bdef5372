"""Whether a passage states a fact of the kind a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.documents import DocumentInfo, Part
from indexer.facts.laws import DAY
from indexer.facts.targets import tells_state
from indexer.index import Passage
from indexer.text import fold_chars, words
from service.query import offices, recipients
from service.query.asked import Asked, asked
from service.query.measures import is_year, tells_when
from service.query.question import Question
from service.retrieve import times
from service.retrieve.cited import bases, of_another

_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_PRICE = re.compile(r"\d{1,3}(?:\.\d{3})+")
_CELL_FIGURE = re.compile(r"\d[\d.,]*\s*%?(?=\s|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A column that says where something lies: no quantity.
_WHERE = re.compile(r"\btoa do\b|\bkinh do\b|\bvi do\b|\bvn.?2000\b")
#: A clause on money, by its first words; any other may only mention a source.
_OF_FUNDS = re.compile(r"\W*(?:\w{1,3}[.)] )?(?:nguon )?(?:kinh phi|ngan sach)\b")
#: Under a heading on money, what speaks of it; a closing paragraph there does not.
_SOURCE = re.compile(
    r"kinh phi|ngan sach|\bnguon\b|\bvon\b|du toan|xa hoi hoa|tai tro|bo tri"
    r"|(?:\d|ty|trieu|nghin) ?dong\b"
)
#: "05", "2/3", "03 (ba)"; in letters where it is said how many at least or at most, since "một" may
#: be any. "2.2. Đợt" is a heading's number.
_NUMBER = (
    r"(?<![\w/.,-])(?:(?<!ngày )(?<!trước )(?<!từ )(?<!đến )(?<!tới )\d{1,2}/\d{1,2}(?![\d/])"
    r"|\d(?:[\d.,]*\d)?)(?:\s*\([^()\d]{2,24}\))?"
    r"|(?:(?<=ít nhất )|(?<=tối thiểu )|(?<=tối đa )|(?<=không quá )|(?<=không dưới ))"
    r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
)
_PHONE = re.compile(
    r"(?<!\d)(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)|(?<!\d)1[89]00(?:[ .-]?\d){2,6}(?!\d)"
    r"|\b(?:tổng đài|đường dây nóng|hotline)\W+(?:quốc gia\W+|số\W+){0,2}\d{3,8}(?!\d)"
)


def states(question: Question, passage: Passage, info: DocumentInfo, on_funds: bool) -> float:
    """How far the passage states what is asked, 0 to 1; ``on_funds``: under such a heading.

    A half: a fact of the kind asked for, but not the one that the question describes.
    """
    clause = passage.clause
    match question.intent:
        case "agency":
            return _acted(question, passage)
        case "deadline":
            return times.told(question, passage)[0]
        case "target":
            wanted = asked(question.reading)
            exact = wanted.counted is None or counts(passage, wanted)
            return (1.0 if exact else 0.5) * _figure_asked(question, passage)
        case "legal":
            exact = bool(bases(question, passage))
            return 1.0 if exact else 0.5 * bool(clause.facts.laws)
        case "funding" if asked(question.reading).how_much:
            return float(_figure_asked(question, passage))
        case "funding":
            meant = on_money(passage.text, on_funds)
            return 1.0 if meant else 0.5 * bool(clause.facts.funding)
        case "metadata":
            cites = bool(question.numbers and of_another(question, passage, info))
            return float(cites or metadata_states(question, passage.text, info, clause.part))
        case _ if asked(question.reading).phone:
            return float(has_phone(passage.text))
        case _:
            return float(clause.part in ("plan", "appendix", "decision"))


def has_phone(text: str) -> bool:
    """Whether a text states a number to call."""
    return bool(_PHONE.search(text))


def is_aim(passage: Passage) -> bool:
    """Whether the figures of a passage are to be reached, not what is there today."""
    return bool(passage.clause.facts.targets) and not tells_state(passage.text)


def on_money(text: str, on_funds: bool) -> bool:
    """Whether a text tells where money comes from; ``on_funds``: under a heading on money."""
    folded = fold_chars(text)
    return bool(_OF_FUNDS.match(folded) or (on_funds and _SOURCE.search(folded)))


def is_share(text: str) -> bool:
    """Whether a text states a share."""
    return "%" in text or "phần trăm" in text


def _acted(question: Question, passage: Passage) -> float:
    """Who acts, holds the office or is the recipient asked for; less whose task is elsewhere."""
    if office := offices.office_of(question):
        if offices.holder(office, passage.text):
            return 1.0
        if offices.of_deputy(office, passage.text):
            return 0.0
    acting = [a for a in passage.clause.facts.agencies if a.role]
    if recipients.asks(question):
        return 1.0 if recipients.named_in(passage) else 0.5 * bool(acting)
    return 1.0 if any(not a.assigned_in for a in acting) else 0.5 * bool(acting)


def beside(text: str, wanted: Asked) -> Sequence[tuple[int, int]]:
    """Where figures of what is counted stand in a text: "05 mỏ" for "mỏ", not in "năm 2025 mỏ".

    Where none does, those of what goes by another of its names: "220 điểm" for "chỗ".
    """
    return next(filter(None, (_figures_of(text, name) for name in wanted.names)), ())


@lru_cache(maxsize=4096)  # asked of each clause found, and again of those that may answer
def _figures_of(text: str, noun: str) -> tuple[tuple[int, int], ...]:
    lowered = text.lower()
    if noun not in lowered:
        return ()
    pattern = rf"(?:{_NUMBER})\s+(?:(?:tổng )?số )?{re.escape(noun)}(?!\w)"
    return tuple(m.span() for m in re.finditer(pattern, lowered) if not is_year(lowered, m))


def columns_of(passage: Passage, wanted: Asked) -> list[tuple[int, int]]:
    """Where figures stand in the columns of a row that name what is counted."""
    found, at = [], 0
    for column, cell in cells(passage):
        counted = _CELL_FIGURE.fullmatch(cell.strip()) and not _YEAR.fullmatch(cell.strip())
        if wanted.counted and wanted.counted in words(column.lower()) and counted:
            found.append((at, at + len(cell)))
        at += len(cell) + 3
    return found


def counts(passage: Passage, wanted: Asked) -> bool:
    """Whether the passage has a figure of what is counted."""
    return bool(beside(passage.text, wanted) or columns_of(passage, wanted))


def counts_asked(question: Question, passage: Passage) -> bool:
    """Whether the passage has a figure of what a number is asked of, where one is."""
    wanted = asked(question.reading)
    return bool(wanted.names) and counts(passage, wanted)


def measured(passage: Passage, unit: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where figures in one of the units stand; in a row also under a column that names one."""
    found, at = [m.span() for m in unit.finditer(passage.text)], 0
    for column, cell in cells(passage):
        if _CELL_FIGURE.fullmatch(cell.strip()) and unit.search(
            f"1 {column[column.find('(') + 1 :]}"
        ):
            found.append((at, at + len(cell)))
        at += len(cell) + 3
    return found


def cells(passage: Passage) -> list[tuple[str, str]]:
    """``(column, cell)`` of a table row, [] when the columns do not fit it."""
    header = passage.clause.header
    found = passage.text.split(" | ")
    return list(zip(header, found, strict=True)) if len(header) == len(found) else []


def _figure_asked(question: Question, passage: Passage) -> bool:
    """A figure in the unit asked for: a share, money, or any figure."""
    wanted = asked(question.reading)
    if wanted.share:
        return is_share(passage.text)
    if wanted.measure and question.intent == "target":
        return bool(measured(passage, wanted.measure))
    facts = passage.clause.facts
    if wanted.money or question.intent == "funding":
        known = any(f.amount is not None for f in facts.funding)
        amount = _PRICE if passage.clause.kind == "row" else _AMOUNT
        return known or bool(amount.search(passage.text))
    return counts_asked(question, passage) or bool(facts.targets) or figure(passage) is not None


def figure(passage: Passage) -> str | None:
    """The first figure in the cells of a table row, its ordinal, years and numbers left out.

    Elsewhere a bare number is a clause's or a document's, not a quantity: only targets count.
    """
    if passage.clause.kind != "row":
        return None
    columns = dict(enumerate(column for column, _ in cells(passage)))
    for place, cell in enumerate(passage.text.split(" | ")[1:], 1):
        found = _CELL_FIGURE.match(cell.strip())
        where = _WHERE.search(fold_chars(columns.get(place, "")))
        if found and not where and not tells_when(cell.strip()):
            return found.group().strip()
    return None


def metadata_states(question: Question, text: str, info: DocumentInfo, part: Part) -> bool:
    """Whether a header or signature holds what is asked: the signer, else number, date, issuer.

    To whom a document went is listed beside the signature, below "Nơi nhận" (Decree 30/2020/NĐ-CP,
    annex I).
    """
    if part not in ("front", "back", "decision"):
        return False
    wanted = asked(question.reading)
    if wanted.recipients:
        return fold_chars(text).lstrip().startswith("noi nhan")
    if wanted.signer:
        return bool(info.signer and info.signer in text)
    if wanted.number and info.number:
        return info.number in text
    if wanted.issuer and info.issuer:
        return part == "front" and _names(info.issuer, text)
    return part == "front" and has_date(text, info)


def _names(issuer: str, text: str) -> bool:
    """Whether a line names the body that issued, in full or with its committee abbreviated."""
    whole = re.sub(r"\bubnd\b", "uy ban nhan dan", fold_chars(text))
    return re.sub(r"\bubnd\b", "uy ban nhan dan", fold_chars(issuer)) in whole


def has_date(text: str, info: DocumentInfo) -> bool:
    """Whether a header's lines hold the document's own date, where that is known whole."""
    if not info.date or info.date.count("-") != 2:
        return False
    own = [int(part) for part in reversed(info.date.split("-"))]
    return any(own == [*map(int, said)] for said in DAY.findall(text))
