"""A comparison to take away as a CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.comparing.values import FACTS, Cell, Comparison, Difference, Row
from service.export.sheets import sheet

#: What is told of a document in a row; ``under``: the headings above, which say who acts.
_PARTS = ("clause", "under", "quote", "url", "source")


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
        *(f"{kind}: {id}" for kind in FACTS for id in ids),
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
        "values": "; ".join(filter(None, map(stated, row.differences))),
        "boilerplate": row.boilerplate,
    }
    for difference in row.differences:
        if difference.kind in FACTS:
            for said in difference.said:
                out[f"{difference.kind}: {said.document}"] = "; ".join(said.all)
    for document, cells in by_document(row).items():
        held = [c for c in cells if c.clause]
        out[f"clause: {document}"] = "; ".join(c.path or "" for c in held)
        above = (" › ".join(cell.headings) for cell in held)
        out[f"under: {document}"] = "; ".join(dict.fromkeys(above))
        out[f"quote: {document}"] = "\n\n".join(c.quote or "" for c in held)
        out[f"url: {document}"] = "\n".join(f"{site}{c.url}" for c in held)
        out[f"source: {document}"] = "; ".join(c.source or "" for c in held)
    return out


def by_document(row: Row) -> dict[str, list[Cell]]:
    """The cells of each document, in the order of the row."""
    out: dict[str, list[Cell]] = {}
    for cell in row.cells:
        out.setdefault(cell.document, []).append(cell)
    return out


def stated(difference: Difference) -> str:
    """What each document says of a figure, a body or a date, in their order; else nothing."""
    if difference.kind not in FACTS:
        return ""
    return " | ".join("; ".join(s.all) or "không nêu" for s in difference.said)
