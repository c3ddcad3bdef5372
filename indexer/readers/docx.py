"""Word files (.docx) to lines: numbering written out, changes accepted, tables as rows.

Read from the XML itself: python-docx knows no automatic numbering, no footnotes and no text boxes,
and drops tracked insertions, which together are where plans keep their markers and their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element  # noqa: S405 (a type)

from indexer.errors import UnreadableDocument
from indexer.readers import docx_tables, grid, legacy
from indexer.readers.docx_numbering import Numbering, integer, value
from indexer.readers.docx_package import Package, open_package
from indexer.readers.docx_paragraphs import (
    WRAPPERS,
    Chunk,
    Collected,
    chosen,
    collect,
    is_heading,
    is_plain,
    pieces,
)
from indexer.readers.docx_styles import Styles
from indexer.readers.lines import Line, PageReading, Reading, is_furniture
from indexer.text import collapse, nfc


def read(path: Path) -> Reading:
    """Lines of a Word file. Raises ``UnreadableDocument`` with the reason and what to do."""
    package = open_package(path)
    try:
        return _Reader(package).read()
    except RecursionError as error:
        raise UnreadableDocument(
            "Tệp Word lồng quá sâu (có thể để phá hoại): hãy mở, kiểm tra và lưu lại. / "
            "The Word file nests too deep: open it, look at it and save it again."
        ) from error


class _Reader:
    """Walks the document once, in reading order; numbering and pages are counted on the way."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.styles)
        self.numbering = Numbering(package.numbering)
        self.lines: list[Line] = []
        self.furniture: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.carried: list[Chunk] = []
        self.pictures = 0
        self.apart = self.in_cell = False
        self.page = 1
        self.asked = self.rendered = False
        self.encoding = self._legacy()

    def read(self) -> Reading:
        """The whole document: body, then footnotes and endnotes as they were met."""
        for body in self.package.document.iterfind("body"):
            self._blocks(body)
        self._notes()
        count = self._pages()
        lines = self.lines if count else [replace(line, page=1) for line in self.lines]
        problem = "; ".join(self._problems()) or None
        pages = tuple(
            PageReading(n, "text", problem=problem if n == 1 else None)
            for n in range(1, max(count, 1) + 1)
        )
        furniture = (*self.furniture, *self._running())
        return Reading(tuple(lines), "docx", "text", furniture=furniture, pages=pages)

    def _blocks(self, container: Element) -> None:
        for child in container:
            if child.tag == "p":
                self._paragraph(child)
            elif child.tag == "tbl":
                self._table(child)
            elif child.tag == "sdt" and _is_contents(child):
                self.furniture.extend(filter(None, map(_plain, child.iter("p"))))
            elif child.tag in WRAPPERS:
                self._blocks(child)
            elif child.tag == "AlternateContent":
                self._blocks(chosen(child))

    def _paragraph(self, element: Element) -> None:
        properties = element.find("pPr")
        style = None if properties is None else value(properties, "pStyle")
        collected = collect(element, self.styles, style)
        collected.chunks[:0] = self.carried
        self.carried = []
        if properties is not None and properties.find("rPr/del") is not None:
            # Its end is deleted: what is left of it goes on in the next paragraph.
            self.carried = collected.chunks
            collected.chunks = []
        else:
            self._say(element, collected, style)
        self.notes.extend(collected.notes)
        self.pictures += collected.pictures
        self.furniture.extend(filter(None, map(collapse, collected.hidden)))
        for box in collected.boxes:
            self._blocks(box)
        section = None if properties is None else properties.find("sectPr")
        if section is not None and value(section, "type") != "continuous":
            self._break()

    def _say(self, element: Element, collected: Collected, style: str | None) -> None:
        """Add a paragraph's lines."""
        if (before := element.find("pPr/pageBreakBefore")) is not None:
            self._break() if before.get("val", "1") not in ("0", "false") else None
        page = self._turn(collected.chunks)
        found = pieces(collected.chunks, self.encoding, self.apart)
        label = self._label(element, style)
        if not found and not (label and self.in_cell):
            return
        if self.styles.is_contents(style):
            self.furniture.extend(piece.text for piece in found)
            return
        plain = is_plain(element)
        for i, piece in enumerate(found):
            text = f"{label} {piece.text}" if label and i == 0 else piece.text
            if is_furniture(text):
                self.furniture.append(text)
                continue
            bold = piece.bold or is_heading(text, style, self.styles, plain)
            self.lines.append(Line(text, page, gap=i == 0, indent=i == 0, bold=bold))
        if not found:
            self.lines.append(Line(label, page))

    def _label(self, element: Element, style: str | None) -> str:
        """What automatic numbering puts before the paragraph; its list moves on."""
        style = style or self.styles.default
        own = element.find("pPr/numPr")
        from_style = self.styles.numbering(style)
        list_id = None if own is None else value(own, "numId")
        level = None if own is None else value(own, "ilvl")
        if list_id is None and from_style:
            list_id = from_style[0]
        if list_id is None or list_id == "0":
            return ""
        if level is not None:
            return self.numbering.label(list_id, integer(level, 0))
        number = from_style[1] if from_style else None
        if number is None:
            number = self.numbering.level_of_style(list_id, style or "")
        return self.numbering.label(list_id, number)

    def _table(self, table: Element) -> None:
        layout = docx_tables.is_layout(table)
        outer = self.apart
        self.apart = outer or layout
        cells = [self._row(item, layout) for item in docx_tables.rows_of(table)]
        self.apart = outer
        lines = grid.by_column(cells) if layout else grid.by_row(cells)
        self.lines.extend(lines)

    def _row(self, table_row: Element, layout: bool) -> list[grid.Cell]:
        """The cells of a row. Each begins on the row's page; the row ends where the last does."""
        out = []
        first = last = self.page
        for cell, column, span, merge in docx_tables.cells_of(table_row):
            self.page = first
            with self._aside(self.in_cell or not layout) as lines:
                self._blocks(cell)
            last = max(last, self.page)
            out.append(grid.Cell(column, span, merge, tuple(lines)))
        self.page = last
        return out

    @contextmanager
    def _aside(self, in_cell: bool) -> Iterator[list[Line]]:
        """Collect lines apart from the body's."""
        outer = self.lines, self.in_cell
        self.lines, self.in_cell = [], in_cell
        yield self.lines
        self.lines, self.in_cell = outer

    def _notes(self) -> None:
        """Footnotes and endnotes after the text, numbered as their signs in it would be."""
        for number, (kind, key) in enumerate(dict.fromkeys(self.notes), 1):
            root = self.package.notes.get(kind)
            note = (
                None if root is None else root.find(f"*[@id='{key}']") if "'" not in key else None
            )
            if note is None:
                continue
            with self._aside(in_cell=False) as lines:
                self._blocks(note)
            for i, line in enumerate(lines):
                text = f"[{number}] {line.text}" if i == 0 else line.text
                self.lines.append(replace(line, text=text))

    def _break(self) -> None:
        self.page += 1
        self.asked = True

    def _turn(self, chunks: list[Chunk]) -> int:
        """Count page breaks in ``chunks``; the page of their first word.

        A page that was asked for is usually found again by the program that saved the file.
        """
        page = 0
        for char in "".join(chunk.text for chunk in chunks):
            if char == "\v":
                self._break()
            elif char == "\f":
                self.rendered = True
                self.page += not self.asked
                self.asked = False
            elif not char.isspace():
                page = page or self.page
                self.asked = False
        return page or self.page

    def _pages(self) -> int:
        """How many pages there are, 0 where the breaks in the file do not account for all.

        Word leaves marks of its page breaks out of some paragraphs: of three real plans one was
        complete. A page number must be right or absent, so the file's own count must agree.
        """
        agreed = self.package.pages == self.page
        return self.page if agreed or (self.package.pages is None and self.rendered) else 0

    def _legacy(self) -> legacy.Encoding | None:
        """The legacy encoding of the file's fonts, if their text passes the gate."""
        roots = [self.package.document, self.package.styles, *self.package.notes.values()]
        fonts = {
            fonts.get(name, "")
            for root in roots
            if root is not None
            for fonts in root.iter("rFonts")
            for name in ("ascii", "hAnsi")
        }
        named = {font for font in fonts if legacy.encoding_of_font(font)}
        if not named:
            return None
        texts = []
        for element in self.package.document.iter("p"):
            chunks = collect(element, self.styles, value(element, "pPr/pStyle")).chunks
            texts.append("".join(c.text for c in chunks if legacy.encoding_of_font(c.font)))
        return legacy.looks_legacy("\n".join(texts), named)

    def _problems(self) -> list[str]:
        problems = list(self.package.problems)
        if self.encoding:
            problems.append(legacy.told(self.encoding))
        if self.pictures:
            problems.append(
                f"có {self.pictures} hình ảnh, chữ trong hình không được đọc · "
                f"{self.pictures} pictures, words in them are not read"
            )
        return problems

    def _running(self) -> list[str]:
        """Running heads and feet, kept as furniture."""
        texts = [_plain(p) for root in self.package.running for p in root.iter("p")]
        return list(dict.fromkeys(text for text in texts if text and not text.isdigit()))


def _plain(paragraph: Element) -> str:
    return collapse(nfc("".join(t.text or "" for t in paragraph.iter("t"))))


def _is_contents(block: Element) -> bool:
    """A table of contents made by Word: it repeats headings that stand in the text."""
    gallery = value(block, "sdtPr/docPartObj/docPartGallery") or ""
    return gallery.lower() == "table of contents"
