"""Placed lines of all pages to the lines a reading consists of: gaps, indents, joins over pages."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer import markers
from indexer.readers.layout.compose import Placed, place
from indexer.readers.layout.furniture import remove
from indexer.readers.layout.model import Sheet
from indexer.readers.lines import Line

_ENDED = re.compile(r"(?:[.;:!?…]|\./\.)['”\")\]]*$")
#: A line is indented when it starts this many letter sizes right of the margin.
_INDENT = 1.1
#: A line is full when it ends within this many letter sizes of the right margin.
_FULL = 2.5
#: A line over more than this share of the page is long; a page has margins when it has enough.
_LONG = 0.45
_ENOUGH = 10


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    em: float
    pitch: float


def lines_of(sheets: Sequence[Sheet]) -> tuple[list[Line], list[str]]:
    """All lines of a document in reading order, and its furniture."""
    placed, notes, furniture = remove([place(sheet) for sheet in sheets])
    furniture.extend(text for sheet in sheets for text in sheet.aside)
    shape = _shapes(sheets, placed)
    flow = [p for page in placed for p in page]
    indented = _is_indented_style(flow, shape)
    out: list[Line] = []
    previous: Placed | None = None
    for p in flow:
        out.append(_cued(previous, p, shape[p.line.page], indented))
        previous = p
    out = _joined_rows(out)
    out.extend(replace(note.line, gap=True) for note in notes)
    return out, furniture


def _shapes(sheets: Sequence[Sheet], placed: Sequence[list[Placed]]) -> dict[int, _Margins]:
    """The margins of each page; a page with few lines has those of its fellows."""
    shape = {s.number: _margins(page, s) for s, page in zip(sheets, placed, strict=True)}
    full: dict[bool, list[_Margins]] = {}
    poor: list[tuple[Sheet, _Margins]] = []
    for sheet, page in zip(sheets, placed, strict=True):
        upright = sheet.height >= sheet.width
        lines = sum(p.kind == "body" and p.x1 - p.x0 > _LONG for p in page)
        if lines >= _ENOUGH:
            full.setdefault(upright, []).append(shape[sheet.number])
        else:
            poor.append((sheet, shape[sheet.number]))
    for sheet, own in poor:
        others = full.get(sheet.height >= sheet.width)
        if others:
            left = statistics.median(m.left for m in others)
            right = statistics.median(m.right for m in others)
            pitch = statistics.median(m.pitch for m in others)
            shape[sheet.number] = _Margins(left, right, own.em, pitch)
    return shape


def _margins(page: Sequence[Placed], sheet: Sheet) -> _Margins:
    body = [p for p in page if p.kind == "body"]
    long = [p for p in body if p.x1 - p.x0 > _LONG] or body
    em = sheet.em / (sheet.width or 1)
    if not long:
        return _Margins(0.12, 0.93, em, 0.02)
    starts = sorted(p.x0 for p in long)
    ends = sorted(p.x1 for p in long)
    steps = sorted(
        b.bottom - a.bottom
        for a, b in zip(page, page[1:], strict=False)
        if a.kind == b.kind == "body" and 0 < b.bottom - a.bottom < 4 * b.size
    )
    usual = statistics.median(p.size for p in body)
    pitch = steps[len(steps) // 4] if len(steps) >= 4 else 1.25 * usual
    right = ends[int(0.8 * (len(ends) - 1))]
    return _Margins(starts[len(starts) // 20], right, em, max(pitch, 0.9 * usual))


def _is_indented_style(flow: Sequence[Placed], shape: dict[int, _Margins]) -> bool:
    """Whether paragraphs begin with an indented line, as nearly all plans have it.

    Asked of lines that surely begin one: a marker, or a full line after a short one.
    """
    opening = []
    for previous, p in zip(flow, flow[1:], strict=False):
        if p.kind != "body" or previous.kind != "body":
            continue
        m = shape[p.line.page]
        full = p.x1 > m.right - _FULL * m.em
        after_short = previous.line.page == p.line.page and previous.x1 < m.right - 6 * m.em
        if markers.parse(p.line.text) or (full and after_short):
            opening.append(p.x0 > m.left + _INDENT * m.em)
    return len(opening) >= 4 and sum(opening) >= 0.75 * len(opening)


def _cued(previous: Placed | None, p: Placed, m: _Margins, indented: bool) -> Line:
    """The line of ``p`` with gap, indent and whether it goes on the line before."""
    if p.kind == "row":
        return p.line
    indent = p.x0 > m.left + _INDENT * m.em
    same = previous is not None and previous.line.page == p.line.page
    if p.kind == "block" or previous is None or previous.kind != "body":
        step = p.bottom - previous.bottom if previous is not None and same else 0.0
        gap = p.opens or previous is None or previous.kind != p.kind or step > 1.4 * m.pitch
        return replace(p.line, gap=gap, indent=indent)
    text = previous.line.text
    full = previous.x1 > m.right - _FULL * m.em
    if same:
        step = p.bottom - previous.bottom
        gap = step > 1.3 * m.pitch and step > 1.15 * p.size
    else:
        gap = indent and bool(_ENDED.search(text))
    goes_on = indented and not indent and full and p.x1 - p.x0 > 0 and not _is_lone(p, m)
    if not same and not _ENDED.search(text) and p.line.text[0].islower():
        goes_on = True
    return replace(p.line, gap=gap and not goes_on, indent=indent, continues=goes_on)


def _is_lone(p: Placed, m: _Margins) -> bool:
    """Further left than the text: no line of its paragraphs."""
    return p.x0 < m.left - 2 * m.em


def _joined_rows(lines: list[Line]) -> list[Line]:
    """A table row cut by the page break is one row: its cells go on in small letters."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        if before and _is_cut(before, line):
            assert before.cells is not None and line.cells is not None
            cells = tuple(
                " ".join(part for part in pair if part)
                for pair in zip(before.cells, line.cells, strict=True)
            )
            text = " | ".join(cell for cell in cells if cell)
            out[-1] = replace(before, text=text, cells=cells)
        else:
            out.append(line)
    return out


def _is_cut(before: Line, line: Line) -> bool:
    if before.cells is None or line.cells is None or line.page != before.page + 1:
        return False
    if len(before.cells) != len(line.cells) or len(line.cells) < 3 or line.cells[0]:
        return False
    pairs = [(a, b) for a, b in zip(before.cells, line.cells, strict=True) if b]
    return any(a and not _ENDED.search(a) and b[0].islower() for a, b in pairs)
