"""A second reading of what the first was unsure of: other scale, other errors (measured)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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

Strip = tuple[int, int, int, int]


def whole(clean: Image.Image, file: Path, dpi: int) -> list[Row]:
    """The whole page a second time."""
    return pieces(_smaller(clean, file, dpi, psm=3))


def pieces(words: Sequence[Word]) -> list[Row]:
    """Lines cut at wide gaps: readings are compared cell by cell, not across a table."""
    return [piece for row in rows(words) for piece in row.pieces()]


def strips(clean: Image.Image, boxes: Sequence[Strip], file: Path, dpi: int) -> list[Row]:
    """Only ``boxes`` (left, top, right, bottom), cut out and put below each other."""
    between = dpi // 12
    places: list[tuple[Strip, int]] = []
    height = between
    for box in boxes:
        places.append((box, height))
        height += box[3] - box[1] + between
    sheet = Image.new("L", (clean.width, height), 255)
    for box, at in places:
        sheet.paste(clean.crop(box), (box[0], at))
    moved = []
    for word in _smaller(sheet, file, dpi, psm=6):
        middle = (word.top + word.bottom) / 2
        for k, ((left, top, right, bottom), at) in enumerate(places):
            if at <= middle < at + bottom - top and left <= (word.x0 + word.x1) / 2 <= right:
                shift = top - at
                moved.append(
                    replace(
                        word,
                        top=word.top + shift,
                        bottom=word.bottom + shift,
                        line=STRIPS + 100 * k + word.line % 100,
                    )
                )
                break
    return pieces(moved)


def lines(found: Sequence[Row], size: tuple[int, int]) -> list[Strip]:
    """The strips of ``found``, with a margin."""
    wide, high = size
    out = []
    for row in found:
        margin = max(8.0, row.size)
        out.append(
            (
                max(0, int(row.x0 - margin)),
                max(0, int(min(w.top for w in row.words) - 0.35 * margin)),
                min(wide, int(row.x1 + margin)),
                min(high, int(max(w.bottom for w in row.words) + 0.35 * margin)),
            )
        )
    return out


def empty_cells(
    grey: NDArray[np.uint8], rules: Sequence[Rule], found: Sequence[Row], dpi: int
) -> list[Strip]:
    """Cells of tables where there is ink and no word: Tesseract passes lone figures over."""
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
            inside = grey[max(0, top) : bottom, max(0, left) : right] < ink.INK
            ys, xs = np.nonzero(inside)
            if len(ys) < (dpi / 25) ** 2 or np.ptp(ys) < dpi / 25:
                continue
            margin = dpi // 12
            box = (
                max(left, left + int(xs.min()) - margin),
                max(top, top + int(ys.min()) - margin),
                min(right, left + int(xs.max()) + margin),
                min(bottom, top + int(ys.max()) + margin),
            )
            if box[2] - box[0] > 4 and box[3] - box[1] > 4:
                out.append(box)
    return out[:200]


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
