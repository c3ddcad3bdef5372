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
from indexer.readers.ocr import again, ink, skew, stamps, tesseract
from indexer.readers.ocr.compare import DIRT, better, confidence, letters
from indexer.syllables import is_possible

#: A line read with less confidence than this (of 100) is read a second time.
DOUBTFUL_LINE = 84.0
#: Such lines are looked at again where more ink than this share lies outside all words: the debris
#: of a seal, a stamp. Clean pages have 0.001 of it.
LEFT_OVER = 0.005
#: The same when the words' mean confidence is below this.
POOR_READING = 90.0
#: With more ink left over, or less confidence, lines are missing: all of it is read again.
LOST = 0.05
LOST_PAGE = 80.0
#: A page read with less mean confidence than this is flagged.
POOR_PAGE = 70.0
#: The same inside a table, where a lone figure is a cell.
CELL_DIRT = 25.0
#: What stands in these shares of the page at its top and foot is often written by hand.
EDGE = 0.07
_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])[.)/]|S[ốo]|[ĐD]i[eêềểếễệ]u\s\d")


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
    Image.fromarray(page.grey).save(file)
    found = again.pieces(tesseract.words(file, dpi))
    found, stamped = _looked_again(found, page, grey, file, dpi)
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
        aside=(*stamped, *dirt),
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


def _looked_again(
    found: list[Row], page: ink.Page, grey: NDArray[np.uint8], file: Path, dpi: int
) -> tuple[list[Row], list[str]]:
    """A second look where it pays; the lines that stand then, and the words of stamps.

    A page that the first reading covers gains nothing by it (measured: 0.0002 of its letters for a
    tenth of the time). It pays where ink was left over, and in cells of tables without a word.
    """
    clean = Image.fromarray(page.grey)
    left_over = _left_over(page.grey, found)
    sure = _mean([word for row in found for word in row.words]) or 0.0
    boxes: list[again.Strip] = []
    if sure < LOST_PAGE or left_over > LOST:
        found = better(found, again.whole(clean, file, dpi))
    elif sure < POOR_READING or left_over > LEFT_OVER:
        doubtful = [r for r in found if confidence(r) < DOUBTFUL_LINE and letters(r) >= 8]
        boxes = again.lines(doubtful, clean)
    cells = again.empty_cells(clean, page.rules, found, dpi)
    marks = [
        again.strip(Image.fromarray(grey), across.start, down.start, across.stop, down.stop)
        for down, across in page.stamps
    ]
    if not boxes and not cells and not marks:
        return found, []
    second = again.strips([*boxes, *cells, *marks], file, dpi)
    first, new = len(boxes), len(boxes) + len(cells)
    found = better(found, [row for rows in second[:first] for row in rows])
    found.extend(row for rows in second[first:new] for row in rows)
    aside = []
    for rows in second[new:]:
        text = " ".join(row.text for row in rows)
        if stamps.is_incoming(text) or not any(_is_sentence(row.words) for row in rows):
            aside.append(text)
        else:
            found.extend(rows)  # a frame around words of the plan
    return found, aside


def _mean(words: Sequence[Word]) -> float | None:
    known = [word.confidence for word in words if word.confidence is not None]
    return statistics.fmean(known) if len(known) >= 3 else None


def _left_over(grey: NDArray[np.uint8], found: Sequence[Row]) -> float:
    """The share of ink that no word covers."""
    dark = grey < ink.INK
    whole = int(dark.sum())
    for row in found:
        for word in row.words:
            reach = 0.3 * word.height
            y0, y1 = int(max(0, word.top - reach)), int(word.bottom + reach) + 1
            dark[y0:y1, int(max(0, word.x0 - reach)) : int(word.x1 + reach) + 1] = False
    return float(dark.sum()) / whole if whole else 0.0


def _sorted_out(
    found: Sequence[Row], height: float, tables: Sequence[Grid]
) -> tuple[list[Word], tuple[str, ...]]:
    """Words to keep, with the size of their line; and what is dirt, pen strokes, seal letters."""
    kept: list[Word] = []
    found = sorted(found, key=lambda row: row.top)
    notes = stamps.notes(found, height)
    dirt = [found[i].text for i in sorted(notes)]
    for number, row in enumerate(found, 1):
        if number - 1 in notes:
            continue
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
    written = "".join(c for word in piece.words for c in word.text if c.isalnum())
    sure = confidence(piece)
    if not written:
        return not all(word.text in ("-", "–", "+") for word in piece.words) or sure < DIRT
    if written.isdigit():
        return sure < DIRT and not edge
    if edge and len(written) < 9 and sure < 85:
        return True
    if _is_sentence(piece.words):
        return False
    return (sure < DIRT or (len(written) < 6 and sure < 75)) and not _NUMBERED.match(piece.text)


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
