"""A comparison to take away: CSV for a spreadsheet, DOCX with citations for a file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt
from docx.table import _Cell

from service.answers import DocumentRef
from service.comparing.values import Cell, Comparison, Coverage, Difference, Row
from service.export.sheets import printable, sheet

KINDS = {
    "missing": "không có mục tương ứng",
    "number": "khác số liệu",
    "agency": "khác cơ quan",
    "deadline": "khác thời hạn",
    "wording": "khác lời văn",
}
#: What is told of a document in a row; ``under``: the headings above, which say who acts.
_PARTS = ("clause", "under", "quote", "url", "source")
_NONE = "— Không có mục tương ứng —"


def csv_of(comparison: Comparison, *, raw: bool = False) -> str:
    """One line a row, the documents side by side, headings left out; ``raw`` as of ``sheet``."""
    return sheet(csv_columns(comparison), csv_records(comparison), raw=raw)


def csv_columns(comparison: Comparison) -> list[str]:
    """The names of the fields of ``csv_records``: of a document's, "part: id"."""
    ids = [document.id for document in comparison.documents]
    return [
        "theme",
        *(f"{part}: {id}" for id in ids for part in _PARTS),
        *("similarity", "differences", "values", "boilerplate"),
    ]


def csv_records(comparison: Comparison, site: str = "") -> Iterator[Mapping[str, object]]:
    """One record for each row that is no heading.

    ``site``: what the addresses begin with, without a slash at its end.
    """
    return (_wide(row, site) for row in comparison.rows if not row.heading)


def _wide(row: Row, site: str) -> Mapping[str, object]:
    out: dict[str, object] = {
        "theme": row.theme,
        "similarity": row.similarity,
        "differences": ", ".join(difference.kind for difference in row.differences),
        "values": "; ".join(filter(None, map(_values, row.differences))),
        "boilerplate": row.boilerplate,
    }
    for document, cells in _by_document(row).items():
        held = [c for c in cells if c.clause]
        out[f"clause: {document}"] = "; ".join(c.path or "" for c in held)
        above = (" › ".join(cell.headings) for cell in held)
        out[f"under: {document}"] = "; ".join(dict.fromkeys(above))
        out[f"quote: {document}"] = "\n\n".join(c.quote or "" for c in held)
        out[f"url: {document}"] = f"{site}{held[0].url}" if held else ""
        out[f"source: {document}"] = "; ".join(c.source or "" for c in held)
    return out


def _by_document(row: Row) -> dict[str, list[Cell]]:
    out: dict[str, list[Cell]] = {}
    for cell in row.cells:
        out.setdefault(cell.document, []).append(cell)
    return out


def docx_of(comparison: Comparison) -> bytes:
    """A document across the page: coverage first, then each theme's rows, every quote cited."""
    paper = Document()
    _across(paper)
    paper.core_properties.author = ""
    paper.core_properties.title = "So sánh kế hoạch"
    paper.add_heading("So sánh kế hoạch", level=1)
    for document, coverage in zip(comparison.documents, comparison.coverage, strict=True):
        paper.add_paragraph(printable(_told(document, coverage)), style="List Bullet")
    for theme, rows in _themes(comparison):
        paper.add_heading(printable(theme), level=2)
        _table(paper, comparison, rows)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _across(paper: Paper) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    paper.styles["Normal"].font.size = Pt(10)


def reference(document: DocumentRef) -> str:
    """How a document is cited: number, date or year, issuer; what is unknown is left out."""
    number = f"số {document.number}" if document.number else None
    day = document.date or (str(document.year) if document.year else None)
    return ", ".join(part for part in (number, day, document.issuer) if part) or document.id


def _told(document: DocumentRef, coverage: Coverage) -> str:
    share = f"{coverage.matched}/{coverage.clauses} mục có mục tương ứng ({coverage.share:.0%})"
    return f"{document.title} ({reference(document)}): {share}"


def _themes(comparison: Comparison) -> Iterator[tuple[str, list[Row]]]:
    theme: str | None = None
    rows: list[Row] = []
    for row in (r for r in comparison.rows if not r.heading):
        if row.theme != theme:
            if rows and theme is not None:
                yield theme, rows
            theme, rows = row.theme, []
        rows.append(row)
    if rows and theme is not None:
        yield theme, rows


def _table(paper: Paper, comparison: Comparison, rows: list[Row]) -> None:
    documents = comparison.documents
    table = paper.add_table(rows=1, cols=len(documents) + 1, style="Table Grid")
    head = table.rows[0].cells
    for place, name in zip(head, comparison.names(numbers=True), strict=False):
        place.text = printable(name)
    head[-1].text = "Khác nhau"
    for row in rows:
        places = table.add_row().cells
        cells = _by_document(row)
        for place, document in zip(places, documents, strict=False):
            _fill(place, cells[document.id])
        told = "\n".join(map(_difference, row.differences))
        places[-1].text = printable(told) or "như nhau"


def _difference(difference: Difference) -> str:
    """The kind, and for figures, bodies and dates what each side says."""
    told, values = KINDS[difference.kind], _values(difference)
    return f"{told}: {values}" if values else told


def _values(difference: Difference) -> str:
    """What each document says of a figure, a body or a date, in their order; else nothing."""
    if difference.kind in ("missing", "wording"):
        return ""
    return " | ".join("; ".join(s.values) or "không nêu" for s in difference.said)


def _fill(place: _Cell, cells: list[Cell]) -> None:
    paragraph = place.paragraphs[0]
    for cell in cells:
        if cell.quote is None:
            paragraph.add_run(_NONE).italic = True
            continue
        if paragraph.text:
            paragraph = place.add_paragraph()
        if cell.headings:
            above = paragraph.add_run(printable(f"{cell.headings[-1]}: "))
            above.italic = True
        paragraph.add_run(f"“{printable(cell.quote)}”")
        cited = place.add_paragraph().add_run(printable(f"[{cell.source}]"))
        cited.italic = True
        cited.font.size = Pt(8)
