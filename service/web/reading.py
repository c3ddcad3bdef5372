"""A document to be read: its outline, and its whole text with every clause at its anchor.

The text is cut where clauses begin, so nothing is lost and nothing stands twice: each block is a
clause's own words, up to where the next clause starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from indexer.documents import Clause
from service.quoting import citing
from service.web import tables
from service.web.marking import Range, marked

#: Kinds that stand as a heading when their own text is nothing but their title.
_HEADINGS = {"section", "article", "clause", "subclause", "appendix"}
_LONGEST_ENTRY = 110
#: An outline of so many lines is shown whole; of a longer one, what leads to the place read.
_SHORT = 45
#: The id of the first mark of a page.
MARK = "mark"


@dataclass(frozen=True, slots=True)
class Block:
    """One clause's own words, line by line (a row's, cell by cell).

    ``heading`` is the level of heading it is, 0 for none; ``page`` is set where a new
    page begins; ``addressed``: it belongs to the clause asked for; ``names``: what people call it
    and what it stands in, innermost first.
    """

    path: str | None
    kind: str
    part: str
    depth: int
    heading: int
    page: int | None
    addressed: bool
    lines: tuple[Markup, ...]
    header: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline and the lines below it.

    ``current``: what is read stands in it, and in none below; ``unfolded``: show those below.
    """

    path: str
    label: str
    current: bool
    unfolded: bool
    below: tuple[Entry, ...]


def blocks(
    text: str, units: Sequence[Clause], addressed: Clause | None, mark: Range | None
) -> list[Block]:
    """Return the whole text in reading order, ``mark`` marked."""
    marks = [mark] if mark else []
    depths, names = _depths(units), citing.names(units)
    out = []
    first = units[0].start if units else len(text)
    if text[:first].strip():
        lines = _lines(text, 0, first, marks, [])
        out.append(Block(None, "para", "plan", 0, 0, None, False, lines))
    page = units[0].page if units else 1
    for unit, following in zip(units, [*units[1:], None], strict=True):
        end = following.start if following else len(text)
        depth = depths[unit.path]
        out.append(
            Block(
                unit.path,
                unit.kind,
                unit.part,
                min(depth, 5),
                min(3 + depth, 6) if _is_heading(text, unit) else 0,
                unit.page if unit.page != page else None,
                _within(unit, addressed),
                tables.cells(text, unit.start, unit.own_end, marks)
                if unit.kind == "row"
                else _lines(text, unit.start, end, marks, _run_in(text, unit)),
                unit.header,
                names[unit.path],
            )
        )
        page = unit.page
    return _anchored(out)


def _anchored(out: list[Block]) -> list[Block]:
    """The first mark can be linked to."""
    for place, block in enumerate(out):
        for at, line in enumerate(block.lines):
            if "<mark>" in line:
                first = Markup(str(line).replace("<mark>", f'<mark id="{MARK}">', 1))  # noqa: S704
                lines = (*block.lines[:at], first, *block.lines[at + 1 :])
                out[place] = replace(block, lines=lines)
                return out
    return out


def outline(units: Sequence[Clause], addressed: Clause | None = None) -> tuple[Entry, ...]:
    """Return the headings of the plan, its decision and its appendices as a tree."""
    parents: dict[str, str | None] = {}
    below: dict[str | None, list[Clause]] = {None: []}
    for unit in units:
        parents[unit.path] = unit.parent
        if unit.title is None or unit.kind not in _HEADINGS or unit.part in {"front", "back"}:
            continue
        parent = unit.parent
        while parent is not None and parent not in below:
            parent = parents.get(parent)
        below[unit.path] = []
        below[parent].append(unit)
    current = addressed.path if addressed else None
    while current is not None and current not in below:
        current = parents.get(current)
    return _entries(None, below, current, len(below) <= _SHORT)


def label(unit: Clause, above: Sequence[Clause] = ()) -> str:
    """Return a clause's name for people: its number and title, or where it stands.

    ``above``: the clause and what it stands in, outermost first. A decision attached and an
    appendix have no number of their own.
    """
    if unit.title is None:
        return citing.capital(citing.place(above or (unit,)))
    number = unit.marker.strip()
    title = unit.title if len(unit.title) <= _LONGEST_ENTRY else unit.title[:_LONGEST_ENTRY] + "…"
    return f"{number} {title}".strip()


def _entries(
    parent: str | None,
    below: Mapping[str | None, Sequence[Clause]],
    current: str | None,
    short: bool,
) -> tuple[Entry, ...]:
    out = []
    for unit in below[parent]:
        inside = _entries(unit.path, below, current, short)
        here = unit.path == current
        unfolded = short or here or any(e.current or e.unfolded for e in inside)
        out.append(Entry(unit.path, label(unit), here, unfolded, inside))
    return tuple(out)


def _depths(units: Sequence[Clause]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for unit in units:
        depths[unit.path] = depths.get(unit.parent, -1) + 1 if unit.parent else 0
    return depths


def _is_heading(text: str, unit: Clause) -> bool:
    if unit.title is None or unit.kind not in _HEADINGS:
        return False
    own = text[unit.start : unit.own_end].strip()
    return len(own) <= len(unit.marker) + len(unit.title) + 4


def _run_in(text: str, unit: Clause) -> list[Range]:
    """The number, and a title that runs on into the text."""
    if not unit.marker or unit.kind == "bullet":
        return []
    end = unit.start + len(unit.marker)
    if unit.title is not None:
        found = text.find(unit.title, unit.start, unit.own_end)
        end = found + len(unit.title) if found >= 0 else end
    return [(unit.start, end)]


def _within(unit: Clause, addressed: Clause | None) -> bool:
    return addressed is not None and addressed.start <= unit.start and unit.end <= addressed.end


def _lines(
    text: str, start: int, end: int, marks: Sequence[Range], strong: Sequence[Range]
) -> tuple[Markup, ...]:
    out = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            out.append(marked(text, at, at + len(line), marks, strong))
        at += len(line) + 1
    return tuple(out)
