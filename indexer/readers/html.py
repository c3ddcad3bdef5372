"""Web pages saved as HTML to lines: blocks, lists, real tables; menus and scripts left out.

lxml parses (BSD; already in C and forgiving): Python's own ``html.parser`` needs 13 s for 48 kB of
``<a `` and grows with the square, so one bad page would stop a build. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from indexer import markers
from indexer.errors import UnreadableDocument
from indexer.readers import grid, legacy
from indexer.readers.html_menus import BLOCKS, SILENT, Menus, strings
from indexer.readers.html_page import decode, parse
from indexer.readers.lines import Line, PageReading, Reading, is_furniture
from indexer.text import collapse, nfc

#: Larger pages are no plans.
MAX_BYTES = 20_000_000
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_ROWS = frozenset(("thead", "tbody", "tfoot", "tr"))
_CELLS = frozenset(("td", "th", "caption"))
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00|normal|lighter|[1-5]00)")
_FONT = re.compile(r"font-family\s*:\s*['\"]?([^;'\",]+)")
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b")
#: Characters of text in legacy fonts that are enough to know its encoding.
_SAMPLE = 100_000
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


def read(source: Path | str) -> Reading:
    """Lines of an HTML file, or of its text. Raises ``UnreadableDocument`` with the reason."""
    content = source if isinstance(source, str) else decode(_bytes(source))
    body = parse(content)
    reader = _Reader(Menus(body), _legacy(body))
    reader.block(body, _Look())
    problem = legacy.told(reader.encoding) if reader.encoding else None
    pages = (PageReading(1, "text", problem=problem),)
    furniture = tuple(dict.fromkeys(reader.furniture))
    return Reading(tuple(reader.lines), "html", "text", furniture=furniture, pages=pages)


@dataclass(frozen=True, slots=True)
class _Look:
    """What surrounds a stretch of text. ``raw``: white space is kept (``<pre>``)."""

    bold: bool = False
    font: str = ""
    raw: bool = False


class _Reader:
    """Walks the page in reading order. ``run``: the line being gathered, as text and boldness."""

    def __init__(self, menus: Menus, encoding: tuple[legacy.Encoding, bool] | None) -> None:
        self.menus = menus
        self.encoding = encoding[0] if encoding else None
        self.everywhere = bool(encoding and encoding[1])
        self.lines: list[Line] = []
        self.furniture: list[str] = []
        self.run: list[tuple[str, bool]] = []
        self.marker = ""
        self.gap = True

    def block(self, element: etree._Element, look: _Look) -> None:
        """A block element: what is inside are lines of their own."""
        self.end_line(gap=True)
        self.inside(element, look)
        self.end_line(gap=True)

    def inside(self, element: etree._Element, look: _Look) -> None:
        """The text and children of ``element``."""
        self.say(element.text, look)
        for child in element:
            self.child(child, look)
            self.say(child.tail, look)

    def child(self, child: etree._Element, look: _Look) -> None:
        """One child, by what it is."""
        tag = child.tag
        if not isinstance(tag, str) or tag in SILENT:
            return
        if self.menus.is_menu(child):
            self.end_line(gap=True)
            self.furniture.extend(filter(None, (collapse(nfc(text)) for text in strings(child))))
            return
        look = _look(child, look)
        if tag == "br":
            # Two in a row part paragraphs; one may stand inside a sentence.
            self.end_line(gap=not self.run)
        elif tag == "table":
            self.end_line(gap=True)
            rows = self.table(child, look)
            self.lines.extend(rows)
            self.gap = True
        elif tag in ("ul", "ol", "menu", "dir"):
            self.items(child, look)
        elif tag in BLOCKS:
            self.block(child, look)
        else:
            self.inside(child, look)

    def items(self, element: etree._Element, look: _Look) -> None:
        """Items with the markers a browser shows, unless the text brings its own."""
        self.end_line(gap=True)
        unmarked = bool(_UNMARKED.search(element.get("style") or ""))
        number = _integer(element.get("start"), 1)
        self.say(element.text, look)
        for child in element:
            self.end_line(gap=False)
            if child.tag == "li" and not unmarked:
                number = _integer(child.get("value"), number)
                self.marker = _label(element, number)
                number += 1
            self.child(child, look)
            self.end_line(gap=False)
            self.marker = ""
            self.say(child.tail, look)
        self.end_line(gap=True)

    def table(self, element: etree._Element, look: _Look) -> list[Line]:
        """Rows of a table; a header's, a signature's or a page's layout block after block."""
        self.strays(element, look)
        self.end_line(gap=True)
        rows = list(_rows(element))
        texts = [[collapse("".join(cell.itertext())) for cell in cells] for cells in rows]
        nested = any(cell.find(".//table") is not None for cells in rows for cell in cells)
        cells = self.cells(rows, look)
        if nested:
            return [line for row in cells for cell in row for line in cell.lines]
        return grid.by_column(cells) if grid.is_layout(texts) else grid.by_row(cells)

    def strays(self, element: etree._Element, look: _Look) -> None:
        """What a damaged table holds outside its cells, which browsers show before it."""
        self.say(element.text, look)
        for child in element:
            if child.tag in _ROWS:
                self.strays(child, look)
            elif child.tag not in _CELLS:
                self.child(child, look)
            self.say(child.tail, look)

    def cells(self, rows: list[list[etree._Element]], look: _Look) -> list[list[grid.Cell]]:
        """The grid of a table: ``rowspan`` goes on as merged cells in the rows below."""
        out: list[list[grid.Cell]] = []
        open_spans: dict[int, tuple[int, int]] = {}
        for at, cells in enumerate(rows):
            here, column = [], 0
            below: dict[int, tuple[int, int]] = {}
            for cell in [*cells, None]:
                while column in open_spans:
                    left, span = open_spans.pop(column)
                    here.append(grid.Cell(column, span, "continue", ()))
                    if left > 1:
                        below[column] = left - 1, span
                    column += span
                if cell is None:
                    break
                column = min(column, grid.MAX_COLUMNS - 1)
                span = max(1, _integer(cell.get("colspan"), 1))
                span = min(span, grid.MAX_COLUMNS - column)
                down = _integer(cell.get("rowspan"), 1) or len(rows)
                if (down := min(down, len(rows) - at)) > 1:
                    below[column] = down - 1, span
                merge = "restart" if down > 1 else None
                here.append(grid.Cell(column, span, merge, tuple(self.aside(cell, look))))
                column += span
            open_spans = open_spans | below
            out.append(here)
        return out

    def aside(self, cell: etree._Element, look: _Look) -> list[Line]:
        """The lines of one cell."""
        outer = self.lines, self.run, self.marker, self.gap
        self.lines, self.run, self.marker, self.gap = [], [], "", True
        self.block(cell, _look(cell, look))
        lines = self.lines
        self.lines, self.run, self.marker, self.gap = outer
        return lines

    def say(self, text: str | None, look: _Look) -> None:
        """Text of the line being gathered."""
        if not text:
            return
        if self.encoding and (self.everywhere or legacy.encoding_of_font(look.font)):
            text = legacy.to_unicode(text, self.encoding)
            if self.everywhere:
                text = legacy.with_capitals(text, self.encoding)
            text = text.upper() if legacy.shows_capitals(look.font) else text
        first, *others = text.split("\n") if look.raw else [text]
        self.run.append((first, look.bold))
        for line in others:
            self.end_line(gap=not line.strip())
            self.run.append((line, look.bold))

    def end_line(self, gap: bool) -> None:
        """End the line being gathered, if there is one; ``gap``: the next is a new paragraph."""
        text = collapse(nfc(_INVISIBLE.sub("", "".join(part for part, _ in self.run))))
        letters = sum(c.isalpha() for part, _ in self.run for c in part)
        bold = sum(c.isalpha() for part, is_bold in self.run if is_bold for c in part)
        self.run = []
        if text and is_furniture(text):
            self.furniture.append(text)
        elif text:
            if self.marker and not markers.parse(text):
                text = f"{self.marker} {text}"
            self.marker = ""
            is_bold = letters > 0 and bold >= 0.9 * letters
            self.lines.append(Line(text, gap=self.gap, bold=is_bold))
            self.gap = False
        self.gap = self.gap or gap


def _look(element: etree._Element, look: _Look) -> _Look:
    style = (element.get("style") or "").lower()
    bold = look.bold or element.tag in _BOLD
    if weight := _WEIGHT.search(style):
        bold = weight.group(1) in ("bold", "bolder") or weight.group(1)[0] in "6789"
    font = element.get("face") if element.tag == "font" else None
    if named := _FONT.search(element.get("style") or ""):
        font = named.group(1)
    raw = look.raw or element.tag in ("pre", "textarea", "listing")
    return replace(look, bold=bold, font=(font or look.font).strip(), raw=raw)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """The rows of a table, without those of tables inside it."""
    cells = [child for child in table if child.tag in _CELLS]
    if cells:
        yield cells
    for child in table:
        if child.tag in _ROWS:
            yield from _rows(child)


def _label(element: etree._Element, number: int) -> str:
    if element.tag != "ol":
        return "-"
    kind = element.get("type") or ""
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)})"
    return f"{number}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,5}", text.strip()) else default


def _legacy(body: etree._Element) -> tuple[legacy.Encoding, bool] | None:
    """The legacy encoding of a page, and whether all of it is in it, fonts named or not."""
    named: set[str] = set()
    texts: list[str] = []
    for element in body.iter(etree.Element):
        font = _look(element, _Look()).font
        if legacy.encoding_of_font(font):
            named.add(font)
            texts.append("".join(element.itertext()))
            if sum(map(len, texts)) > _SAMPLE:
                break
    if named:
        found = legacy.looks_legacy("\n".join(texts), named)
        return (found, False) if found else None
    whole = legacy.looks_legacy("\n".join(strings(body)))
    return (whole, True) if whole else None


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableDocument(
            f"Tệp quá lớn (tối đa {MAX_BYTES / 1e6:.0f} MB): hãy lưu riêng phần kế hoạch. / "
            f"The file is too large: save the plan alone."
        )
    return path.read_bytes()
