"""Tables from ruled lines: which rules belong together, and which cells they enclose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.readers.layout.model import Rule, Word

#: A merged cell's text is repeated in the rows below it when it is no longer than this.
REPEATED = 120
#: More rules than this on a page are a drawing; finding tables among them would take too long.
MOST_RULES = 3000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows part, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    def holds(self, word: Word) -> bool:
        """Whether the middle of ``word`` lies inside."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell_of(self, word: Word) -> Cell | None:
        """The cell that holds the middle of ``word``."""
        column = _slot(self.xs, (word.x0 + word.x1) / 2)
        row = _slot(self.ys, (word.top + word.bottom) / 2)
        for cell in self.cells:
            if cell.top <= row <= cell.bottom and cell.left <= column <= cell.right:
                return cell
        return None


def _slot(edges: Sequence[float], at: float) -> int:
    return max(0, sum(edge <= at for edge in edges) - 1)


def grids(rules: Sequence[Rule], tolerance: float) -> list[Grid]:
    """The tables that ``rules`` draw, from top to bottom; a single box is none."""
    if len(rules) > MOST_RULES:
        return []
    across = _merge([r for r in rules if r.y0 == r.y1], tolerance, across=True)
    down = _merge([r for r in rules if r.x0 == r.x1], tolerance, across=False)
    found = []
    for group in _connected(across, down, tolerance):
        grid = _grid(group, tolerance)
        if grid:
            found.append(grid)
    return sorted(found, key=lambda g: g.ys[0])


def _merge(rules: Iterable[Rule], tolerance: float, across: bool) -> list[Rule]:
    """Rules on one line that touch become one."""
    out: list[Rule] = []
    key = (lambda r: (r.y0, r.x0)) if across else (lambda r: (r.x0, r.y0))
    for rule in sorted(rules, key=key):
        for i in range(len(out) - 1, max(-1, len(out) - 40), -1):
            merged = _joined(out[i], rule, tolerance, across)
            if merged:
                out[i] = merged
                break
        else:
            out.append(rule)
    return out


def _joined(a: Rule, b: Rule, tolerance: float, across: bool) -> Rule | None:
    if across:
        if abs(a.y0 - b.y0) > tolerance or b.x0 > a.x1 + tolerance or a.x0 > b.x1 + tolerance:
            return None
        return Rule(min(a.x0, b.x0), a.y0, max(a.x1, b.x1), a.y0)
    if abs(a.x0 - b.x0) > tolerance or b.y0 > a.y1 + tolerance or a.y0 > b.y1 + tolerance:
        return None
    return Rule(a.x0, min(a.y0, b.y0), a.x0, max(a.y1, b.y1))


def _connected(
    across: Sequence[Rule], down: Sequence[Rule], tolerance: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules grouped by which cross or touch each other."""
    groups: list[tuple[list[Rule], list[Rule]]] = [([rule], []) for rule in across]
    for rule in down:
        touched = [g for g in groups if any(_cross(h, rule, tolerance) for h in g[0])]
        merged: tuple[list[Rule], list[Rule]] = ([], [rule])
        for group in touched:
            merged[0].extend(group[0])
            merged[1].extend(group[1])
        groups = [g for g in groups if not any(g is t for t in touched)]
        groups.append(merged)
    return [group for group in groups if _is_table(*map(len, group))]


def _is_table(across: int, down: int) -> bool:
    """A row that goes on from the page before, or over to the next, may have one rule across."""
    return (across >= 2 and down >= 1) or (across == 1 and down >= 3)


def _cross(h: Rule, v: Rule, t: float) -> bool:
    return h.x0 - t <= v.x0 <= h.x1 + t and v.y0 - t <= h.y0 <= v.y1 + t


def _grid(group: tuple[list[Rule], list[Rule]], tolerance: float) -> Grid | None:
    across, down = group
    # A table may be open at its sides, or cut by the end of the page.
    sides = [min(h.x0 for h in across), max(h.x1 for h in across)]
    ends = [min(v.y0 for v in down), max(v.y1 for v in down)]
    xs = _clusters([v.x0 for v in down] + sides, tolerance)
    ys = _clusters([h.y0 for h in across] + ends, tolerance)
    if len(xs) < 3 or len(ys) < 2:
        return None
    cells = _cells(xs, ys, across, down, tolerance)
    return Grid(tuple(xs), tuple(ys), tuple(cells)) if len(cells) >= 2 else None


def _clusters(values: Sequence[float], tolerance: float) -> list[float]:
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= 2 * tolerance:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]


def _cells(
    xs: Sequence[float],
    ys: Sequence[float],
    across: Sequence[Rule],
    down: Sequence[Rule],
    tolerance: float,
) -> list[Cell]:
    """Slots between rules, joined where no rule parts them."""
    columns, count = len(xs) - 1, (len(xs) - 1) * (len(ys) - 1)
    root = list(range(count))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    t = 1.5 * tolerance
    for i in range(count):
        r, c = divmod(i, columns)
        middle_x, middle_y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
        if c + 1 < columns and not any(
            abs(v.x0 - xs[c + 1]) <= t and v.y0 - t <= middle_y <= v.y1 + t for v in down
        ):
            root[find(i + 1)] = find(i)
        if r + 2 < len(ys) and not any(
            abs(h.y0 - ys[r + 1]) <= t and h.x0 - t <= middle_x <= h.x1 + t for h in across
        ):
            root[find(i + columns)] = find(i)
    members: dict[int, list[tuple[int, int]]] = {}
    for i in range(count):
        members.setdefault(find(i), []).append(divmod(i, columns))
    return [
        Cell(min(r for r, _ in m), max(r for r, _ in m), min(c for _, c in m), max(c for _, c in m))
        for m in members.values()
    ]
