"""A stand-in for analysis: one clause a line, so that tests of the index need no reader.

A file saying "HỎNG" cannot be read; one saying "LỖI" meets an error nobody foresaw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer import accents, understand, workers
from indexer.documents import (
    Agency,
    Clause,
    Deadline,
    Document,
    DocumentInfo,
    Facts,
    Funding,
    Law,
    Page,
    Span,
    Target,
)
from indexer.errors import UnreadableDocument
from indexer.passages import PassageText
from indexer.text import nfc, terms

HEALTH = "Sở Y tế chủ trì khám sức khỏe định kỳ cho người lao động."
MONEY = "Sở Tài chính bố trí kinh phí thực hiện kế hoạch."
POLICE = "Công an tỉnh đấu tranh với tội phạm trước ngày 15/6."


def analyse(path: Path, document_id: str, source: str) -> Document:
    """Every line a clause; the first ends a heading whose children the others are."""
    raw = path.read_bytes()
    text = nfc(raw.decode())
    if "HỎNG" in text:
        raise UnreadableDocument("tệp hỏng · damaged file")
    if "LỖI" in text:
        raise RuntimeError("bug")
    info = DocumentInfo(
        document_id,
        f"Kế hoạch {document_id}",
        source,
        hashlib.sha256(raw).hexdigest(),
        "text",
        len(text),
        year=2023,
        locality="tỉnh Thử",
    )
    clauses, start = [], 0
    for order, line in enumerate(text.split("\n")):
        end = start + len(line)
        path_ = "I" if order == 0 else f"I.{order}"
        facts = _facts(Span(start, end), line != POLICE) if order else Facts()
        clauses.append(_clause(path_, order, start, end, len(text) if order == 0 else end, facts))
        start = end + 1
    pages = (Page(1, 0, len(text), "text"),)
    return Document(info, text, pages, tuple(clauses), ("thử",))


def _facts(span: Span, figures: bool) -> Facts:
    """Some of every kind; without ``figures`` none to reach, and no sum of money."""
    return Facts(
        (Agency("Sở Y tế", "Sở Y Tế", "lead", True, None), Agency("X", "x", None, False, span)),
        (Target(70.0, None, ">=", "%", "Ít nhất 70%", span),) if figures else (),
        (Deadline("15/6", "date", span),),
        (Law("1629/QĐ-TTg", "Quyết định", None, None, span),),
        (Funding("1 tỷ đồng", 1e9 if figures else None, span),),
    )


def _clause(path: str, order: int, start: int, own_end: int, end: int, facts: Facts) -> Clause:
    return Clause(
        path,
        None if path == "I" else "I",
        "section" if path == "I" else "clause",
        "plan",
        f"{order}.",
        "Tiêu đề" if path == "I" else None,
        start,
        end,
        own_end,
        1,
        order,
        ("Việc", "Cơ quan") if order == 2 else (),
        facts,
    )


def passages_of(document: Document) -> list[PassageText]:
    """Every clause but the heading."""
    heading = document.clauses[0]
    context = (document.text[heading.start : heading.own_end],)
    out = []
    for clause in document.clauses[1:]:
        text = document.text[clause.start : clause.own_end]
        out.append(PassageText(clause, context, text, f"{text}\n{context[0]}", text))
    return out


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds read files with this module, and learn accents from them alone (quicker)."""
    monkeypatch.setattr(accents, "GENERAL", "nowhere.npz")
    monkeypatch.setattr(understand, "analyse", analyse)
    monkeypatch.setattr(understand, "passages_of", passages_of)
    monkeypatch.setattr(workers, "JOBS", 0)  # a patch does not reach other processes


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """``{name: lines}`` as files of ``folder``."""
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, "utf-8")
    return folder


PLANS = {
    "an-giang-2023.txt": f"I. TỔ CHỨC\n{HEALTH}\n{MONEY}",
    "ben-tre-2024.txt": f"I. THỰC HIỆN\n{POLICE}",
    "ca-mau-2025.md": f"I. NHIỆM VỤ\n{MONEY}\n{HEALTH}\n{POLICE}",
}


def weighted(text: str, weight: float = 1.0) -> list[tuple[str, float]]:
    return [(term, weight) for term in terms(text)]
