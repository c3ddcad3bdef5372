"""One file to one document: read, join paragraphs, segment, find facts, describe."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from indexer import metadata, paragraphs, readers, segment
from indexer.documents import Clause, Document, DocumentInfo, Facts, Page
from indexer.errors import UnreadableDocument
from indexer.facts import agencies, columns, funding, laws, targets
from indexer.readers.lines import Reading
from indexer.text import DOCUMENT_NUMBER, fold_chars

#: Columns of a table of duties.
_DUTY = re.compile(r"\b(?:nhiem vu|noi dung|cong viec|hoat dong|giai phap)\b")
_WHO = re.compile(r"\b(?:chu tri|phu trach|phan cong|(?:co quan|don vi|to chuc).*thuc hien)\b")


def analyse(path: Path, document_id: str, source: str) -> Document:
    """Read ``path`` whole. ``source`` is the name to show. Raises ``UnreadableDocument``."""
    return document_of(readers.read(path), path, document_id, source)


def document_of(reading: Reading, path: Path, document_id: str, source: str) -> Document:
    """The document of what was read from ``path``. Raises ``UnreadableDocument``."""
    blocks = paragraphs.blocks(reading.lines)
    text, _ = segment.canonical(blocks)
    clauses = segment.segment(blocks)
    if not _is_official(text) and not any(map(_assigns, clauses)):
        raise UnreadableDocument(
            "Không phải kế hoạch: không nhắc đến “kế hoạch”, không có số ký hiệu văn bản, không có "
            "bảng phân công. Nếu đúng là kế hoạch, hãy ghi tên “Kế hoạch …” ở đầu tệp rồi lập lại "
            "chỉ mục. / Not a plan: it never says “kế hoạch” and has neither a document number nor "
            "a table of duties. If it is one, put its title at the top and index again."
        )
    base = DocumentInfo(
        id=document_id,
        title=document_id,
        source=source,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        format=reading.format,
        chars=len(text),
    )
    scanned = {p.number for p in reading.pages if p.obtained.startswith("ocr")}
    info = metadata.describe(base, text, clauses, reading.meta, scanned)
    return Document(
        info,
        text,
        pages(text, clauses, reading),
        with_facts(text, clauses, _until(info)),
        problems(info, reading, metadata.is_penned(text, clauses, scanned)),
    )


def _is_official(text: str) -> bool:
    """A plan, or another official paper (indexed, and said not to be a plan)."""
    return "ke hoach" in fold_chars(text) or bool(DOCUMENT_NUMBER.search(text))


def _assigns(clause: Clause) -> bool:
    """Whether it is a row of a table that says who is to do what."""
    columns = [fold_chars(name) for name in clause.header]
    return any(map(_DUTY.search, columns)) and any(map(_WHO.search, columns))


def problems(info: DocumentInfo, reading: Reading, penned: bool = False) -> tuple[str, ...]:
    """What whoever runs the index should know of a document, page by page."""
    found = [f"tr. {p.number}: {p.problem}" for p in reading.pages if p.problem]
    if penned:
        found.append(
            "Số ký hiệu viết tay trên bản quét, không đọc chắc được nên để trống. / "
            "The number is handwritten on a scan, could not be read for sure and is left empty."
        )
    if not info.is_plan:
        found.append("Có thể không phải kế hoạch. / Perhaps not a plan.")
    return tuple(found)


def pages(text: str, clauses: list[Clause], reading: Reading) -> tuple[Page, ...]:
    """Page ranges, from where each page's first clause starts, and how each was obtained."""
    how = {p.number: p.obtained for p in reading.pages}
    starts: dict[int, int] = {}
    for clause in clauses:
        starts.setdefault(clause.page, clause.start)
    numbers = sorted(starts)
    ends = [starts[n] for n in numbers[1:]] + [len(text)]
    return tuple(
        Page(n, starts[n], e, how.get(n, reading.obtained))
        for n, e in zip(numbers, ends, strict=True)
    )


def _until(info: DocumentInfo) -> int | None:
    """The last year of a plan whose title says which; the year of issue sets none of its aims."""
    return info.year_to if str(info.year_to) in info.title else None


def with_facts(
    text: str, clauses: Sequence[Clause], until: int | None = None
) -> tuple[Clause, ...]:
    """Every clause with the facts of its own text; ``until``: the plan's last year, if set."""
    named = agencies.of_clauses(text, clauses)
    by_path = {c.path: c for c in clauses}
    money, on_money = funding.units(text, clauses), funding.under_headings(clauses)
    out = []
    for clause in clauses:
        body = text[clause.start : clause.own_end]
        facts = Facts(
            agencies=named[clause.path],
            targets=tuple(
                t if t.by else replace(t, by=_year_above(clause, by_path, until))
                for t in targets.find(body, clause.start)
            ),
            deadlines=columns.find_deadlines(body, clause),
            laws=laws.find(body, clause.start),
            funding=funding.find(
                body, clause.start, clause.header, money.get(clause.path), clause.path in on_money
            ),
        )
        out.append(replace(clause, facts=facts))
    return tuple(out)


def _year_above(clause: Clause, by_path: Mapping[str, Clause], until: int | None) -> str | None:
    """The year the nearest heading sets, else the plan's last."""
    above: Clause | None = clause
    while above is not None:
        year = targets.year_in(above.title or "")
        if year:
            return year
        above = by_path.get(above.parent) if above.parent else None
    return str(until) if until else None
