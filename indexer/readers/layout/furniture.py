"""What belongs to the paper, not to the plan: page numbers, running heads, repeated table heads.

Footnotes are moved behind the text: left in place they would cut a sentence that crosses pages.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer import markers
from indexer.readers.layout.compose import Placed
from indexer.readers.lines import Line, is_furniture
from indexer.text import fold_chars

#: The shares of a page's height above and below which a lone number is a page number.
MARGIN = 0.09
_NUMBER = re.compile(
    r"(?:[-–—~.\s]*\d{1,4}[-–—~.\s]*|(?:trang|page)\s*\d{1,4}(?:\s*[/|]\s*\d{1,4})?"
    r"|\d{1,4}\s*/\s*\d{1,4})",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"[\[(]?(\d{1,2}|\*)[\])]?[\s.]*(?=[^\W\d])")
#: A running head stands on at least this share of the pages, and on three.
_MOST = 0.4


def remove(
    pages: Sequence[list[Placed]],
) -> tuple[list[list[Placed]], list[Line], list[str]]:
    """Pages without furniture, the footnotes, and the furniture as it stood."""
    heads = _running(pages)
    whole = _usual_size([placed for page in pages for placed in page])
    kept: list[list[Placed]] = []
    notes: list[Line] = []
    furniture: list[str] = []
    header: tuple[str, ...] | None = None
    for page in pages:
        body: list[Placed] = []
        usual = _usual_size(page) or whole
        for i, placed in enumerate(page):
            edge = i < 2 or i >= len(page) - 2
            running = edge and placed.kind == "body" and _key(placed) in heads
            number = _is_number(placed) or _is_reference(placed, usual)
            if running or number or is_furniture(placed.line.text):
                furniture.append(placed.line.text)
            else:
                body.append(placed)
        if body and body[0].table and body[0].line.cells == header:
            furniture.append(body.pop(0).line.text)
        header = _table_head(body, header)
        start = _notes_start(body, usual)
        notes.extend(_note(placed.line) for placed in body[start:])
        kept.append(body[:start])
    return kept, notes, furniture


def _is_number(placed: Placed) -> bool:
    edge = placed.bottom < MARGIN or placed.top > 1 - MARGIN
    return placed.kind == "body" and edge and bool(_NUMBER.fullmatch(placed.line.text))


def _is_reference(placed: Placed, usual: float) -> bool:
    """The raised number of a footnote that found no room on the line before."""
    small = placed.kind == "body" and placed.size < 0.8 * usual
    return small and placed.line.text.isdigit()


def _key(placed: Placed) -> str:
    return re.sub(r"\d+", "#", fold_chars(placed.line.text))


def _running(pages: Sequence[list[Placed]]) -> set[str]:
    """Lines that open or close many pages, their numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        edges = [*page[:2], *page[-2:]]
        seen.update(
            {
                _key(p)
                for p in edges
                if p.kind == "body" and _at_edge(p) and markers.parse(p.line.text) is None
            }
        )
    least = max(3, _MOST * len(pages))
    return {key for key, count in seen.items() if count >= least and len(key) > 2}


def _at_edge(placed: Placed) -> bool:
    return placed.bottom < 1.3 * MARGIN or placed.top > 1 - 1.3 * MARGIN


def _table_head(body: Sequence[Placed], previous: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The first row of the table that runs over the end of this page."""
    if not body or not body[-1].table:
        return None
    last = body[-1].table
    first = next(p for p in body if p.table == last)
    return previous if first is body[0] and previous is not None else first.line.cells


def _usual_size(page: Sequence[Placed]) -> float:
    """The usual size of text; 0 when there are too few lines to say."""
    sizes = [p.size for p in page if p.kind == "body"]
    return statistics.median(sizes) if len(sizes) >= 4 else 0.0


def _notes_start(body: Sequence[Placed], usual: float) -> int:
    """Where the footnotes at the foot of a page begin: small letters, the first with a number."""
    start = len(body)
    for i in range(len(body) - 1, 0, -1):
        placed = body[i]
        if placed.kind != "body" or placed.top < 0.5 or placed.size > 0.87 * usual:
            break
        if _FOOTNOTE.match(placed.line.text):
            start = i
    return start


def _note(line: Line) -> Line:
    """A line of a footnote; the first one begins "[1] ", as footnotes of other formats do."""
    opened = _FOOTNOTE.match(line.text)
    if opened is None:
        return replace(line, continues=True)
    return replace(line, text=f"[{opened[1]}] {line.text[opened.end() :]}", gap=True)
