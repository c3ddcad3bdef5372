"""A comparison, a table of targets and a clause through the years as DOCX, every quotation cited.

The papers are in Vietnamese: they go into files of Vietnamese offices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docx.document import Document as Paper
from docx.table import _Cell

from service.answers import DocumentRef
from service.comparing.exporting import by_document, stated
from service.comparing.figures import Figure
from service.comparing.history import History, Step
from service.comparing.matrix import Matrix
from service.comparing.phrases import beyond
from service.comparing.values import Cell, Comparison, Coverage, Difference, Row, spans_of
from service.export.papers import blank, cite, line, marked, table, written
from service.export.sheets import printable

KINDS = {
    "missing": "không có mục tương ứng",
    "number": "khác số liệu",
    "agency": "khác cơ quan",
    "deadline": "khác thời hạn",
    "wording": "khác lời văn",
}
_HOW = (
    "Máy ghép các mục theo lời văn, ý nghĩa và đề mục; người dùng cần đọc lại trước khi dẫn. Số % "
    "là mức giống nhau; chữ đậm là chỗ khác nhau. “Không nêu” nghĩa là máy không đọc thấy ở mục "
    "ấy. Không so phần căn cứ, nơi nhận và chữ ký. Bản chỉ mục: {}."
)
_NONE = "— Không có mục tương ứng —"


def of_comparison(comparison: Comparison) -> bytes:
    """A document across the page: coverage first, then each theme's rows, every quote cited."""
    paper = blank("So sánh kế hoạch", across=True)
    for document, coverage in zip(comparison.documents, comparison.coverage, strict=True):
        paper.add_paragraph(printable(_covered(document, coverage)), style="List Bullet")
    paper.add_paragraph(_HOW.format(printable(comparison.generation)))
    rows = (row for row in comparison.rows if not row.heading)
    for theme, members in groupby(rows, key=lambda row: row.theme):
        paper.add_heading(printable(theme), level=2)
        _rows(paper, comparison, list(members))
    return written(paper)


def of_matrix(*pages: Matrix) -> bytes:
    """Each thing that is measured with a table of the plans that state it.

    ``pages``: of one query, from the first on, one at least.
    """
    first = pages[0]
    paper = blank(f"Chỉ tiêu: {first.query}", across=True)
    shown = sum(len(page.columns) for page in pages)
    plans = {row.document.id for page in pages for row in page.rows}
    told = f"{shown}/{first.total} chỉ tiêu khớp câu hỏi, của {len(plans)} văn bản"
    paper.add_paragraph(f"{told}; {len(first.silent)} văn bản không nêu chỉ tiêu nào khớp.")
    for page in pages:
        for place, column in enumerate(page.columns):
            paper.add_heading(printable(f"{column.label} ({column.unit})"), level=2)
            made = table(paper, ("Văn bản", "Chỉ tiêu", "Năm", "Thời hạn ghi kèm"))
            for row in page.rows:
                for figure in row.cells[place]:
                    _figure(line(made), row.document, figure)
    return written(paper)


def of_history(found: History) -> bytes:
    """What the plan of each year says, oldest first, and what changed since the one before."""
    own = found.clause.partition("#")[0]
    asked = (cell.source for step in found.steps for cell in step.cells if cell.document == own)
    paper = blank(f"Qua các năm: {next(asked, None) or found.clause}")
    for step in found.steps:
        paper.add_heading(printable(step.document.numbered), level=2)
        paper.add_paragraph(printable(step.document.title))
        for told in _changes(step):
            paper.add_paragraph(printable(told), style="List Bullet")
        for cell in step.cells:
            paper.add_paragraph(printable(f"“{cell.quote}”"))
            cite(paper.add_paragraph(), f"[{cell.source}]")
    return written(paper)


def _changes(step: Step) -> Iterator[str]:
    if not step.cells:
        yield _NONE
    yield from map(_difference, step.differences)


def reference(document: DocumentRef) -> str:
    """How a document is cited: number, date or year, issuer; what is unknown is left out."""
    number = f"số {document.number}" if document.number else None
    day = "/".join(reversed((document.date or str(document.year or "")).split("-"))) or None
    return ", ".join(part for part in (number, day, document.issuer) if part) or document.id


def _covered(document: DocumentRef, coverage: Coverage) -> str:
    share = f"{coverage.matched}/{coverage.clauses} mục có mục tương ứng ({coverage.share:.0%})"
    return f"{document.title} ({reference(document)}): {share}"


def _rows(paper: Paper, comparison: Comparison, rows: Sequence[Row]) -> None:
    made = table(paper, (*comparison.names(numbers=True), "Khác nhau"))
    for row in rows:
        *places, last = line(made)
        cells = by_document(row)
        for place, document in zip(places, comparison.documents, strict=True):
            _fill(place, cells[document.id], row.differences)
        told = [*map(_difference, row.differences)] or ["như nhau"]
        alike = [f"giống {row.similarity:.0%}"] if row.similarity else []
        last.text = printable("\n".join((*told, *alike)))


def _difference(difference: Difference) -> str:
    """The kind, and for figures, bodies and dates what each side says."""
    told, values = KINDS[difference.kind], stated(difference)
    return f"{told}: {values}" if values else told


def _fill(place: _Cell, cells: Sequence[Cell], differences: Sequence[Difference]) -> None:
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
        assert cell.start is not None
        spans = [(a - cell.start, b - cell.start) for a, b in spans_of(cell, differences)]
        paragraph.add_run("“")
        marked(paragraph, cell.quote, spans)
        paragraph.add_run("”")
        cite(place.add_paragraph(), f"[{cell.source}]", in_table=True)


def _figure(places: Sequence[_Cell], document: DocumentRef, figure: Figure) -> None:
    name, said, year, due = places
    name.text = printable(document.numbered)
    said.text = printable(f"“{figure.quote}” {beyond(figure.quote, figure.measured)}".rstrip())
    cite(said.add_paragraph(), f"[{figure.source}]", in_table=True)
    year.text = str(figure.year or "")
    due.text = printable("; ".join(figure.due))
