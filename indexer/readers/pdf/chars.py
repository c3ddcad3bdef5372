"""Glyphs of a PDF page to words, by place and not by the order in which they were drawn.

Order matters: a program that borrows letters from a second font draws the base letters of a line
first and the borrowed ones after, and pdfminer's own layout then tears words apart (domain §4.1).
pdfplumber gets them right because it sorts by place; so does this, in the first pass, at no cost.
So the policy "pdfminer → gate → pdfplumber → OCR" has one step less here, and pdfplumber is not
needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_pt

from indexer.readers.legacy import encoding_of_font

#: Within a word letters touch; a gap wider than this share of the letter size is a space.
SPACE = 0.15
#: A page with more glyphs than this is no page of text.
MOST_GLYPHS = 200_000
_BOLD = re.compile(r"bold|black|heavy|[-,]bd\b", re.IGNORECASE)
#: A filled shape thinner than this many points is a rule.
_THIN = 2.5

#: Letters that lean further than this are turned; less is an italic made by slanting.
_SLANT = 0.6

_SOFT_HYPHEN = 0xAD

Glyph = tuple[float, float, float, float, str, int]


class TooMuch(Exception):
    """A page holds more than any page of text can."""


@dataclass(slots=True)
class Found:
    """What one page holds. Glyphs are ``(baseline, x0, x1, size, text, font)``, y upwards.

    ``font`` is the place of the font's name in ``fonts``; ``bold`` says which of them are bold.
    """

    width: float = 0.0
    height: float = 0.0
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: float = 0.0
    drawn: int = 0
    turned: int = 0
    fonts: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)


class GlyphDevice(PDFLayoutAnalyzer):
    """Collects glyphs and rules without building pdfminer's layout objects."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self.found = Found()
        self.page_ctm: Any = None
        self._fonts: dict[int, int] = {}

    def begin_page(self, page: Any, ctm: Any) -> None:
        """Start afresh."""
        super().begin_page(page, ctm)
        self.found = Found(self.cur_item.width, self.cur_item.height)
        self.page_ctm = ctm
        self._fonts = {}

    def end_page(self, page: Any) -> None:
        """Nothing to analyse."""

    def laid_since(self, count: int) -> Found:
        """The glyphs behind the first ``count``, alone on the page."""
        return replace(self.found, glyphs=self.found.glyphs[count:])

    def render_char(  # noqa: D102
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        advance: float = font.char_width(cid) * fontsize * scaling
        a, b, c, d, x, y = matrix
        found = self.found
        if b or a <= 0 or d <= 0 or abs(c) > _SLANT * d or font.is_vertical():
            found.turned += 1
            return advance
        key = self._fonts.get(id(font))
        if key is None:
            key = self._meet(font)
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = f"(cid:{cid})"
        if text[:1] == "(" or cid == _SOFT_HYPHEN:
            text = _by_code(cid, text, found.fonts[key])
        found.glyphs.append((y + rise * d, x, x + advance * a, fontsize * d, text, key))
        if len(found.glyphs) > MOST_GLYPHS:
            raise TooMuch
        return advance

    def _meet(self, font: Any) -> int:
        """Note a font that this page has not used before; gives its place."""
        name = font.fontname
        if name in (None, "unknown"):  # no descriptor: what pdfminer calls it then
            name = getattr(font, "basefont", "unknown")
        name = name.decode("latin-1") if isinstance(name, bytes) else str(name)
        key = self._fonts[id(font)] = len(self.found.fonts)
        self.found.fonts.append(name)
        self.found.bold.append(bool(_BOLD.search(name)))
        return key

    def render_image(self, name: str, stream: Any) -> None:
        """Add the picture's share of the page."""
        x0, y0, x1, y1 = self.cur_item.bbox
        page = self.found.width * self.found.height or 1.0
        self.found.pictures += min(1.0, abs((x1 - x0) * (y1 - y0)) / page)

    def paint_path(  # noqa: D102
        self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        if len(path) > 400 or len(self.found.rules) > 20_000:
            self.found.drawn += 1
            return
        part: list[Any] = []
        for step in [*path, ("m",)]:
            if step[0] == "m" and part:
                self._subpath(part, stroke, fill)
                part = []
            part.append(step)

    def _subpath(self, part: Sequence[Any], stroke: bool, fill: bool) -> None:
        shape = "".join(str(step[0]) for step in part)
        if shape.rstrip("h") not in ("ml", "mlll", "mllll"):
            self.found.drawn += 1
            return
        corners = [apply_matrix_pt(self.ctm, step[-2:]) for step in part if step[0] != "h"]
        if shape.startswith("mll"):
            self._box(corners, stroke, fill)
        elif stroke or fill:
            (x0, y0), (x1, y1) = corners
            self._rule(x0, y0, x1, y1)

    def _box(self, corners: Sequence[tuple[float, float]], stroke: bool, fill: bool) -> None:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 < _THIN or y1 - y0 < _THIN:
            if stroke or fill:
                self._rule(x0, y0, x1, y1)
        elif stroke:
            for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                self._rule(*edge)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Keep a line that runs along an axis; a dot is none."""
        across, down = abs(x1 - x0), abs(y1 - y0)
        if max(across, down) < 4 or min(across, down) > _THIN:
            self.found.drawn += min(across, down) > _THIN
        elif across > down:
            y = (y0 + y1) / 2
            self.found.rules.append((min(x0, x1), y, max(x0, x1), y))
        else:
            x = (x0 + x1) / 2
            self.found.rules.append((x, min(y0, y1), x, max(y0, y1)))


def _by_code(cid: int, text: str, font: str) -> str:
    """In a font from before Unicode the code itself says which letter, where no table does.

    pdfminer takes 173 for a space, as WinAnsi has it: there it is ư.
    """
    unsaid = text.startswith("(cid:") or text in ("-", " ", "\u00a0")
    return chr(cid) if unsaid and 0xA0 < cid < 0x100 and encoding_of_font(font) else text


def words(found: Found) -> list[list[Any]]:
    """Words as ``[text, x0, top, x1, bottom, size, bold, font]``, origin top left.

    What lies outside the page is left out, as it is on paper.
    """
    lines: dict[int, list[Glyph]] = {}
    for glyph in found.glyphs:
        lines.setdefault(round(glyph[0] * 2), []).append(glyph)
    out: list[list[Any]] = []
    last: int | None = None
    line: list[Glyph] = []
    for key in sorted(lines):
        # Baselines half a point apart are one.
        if last is not None and key - last > 1:
            _cut(line, found, out)
            line = []
        line.extend(lines[key])
        last = key
    _cut(line, found, out)
    return out


def _cut(line: list[Glyph], found: Found, out: list[list[Any]]) -> None:
    """Glyphs on one baseline to words."""
    line.sort(key=lambda glyph: glyph[1])
    word: list[Glyph] = []
    end = 0.0
    for glyph in line:
        _, x0, x1, size, text, _ = glyph
        if not text.strip():
            _close(word, found, out)
            word = []
            continue
        if word:
            before = word[-1]
            if text == before[4] and x0 - before[1] < 0.15 * size and x1 > x0:
                continue  # drawn twice to look bold
            if x0 - end > SPACE * max(size, before[3]) or abs(size - before[3]) > 0.2 * size:
                _close(word, found, out)
                word = []
        word.append(glyph)
        end = max(end, x1) if len(word) > 1 else x1
    _close(word, found, out)


def _close(word: list[Glyph], found: Found, out: list[list[Any]]) -> None:
    if not word:
        return
    baseline, x0, _, size, _, font = word[0]
    x1 = max(glyph[2] for glyph in word)
    if x1 < 0 or x0 > found.width or not 0 <= baseline <= found.height:
        return
    foot = found.height - baseline
    out.append(
        [
            "".join(glyph[4] for glyph in word),
            round(x0, 1),
            round(foot - 0.85 * size, 1),
            round(x1, 1),
            round(foot + 0.2 * size, 1),
            round(size, 1),
            int(sum(found.bold[glyph[5]] for glyph in word) * 2 > len(word)),
            font,
        ]
    )
