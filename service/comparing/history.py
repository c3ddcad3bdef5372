"""How one place's clause changed: its plans of other years, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.documents import DocumentInfo
from indexer.index.protocol import Index
from service.answers import DocumentRef
from service.comparing.comparison import beside, cell_of, own_places
from service.comparing.differing import differences
from service.comparing.rows import Line
from service.comparing.units import Unit, units_of
from service.comparing.values import Cell, Difference
from service.quoting.citations import document_ref
from service.quoting.citing import cited

#: Plans of one place that are looked through, those nearest in time.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """What the plan of one year says; ``differences`` from the plan before that says something.

    Without a counterpart ``cells`` is empty and ``similarity`` (to the clause asked about) 0.
    """

    document: DocumentRef
    cells: tuple[Cell, ...]
    similarity: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class History:
    """One clause through the plans of its place; ``clause`` is the id asked about."""

    clause: str
    steps: tuple[Step, ...]
    generation: str

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record for each quotation; for a plan without a counterpart one without."""
        return [
            {
                "document": step.document.id,
                "year": step.document.year,
                "clause": cell.clause,
                "quote": cell.quote,
                "start": cell.start,
                "end": cell.end,
                "similarity": step.similarity,
                "differences": ", ".join(d.kind for d in step.differences),
                "url": cell.url,
                "source": cell.source,
            }
            for step in self.steps
            for cell in step.cells or (Cell(step.document.id),)
        ]


def history(index: Index, document: str, path: str) -> History:
    """The clause ``path`` of ``document`` beside its counterparts in the place's other plans.

    Raises ``NotFound`` for an unknown document or clause.
    """
    asked = index.document(document)
    clause = index.clause(document, path)
    mine = units_of(index, document)
    heads = tuple(u for u in mine if clause.path in u.paths)
    held = _whole(mine, heads)
    told: list[tuple[DocumentInfo, tuple[Unit, ...], float]] = []
    for info in of_place(index, asked):
        if info.id == document:
            told.append((info, held, 1.0))
            continue
        theirs = units_of(index, info.id)
        made = beside(index, {document: mine, info.id: theirs})
        line = next((m for m in made if any(u in heads for u in m.units[document])), None)
        found = _whole(theirs, line.units[info.id]) if line else ()
        shown = {document: held, info.id: found}
        told.append((info, found, alike(made, shown) if found else 0.0))
    return History(f"{document}#{path}", tuple(_steps(index, told)), index.generation)


def alike(made: Sequence[Line], shown: Mapping[str, Sequence[Unit]]) -> float:
    """How much alike what is shown is, clause by clause; its heading counts where it is all.

    What is shown of one document alone is quite unlike.
    """
    starts = {name: {unit.start for unit in units} for name, units in shown.items()}
    sides = [
        (line, {n for n, at in starts.items() if any(u.start in at for u in line.units[n])})
        for line in made
    ]
    inside = [(line, names) for line, names in sides if names]
    told = [(line, names) for line, names in inside if not line.heading] or inside
    return round(sum(line.similarity for line, names in told if len(names) > 1) / len(told), 4)


def _whole(units: Sequence[Unit], heads: Sequence[Unit]) -> tuple[Unit, ...]:
    """``heads`` with all that stands below them, in reading order."""
    spans = [(head.clause.start, head.clause.end) for head in heads]
    return tuple(u for u in units if any(a <= u.start and u.end <= b for a, b in spans))


def of_place(index: Index, asked: DocumentInfo) -> list[DocumentInfo]:
    """The plans of the same place and level, by time; the one asked about always among them."""
    same = [
        info
        for info in index.documents()
        if info.id == asked.id
        or (
            info.is_plan
            and asked.locality is not None
            and (info.locality_id or info.locality) == (asked.locality_id or asked.locality)
            and info.level == asked.level
        )
    ]
    near = sorted(same, key=lambda i: (abs((i.year or 0) - (asked.year or 0)), i.id))[:_MOST]
    return sorted(near, key=lambda i: (i.year or 0, i.date or "", i.id))


def _steps(
    index: Index, told: Sequence[tuple[DocumentInfo, tuple[Unit, ...], float]]
) -> list[Step]:
    out: list[Step] = []
    before: tuple[DocumentInfo, tuple[Unit, ...]] | None = None
    for info, units, similarity in told:
        changed: tuple[Difference, ...] = ()
        if before is not None and units:
            sides = {before[0].id: before[1], info.id: units}
            changed = differences(sides, {i.id: own_places(i) for i in (before[0], info)})
        paper = cited(index, info.id)
        cells = tuple(cell_of(unit, paper) for unit in units)
        out.append(Step(document_ref(info), cells, similarity, changed))
        if units:
            before = (info, units)
    return out
