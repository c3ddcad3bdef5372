"""A second reading of what the first was unsure of: other scale, other errors (measured)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from indexer.readers.layout.grid import grids
from indexer.readers.layout.model import Rule, Word
from indexer.readers.layout.rows import Row, rows
from indexer.readers.ocr import ink, tesseract

#: The second reading sees the page at this scale.
SCALE = 0.7

#: Lines read from strip ``k`` are numbered from here on, a hundred each.
STRIPS = 20_000


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page to be read by itself; its left upper corner stands at ``left, top``."""

    image: Image.Image
    left: int
    top: int


def strip(image: Image.Image, left: int, top: int, right: int, bottom: int) -> Strip:
    """``image`` between the edges given."""
    return Strip(image.crop((left, top, right, bottom)), left, top)


def whole(clean: Image.Image, file: Path, dpi: int) -> list[Row]:
    """The whole page a second time."""
    return pieces(_smaller(clean, file, dpi, psm=3))


def pieces(words: Sequence[Word]) -> list[Row]:
    """Lines cut at wide gaps: readings are compared cell by cell, not across a table."""
    return [piece for row in rows(words) for piece in row.pieces()]


def strips(cut: Sequence[Strip], file: Path, dpi: int) -> list[list[Row]]:
    """The lines of every strip; all are put below each other, for one call costs 0.14 s."""
    between = dpi // 12
    places: list[int] = []
    height = between
    for one in cut:
        places.append(height)
        height += one.image.height + between
    sheet = Image.new("L", (max(one.left + one.image.width for one in cut), height), 255)
    for one, at in zip(cut, places, strict=True):
        sheet.paste(one.image, (one.left, at))
    moved: list[list[Word]] = [[] for _ in cut]
    for word in _smaller(sheet, file, dpi, psm=6):
        middle = (word.top + word.bottom) / 2
        for k, (one, at) in enumerate(zip(cut, places, strict=True)):
            inside = one.left <= (word.x0 + word.x1) / 2 <= one.left + one.image.width
            if at <= middle < at + one.image.height and inside:
                shift, line = one.top - at, STRIPS + 100 * k + word.line % 100
                top, bottom = word.top + shift, word.bottom + shift
                moved[k].append(replace(word, top=top, bottom=bottom, line=line))
                break
    return [pieces(words) for words in moved]


def lines(found: Sequence[Row], clean: Image.Image) -> list[Strip]:
    """The strips of ``found``, with a margin."""
    out = []
    for row in found:
        margin = max(8.0, row.size)
        out.append(
            strip(
                clean,
                max(0, int(row.x0 - margin)),
                max(0, int(min(w.top for w in row.words) - 0.35 * margin)),
                min(clean.width, int(row.x1 + margin)),
                min(clean.height, int(max(w.bottom for w in row.words) + 0.35 * margin)),
            )
        )
    return out


def empty_cells(
    clean: Image.Image, rules: Sequence[Rule], found: Sequence[Row], dpi: int
) -> list[Strip]:
    """Cells of tables where there is ink and no word: Tesseract passes lone figures over."""
    grey = np.asarray(clean)
    words = [word for row in found for word in row.words]
    out: list[Strip] = []
    inset = max(2, dpi // 50)
    for grid in grids(rules, max(2.0, dpi / 30)):
        filled = {grid.cell_of(word) for word in words if grid.holds(word)}
        for cell in grid.cells:
            if cell in filled:
                continue
            left, right = int(grid.xs[cell.left]) + inset, int(grid.xs[cell.right + 1]) - inset
            top, bottom = int(grid.ys[cell.top]) + inset, int(grid.ys[cell.bottom + 1]) - inset
            place = _inked(grey[max(0, top) : bottom, max(0, left) : right], dpi)
            if place is None:
                continue
            margin = dpi // 12
            x0, y0 = max(left, left + place[0] - margin), max(top, top + place[1] - margin)
            x1, y1 = min(right, left + place[2] + margin), min(bottom, top + place[3] + margin)
            if x1 - x0 > 4 and y1 - y0 > 4:
                out.append(strip(clean, x0, y0, x1, y1))
    return out[:200]


def _inked(cell: NDArray[np.uint8], dpi: int) -> tuple[int, int, int, int] | None:
    """The rectangle of the ink in ``cell`` (left, top, right, bottom); None for specks."""
    ys, xs = np.nonzero(cell < ink.INK)
    if len(ys) < (dpi / 25) ** 2 or np.ptp(ys) < dpi / 25:
        return None
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


def _smaller(image: Image.Image, file: Path, dpi: int, psm: int) -> list[Word]:
    """The words of ``image`` read at ``SCALE``, in its own pixels."""
    small = image.resize(
        (max(1, int(image.width * SCALE)), max(1, int(image.height * SCALE))),
        Image.Resampling.BICUBIC,
    )
    small.save(file)
    return [
        replace(
            word,
            x0=word.x0 / SCALE,
            x1=word.x1 / SCALE,
            top=word.top / SCALE,
            bottom=word.bottom / SCALE,
            size=word.size / SCALE,
            line=word.line + 10_000,
        )
        for word in tesseract.words(file, int(dpi * SCALE), psm)
    ]
