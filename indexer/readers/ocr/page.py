"""One image of a page to a sheet: cleaned, read, read again where the first reading is doubtful."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from indexer.readers.layout.grid import Grid, grids
from indexer.readers.layout.model import Sheet, Word
from indexer.readers.layout.rows import Row
from indexer.readers.ocr import again, ink, skew, tesseract
from indexer.syllables import is_possible

#: A line read with less confidence than this (of 100) is read a second time.
DOUBTFUL_LINE = 84.0
#: More ink than this outside all words, and the page is read a second time as a whole.
UNREAD = 0.05
#: The same when the words' mean confidence is below this.
POOR_READING = 90.0
#: A page read with less mean confidence than this is flagged.
POOR_PAGE = 70.0
#: A word below this is kept only when it can be a word.
DIRT = 45.0
#: The same inside a table, where a lone figure is a cell.
CELL_DIRT = 25.0
#: What stands in these shares of the page at its top and foot is often written by hand.
EDGE = 0.07
_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])[.)/]|S[ốo]")


def read_page(file: Path, number: int, dpi: int) -> Sheet:
    """The sheet of one image. Raises ``TesseractFailed``."""
    with Image.open(file) as image:
        grey = np.asarray(image.convert("L"))
    askew = skew.angle(ink.halved(grey < ink.INK))
    if abs(askew) >= skew.LEAST:
        grey = skew.straight(grey, askew)
    else:
        askew = 0.0
    page = ink.clean(grey, dpi)
    clean = Image.fromarray(page.grey)
    clean.save(file)
    found = again.pieces(tesseract.words(file, dpi))
    found = _reread(found, page, clean, file, dpi)
    height, width = grey.shape
    words, dirt = _sorted_out(found, height, grids(page.rules, max(2.0, dpi / 30)))
    mean = _mean(words)
    sheet = Sheet(
        number,
        float(width),
        float(height),
        words,
        page.rules,
        obtained="ocr",
        confidence=None if mean is None else round(mean / 100, 3),
        aside=dirt,
        skew=askew,
    )
    if mean is None:
        sheet.problem = "Trang ảnh không thấy chữ. / No text found in the image."
    elif mean < POOR_PAGE:
        sheet.problem = (
            f"Chữ nhận dạng kém (độ tin cậy {mean:.0f}/100): hãy xem ảnh trang. / "
            f"Poor recognition (confidence {mean:.0f}/100): see the page's image."
        )
    return sheet


def _reread(
    found: list[Row], page: ink.Page, clean: Image.Image, file: Path, dpi: int
) -> list[Row]:
    """A poor page a second time as a whole; on a good one doubtful lines and unread cells only."""
    sure = _mean([word for row in found for word in row.words])
    if (sure is not None and sure < POOR_READING) or _unread(page.grey, found) > UNREAD:
        found = better(found, again.whole(clean, file, dpi))
        boxes = []
    else:
        doubtful = [r for r in found if confidence(r) < DOUBTFUL_LINE and _letters(r) >= 8]
        boxes = again.lines(doubtful, clean.size)
    cells = again.empty_cells(page.grey, page.rules, found, dpi)
    if not boxes and not cells:
        return found
    second = again.strips(clean, [*boxes, *cells], file, dpi)
    inside = [row for row in second if row.words[0].line >= again.STRIPS + 100 * len(boxes)]
    return better(found, [row for row in second if row not in inside]) + inside


def confidence(row: Row) -> float:
    """Mean confidence by letters."""
    letters = sum(len(word.text) for word in row.words)
    return sum((word.confidence or 0.0) * len(word.text) for word in row.words) / max(1, letters)


def _mean(words: Sequence[Word]) -> float | None:
    known = [word.confidence for word in words if word.confidence is not None]
    return statistics.fmean(known) if len(known) >= 3 else None


def _letters(row: Row) -> int:
    return sum(c.isalpha() for word in row.words for c in word.text)


def _unread(grey: NDArray[np.uint8], found: Sequence[Row]) -> float:
    """The share of ink that no word covers: a line was lost when there is much of it."""
    dark = grey < ink.INK
    whole = int(dark.sum())
    for row in found:
        for word in row.words:
            reach = 0.3 * word.height
            y0, y1 = int(max(0, word.top - reach)), int(word.bottom + reach) + 1
            dark[y0:y1, int(max(0, word.x0 - reach)) : int(word.x1 + reach) + 1] = False
    return float(dark.sum()) / whole if whole else 0.0


def better(first: Sequence[Row], second: Sequence[Row]) -> list[Row]:
    """Of each line the reading with more confidence; lines that only one reading has."""
    out = []
    taken: set[int] = set()
    for row in first:
        match = next(
            (i for i, other in enumerate(second) if i not in taken and _same(row, other)), None
        )
        if match is None:
            out.append(row)
            continue
        taken.add(match)
        other = second[match]
        whole = _letters(other) > 0.85 * _letters(row)
        out.append(other if whole and confidence(other) > confidence(row) else row)
    for i, row in enumerate(second):
        new = _letters(row) >= 4 and not any(
            _touches(row, other) for other in first if _letters(other) and confidence(other) > DIRT
        )
        if i not in taken and new:
            out.append(row)
    return out


def _overlap(a: Row, b: Row) -> tuple[float, float]:
    """Shares of the shorter one, across and down."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    shorter = max(1.0, min(a.x1 - a.x0, b.x1 - b.x0))
    return across / shorter, down / max(1.0, min(a.bottom - a.top, b.bottom - b.top))


def _same(a: Row, b: Row) -> bool:
    across, down = _overlap(a, b)
    alike = min(a.x1 - a.x0, b.x1 - b.x0) > 0.7 * max(a.x1 - a.x0, b.x1 - b.x0)
    return across > 0.7 and down > 0.5 and alike


def _touches(a: Row, b: Row) -> bool:
    across, down = _overlap(a, b)
    return across > 0.1 and down > 0.3


def _sorted_out(
    found: Sequence[Row], height: float, tables: Sequence[Grid]
) -> tuple[list[Word], tuple[str, ...]]:
    """Words to keep, with the size of their line; and what is dirt, pen strokes, seal letters."""
    kept: list[Word] = []
    dirt: list[str] = []
    for number, row in enumerate(found, 1):
        good: list[Word] = []
        for piece in row.pieces():
            edge = piece.bottom < EDGE * height or piece.top > (1 - EDGE) * height
            held = any(grid.holds(piece.words[0]) for grid in tables)
            if confidence(piece) < CELL_DIRT if held else _is_scrap(piece, edge):
                dirt.append(piece.text)
                continue
            words = [_dashed(piece), *piece.words[1:]]
            good.extend(word for word in words if not _is_dirt(word))
            dirt.extend(word.text for word in words if _is_dirt(word))
        if good:
            size = statistics.median(word.height for word in good)
            kept.extend(replace(word, size=size, line=number) for word in good)
    return kept, tuple(text for text in dirt if text)


def _dashed(piece: Row) -> Word:
    """The first word; a flat stroke before the text is the dash of a bullet, whatever was read."""
    first = piece.words[0]
    if len(piece.words) < 2 or any(c.isalnum() for c in first.text):
        return first
    flat = first.x1 - first.x0 > 1.3 * first.height and first.height < 0.4 * piece.size
    near = piece.words[1].x0 - first.x1 < 1.2 * piece.size
    return replace(first, text="-") if flat and near else first


def _is_scrap(piece: Row, edge: bool) -> bool:
    """A piece of a line that is no writing: few letters, no words, read without confidence."""
    letters = "".join(c for word in piece.words for c in word.text if c.isalnum())
    sure = confidence(piece)
    if not letters:
        return not all(word.text in ("-", "–", "+") for word in piece.words) or sure < DIRT
    if letters.isdigit():
        return sure < DIRT and not edge
    if edge and len(letters) < 9 and sure < 85:
        return True
    if _is_sentence(piece.words):
        return False
    return (sure < DIRT or (len(letters) < 6 and sure < 75)) and not _NUMBERED.match(piece.text)


def _is_sentence(words: Sequence[Word]) -> bool:
    """Enough of it can be Vietnamese to be worth keeping, however doubtful."""
    possible = sum(len(w.text) > 1 and is_possible(w.text.strip(".,;:()")) for w in words)
    return possible >= 3 and possible >= 0.6 * len(words)


def _is_dirt(word: Word) -> bool:
    """No letter and no figure, or no word at all, read without confidence."""
    text, sure = word.text, word.confidence or 0.0
    if any(c.isalnum() for c in text):
        if "/" in text or any(c.isdigit() for c in text):
            return False
        return sure < 0.5 * DIRT and not is_possible(text.strip(".,;:()[]'\"“”-–"))
    return (sure < 60 and text not in ("-", "–", "+")) or text in ("`", "'", "|", "¬", "_", "~|")
