"""What every DOCX of this system has in common: an A4 page, its title, citations, tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from service.export.sheets import printable

#: Width and height of a page, in centimetres: A4 (Nghị định 30/2020/NĐ-CP, Phụ lục I).
_SHORT, _LONG = 21.0, 29.7
#: All margins of a page across, in centimetres; one upright has those of the programs that read it.
_MARGIN = 1.8
_TEXT, _SMALL = Pt(12), Pt(9)
_TABLE_TEXT, _TABLE_SMALL = Pt(10), Pt(8)


def blank(title: str, *, across: bool = False) -> Paper:
    """A paper with nothing but its title; ``across``: for wide tables, in smaller letters."""
    paper = Document()
    section = paper.sections[0]
    width, height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    section.page_width, section.page_height = Cm(width), Cm(height)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.left_margin = section.right_margin = Cm(_MARGIN)
        section.top_margin = section.bottom_margin = Cm(_MARGIN)
    paper.styles["Normal"].font.size = _TABLE_TEXT if across else _TEXT
    now = datetime.now(UTC).replace(tzinfo=None)  # the template's own day is years back
    paper.core_properties.created = paper.core_properties.modified = now
    paper.core_properties.author = ""
    paper.core_properties.title = printable(title)
    paper.add_heading(printable(title), level=1)
    _number(paper)
    return paper


def _number(paper: Paper) -> None:
    """The number of each page, below it (Nghị định 30/2020/NĐ-CP has it above, centred too)."""
    place = paper.sections[0].footer.paragraphs[0]
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    place._p.append(field)  # noqa: SLF001


def marked(place: Paragraph, text: str, strong: Sequence[tuple[int, int]]) -> None:
    """Add ``text`` to a paragraph, its ranges ``strong`` in bold letters; they may overlap."""
    edges = sorted({0, len(text), *(at for pair in strong for at in pair if 0 < at < len(text))})
    for start, end in pairwise(edges):
        run = place.add_run(printable(text[start:end]))
        run.bold = any(a <= start and end <= b for a, b in strong) or None


def table(paper: Paper, heads: Sequence[str]) -> Table:
    """A table with a first row of ``heads``, told again on every page it goes on to."""
    made: Table = paper.add_table(rows=1, cols=len(heads), style="Table Grid")
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for place, head in zip(made.rows[0].cells, heads, strict=True):
        place.text = printable(head)
    return made


def line(made: Table) -> tuple[_Cell, ...]:
    """The cells of one more row of a table."""
    cells: tuple[_Cell, ...] = made.add_row().cells  # type: ignore[no-untyped-call]
    return cells


def cite(place: Paragraph, source: str, *, in_table: bool = False) -> None:
    """Add to a paragraph where its quotation stands."""
    cited = place.add_run(printable(source))
    cited.italic = True
    cited.font.size = _TABLE_SMALL if in_table else _SMALL


def written(paper: Paper) -> bytes:
    """The file."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
