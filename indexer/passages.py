"""Which stretches of a document can be quoted as an answer, and what is indexed for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.documents import Clause, Document
from indexer.facts.labels import label_of
from indexer.tables import above_rows

#: A heading shorter than this (characters) says nothing by itself: it is its children's context.
_HEADING = 60
#: Money that a heading states: "Dự toán …: 1.500.000.000 đồng. Trong đó:" is quoted itself.
_MONEY = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,9})?\s*(?:đồng|triệu|tỷ|tỉ)(?!\w)")
#: A date nearer than a year: "đến năm 2030" in a heading says how far its children reach.
_DAY = re.compile(r"[Nn]gày \d|[Tt]háng \d|[Qq]u[ýíy] [IV\d]|\d/\d")
#: From this length (characters) on, a lead sentence over bullets is a duty itself.
_SENTENCE = 120
#: A line of a header or signature is no longer than this, in characters.
_LINE = 160
_OPENS = re.compile(r"^(?:Nơi nhận|NƠI NHẬN|TM\.|KT\.|Q\. |KẾ HOẠCH$|QUYẾT ĐỊNH)")
_PREAMBLE = re.compile(r"^(?:Căn cứ|Thực hiện|Để |Triển khai)")
#: A quotation is never longer than this, in characters.
MAX_QUOTE = 1400


@dataclass(frozen=True, slots=True)
class PassageText:
    """A quotable stretch. ``clause`` opens it; ``text`` is the quotation, from ``clause.start``.

    ``lexical`` is what the term index sees, ``dense`` what the encoder sees.
    """

    clause: Clause
    context: tuple[str, ...]
    text: str
    lexical: str
    dense: str


def passages_of(document: Document) -> list[PassageText]:
    """Passages in reading order. A task is quoted with the label lines that assign it."""
    by_path = {c.path: c for c in document.clauses}
    parents = {c.parent for c in document.clauses}
    where = " ".join(
        filter(None, (document.info.locality, document.info.province, _years(document)))
    )
    rows = above_rows(document.clauses, document.text)
    out: list[PassageText] = []
    quoted = 0
    for i, clause in enumerate(document.clauses):
        if clause.own_end <= quoted:
            continue
        end = _end(document, i)
        if clause.path in parents and _is_heading(document, clause) and end == clause.own_end:
            continue
        quoted = end
        text = document.text[clause.start : end]
        context = (*headings(clause, by_path, document.text), *rows.get(clause.path, ()))
        lexical = "\n".join((text, *_columns(clause), *context, where))
        dense = ". ".join((*(strip_marker(h) for h in context[-2:]), text))
        out.append(PassageText(clause, context, text, lexical, dense))
    return out


def _is_heading(document: Document, clause: Clause) -> bool:
    """A heading over its children says nothing by itself, unless it states a fact.

    That is an amount of money, a day ("Đợt 1: Trong tháng 12/2025"), or in a long sentence the
    duty of a body named above. Else it lives in their context.
    """
    own = document.text[clause.start : clause.own_end]
    if _MONEY.search(own) or any(_DAY.search(d.text) for d in clause.facts.deadlines):
        return False
    if len(own) >= _SENTENCE and any(a.inherited and a.role for a in clause.facts.agencies):
        return False
    return len(own) < _HEADING or (clause.title is not None and len(clause.title) + 12 >= len(own))


def headings(clause: Clause, by_path: Mapping[str, Clause], text: str) -> tuple[str, ...]:
    """The headings above a clause, outermost first, markers included."""
    out: list[str] = []
    node = by_path.get(clause.parent) if clause.parent else None
    while node is not None:
        own = text[node.start : node.own_end]
        out.append(own if len(own) <= 300 else own[:297] + "…")
        node = by_path.get(node.parent) if node.parent else None
    return tuple(reversed(out))


def strip_marker(heading: str) -> str:
    """A heading without its number."""
    head, _, rest = heading.partition(" ")
    return rest if rest and len(head) <= 6 and not head.isalpha() else heading


def _columns(clause: Clause) -> tuple[str, ...]:
    return (" ".join(clause.header),) if clause.header else ()


def _years(document: Document) -> str:
    info = document.info
    return " ".join(str(y) for y in dict.fromkeys((info.year, info.year_to)) if y)


def _end(document: Document, i: int) -> int:
    """Where the quotation of clause ``i`` ends: after the label lines that follow it directly."""
    clauses: Sequence[Clause] = document.clauses
    clause = clauses[i]
    end = clause.own_end
    if clause.part in ("front", "back"):
        return _end_of_block(document, i)
    if clause.kind == "row" or label_of(document.text[clause.start : end]):
        return end
    for following in clauses[i + 1 : i + 7]:
        body = document.text[following.start : following.own_end]
        if following.parent not in (clause.path, clause.parent) or not _is_label(body):
            break
        if following.own_end - clause.start > MAX_QUOTE:
            break
        end = following.own_end
    return end


def _end_of_block(document: Document, i: int) -> int:
    """Header lines are quoted together (so are recipients, and the signature), a preamble alone."""
    clause = document.clauses[i]
    end = clause.own_end
    for following in document.clauses[i + 1 :]:
        body = document.text[following.start : following.own_end]
        long = len(body) > _LINE or len(document.text[clause.start : end]) > 4 * _LINE
        if following.part != clause.part or long or end - clause.start > _LINE * 4:
            break
        if _OPENS.match(body) or _PREAMBLE.match(body):
            break
        end = following.own_end
    return end


def _is_label(body: str) -> bool:
    lowered = body.lstrip("-–+• ").lower()
    return label_of(body) is not None or lowered.startswith(
        ("thời gian", "thời hạn", "tiến độ", "sản phẩm", "hoàn thành", "kết quả", "kinh phí:")
    )
