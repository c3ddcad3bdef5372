"""Tables of Word and HTML alike: cells in columns, merged ones filled in, layout told from data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.readers.lines import Line, row
from indexer.text import collapse

#: No plan's table has more columns; a file may claim any.
MAX_COLUMNS = 63
#: Headers and signatures are small; a table of duties may name "Nơi nhận" in a cell too.
_LAYOUT_ROWS, _LAYOUT_COLUMNS = 8, 4
_HEADER = re.compile(r"CỘNG H[ÒO][AÀ] XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do", re.I)
_SIGNATURE = re.compile(r"^(?:Nơi nhận|(?:TM|KT|TL|TUQ|Q)\s?\.\s*[A-ZĐỦ])", re.I)
#: A merged cell is repeated in every row it spans, so that each row says its agency and deadline;
#: longer ones are explanations, given once.
_LONGEST_REPEATED = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: where it begins, how many columns it spans, how it is merged downwards.

    ``merge``: "restart" where a merged cell begins, "continue" in the rows below, None elsewhere.
    """

    column: int
    span: int
    merge: str | None
    lines: tuple[Line, ...]


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of these texts only puts them side by side: a header, a signature, a frame.

    >>> is_layout([["UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]])
    True
    """
    if max((sum(map(bool, texts)) for texts in rows), default=0) <= 1:
        return True
    if len(rows) > _LAYOUT_ROWS or max(map(len, rows)) > _LAYOUT_COLUMNS:
        return False
    texts = [text for texts in rows for text in texts]
    return any(_HEADER.search(t) or _SIGNATURE.match(t) for t in texts)


def by_column(grid: Sequence[Sequence[Cell]]) -> list[Line]:
    """Lines of a layout table: the left block from top to bottom, then the one right of it."""
    cells = sorted((cell for cells in grid for cell in cells), key=lambda cell: cell.column)
    return [line for cell in cells for line in cell.lines]


def by_row(grid: Sequence[Sequence[Cell]]) -> list[Line]:
    """Each row that says anything as one line; cells stand in their columns, spans padded."""
    width = max((cell.column + cell.span for cells in grid for cell in cells), default=0)
    above: dict[int, str] = {}
    out = []
    for cells in grid:
        texts = [""] * width
        for cell in cells:
            # Cells beyond the last column allowed share it.
            texts[cell.column] = collapse(f"{texts[cell.column]} {_text(cell, above)}")
        lines = [line for cell in cells for line in cell.lines]
        if lines:
            page = min(line.page for line in lines)
            out.append(replace(row(texts, page), bold=all(line.bold for line in lines)))
    return out


def _text(cell: Cell, above: dict[int, str]) -> str:
    """The text of a cell; below the first row of a merged one, that one's (kept in ``above``)."""
    text = collapse(" ".join(line.text for line in cell.lines))
    if cell.merge == "continue" and not text:
        return above.get(cell.column, "")
    above[cell.column] = text if cell.merge and len(text) <= _LONGEST_REPEATED else ""
    return text
