"""Pages that lie askew are measured and set straight, and their boxes stay where the picture is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from indexer.readers import ocr
from indexer.readers.layout.grid import grids
from indexer.readers.layout.model import Sheet, Word
from indexer.readers.ocr import ink, skew
from tests.indexer.test_ocr import drawn, error_rate, needs_tesseract, text_of
from tests.indexer.test_reader_pdf import plan


def turned(grey: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The page as a scanner takes it in: falling to the right by ``degrees``."""
    image = Image.fromarray(grey)
    return np.asarray(image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255))


def measured(grey: NDArray[np.uint8]) -> float:
    return skew.angle(ink.halved(grey < ink.INK))


@pytest.mark.parametrize("degrees", [-2.5, -1.0, -0.5, 0.0, 0.3, 1.5, 2.5])
def test_a_page_of_text_tells_its_angle(tmp_path: Path, degrees: float) -> None:
    page = np.asarray(drawn(plan(tmp_path / "a.pdf")))
    assert measured(turned(page, degrees)) == pytest.approx(degrees, abs=0.1)


def test_the_black_edge_of_the_glass_is_no_line_of_text(tmp_path: Path) -> None:
    page = np.asarray(drawn(plan(tmp_path / "a.pdf")))
    askew = turned(page, 1.0).copy()
    askew[:80] = 0
    assert measured(askew) == pytest.approx(1.0, abs=0.1)


def test_a_page_without_lines_is_left_as_it_is() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (1200, 900)).astype(np.uint8)
    assert measured(noise) == 0.0
    assert measured(np.full((1200, 900), 255, np.uint8)) == 0.0


def test_the_rules_of_a_table_survive_half_a_degree() -> None:
    page = np.full((1650, 2300), 255, np.uint8)
    rng = np.random.default_rng(5)
    for x in (200, 320, 950, 1500, 1800, 2100):
        page[200:1401, x : x + 2] = 0
    for y in (200, 500, 800, 1100, 1400):
        page[y : y + 2, 200:2101] = 0
    for y in range(230, 1380, 36):  # letters in the cells
        for x in range(340, 1480, 9):
            if rng.random() < 0.7 and not any(abs(y + 8 - r) < 20 for r in (500, 800, 1100)):
                page[y : y + 16, x : x + 3] = 0
    askew = turned(page, 0.6)
    degrees = measured(askew)
    assert degrees == pytest.approx(0.6, abs=0.1)
    found = grids(ink.clean(skew.straight(askew, degrees), 200).rules, 7.0)
    assert [(len(g.xs), len(g.ys)) for g in found] == [(6, 5)]


def test_boxes_stand_where_the_picture_has_them() -> None:
    word = Word("x", 900.0, 200.0, 960.0, 230.0, 30.0)
    level, askew = Sheet(1, 1000.0, 1400.0), Sheet(1, 1000.0, 1400.0, skew=2.0)
    a, b = level.box([word]), askew.box([word])
    assert a is not None
    assert b is not None
    # Right of the middle the lines of a page that falls to the right stand lower.
    assert b.y0 - a.y0 == pytest.approx(100 * 400 * np.sin(np.radians(2.0)) / 1400, abs=0.1)


@needs_tesseract
def test_an_askew_page_is_read_as_a_straight_one(tmp_path: Path) -> None:
    page = np.asarray(drawn(plan(tmp_path / "a.pdf")))
    Image.fromarray(page).save(tmp_path / "a.png")
    Image.fromarray(turned(page, 2.0)).save(tmp_path / "b.png")
    straight, askew = ocr.read(tmp_path / "a.png"), ocr.read(tmp_path / "b.png")
    texts = [text_of(one) for one in (straight, askew)]
    assert error_rate(texts[1], texts[0]) < 0.01
    pairs = list(zip(straight.lines, askew.lines, strict=True))
    assert max(b.box.y1 - a.box.y1 for a, b in pairs if a.box and b.box) > 0.3
