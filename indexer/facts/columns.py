"""Facts that a column of a table gives: what stands under "Thời gian" is a deadline.

Plans write "2026", "Quý III Năm 2026" or "Sau khi có Quy chế của TW" there (domain §8).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from indexer.documents import Clause, Deadline, Span
from indexer.facts import deadlines
from indexer.facts.names import Named, split, until_verb
from indexer.text import fold_chars

#: What stands between the cells of a row in the canonical text.
SEPARATOR = " | "
_TIME = re.compile(r"\b(?:thoi (?:gian|han|diem)|tien do|han hoan thanh)\b")
_CYCLE = re.compile(r"hang (?:nam|quy|thang|tuan|ngay)|dinh ky")
#: A longer cell under "Thời gian" explains; only the dates in it are deadlines.
_LONGEST = 80
LONGEST_NAME = 120
_PART = re.compile(r"[^;]+")


def cells(body: str, header: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """``(column, cell, offset of the cell)`` of a row, nothing where its columns are not known."""
    texts = body.split(SEPARATOR)
    if len(texts) != len(header):
        return
    at = 0
    for column, text in zip(header, texts, strict=True):
        yield column, text, at
        at += len(text) + len(SEPARATOR)


def bodies(cell: str) -> list[Named]:
    """The bodies a cell of an agency column names; what each is to do is left out.

    >>> [body.text for body in bodies("Sở Y tế chủ trì, theo dõi; Liên hiệp các Hội văn nghệ")]
    ['Sở Y tế', 'Liên hiệp các Hội văn nghệ']
    """
    out: list[Named] = []
    for part in _PART.finditer(cell):
        named = split(part.group()[: end_of_names(part.group())])
        out += [Named(n.text, part.start() + n.start, part.start() + n.end) for n in named]
    return [n for n in out if n.text[0].isupper() and len(n.text) <= LONGEST_NAME]


def end_of_names(part: str) -> int:
    """Where the names end and a duty begins; "Các tổ chức" begins none."""
    end = until_verb(part)
    while end < len(part) and part[:end].rstrip().endswith(("Các", "các")):
        end = until_verb(part, end + 1)
    return end


def find_deadlines(body: str, clause: Clause) -> tuple[Deadline, ...]:
    """The deadlines of a clause whose own text is ``body``: a row's time column, and its words."""
    said = deque(deadlines.find(body, clause.start))
    out: list[Deadline] = []
    for column, text, at in cells(body, clause.header):
        if not _TIME.search(fold_chars(column)) or len(text) > _LONGEST:
            continue
        span = Span(clause.start + at, clause.start + at + len(text))
        while said and said[0].span.start < span.start:
            out.append(said.popleft())
        kinds: list[str] = []
        while said and said[0].span.start < span.end:
            kinds.append(said.popleft().kind)
        out.append(Deadline(text, kinds[0] if kinds else _kind(text), span))
    return (*out, *said)


def _kind(text: str) -> str:
    if _CYCLE.search(fold_chars(text)):
        return "cycle"
    return "date" if any(c.isdigit() for c in text) else "period"
