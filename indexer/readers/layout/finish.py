"""Placed lines of all pages to the lines a reading consists of: gaps, indents, joins over pages."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from indexer import markers
from indexer.readers.layout.compose import Placed, place
from indexer.readers.layout.furniture import remove
from indexer.readers.layout.model import Sheet
from indexer.readers.lines import Line, join

_ENDED = re.compile(r"(?:[.;:!?…]|\./\.)['”\")\]]*$")
#: A cell that ends so goes on.
_OPEN = re.compile(r"(?:[,/–-]|\b(?:và|của|các|về|theo|số|với))$")
#: What has a line of its own, with the title below it (Nghị định 30/2020, phụ lục I): the kind of
#: a document, the name of an appendix.
_OWN_LINE = re.compile(
    r"KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|PHƯƠNG ÁN|ĐỀ ÁN|CHỈ THỊ|THÔNG BÁO|BÁO CÁO"
    r"|(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|số))?(?:\s+(?:[IVX]+|\d{1,2}[A-Z]?))?"
)
#: What stands under a title, and is no part of it.
_ATTACHED = re.compile(r"\(?(?:Ban hành kèm|Kèm|Đính kèm) theo\b")
#: A line is indented when it starts this many letter sizes right of the margin.
_INDENT = 1.1
#: A line is full when it ends within this many letter sizes of the right margin.
_FULL = 2.5
#: A line that ends this many letter sizes before the margin is short.
_SHORT = 6
#: A space, and how much a word's width may be mistaken, in letter sizes.
_SPARE = 0.7
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
    out = [
        _cued(previous, p, following, shape[p.line.page], indented)
        for previous, p, following in zip([None, *flow], flow, [*flow[1:], None], strict=False)
    ]
    out = _joined_rows(out)
    out.extend(notes)
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
        after_short = previous.line.page == p.line.page and previous.x1 < m.right - _SHORT * m.em
        if markers.parse(p.line.text) or (full and after_short):
            opening.append(p.x0 > m.left + _INDENT * m.em)
    return len(opening) >= 4 and sum(opening) >= 0.75 * len(opening)


def _cued(
    previous: Placed | None, p: Placed, following: Placed | None, m: _Margins, indented: bool
) -> Line:
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
    ended = bool(_ENDED.search(text))
    if _OWN_LINE.fullmatch(text) or _ATTACHED.match(p.line.text):
        return replace(p.line, gap=True, indent=indent)
    full = previous.x1 > m.right - _FULL * m.em
    gap = indent and ended and not same
    if indented and indent and not _is_centred(p, m):
        gap = ended or _has_room(previous, p, m) or _is_first(p, following, m)
    if same:
        step = p.bottom - previous.bottom
        gap = gap or (step > 1.3 * m.pitch and step > 1.15 * p.size)
    goes_on = indented and not indent and full and p.x1 - p.x0 > 0 and not _is_lone(p, m)
    if not same and not ended and p.line.text[0].islower() and not _has_room(previous, p, m):
        goes_on = True
    return replace(p.line, gap=gap and not goes_on, indent=indent, continues=goes_on)


def _is_first(p: Placed, following: Placed | None, m: _Margins) -> bool:
    """A full line, indented, over one at the margin: no paragraph has such a line but its first."""
    if following is None or following.kind != "body" or following.line.page != p.line.page:
        return False
    return p.x1 > m.right - _FULL * m.em and following.x0 <= m.left + _INDENT * m.em


def _has_room(previous: Placed, p: Placed, m: _Margins) -> bool:
    """Whether the first word of ``p`` would have fitted on the line before, which ended there."""
    word = p.line.text.split(" ", 1)[0]
    width = (p.x1 - p.x0) * len(word) / len(p.line.text)
    return previous.x1 + width + _SPARE * m.em < m.right


def _is_centred(p: Placed, m: _Margins) -> bool:
    return abs(p.x0 + p.x1 - m.left - m.right) < 1.2 * m.em


def _is_lone(p: Placed, m: _Margins) -> bool:
    """Further left than the text: no line of its paragraphs."""
    return p.x0 < m.left - 2 * m.em


def _joined_rows(lines: list[Line]) -> list[Line]:
    """A table row cut by the page break is one row again."""
    out: list[Line] = []
    numbered = _numbered(lines)
    for i, line in enumerate(lines):
        before = out[-1] if out else None
        if before and before.cells and line.cells and _is_cut(before, line, i in numbered):
            cells = tuple(
                join([part for part in pair if part] or [""])
                for pair in zip(before.cells, line.cells, strict=True)
            )
            rest = before.rest + (((line.page, line.box),) if line.box else ())
            text = " | ".join(cell for cell in cells if cell)
            out[-1] = replace(before, text=text, cells=cells, rest=rest)
        else:
            out.append(line)
    return out


def _numbered(lines: Sequence[Line]) -> set[int]:
    """The places of rows in tables whose rows all have a first cell, but for the top of a page."""
    out: set[int] = set()
    places = range(len(lines))
    for _, run in groupby(places, key=lambda i: len(lines[i].cells or ())):
        rows = list(run)
        inner = [i for i, j in pairwise(reversed(rows)) if lines[i].page == lines[j].page]
        if len(inner) >= 2 and all((lines[i].cells or ("",))[0] for i in inner):
            out.update(rows)
    return out


def _is_cut(before: Line, line: Line, numbered: bool) -> bool:
    """A row without a number, on top of a page, whose cells go on those of the row before.

    All other rows of the table have one (``numbered``); or its cells go on in small letters or
    behind a word that ends nothing; or the row before has a number and nothing to do.
    """
    last = before.rest[-1][0] if before.rest else before.page
    a, b = before.cells or (), line.cells or ()
    if line.page != last + 1 or len(a) != len(b) or len(b) < 3 or b[0]:
        return False
    if a[0] and (numbered or not a[1]):
        return True
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x and y]
    return any(not _ENDED.search(x) and (y[0].islower() or bool(_OPEN.search(x))) for x, y in pairs)
